"""Which items of a stream to label: score bands, and how many to draw from each."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats, Ints

LEAST = 2
"""Labels that a band gets even where last week's suggest none; one shows no spread."""


def band_of(scores: npt.ArrayLike, edges: Sequence[float]) -> Ints:
    """Tell the score band of each item, as a number from the lowest.

    Parameters
    ----------
    scores : array-like of float, shape (N,)
        Finite; higher means more similar.
    edges : sequence of float, length H - 1
        Rising. (0.7, 0.9) makes three bands: below 0.7, [0.7, 0.9), and 0.9 or more.

    Returns
    -------
    ndarray of int64, shape (N,)
        In 0 ... H - 1.

    Raises
    ------
    ValueError
        If a score or an edge is not finite, or the edges do not rise.
    """
    values, cuts = np.asarray(scores, dtype=np.float64), np.asarray(edges, dtype=np.float64)
    if not np.isfinite(values).all():
        raise ValueError(f"score {int(np.flatnonzero(~np.isfinite(values))[0])} is not finite")
    if not (np.isfinite(cuts).all() and (np.diff(cuts) > 0).all()):
        raise ValueError(f"the edges of the bands must rise, got {tuple(cuts.tolist())}")
    return np.digitize(values, cuts).astype(np.int64)


def band_names(edges: Sequence[float]) -> list[str]:
    """Name the bands in words, from the lowest; the names tell the edges exactly."""
    if not edges:
        return ["all scores"]
    middle = [f"{a!r} to {b!r}" for a, b in pairwise(edges)]
    return [f"below {edges[0]!r}", *middle, f"from {edges[-1]!r} on"]


def equal_allocation(sizes: npt.ArrayLike, per_band: int) -> Ints:
    """Take `per_band` items of each band; a band with fewer gives all it has.

    Parameters
    ----------
    sizes : array-like of int, shape (H,)
        Items of the stream in each band.
    per_band : int
    """
    return np.minimum(np.asarray(sizes, dtype=np.int64), per_band)


def neyman_allocation(
    sizes: npt.ArrayLike, labelled: npt.ArrayLike, positives: npt.ArrayLike, budget: int
) -> Ints:
    """Share a budget of labels out so that the estimated prevalence varies least.

    The optimum gives a band labels in proportion to its size times its standard
    deviation, ``sqrt(p (1 - p))`` (Neyman 1934). Its positive rate p comes from
    earlier labels, as ``(k + 1/2) / (n + 1)``: a band whose few labels all agree
    is not thereby known to be pure, and keeps a share.

    Parameters
    ----------
    sizes : array-like of int, shape (H,)
        Items of the stream in each band.
    labelled, positives : array-like of int, shape (H,)
        Earlier labels in each band, and how many of them were 1.
    budget : int
        Labels in all.

    Returns
    -------
    ndarray of int64, shape (H,)
        At least `LEAST` a band and at most its size; sums to `budget`, or to the
        stream where that is smaller.

    Raises
    ------
    ValueError
        If the budget is below `LEAST` a band.
    """
    room = np.asarray(sizes, dtype=np.int64)
    floor = np.minimum(room, LEAST)
    if budget < floor.sum():
        raise ValueError(f"a budget of {budget} is below {LEAST} labels a band ({floor.sum()})")
    target = min(budget, int(room.sum()))
    rate = (np.asarray(positives) + 0.5) / (np.asarray(labelled) + 1.0)
    pull = room * np.sqrt(rate * (1 - rate))

    def allot(factor: float) -> Floats:
        return np.clip(factor * pull, floor, room)

    # The clipped total rises with the factor; halving finds where it meets the target.
    low, high = 0.0, float((room / np.where(pull > 0, pull, 1.0)).max()) + 1.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if allot(middle).sum() < target else (low, middle)
    exact = allot(high)
    counts = np.minimum(np.floor(exact + 1e-9).astype(np.int64), room)
    order = np.argsort(-(exact - counts), kind="stable")
    rest = target - int(counts.sum())
    for band in [b for b in order.tolist() if counts[b] < room[b]][:rest]:
        counts[band] += 1
    return counts


def draw(bands: npt.ArrayLike, counts: npt.ArrayLike, rng: np.random.Generator) -> Ints:
    """Draw items of each band without replacement.

    Parameters
    ----------
    bands : array-like of int, shape (N,)
        Of the stream, as :func:`band_of` returns them.
    counts : array-like of int, shape (H,)
        Items to draw from each.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int64
        Positions in the stream, in random order: whoever labels them should not
        learn the band from the place on the list.
    """
    places = np.asarray(bands, dtype=np.int64)
    chosen = [
        rng.choice(np.flatnonzero(places == band), count, replace=False)
        for band, count in enumerate(np.asarray(counts, dtype=np.int64).tolist())
        if count
    ]
    return rng.permutation(np.concatenate([np.empty(0, dtype=np.int64), *chosen]))
