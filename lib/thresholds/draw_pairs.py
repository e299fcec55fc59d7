"""Pairs of different objects, drawn or all of them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Ints

Pairs = Ints


def all_pairs(groups: npt.ArrayLike) -> Pairs:
    """List every pair of objects of different groups.

    Parameters
    ----------
    groups : array-like of int, shape (N,)
        Near-duplicates share a group: they are neither true nor false pairs.

    Returns
    -------
    ndarray of int64, shape (P, 2)
        Positions i < j, in order.
    """
    label = np.asarray(groups)
    i, j = np.triu_indices(len(label), 1)
    keep = label[i] != label[j]
    return np.stack([i[keep], j[keep]], axis=1).astype(np.int64)


def draw_cross_class(classes: Sequence[str], groups: npt.ArrayLike, count: int, seed: int) -> Pairs:
    """Draw distinct random pairs of objects of different classes.

    Two positions are drawn at a time by ``default_rng(seed)``; a couple of one
    class, of one group, or that was drawn before is drawn again.

    Parameters
    ----------
    classes : sequence of str, length N
    groups : array-like of int, shape (N,)
        Near-duplicates share a group.
    count : int
        Pairs; all there are, where there are fewer.
    seed : int

    Returns
    -------
    ndarray of int64, shape (count, 2)
        Positions i < j, in the order in which they were drawn.
    """
    label, group = np.asarray(classes), np.asarray(groups)
    every = all_pairs(group)
    possible = every[label[every[:, 0]] != label[every[:, 1]]]
    if len(possible) <= count:
        return np.asarray(possible)
    rng = np.random.default_rng(seed)
    drawn: dict[tuple[int, int], None] = {}
    while len(drawn) < count:
        i, j = sorted(int(x) for x in rng.integers(len(label), size=2))
        if label[i] != label[j] and group[i] != group[j]:
            drawn[i, j] = None
    return np.array(list(drawn), dtype=np.int64)
