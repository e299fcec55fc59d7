"""Hard negatives: the most similar items among those that are allowed."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats, Ints
from lib.core.vectors import TIE_TOLERANCE, require_unit


def hardest(
    queries: Floats,
    pool: Floats,
    allowed: Sequence[npt.ArrayLike],
    k: int,
) -> list[tuple[Ints, Floats]]:
    """Find each query's `k` most similar allowed items.

    Parameters
    ----------
    queries : ndarray of float64, shape (Q, D)
    pool : ndarray of float64, shape (P, D)
        Rows of length 1, see :func:`lib.core.vectors.unit`.
    allowed : sequence of array-like of int, length Q
        Pool indices that may be chosen for each query, e.g. its class without
        its duplicates; unique, in any order.
    k : int
        How many to return; fewer where fewer are allowed.

    Returns
    -------
    list of (ndarray of int64, ndarray of float64), length Q
        Pool indices, most similar first, and their cosine similarities. Items
        that tie come in pool order.

    Raises
    ------
    ValueError
        If `k` is less than 1, `allowed` does not fit, or a vector has another
        length than 1.
    """
    if k < 1:
        raise ValueError(f"k is {k}, it must be at least 1")
    require_unit(queries, "queries")
    require_unit(pool, "pool")
    found = []
    # Exact float64 without an index: the peers of one class are hundreds, so a
    # product is faster than building an index, keeps the ties and loses nobody.
    for query, choice in zip(queries, allowed, strict=True):
        members = np.unique(np.asarray(choice, dtype=np.int64))
        if len(members) and (members[0] < 0 or members[-1] >= len(pool)):
            raise ValueError(f"allowed points outside the pool of {len(pool)} items")
        similarity = pool[members] @ query
        best = _descending(similarity)[:k]
        found.append((members[best], similarity[best]))
    return found


def _descending(similarity: Floats) -> Ints:
    """Positions by falling similarity; runs within the tie tolerance keep their order."""
    order = np.argsort(-similarity, kind="stable")
    new_run = np.diff(similarity[order], prepend=np.inf) < -TIE_TOLERANCE
    return order[np.lexsort((order, np.cumsum(new_run)))]
