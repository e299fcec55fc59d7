"""Groups that do not chain unlike items."""

import numpy as np
from scipy.sparse import csr_array

from lib.core.arrays import Ints
from lib.core.jit import compiled


def group(n: int, a: Ints, b: Ints, priority: Ints) -> Ints:
    """Cover confirmed pairs by stars: a representative, and items confirmed against it.

    Items are taken by priority. One that is in no group yet becomes a representative, and
    all those confirmed against it that are in no group join it. Nothing joins for being
    confirmed against another member, so that a chain A-B-C-D does not bring A and D
    together (star clustering: Aslam, Pelekhov and Rus 2004, who take items by their number
    of partners). Takes time in proportion to items and pairs.

    Parameters
    ----------
    n : int
        Items.
    a, b : ndarray of int64, shape (P,)
        Confirmed pairs, in any order and direction.
    priority : ndarray of int64, shape (n,)
        The lowest is taken first, among equals the first item.

    Returns
    -------
    ndarray of int64, shape (n,)
        Group of each item, numbered from 0 by their first items; -1 in none. The
        representative of a group is its member that comes first by priority. An item may be
        in none although it is in a pair: its partners have joined others.
    """
    ends = np.concatenate([a, b]), np.concatenate([b, a])
    links = csr_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(n, n))
    centre = np.full(n, -1, dtype=np.int64)
    _stars(
        np.argsort(priority, kind="stable"),
        links.indptr.astype(np.int64),
        links.indices.astype(np.int64),
        centre,
    )
    labels = np.full(n, -1, dtype=np.int64)
    grouped = np.flatnonzero(centre >= 0)
    _, first, number = np.unique(centre[grouped], return_index=True, return_inverse=True)
    labels[grouped] = np.argsort(np.argsort(first))[number]
    return labels


@compiled
def _stars(order: Ints, starts: Ints, partners: Ints, centre: Ints) -> None:
    """Fill in the representative of each item that is in a group."""
    for item in order:
        if centre[item] >= 0:
            continue
        for at in range(starts[item], starts[item + 1]):
            other = partners[at]
            if other != item and centre[other] < 0:
                centre[other] = item
                centre[item] = item
