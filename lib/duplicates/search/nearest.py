"""Each item's nearest others, exactly."""

import functools

import faiss
import numpy as np

from lib.core.arrays import Bools, Floats, Ints
from lib.duplicates.search.space import Vectors, exact_similarity, space_of
from lib.thresholds.similarities import oriented

_SPARE = 8
"""Rows that an index in single precision proposes beyond those asked for."""

_BLOCK = 1024
_AT_ONCE = 1 << 22
"""Pairs whose similarity is held at once where every row is compared."""


def nearest(
    vectors: Vectors, k: int, similarity: str, queries: Vectors | Ints | None = None
) -> tuple[Ints, Floats]:
    """Find the most similar other rows; see :meth:`Neighbours.of`, for asking more than once.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
    k : int
        How many, at least 1; all others where there are fewer.
    similarity : {"cosine", "l2", "l2_unit"}
    queries : ndarray, optional
        Row numbers (int, shape (Q,)) of the vectors to ask for, or vectors from elsewhere
        (float, shape (Q, D)); every row of `vectors` when not given.

    Returns
    -------
    (ndarray of int64, ndarray of float64), shape (Q, K)
        Rows of `vectors`, the most similar first, those that tie by number; and their
        similarities in its own units. A row is not its own neighbour, equal rows are each
        other's.

    Raises
    ------
    BenchError
        If a row is zero or not finite.
    """
    asked = np.arange(len(vectors)) if queries is None else queries
    return Neighbours(vectors, similarity).of(asked, k)


class Neighbours:
    """Vectors to find the most similar of, prepared once.

    An index in single precision proposes some more than are asked for, float64 decides.
    Where one that was not proposed could be as similar as the last answer, up to the
    index's rounding, the query is compared with every row in float64.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
    similarity : {"cosine", "l2", "l2_unit"}

    Raises
    ------
    BenchError
        If a row is zero or not finite.
    """

    def __init__(self, vectors: Vectors, similarity: str) -> None:
        self._vectors, self._similarity = vectors, similarity
        self._space = space_of(vectors, similarity)
        rows = self._space.rows(vectors)
        self._index = faiss.IndexFlatIP(rows.shape[1])
        self._index.add(self._space.others(rows))

    def of(self, queries: Vectors | Ints, k: int) -> tuple[Ints, Floats]:
        """Answer queries, by row number or by vector, as :func:`nearest` does."""
        if k < 1:
            raise ValueError(f"k is {k}, it must be at least 1")
        foreign = np.asarray(queries, dtype=np.float64) if queries.ndim == 2 else None
        if foreign is not None:
            space_of(foreign, self._similarity)
        k = max(min(k, len(self._vectors) - (foreign is None)), 0)
        found, values = np.empty((len(queries), k), np.int64), np.empty((len(queries), k))
        for start in range(0, len(queries) if k else 0, _BLOCK):
            here = slice(start, start + _BLOCK)
            if foreign is not None:
                found[here], values[here] = self._answers(foreign[here], None, k)
            else:
                own = queries[here].astype(np.int64)
                found[here], values[here] = self._answers(self._vectors[own], own, k)
        return found, values

    def _answers(self, left: Vectors, own: Ints | None, k: int) -> tuple[Ints, Floats]:
        """Answer for some vectors, whose row numbers are `own` if they are of the index."""
        count = min(k + 1 + _SPARE, len(self._vectors))
        close, proposed = self._index.search(self._space.rows(left), count)
        found, values = self._ranked(left, own, proposed.astype(np.int64), k)
        if count == len(self._vectors):
            return found, values
        unsure = np.flatnonzero(self._unsure(values[:, -1], close[:, -1].astype(np.float64)))
        if not len(unsure):
            return found, values
        # Of equal rows, no answer holds more than the first k besides the query.
        everything = np.flatnonzero(self._earlier_equals <= k)
        step = max(1, _AT_ONCE // len(everything))
        for start in range(0, len(unsure), step):
            some = unsure[start : start + step]
            rows = np.tile(everything, (len(some), 1))
            mine = None if own is None else own[some]
            found[some], values[some] = self._ranked(left[some], mine, rows, k)
        return found, values

    def _ranked(
        self, left: Vectors, own: Ints | None, proposed: Ints, k: int
    ) -> tuple[Ints, Floats]:
        """Rank proposed rows in float64, the query itself left out."""
        a, b = np.repeat(np.arange(len(left)), proposed.shape[1]), proposed.ravel()
        value = exact_similarity(left, a, b, self._similarity, self._vectors)
        score = oriented(value, self._similarity)
        if own is not None:
            score[own[a] == b] = -np.inf
        score = score.reshape(proposed.shape)
        order = np.lexsort((proposed, -score), axis=1)[:, :k]
        values = oriented(np.take_along_axis(score, order, axis=1), self._similarity)
        return np.take_along_axis(proposed, order, axis=1), values

    @functools.cached_property
    def _earlier_equals(self) -> Ints:
        """How many equal rows stand before each row."""
        group = np.unique(np.asarray(self._vectors), axis=0, return_inverse=True)[1].ravel()
        order = np.argsort(group, kind="stable")
        first = np.searchsorted(group[order], np.arange(group.max() + 1))
        earlier = np.empty(len(group), dtype=np.int64)
        earlier[order] = np.arange(len(order)) - first[group[order]]
        return earlier

    def _unsure(self, last: Floats, lowest: Floats) -> Bools:
        """Mark answers that a row below the lowest proposed product could displace."""
        limits = np.array([self._space.limit(float(value)) for value in last])
        return np.asarray(lowest >= limits)
