"""Each item's nearest others, exactly."""

import functools
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from lib.core.arrays import Bools, Floats, Ints
from lib.duplicates.search.space import Singles, Space, Vectors, exact_similarity, space_of
from lib.thresholds.similarities import oriented

_SPARE = 8
"""Rows that an index in single precision proposes beyond those asked for."""

_BLOCK = 1024
_AT_ONCE = 1 << 22
"""Pairs whose similarity is held at once where every row is compared."""


def nearest(
    vectors: Vectors, k: int, similarity: str, queries: Vectors | Ints | None = None
) -> tuple[Ints, Floats]:
    """Find the most similar other rows.

    An index in single precision proposes some more than are asked for, float64 decides.
    Where one that was not proposed could be as similar as the last answer, up to the
    index's rounding, the query is compared with every row in float64.

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
    if k < 1:
        raise ValueError(f"k is {k}, it must be at least 1")
    asked: npt.NDArray[Any] = np.arange(len(vectors)) if queries is None else np.asarray(queries)
    foreign = asked.ndim == 2
    left: Vectors = asked if foreign else vectors
    places = np.arange(len(asked)) if foreign else asked.astype(np.int64)
    k = max(min(k, len(vectors) - (not foreign)), 0)
    found, values = np.empty((len(asked), k), dtype=np.int64), np.empty((len(asked), k))
    if not k or not len(asked):
        return found, values
    if foreign:
        space_of(left, similarity)
    search = _Search(vectors, left, similarity, foreign, k)
    for start in range(0, len(places), _BLOCK):
        here = slice(start, start + _BLOCK)
        found[here], values[here] = search.best(places[here])
    return found, values


class _Search:
    """An index of all rows, and what it needs to be certain of its answers."""

    def __init__(
        self, vectors: Vectors, left: Vectors, similarity: str, foreign: bool, k: int
    ) -> None:
        self._vectors, self._left, self._similarity = vectors, left, similarity
        self._foreign, self._k = foreign, k
        self._space: Space = space_of(vectors, similarity)
        rows = self._space.rows(vectors)
        self._index = faiss.IndexFlatIP(rows.shape[1])
        self._index.add(self._space.others(rows))
        self._count = min(k + 1 + _SPARE, len(vectors))

    def best(self, places: Ints) -> tuple[Ints, Floats]:
        """Answer for some rows of the left side."""
        rows: Singles = self._space.rows(self._left[places])
        close, proposed = self._index.search(rows, self._count)
        found, values = self._ranked(places, proposed.astype(np.int64))
        if self._count < len(self._vectors):
            unsure = np.flatnonzero(self._unsure(values[:, -1], close[:, -1]))
            step = max(1, _AT_ONCE // len(self._vectors))
            for start in range(0, len(unsure), step):
                some = unsure[start : start + step]
                everything = np.tile(self._everything, (len(some), 1))
                found[some], values[some] = self._ranked(places[some], everything)
        return found, values

    def _ranked(self, places: Ints, proposed: Ints) -> tuple[Ints, Floats]:
        """Rank proposed rows in float64, the query itself left out."""
        a, b = np.repeat(places, proposed.shape[1]), proposed.ravel()
        value = exact_similarity(self._left, a, b, self._similarity, self._vectors)
        score = oriented(value, self._similarity)
        if not self._foreign:
            score[a == b] = -np.inf
        score = score.reshape(proposed.shape)
        order = np.lexsort((proposed, -score), axis=1)[:, : self._k]
        values = oriented(np.take_along_axis(score, order, axis=1), self._similarity)
        return np.take_along_axis(proposed, order, axis=1), values

    @functools.cached_property
    def _everything(self) -> Ints:
        """Rows that can be among the answers: of equal ones, those that come first."""
        _, group = np.unique(np.asarray(self._vectors), axis=0, return_inverse=True)
        order = np.argsort(group.ravel(), kind="stable")
        first = np.searchsorted(group.ravel()[order], np.arange(group.max() + 1))
        rank = np.arange(len(order)) - first[group.ravel()[order]]
        return np.sort(order[rank <= self._k])

    def _unsure(self, last: Floats, lowest: Singles) -> Bools:
        """Mark answers that a row below the lowest proposed product could displace."""
        limits = np.array([self._space.limit(float(value)) for value in last])
        return np.asarray(lowest >= limits)
