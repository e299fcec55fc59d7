"""Whether the tables about Tier 6 follow from the manifest and from each other."""

from collections.abc import Iterator

import pandas as pd

from lib.evaluation.tier6 import TIER, lookalike_queries
from lib.leaderboard.verify.committed import Committed
from lib.leaderboard.verify.result import Found
from lib.objects.duplicates import duplicate_groups

_ENDS = (("query_id", "class"), ("lookalike_id", "lookalike_class"))


def tier6(corpus: Committed) -> Found:
    """Check lookalikes.csv, collisions.csv and the rows of the tier in hard-gallery.csv.

    Parameters
    ----------
    corpus : Committed

    Returns
    -------
    (str, sequence of str)
        What holds if nothing is wrong, and what is wrong where.
    """
    table = corpus.table("lookalikes.csv")
    problems = [*_listed(corpus, table), *_complete(corpus, table), *_collided(corpus, table)]
    said = f"{len(table):,} lookalikes are in order and of other classes" if len(table) else "off"
    return said, problems


def _listed(corpus: Committed, table: pd.DataFrame) -> Iterator[str]:
    """Hold each row against the manifest."""
    path, objects = corpus.paths.table("lookalikes.csv"), corpus.table("objects.csv")
    group = duplicate_groups(objects["item_id"].tolist(), corpus.table("duplicates.csv"))
    known = objects.assign(group=group).drop_duplicates("object_id").set_index("object_id")
    free = known[known["role"].isin(["source", "pool"])]
    other = {name: free[free["class"] != name] for name in set(known["class"])}
    for index, entry in table.to_dict("index").items():
        where = f"{path}, line {index + 2}"
        if any(known["class"].get(entry[one]) != entry[name] for one, name in _ENDS):
            yield f"{where}: a class is not that of its object"
        elif entry["lookalike_id"] not in other[entry["class"]].index:
            yield f"{where}: {entry['lookalike_id']} is of the query's class, or cannot be chosen"
        elif known["group"][entry["lookalike_id"]] == known["group"][entry["query_id"]]:
            yield f"{where}: {entry['lookalike_id']} is a near-duplicate of the query"
    for (miner, query), own in table.groupby(["miner", "query_id"], sort=False):
        if query not in known.index:
            continue
        pool = other[known["class"][query]]
        size = int((pool["group"] != known["group"][query]).sum())
        ranks = list(range(1, min(size, corpus.params.mine.lookalikes or 0) + 1))
        if (own["pool_size"] != size).any():
            yield f"{path}: {query} under {miner} had {size} objects to choose from"
        ordered = own["similarity"].is_monotonic_decreasing and own["lookalike_id"].is_unique
        if own["rank"].tolist() != ranks or not ordered or own["similarity"].abs().max() > 1:
            yield f"{path}: the lookalikes of {query} under {miner} are not in order"


def _complete(corpus: Committed, table: pd.DataFrame) -> Iterator[str]:
    """Hold what there is against the test sources, miners and encoders."""
    objects, params = corpus.table("objects.csv"), corpus.params.mine
    tested = objects[(objects["role"] == "source") & (objects["split"] == "test")]
    on = params.lookalikes is not None and objects["class"].nunique() > 1
    miners = set(params.miners) if on else set()
    mined = table.groupby("miner")["query_id"].agg(set).to_dict()
    if mined != {miner: set(tested["object_id"]) for miner in miners}:
        yield f"{corpus.paths.table('lookalikes.csv')}: not every miner has every test source"
    hard = corpus.table("hard-gallery.csv")
    rows, path = hard[hard["tier"] == TIER], corpus.paths.table("hard-gallery.csv")
    encoders = set(corpus.table("baseline-results.csv")["encoder"])
    expected = {(encoder, miner) for encoder in encoders for miner in miners}
    if set(zip(rows["encoder"], rows["miner"], strict=True)) != expected:
        yield f"{path}: T{TIER} does not have a row for each encoder and miner"
    if (rows["n_queries"] != len(lookalike_queries(objects))).any():
        yield f"{path}: n_queries of T{TIER} is not that of the manifest"


def _collided(corpus: Committed, table: pd.DataFrame) -> Iterator[str]:
    """Hold the counts of collisions against the lookalikes and the scores."""
    path, counts = corpus.paths.table("collisions.csv"), corpus.table("collisions.csv")
    queries = lookalike_queries(corpus.table("objects.csv"))
    asked = queries.groupby("class").size()
    listed = set(table[["miner", "class", "lookalike_class"]].itertuples(index=False, name=None))
    for index, entry in counts.to_dict("index").items():
        where = f"{path}, line {index + 2}"
        if (entry["miner"], entry["class"], entry["lookalike_class"]) not in listed:
            yield f"{where}: no {entry['lookalike_class']} is a lookalike of this class and miner"
        if entry["n_queries"] != asked.get(entry["class"]) or entry["n_beaten"] < 1:
            yield f"{where}: n_queries or n_beaten is not a count of the class's queries"
    keys = ["encoder", "miner", "class", "lookalike_class"]
    found = list(counts[keys].itertuples(index=False, name=None))
    if found != sorted(set(found)):
        yield f"{path}: rows are out of order, or there twice"
    classes = counts.groupby(keys[:3])["n_beaten"].sum()
    for key, n_beaten in classes[classes > asked.reindex(classes.index, level="class")].items():
        yield f"{path}: {n_beaten} queries lost of class {key[2]} under {key[0]}, {key[1]}"
    # A lost query ranks its source between a tie for the first place and the last.
    beaten = counts.groupby(keys[:2])["n_beaten"].sum()
    last = table.groupby(["miner", "query_id"]).size().groupby("miner").max() + 1
    hard = corpus.table("hard-gallery.csv")
    for entry in hard[hard["tier"] == TIER].to_dict("records"):
        lost = beaten.get((entry["encoder"], entry["miner"]), 0) / entry["n_queries"]
        low, high = 1 - lost * (1 - 1 / last.get(entry["miner"], 1)), 1 - lost / 3
        if not low - 1e-6 <= entry["map"] <= high + 1e-6:
            yield (
                f"{path}: what {entry['encoder']} loses among lookalikes of {entry['miner']} "
                f"allows a mAP of {low:.6f} to {high:.6f}, hard-gallery.csv has {entry['map']}"
            )
