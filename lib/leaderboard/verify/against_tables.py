"""Whether the tables about objects and retrieval follow from each other.

A hand that edits a row and then writes its hash into dvc.lock is found here: what
can be made from other committed tables is made again and compared.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from lib.evaluation.hard_gallery import overlap
from lib.evaluation.metrics import RANK_BUCKETS
from lib.evaluation.summary import summarize
from lib.evaluation.trials import trials
from lib.leaderboard.verify.agree import differences, unlike
from lib.leaderboard.verify.committed import Committed
from lib.leaderboard.verify.lookalikes import tier6
from lib.leaderboard.verify.result import TABLE_HINT, Check, Found, look
from lib.leaderboard.verify.splits import listing
from lib.objects.plan import plan_corpus
from lib.objects.recipe import from_json, hue_shift

_KEYS = ["encoder", "tier", "gallery"]


def check_derived(corpus: Committed) -> list[Check]:
    """Check manifest, summary, rows of the leaderboard, hard negatives and lookalikes."""
    name = corpus.paths.corpus
    return [
        look(name, "manifest", TABLE_HINT, lambda: _manifest(corpus)),
        look(name, "rows", TABLE_HINT, lambda: _rows(corpus)),
        look(name, "summary", TABLE_HINT, lambda: _summary(corpus)),
        look(name, "hard negatives", TABLE_HINT, lambda: _negatives(corpus)),
        look(name, "lookalikes", TABLE_HINT, lambda: tier6(corpus)),
    ]


def _manifest(corpus: Committed) -> Found:
    objects, duplicates = corpus.table("objects.csv"), corpus.table("duplicates.csv")
    params, pairs = corpus.params, corpus.paths.table("duplicates.csv")
    file = corpus.paths.table("objects.csv")
    problems = [
        f"{pairs}, line {row.Index + 2}: {row.item_a}, {row.item_b}, {row.iou} is no pair at this "
        "overlap, in this order"
        for row in duplicates.itertuples()
        if not (row.item_a < row.item_b and params.select.duplicate_iou <= row.iou <= 1)
    ]
    hues = [hue_shift(from_json(recipe)) for recipe in objects["recipe"]]
    for row, (geometry, hue) in enumerate(zip(objects["geometry_sha256"], hues, strict=True)):
        looks = hashlib.sha256(f"{geometry}\t{hue:.6f}".encode()).hexdigest()
        if looks != objects["content_sha256"].iloc[row]:
            problems.append(f"{file}, line {row + 2}: content_sha256 is not that of its geometry")
    for column in ("n_vertices", "n_faces"):
        several = objects.groupby("geometry_sha256")[column].transform("nunique") > 1
        problems += [
            f"{file}, line {row + 2}: {column} is not that of other rows of this geometry"
            for row in several[several].index
        ]
    items = listing(corpus.paths.corpus, params)
    if items is None:
        return f"{len(objects):,} objects, duplicates in order (listing not at hand)", problems
    problems += differences(str(file), objects, plan_corpus(items, duplicates, params)[1])
    return f"{len(objects):,} objects are what the seed plans", problems


def _rows(corpus: Committed) -> Found:
    path = corpus.paths.table("baseline-results.csv")
    rows, splits = corpus.table("baseline-results.csv"), corpus.table("splits.csv")
    objects = corpus.table("objects.csv")
    queries = objects[objects["tier"] > 0].groupby("tier").size()
    sha256 = splits["split_sha256"].iloc[0]
    problems = []
    for row in rows.itertuples():
        where = f"{path}, line {row.Index + 2}"
        if not 0 <= row.map_with_duplicates <= row.map <= 1:
            problems.append(f"{where}: map {row.map}, with duplicates {row.map_with_duplicates}")
        if not row.map_low <= row.map <= row.map_high:
            problems.append(f"{where}: map {row.map} is outside {row.map_low} to {row.map_high}")
        if row.n_queries != queries.get(row.tier):
            problems.append(f"{where}: n_queries is {row.n_queries}, not {queries.get(row.tier)}")
        if row.split_sha256 != sha256 or row.corpus != corpus.paths.corpus:
            problems.append(f"{where}: another split or corpus")
    for key, group in rows.groupby(["tier", "gallery"]):
        ranks = group.sort_values("map", ascending=False)["rank"]
        if ranks.iloc[0] != 1 or not ranks.between(1, len(ranks)).all():
            problems.append(f"{path}: ranks of T{key[0]}, {key[1]}: {ranks.tolist()}")
    twice = rows.duplicated(_KEYS)
    problems += [f"{path}, line {row + 2}: a row twice" for row in twice[twice].index]
    problems += _histograms(rows, corpus.table("rank-histograms.csv"), corpus)
    return f"{len(rows)} rows agree with the split, the manifest and the rank histograms", problems


def _histograms(rows: pd.DataFrame, buckets: pd.DataFrame, corpus: Committed) -> Iterator[str]:
    """Bound each mAP by its histogram; ranks shared by two items end in a half."""
    path = corpus.paths.table("rank-histograms.csv")
    results = corpus.paths.table("baseline-results.csv")
    ends = zip(buckets["rank_from"], buckets["rank_to"], strict=True)
    for row, (low, high) in enumerate(ends):
        if (low, high) != RANK_BUCKETS[row % len(RANK_BUCKETS)]:
            yield f"{path}, line {row + 2}: ranks {low} to {high} are no bucket, or out of order"
    best = buckets["rank_from"].where(buckets["rank_from"] == 1, buckets["rank_from"] - 0.5)
    worst = np.where(buckets["rank_to"] == 0, np.inf, buckets["rank_to"])
    table = buckets.assign(most=buckets["count"] / best, least=buckets["count"] / worst)
    sums = table.groupby(_KEYS)[["count", "most", "least"]].sum()
    for row in rows.itertuples():
        key = (row.encoder, row.tier, row.gallery)
        if key not in sums.index:
            yield f"{path}: no ranks of {row.encoder}, T{row.tier}, {row.gallery}"
            continue
        own = sums.loc[key]
        if own["count"] != row.n_queries:
            yield f"{path}: {own['count']:.0f} ranks of {key}, {row.n_queries} queries"
        low, high = own["least"] / row.n_queries, own["most"] / row.n_queries
        if not low - 1e-6 <= row.map <= high + 1e-6:
            yield (
                f"{results}, line {row.Index + 2}: map {row.map}, its ranks allow "
                f"{low:.6f} to {high:.6f}"
            )
    for key in sorted(set(sums.index) - set(rows.set_index(_KEYS).index)):
        yield f"{path}: ranks of {key}, which has no row"


def _summary(corpus: Committed) -> Found:
    paths, written = corpus.paths, corpus.json("benchmark-summary.json")
    objects, duplicates = corpus.table("objects.csv"), corpus.table("duplicates.csv")
    touched = {
        objects["object_id"].iloc[trial.query_rows[query]]
        for trial in trials(objects, duplicates)
        for query in np.unique(trial.junk[:, 0])
    }
    # Ranks are not committed query by query: without Tier 1, no query has missed.
    ranked = pd.DataFrame({"query_id": sorted(touched), "n_junk": 1, "tier": 0, "encoder": ""})
    made = summarize(
        corpus.params,
        corpus.json("corpus.json"),
        written["encoders"],
        objects,
        corpus.table("splits.csv"),
        duplicates,
        corpus.table("hard-negatives.csv"),
        ranked,
    )
    made["t1_failures"] = written["t1_failures"]
    problems = [f"{paths.summary}: {line}" for line in unlike(written, made)]
    problems += _misses(corpus, written, objects)
    for facts in written["encoders"]:
        problems += _recorded(corpus, paths.encoder(facts["name"]), facts, "encoders")
    stated = {key: value for key, value in corpus.json("corpus.json").items() if key != "sha256"}
    problems += _recorded(corpus, paths.source, stated, "corpus")
    rows = corpus.table("baseline-results.csv")
    names = [facts["name"] for facts in written["encoders"]]
    if sorted(set(rows["encoder"])) != sorted(names):
        results = paths.table("baseline-results.csv")
        problems.append(f"{paths.summary}: encoders are not those of {results}")
    return "counts, reference lines, encoders and corpus are those of the tables", problems


def _recorded(corpus: Committed, path: Path, facts: Any, key: str) -> Iterator[str]:
    """Hold facts against the hash of the file that they came from, which is not committed."""
    text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    md5 = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    if md5 != corpus.recorded(path):
        yield f"{corpus.paths.summary}: {key}: not what {path} held when dvc.lock was written"


def _misses(corpus: Committed, written: Mapping[str, Any], objects: pd.DataFrame) -> Iterator[str]:
    rows = corpus.table("baseline-results.csv")
    first = rows[(rows["tier"] == 1) & (rows["map"] < 1)]
    expected = {(row.encoder, row.gallery): row.map for row in first.itertuples()}
    found = {(one["encoder"], one["gallery"]): one["map"] for one in written["t1_failures"]}
    if expected != found:
        yield f"{corpus.paths.summary}: t1_failures are {found}, the rows give {expected}"
    buckets = corpus.table("rank-histograms.csv")
    hits = buckets[(buckets["tier"] == 1) & (buckets["rank_from"] == 1)]
    hits = hits.set_index(["encoder", "gallery"])["count"]
    queries = objects[objects["tier"] == 1].set_index("object_id")["source_id"]
    sources = set(objects.loc[objects["role"] == "source", "object_id"])
    for one in written["t1_failures"]:
        where = f"{corpus.paths.summary}: t1_failures of {one['encoder']}, {one['gallery']}"
        missed = len(queries) - hits.get((one["encoder"], one["gallery"]), np.nan)
        if one["n_queries"] != missed:
            yield f"{where}: {one['n_queries']} queries missed, the histogram says {missed:g}"
        for hit in one["collisions"]:
            own = queries.get(hit["query_id"])
            if own != hit["source_id"] or not set(hit["rivals"]) <= sources - {own}:
                yield f"{where}: {hit['query_id']} does not collide like this"


def _negatives(corpus: Committed) -> Found:
    table, objects = corpus.table("hard-negatives.csv"), corpus.table("objects.csv")
    path = corpus.paths.table("hard-negatives.csv")
    known = objects.drop_duplicates("object_id").set_index("object_id")
    problems = []
    for row in table.itertuples():
        classes = [known["class"].get(one) for one in (row.query_id, row.negative_id)]
        if classes != [row[table.columns.get_loc("class") + 1]] * 2:
            problems.append(f"{path}, line {row.Index + 2}: {row.negative_id} is of another class")
    for (miner, query), group in table.groupby(["miner", "query_id"], sort=False):
        size = min(int(group["pool_size"].iloc[0]), corpus.params.mine.top_k)
        ordered = group["similarity"].is_monotonic_decreasing
        twice = group["negative_id"].duplicated().any()
        if group["rank"].tolist() != list(range(1, size + 1)) or not ordered or twice:
            problems.append(f"{path}: the negatives of {query} under {miner} are not in order")
        if group["pool_size"].nunique() > 1 or group["similarity"].abs().max() > 1 + 1e-6:
            problems.append(f"{path}: pool or similarity of {query} under {miner}")
    shared = corpus.table("miner-overlap.csv")
    problems += differences(str(corpus.paths.table("miner-overlap.csv")), shared, overlap(table))
    problems += _confronted(corpus)
    tested = objects[(objects["role"] == "source") & (objects["split"] == "test")]["object_id"]
    for miner in corpus.params.mine.miners:
        if set(table.loc[table["miner"] == miner, "query_id"]) != set(tested):
            problems.append(f"{path}: {miner} did not mine for every test source")
    return f"{len(table):,} hard negatives are in order and of their query's class", problems


def _confronted(corpus: Committed) -> Iterator[str]:
    table, path = corpus.table("hard-gallery.csv"), corpus.paths.table("hard-gallery.csv")
    for row in table.itertuples():
        if not 0 <= row.map_low <= row.map <= row.map_high <= 1 or row.rank < 1:
            yield f"{path}, line {row.Index + 2}: map, interval or rank is out of order"
