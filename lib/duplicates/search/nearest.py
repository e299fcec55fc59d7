"""Each item's nearest others, exactly."""

import faiss
import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats, Ints
from lib.duplicates.search.space import Space, exact_similarity, space
from lib.thresholds.similarities import oriented

_SPARE = 8
_BLOCK = 4096


def nearest(
    vectors: npt.NDArray[np.floating],
    k: int,
    similarity: str,
    queries: Ints | None = None,
) -> tuple[Ints, Floats]:
    """Find the most similar other rows of each row.

    An index in single precision proposes some more than are asked for; float64 decides.
    Where the last of them could hide a better one that was not proposed, all rows are
    compared in float64.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
    k : int
        How many, at least 1; all others where there are fewer.
    similarity : {"cosine", "l2", "l2_unit"}
    queries : ndarray of int64, shape (Q,), optional
        Rows to ask for; all of them when not given.

    Returns
    -------
    (ndarray of int64, ndarray of float64), shape (Q, min(k, N - 1))
        Row numbers, the most similar first, those that tie by number; and their
        similarities, in its own units. A row is never its own neighbour.
    """
    if k < 1:
        raise ValueError(f"k is {k}, it must be at least 1")
    asked = np.arange(len(vectors)) if queries is None else np.asarray(queries, dtype=np.int64)
    k = max(min(k, len(vectors) - 1), 0)
    rows, values = np.empty((len(asked), k), dtype=np.int64), np.empty((len(asked), k))
    if not k or not len(asked):
        return rows, values
    own = space(vectors, similarity)
    dim = own.rows.shape[1]
    index = faiss.IndexFlatIP(dim) if own.inner else faiss.IndexFlatL2(dim)
    index.add(own.rows)
    count = min(k + 1 + _SPARE, len(vectors))
    for start in range(0, len(asked), _BLOCK):
        block = asked[start : start + _BLOCK]
        close, found = index.search(own.rows[block], count)
        part = _best(vectors, block, found, k, similarity)
        furthest = close[:, -1] if own.inner else -close[:, -1]
        for place in np.flatnonzero(_unsure(own, part[1], furthest, similarity)):
            everything = np.arange(len(vectors))[None]
            one = _best(vectors, block[[place]], everything, k, similarity)
            part[0][place], part[1][place] = one[0][0], one[1][0]
        rows[start : start + _BLOCK], values[start : start + _BLOCK] = part
    return rows, values


def _best(
    vectors: npt.NDArray[np.floating], block: Ints, found: Ints, k: int, similarity: str
) -> tuple[Ints, Floats]:
    """Rank proposed rows in float64, the query itself left out."""
    a = np.repeat(block, found.shape[1])
    score = oriented(exact_similarity(vectors, a, found.ravel(), similarity), similarity)
    score = np.where(a == found.ravel(), -np.inf, score).reshape(found.shape)
    order = np.lexsort((found, -score), axis=1)[:, :k]
    return (
        np.take_along_axis(found, order, axis=1),
        oriented(np.take_along_axis(score, order, axis=1), similarity),
    )


def _unsure(
    own: Space, values: Floats, furthest: npt.NDArray[np.floating], similarity: str
) -> npt.NDArray[np.bool_]:
    """Mark queries whose last answer is no nearer than what was not proposed could be."""
    last = values[:, -1]
    match similarity:
        case "cosine":
            closeness = last
        case "l2_unit":
            closeness = 1 - last**2 / 2
        case _:
            closeness = -(last**2)
    return np.asarray(closeness <= furthest + own.slack) & (len(own.rows) > values.shape[1] + 1)
