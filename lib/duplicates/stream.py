"""The candidates that a search returns: each item beside its nearest other.

Of all pairs of a large catalogue next to none is true, and no sample of pairs is large
enough to say how few false ones a threshold lets through. A search that returns each
item's nearest other leaves as many candidates as there are items; an item that has a
duplicate is a true candidate, so that the share of true ones is that of these items.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats, Ints
from lib.duplicates.search.nearest import nearest


@dataclass(frozen=True, eq=False)
class Stream:
    """Each item's nearest other that is not known to be its duplicate.

    Attributes
    ----------
    rows : ndarray of int64, shape (M,)
        Rows of the items, rising; those without any other left are not among them.
    others : ndarray of int64, shape (M,)
        Row of the nearest other of each.
    scores : ndarray of float64, shape (M,)
        In the similarity's own units.
    """

    rows: Ints
    others: Ints
    scores: Floats

    @property
    def n_distinct(self) -> int:
        """Pairs, of which those of two items that are each other's nearest occur twice."""
        pairs = np.sort(np.stack([self.rows, self.others], axis=1), axis=1)
        return len(np.unique(pairs, axis=0))


def stream_scores(vectors: Floats, similarity: str, leave_out: npt.ArrayLike = ()) -> Stream:
    """Find the nearest other of every item.

    Two items that are each other's nearest give the same pair twice, and an item that is
    nearest to many is in as many pairs: what pairs share are both their items.

    Parameters
    ----------
    vectors : ndarray of float64, shape (N, D)
        N at least 2.
    similarity : {"cosine", "l2", "l2_unit"}
    leave_out : array-like of int, shape (P, 2), optional
        Pairs of rows, in any order, that are no false pairs: near-duplicates, and what has
        been confirmed.

    Returns
    -------
    Stream
        At most one row an item.
    """
    count = len(vectors)
    known = np.asarray(leave_out, dtype=np.int64).reshape(-1, 2)
    both = np.unique(np.concatenate([known, known[:, ::-1]]), axis=0)
    most = int(np.bincount(both[:, 0], minlength=1).max())
    others, scores = nearest(vectors, min(1 + most, count - 1), similarity)
    rows = np.arange(count)
    keys = rows[:, None] * count + others
    free = ~np.isin(keys, both[:, 0] * count + both[:, 1])
    kept, first = free.any(axis=1), free.argmax(axis=1)
    return Stream(rows[kept], others[rows, first][kept], scores[rows, first][kept])
