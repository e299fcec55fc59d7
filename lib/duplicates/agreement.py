"""How well pairs and groups that were found agree with those that are true."""

from typing import NamedTuple

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.thresholds.intervals import exact


class Share(NamedTuple):
    """A share with its limits; NaN, 0 and 1 where nothing was counted."""

    value: float
    low: float
    high: float


class Pairwise(NamedTuple):
    """Pairs found against pairs that are true.

    Attributes
    ----------
    precision : Share
        Of the pairs found, those that are true.
    recall : Share
        Of the true pairs, those that were found.
    hits, n_found, n_true : int
        Pairs found that are true, pairs found, true pairs; each counted once.
    """

    precision: Share
    recall: Share
    hits: int
    n_found: int
    n_true: int


class BCubed(NamedTuple):
    """Means over items, in [0, 1]; NaN where no item counts."""

    precision: float
    recall: float
    f1: float
    n_items: int


def pairwise(found: Ints, true: Ints, confidence: float = 0.95) -> Pairwise:
    """Compare pairs, with the exact binomial interval of each share (Clopper and Pearson 1934).

    The interval takes pairs for independent. Those of one group share items and stand or
    fall together: where groups are larger than two, the truth lies outside more often than
    `confidence` allows.

    Parameters
    ----------
    found, true : ndarray of int64, shape (P, 2) and (T, 2)
        Rows of items, in any order and direction; repeated pairs count once.
    confidence : float, optional
        In (0, 1).
    """
    top = 1 + max((int(one.max()) for one in (found, true) if one.size), default=0)
    own, known = (_keys(one, top) for one in (found, true))
    hits = len(np.intersect1d(own, known, assume_unique=True))
    return Pairwise(
        _share(hits, len(own), confidence),
        _share(hits, len(known), confidence),
        hits,
        len(own),
        len(known),
    )


def b_cubed(found: Ints, true: Ints, *, alone: bool = False) -> BCubed:
    """Compare groups item by item: B-cubed (Bagga and Baldwin 1998; Amigo et al. 2009).

    An item's precision is the share of its found group that is truly of its group, itself
    included; its recall the share of its true group that was found with it. An item that is
    in no group is a group of its own. Precision and recall are means over items, F1 is
    their harmonic mean.

    Parameters
    ----------
    found, true : ndarray of int64, shape (N,)
        Group of each item; -1 in none.
    alone : bool, optional
        Count items that are in no group of either kind as well, as the papers do. In a
        catalogue nearly every item is, and scores full marks, whatever is found.
    """
    here, there = _whole(found), _whole(true)
    both = _sizes(np.unique(np.stack([here, there], axis=1), axis=0, return_inverse=True)[1])
    counted = np.ones(len(found), dtype=bool) if alone else (found >= 0) | (true >= 0)
    if not counted.any():
        return BCubed(np.nan, np.nan, np.nan, 0)
    precision, recall = (float((both / _sizes(labels))[counted].mean()) for labels in (here, there))
    f1 = 2 * precision * recall / (precision + recall)
    return BCubed(precision, recall, f1, int(counted.sum()))


def _keys(pairs: Ints, top: int) -> Ints:
    sides = np.sort(pairs.reshape(-1, 2), axis=1)
    return np.unique(sides[:, 0] * top + sides[:, 1])


def _share(count: int, total: int, confidence: float) -> Share:
    return Share(count / total if total else np.nan, *exact(count, total, confidence))


def _whole(labels: Ints) -> Ints:
    """Make each item that is in no group a group of its own."""
    own = labels.max(initial=-1) + 1 + np.arange(len(labels))
    return np.where(labels < 0, own, labels)


def _sizes(labels: Ints) -> Floats:
    """Items of each item's group, shape (N,)."""
    _, number, counts = np.unique(labels.ravel(), return_inverse=True, return_counts=True)
    return counts[number].astype(np.float64)
