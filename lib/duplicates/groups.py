"""Groups that do not chain unlike items."""

import numpy as np

from lib.core.arrays import Ints


def group(n: int, a: Ints, b: Ints, priority: Ints) -> Ints:
    """Cover the confirmed pairs with stars: one representative, and what is confirmed against it.

    The item that most others are confirmed against becomes a representative, and these join
    it, whoever is left over goes on. An item whose only tie is to another member than the
    representative is in no group: chains A-B-C-D do not put A and D together (star
    clustering, Aslam, Pelekhov and Rus 2004).

    Parameters
    ----------
    n : int
        Items.
    a, b : ndarray of int64, shape (P,)
        Confirmed pairs, in any order, ``a != b``.
    priority : ndarray of int64, shape (n,)
        Decides between items with as many partners: the lowest number first, then the row.

    Returns
    -------
    ndarray of int64, shape (n,)
        Group of each item, numbered by their first items from 0; -1 for items in none.
    """
    pairs = np.unique(np.sort(np.stack([a, b], axis=1), axis=1), axis=0).reshape(-1, 2)
    ends = np.concatenate([pairs, pairs[:, ::-1]])
    ends = ends[np.lexsort((ends[:, 1], ends[:, 0]))]
    degree = np.bincount(ends[:, 0], minlength=n)
    starts = np.concatenate([[0], np.cumsum(degree)])
    centre = np.full(n, -1, dtype=np.int64)
    for item in np.lexsort((np.arange(n), priority, -degree)):
        if degree[item] == 0:
            break
        if centre[item] >= 0:
            continue
        others = ends[starts[item] : starts[item + 1], 1]
        free = others[centre[others] < 0]
        if len(free):
            centre[item] = item
            centre[free] = item
    labels = np.full(n, -1, dtype=np.int64)
    grouped = np.flatnonzero(centre >= 0)
    _, first, number = np.unique(centre[grouped], return_index=True, return_inverse=True)
    labels[grouped] = np.argsort(np.argsort(first))[number]
    return labels
