"""Retrieval among hard negatives or lookalikes alone, under every miner that chose them."""

from collections.abc import Iterator
from itertools import combinations_with_replacement

import numpy as np
import pandas as pd

from lib.core.arrays import Floats
from lib.core.tables import declared
from lib.core.vectors import unit
from lib.evaluation.hardest import hardest
from lib.evaluation.ranking import average_precision, relevant_ranks
from lib.evaluation.standings import standings
from lib.evaluation.tier6 import lookalike_queries


def score_hard(
    objects: pd.DataFrame,
    negatives: pd.DataFrame,
    lookalikes: pd.DataFrame,
    vectors: Floats,
    encoder: str,
) -> pd.DataFrame:
    """Rank each clone's source among the source's own hard negatives, and its lookalikes.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    negatives : pandas.DataFrame
        ``hard-negatives.csv``, of one miner or several.
    lookalikes : pandas.DataFrame
        ``lookalikes.csv``; without rows where Tier 6 is off.
    vectors : ndarray of float64, shape (len(objects), D)
    encoder : str

    Returns
    -------
    pandas.DataFrame
        Columns query_id, source_id, encoder, miner, tier, rank, ap, n_items (of
        the gallery), beaten_by. Tiers 1 to 4 are scored among the hard negatives,
        Tier 6 among the lookalikes. Tier 5 is left out: its queries are themselves
        among the objects that negatives are mined from. `beaten_by` is the item most
        similar to the query where the source is not alone in first place, of several
        the one that the miner ranks higher; empty where it is.
    """
    clones = objects[objects["role"] == "clone"]
    units = unit(vectors)
    tables = [
        *_ranked(objects, clones, negatives, "negative_id", units),
        *_ranked(objects, lookalike_queries(objects), lookalikes, "lookalike_id", units),
    ]
    if not tables:
        return declared("hard-gallery.parquet").empty()
    return pd.concat(tables, ignore_index=True).assign(encoder=encoder)


def _ranked(
    objects: pd.DataFrame,
    queries: pd.DataFrame,
    chosen: pd.DataFrame,
    column: str,
    units: Floats,
) -> Iterator[pd.DataFrame]:
    """Score the queries of one source in the gallery of one miner, a table each."""
    names = objects["object_id"].to_numpy()
    place = pd.Series(range(len(names)), index=names)
    by_source = dict(iter(queries.groupby("source_id", sort=True)))
    for (miner, source), items in chosen.groupby(["miner", "query_id"], sort=True):
        own = by_source[source]
        gallery = place.loc[[source, *items.sort_values("rank")[column]]].to_numpy()
        asked, searched = units[place.loc[own["object_id"]].to_numpy()], units[gallery]
        ranks = relevant_ranks(asked, searched, np.zeros(len(own), dtype=int))
        others = [np.arange(1, len(gallery))] * len(own)
        first = [names[gallery[found[0]]] for found, _ in hardest(asked, searched, others, 1)]
        table = own[["object_id", "source_id", "tier"]].rename(columns={"object_id": "query_id"})
        yield table.assign(
            miner=miner,
            rank=ranks,
            ap=average_precision(ranks),
            n_items=len(gallery),
            beaten_by=np.where(ranks > 1, first, ""),
        )


def summarize_hard(
    per_query: pd.DataFrame, seed: int, resamples: int, confidence: float
) -> pd.DataFrame:
    """Average over the queries, with interval and rank.

    Parameters
    ----------
    per_query : pandas.DataFrame
        From :func:`score_hard`, of all encoders.
    seed, resamples, confidence
        As for :func:`lib.evaluation.standings.standings`.

    Returns
    -------
    pandas.DataFrame
        Columns of ``hard-gallery.csv``, sorted by miner, encoder and tier.
    """
    if per_query.empty:
        return declared("hard-gallery.csv").empty()
    # To the ranking a miner is a gallery like any other.
    found = standings(per_query.assign(gallery=per_query["miner"]), seed, resamples, confidence)
    return found.rename(columns={"gallery": "miner"}).sort_values(
        ["miner", "encoder", "tier"], ignore_index=True
    )


def overlap(negatives: pd.DataFrame) -> pd.DataFrame:
    """Say how many hard negatives two miners have in common.

    Parameters
    ----------
    negatives : pandas.DataFrame
        ``hard-negatives.csv``.

    Returns
    -------
    pandas.DataFrame
        Columns miner_a, miner_b, share, by_chance; a row for every two miners,
        each with itself included. `share` is the mean over the queries of the
        common negatives, divided by the smaller number chosen; `by_chance` is
        what two miners that choose at random from the pool would share.
    """
    sets = {
        miner: group.groupby("query_id")["negative_id"].agg(set)
        for miner, group in negatives.groupby("miner", sort=True)
    }
    pools = negatives.groupby("query_id")["pool_size"].first()
    rows = []
    for one, other in combinations_with_replacement(sets, 2):
        shares, chance = [], []
        for query in sets[one].index:
            a, b = sets[one][query], sets[other][query]
            shares.append(len(a & b) / min(len(a), len(b)))
            chance.append(max(len(a), len(b)) / pools[query])
        rows.append((one, other, float(np.mean(shares)), float(np.mean(chance))))
    return pd.DataFrame(rows, columns=["miner_a", "miner_b", "share", "by_chance"])
