"""How well groups that were found agree with those that are true."""

from dataclasses import dataclass

import numpy as np

from lib.core.arrays import Floats, Ints


@dataclass(frozen=True)
class Agreement:
    """B-cubed scores, each in [0, 1]; NaN where no item is in any group."""

    precision: float
    recall: float
    f1: float


def b_cubed(found: Ints, true: Ints) -> Agreement:
    """Compare two groupings item by item (Bagga and Baldwin 1998).

    An item's precision is the share of its found group that is in its true one; its recall
    the share of its true group that was found with it. Both are averaged over the items
    that are in a group of either kind: those that are alone in both, nearly all of a
    catalogue, would make every score look like 1.

    Parameters
    ----------
    found, true : ndarray of int64, shape (N,)
        Group of each item; -1 for items that are alone.
    """
    items = np.flatnonzero((found >= 0) | (true >= 0))
    if not len(items):
        return Agreement(np.nan, np.nan, np.nan)
    here, there = _whole(found)[items], _whole(true)[items]
    both = np.unique(np.stack([here, there], axis=1), axis=0, return_inverse=True)[1].ravel()
    shared = np.bincount(both)[both].astype(np.float64)
    precision, recall = ((shared / _sizes(one)).mean() for one in (here, there))
    return Agreement(
        float(precision), float(recall), float(2 * precision * recall / (precision + recall))
    )


def _whole(labels: Ints) -> Ints:
    """Give each item that is alone a group of its own."""
    alone = labels < 0
    return np.where(alone, labels.max(initial=-1) + 1 + np.arange(len(labels)), labels)


def _sizes(labels: Ints) -> Floats:
    number = np.unique(labels, return_inverse=True)[1]
    return np.bincount(number)[number].astype(np.float64)
