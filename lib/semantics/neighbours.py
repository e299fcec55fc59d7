"""Who lies nearest to whom, ties by counting."""

import numpy as np

from lib.core.arrays import Bools, Floats
from lib.core.vectors import TIE_TOLERANCE
from lib.semantics.labelled import Labelled

_ROWS = 512


def cosines(data: Labelled) -> Floats:
    """Cosines of all items, shape (N, N); -inf for an item and those of its own group."""
    found = data.vectors @ data.vectors.T
    found[data.groups[:, None] == data.groups] = -np.inf
    return np.asarray(found)


def share_among_nearest(cosine: Floats, right: Bools, k: int) -> Floats:
    """Share of right answers among the k nearest, for each row.

    Parameters
    ----------
    cosine : ndarray of float64, shape (Q, N)
        -inf where an item is no candidate.
    right : ndarray of bool, shape (Q, N)
    k : int
        At least 1; where there are fewer candidates, all of them are taken.

    Returns
    -------
    ndarray of float64, shape (Q,)
        Where several items tie for the last places, each has the same chance of one:
        the expected share. NaN without a candidate.
    """
    parts = [
        _share(cosine[start : start + _ROWS], right[start : start + _ROWS], k)
        for start in range(0, len(cosine), _ROWS)
    ]
    return np.concatenate(parts)


def _share(cosine: Floats, right: Bools, k: int) -> Floats:
    candidates = np.isfinite(cosine)
    places = np.minimum(k, candidates.sum(axis=1))
    ordered = -np.sort(-cosine, axis=1)
    last = np.take_along_axis(ordered, np.maximum(places - 1, 0)[:, None], axis=1)
    with np.errstate(invalid="ignore"):
        above = cosine > last + TIE_TOLERANCE
        tied = candidates & (np.abs(cosine - last) <= TIE_TOLERANCE)
    left = places - above.sum(axis=1)
    chance = (tied & right).sum(axis=1) / np.maximum(tied.sum(axis=1), 1)
    hits = (above & right).sum(axis=1) + left * chance
    return np.asarray(np.where(places > 0, hits / np.maximum(places, 1), np.nan))
