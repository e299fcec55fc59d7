"""Who stands where: intervals and shared ranks from the per-query table.

Everything is per tier and gallery. Tiers are different questions; their average
would answer none.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core.arrays import Floats, Ints
from lib.core.errors import BenchError
from lib.evaluation.intervals import draw_weights, map_intervals
from lib.evaluation.significance import (
    draw_signs,
    flips_for,
    holm_matrix,
    paired_p_values,
    shared_ranks,
)
from lib.evaluation.trials import GALLERIES

RESAMPLES = 10_000
CONFIDENCE = 0.95

_FLIPS = 10
"""Flips a resample: whether a pair is told apart near the level must not hang on luck."""

_NEEDED = ("query_id", "source_id", "encoder", "tier", "gallery", "ap")


@dataclass(frozen=True, eq=False)
class _Block:
    """One tier and gallery; encoders and sources are sorted."""

    tier: int
    gallery: str
    encoders: list[str]
    sources: pd.Index
    totals: Floats
    means: Floats
    n_queries: Ints


def standings(
    per_query: pd.DataFrame,
    seed: int,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Give every mAP its interval and every encoder its rank.

    Parameters
    ----------
    per_query : pandas.DataFrame
        Columns of ``per-query-ap.parquet``, rows in any order.
    seed : int
        Every encoder, tier and gallery meets the same draws.
    resamples : int
        For the intervals; the tests take ten times as many, or more if many
        encoders ask for it.
    confidence : float
        Of each interval, and of all comparisons within a tier and gallery
        together; in (0, 1).

    Returns
    -------
    pandas.DataFrame
        Columns encoder, tier, gallery, map, map_low, map_high, rank, n_sources,
        n_queries; sorted by encoder, tier, and gallery `test` before `all`.
        Encoders that cannot be told apart share a rank, see
        :func:`lib.evaluation.significance.shared_ranks`.

    Raises
    ------
    BenchError
        If columns are missing, an AP is no number in [0, 1], or encoders do not
        have the same queries.
    """
    blocks = list(_blocks(per_query))
    names, columns = _sources(blocks)
    weights = draw_weights(names, resamples, seed)
    tables = []
    for block, places in zip(blocks, columns, strict=True):
        own = weights[:, np.append(places, -1)]
        ends = map_intervals(block.totals, block.n_queries, own, confidence)
        table = pd.DataFrame({"encoder": block.encoders})
        table["tier"], table["gallery"] = block.tier, block.gallery
        table["map"], table["map_low"], table["map_high"] = block.means, ends[:, 0], ends[:, 1]
        table["n_sources"], table["n_queries"] = len(places), int(block.n_queries.sum())
        tables.append(table)
    tests = zip(tables, blocks, _tests(blocks, seed, resamples, 1 - confidence), strict=True)
    for table, block, corrected in tests:
        table.insert(6, "rank", shared_ranks(block.means, corrected, 1 - confidence))
    # Blocks are in the order of tiers and galleries already.
    return pd.concat(tables).sort_values("encoder", kind="stable", ignore_index=True)


def _tests(blocks: list[_Block], seed: int, resamples: int, alpha: float) -> Iterator[Floats]:
    """P-values of each block's pairs of encoders, corrected for their number."""
    names, columns = _sources(blocks)
    flips = flips_for(len(blocks[0].encoders), alpha, _FLIPS * resamples)
    signs = draw_signs(names, flips, seed)
    for block, places in zip(blocks, columns, strict=True):
        yield holm_matrix(paired_p_values(block.totals, signs[:, places]))


def _sources(blocks: list[_Block]) -> tuple[list[str], list[npt.NDArray[np.intp]]]:
    """All sources, and the place of each block's sources among them."""
    union = pd.Index(sorted(set().union(*(block.sources for block in blocks))))
    return union.tolist(), [union.get_indexer(block.sources) for block in blocks]


def _blocks(per_query: pd.DataFrame) -> Iterator[_Block]:
    _check(per_query)
    encoders = sorted(set(per_query["encoder"]))

    def place(key: tuple[int, str]) -> tuple[int, int, str]:
        known = GALLERIES.index(key[1]) if key[1] in GALLERIES else len(GALLERIES)
        return key[0], known, key[1]

    # Grouped as the published mAP is: pandas' sums differ in the last bit otherwise.
    means = per_query.groupby(["encoder", "tier", "gallery"])["ap"].mean()
    groups = dict(iter(per_query.groupby(["tier", "gallery"], sort=False)))
    for tier, gallery in sorted(groups, key=place):
        group = groups[tier, gallery]
        where = f"tier {tier}, gallery {gallery!r}"
        twice = group.duplicated(["encoder", "query_id"])
        if twice.any():
            row = group[twice].iloc[0]
            raise BenchError(
                f"encoder {row['encoder']!r} has query {row['query_id']!r} twice ({where})",
                "keep one row an encoder and query",
            )
        table = group.pivot(index=["source_id", "query_id"], columns="encoder", values="ap")
        table = table.reindex(columns=encoders)
        gaps = table.isna()
        if gaps.any(axis=None):
            name = gaps.any().idxmax()
            query = gaps[name].idxmax()
            raise BenchError(
                f"encoder {name!r} lacks {int(gaps[name].sum())} of {len(gaps)} queries ({where}), "
                f"first {query[1]!r} of source {query[0]!r}",
                "encoders are compared on the same queries: score all on the same manifest",
            )
        by_source = table.groupby(level="source_id", sort=True)
        yield _Block(
            tier=int(tier),
            gallery=str(gallery),
            encoders=encoders,
            sources=by_source.size().index,
            totals=by_source.sum().to_numpy(dtype=np.float64),
            means=means.loc[encoders, tier, gallery].to_numpy(dtype=np.float64),
            n_queries=by_source.size().to_numpy(dtype=np.int64),
        )


def _check(per_query: pd.DataFrame) -> None:
    missing = [name for name in _NEEDED if name not in per_query.columns]
    if missing:
        raise BenchError(f"the per-query table lacks {', '.join(missing)}", "score again")
    if per_query.empty:
        raise BenchError("the per-query table is empty", "score an encoder first")
    unknown = [name for name in _NEEDED[:-1] if per_query[name].isna().any()]
    if unknown:
        raise BenchError(
            f"the per-query table has empty cells in {', '.join(unknown)}", "score again"
        )
    bad = ~per_query["ap"].between(0, 1)
    if bad.any():
        row = per_query[bad].iloc[0]
        raise BenchError(
            f"AP of query {row['query_id']!r} under encoder {row['encoder']!r} is {row['ap']}, "
            f"not a number from 0 to 1 ({int(bad.sum())} rows)",
            "score again",
        )
