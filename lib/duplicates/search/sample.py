"""A sample of rows held against all others, without lists: how much there is to find."""

from dataclasses import dataclass

import numpy as np

from lib.core.arrays import Ints
from lib.core.rng import generator
from lib.duplicates.search.space import Singles, Space

ROWS = 2000
"""Rows of the sample; a catalogue of no more is compared as a whole."""

_QUERIES = 512
_OTHERS = 8192


@dataclass(frozen=True, eq=False)
class Sample:
    """Pairs of some rows with any others.

    Attributes
    ----------
    n_rows : int
        Rows in the sample.
    count : int
        Pairs whose products reach the limit; those of two rows of the sample count twice.
    a, b : ndarray of int64, shape (P,)
        The strongest of them, `a` in the sample; all where no more were asked for.
    """

    n_rows: int
    count: int
    a: Ints
    b: Ints


def draw(n: int, seed: int) -> Ints:
    """Draw rows without replacement, sorted."""
    if n <= ROWS:
        return np.arange(n)
    return np.sort(generator(seed, "search", "sample").choice(n, ROWS, replace=False))


def look(space: Space, rows: Singles, picks: Ints, limit: float, keep: int) -> Sample:
    """Compare some rows with all others; memory does not grow with what is found.

    Parameters
    ----------
    space : Space
    rows : ndarray of float32, shape (N, W)
        As the space makes them.
    picks : ndarray of int64, shape (R,)
        The sample, sorted.
    limit : float
        Lowest product that counts.
    keep : int
        Pairs to keep, at least 1.
    """
    queries = np.ascontiguousarray(rows[picks])
    count, bar = 0, np.nextafter(np.float32(limit), np.float32(-np.inf))
    value, pairs = np.empty(0, dtype=np.float32), np.empty((2, 0), dtype=np.int64)
    for start in range(0, len(rows), _OTHERS):
        others = space.others(np.ascontiguousarray(rows[start : start + _OTHERS]))
        for first in range(0, len(picks), _QUERIES):
            own = picks[first : first + _QUERIES]
            close = queries[first : first + _QUERIES] @ others.T
            inside = np.flatnonzero((own >= start) & (own < start + len(others)))
            close[inside, own[inside] - start] = -np.inf
            count += int(np.count_nonzero(close >= np.float32(limit)))
            a, b = np.nonzero(close > bar)
            value = np.concatenate([value, close[a, b]])
            pairs = np.concatenate([pairs, np.stack([own[a], b + start])], axis=1)
            if len(value) > keep:
                kept = np.argpartition(-value, keep - 1)[:keep]
                value, pairs, bar = value[kept], pairs[:, kept], value[kept].min()
    return Sample(len(picks), count, pairs[0], pairs[1])
