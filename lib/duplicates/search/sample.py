"""A sample of rows held against all others, without an index: how much there is to find."""

from dataclasses import dataclass

import numpy as np

from lib.core.arrays import Ints
from lib.core.errors import BenchError
from lib.core.rng import generator
from lib.duplicates.search.space import Space
from lib.thresholds.similarities import comparison

_BLOCK = 8192


@dataclass(frozen=True, eq=False)
class Sample:
    """Pairs of some rows with any others.

    Attributes
    ----------
    rows : ndarray of int64, shape (R,)
        The rows of the sample, sorted.
    a, b : ndarray of int64, shape (P,)
        Pairs that single precision does not exclude, `a` in the sample; those of two rows
        of the sample stand twice.
    """

    rows: Ints
    a: Ints
    b: Ints


def sample_rows(n: int, seed: int, most: int) -> Ints:
    """Draw rows without replacement, sorted; all of them where there are no more."""
    if n <= most:
        return np.arange(n)
    return np.sort(generator(seed, "search", "sample").choice(n, most, replace=False))


def look(own: Space, rows: Ints, threshold: float, similarity: str, most_pairs: int) -> Sample:
    """Compare a sample with all rows, and refuse a threshold that flags too many pairs.

    Raises
    ------
    BenchError
        If the share of the sample's pairs makes more than `most_pairs` in all; says about
        how many, and from which threshold on it would be fewer.
    """
    limit, n = np.float32(own.limit(threshold, similarity)), len(own.rows)
    allowed = int(np.ceil(2 * most_pairs * len(rows) / max(n, 1)))
    count, top = 0, np.empty(0, dtype=np.float32)
    found: list[Ints] = []
    for start in range(0, n, _BLOCK):
        close = own.closeness(own.rows[rows], own.rows[start : start + _BLOCK])
        inside = (rows >= start) & (rows < start + _BLOCK)
        close[np.flatnonzero(inside), rows[inside] - start] = -np.inf
        flagged = close >= limit
        count += int(flagged.sum())
        top = np.concatenate([top, close[flagged]])
        if len(top) > allowed:
            top = -np.partition(-top, allowed)[: allowed + 1]
        if count <= allowed:
            a, b = np.nonzero(flagged)
            found.append(np.stack([rows[a], b + start]))
    if count > allowed:
        raise too_many(count * n / (2 * len(rows)), own, float(top.min()), similarity, most_pairs)
    a, b = np.concatenate(found, axis=1) if found else np.empty((2, 0), dtype=np.int64)
    return Sample(rows, a, b)


def too_many(
    about: float, own: Space, closeness: float, similarity: str, most_pairs: int
) -> BenchError:
    """Say how many pairs a threshold flags, and which one would flag fewer."""
    better = own.similarity(closeness + own.slack, similarity)
    digits = 10.0 ** (int(np.floor(np.log10(about))) - 1)
    sign = comparison(similarity)
    everything = (own.inner and closeness >= 1 - 2 * own.slack) or closeness >= -2 * own.slack
    hint = (
        "so many items have equal vectors that no threshold parts them: take them out, or use "
        "another encoder"
        if everything
        else f"a threshold of {similarity} {sign} {better:.6g} would flag about as many"
    )
    return BenchError(
        f"the threshold flags about {round(about / digits) * digits:,.0f} pairs, more than "
        f"{most_pairs:,}",
        hint,
    )
