"""Ranks by counting: no sort, no full score matrix, ties shared.

The rank of a query's one relevant item is the mean of its best and its worst
possible position among the items that score the same: an encoder that cannot
tell items apart gains nothing from the order of rows.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats, Ints
from lib.core.vectors import TIE_TOLERANCE, require_unit

BLOCK_SCORES = 1 << 21
"""Scores held at once when `block` is not given: 16 MiB of float64."""


def relevant_ranks(
    queries: Floats,
    gallery: Floats,
    relevant: npt.ArrayLike,
    junk: npt.ArrayLike | None = None,
    block: int | None = None,
) -> Floats:
    """Rank of each query's relevant item by cosine similarity.

    Parameters
    ----------
    queries : ndarray of float64, shape (Q, D)
    gallery : ndarray of float64, shape (G, D)
        Rows of length 1, see :func:`lib.core.vectors.unit`.
    relevant : array-like of int, shape (Q,)
        Gallery index of the one relevant item.
    junk : array-like of int, shape (P, 2), optional
        Pairs (query, gallery index) that count neither for nor against, as in
        the junk lists of revisitop (Radenovic et al., CVPR 2018).
    block : int, optional
        Queries scored at once; bounds memory and does not change the result.

    Returns
    -------
    ndarray of float64, shape (Q,)
        From 1 to the number of items left; halves where ties share a rank.

    Raises
    ------
    ValueError
        On shapes that do not fit, indices that point nowhere, a relevant item
        that is junk, and vectors of another length than 1.
    """
    ranks = [
        _ranks(scores, targets, pairs)
        for scores, targets, pairs in _blocks(queries, gallery, relevant, junk, block)
    ]
    return np.concatenate(ranks) if ranks else np.zeros(0)


def ranks_from_scores(
    scores: Floats, relevant: npt.ArrayLike, junk: npt.ArrayLike | None = None
) -> Floats:
    """Rank of each query's relevant item where the scores are at hand.

    Parameters
    ----------
    scores : ndarray of float64, shape (Q, G)
        Larger is more similar; finite. Scores within ``TIE_TOLERANCE`` of the
        relevant item's tie with it.
    relevant, junk
        As in :func:`relevant_ranks`.

    Returns
    -------
    ndarray of float64, shape (Q,)

    Raises
    ------
    ValueError
        As :func:`relevant_ranks`, and on scores that are not finite.
    """
    if scores.ndim != 2:
        raise ValueError(f"scores must have shape (Q, G), got {scores.shape}")
    if scores.size and not np.isfinite([scores.min(), scores.max()]).all():
        raise ValueError("scores must be finite")
    return _ranks(scores, *_checked(relevant, junk, *scores.shape))


def average_precision(ranks: npt.ArrayLike) -> Floats:
    """AP of queries with one relevant item: the reciprocal of its rank.

    Parameters
    ----------
    ranks : array-like, shape (Q,)
        From 1 up.

    Returns
    -------
    ndarray of float64, shape (Q,)
        In (0, 1].
    """
    return 1.0 / np.asarray(ranks, dtype=np.float64)


def rivals(
    queries: Floats,
    gallery: Floats,
    relevant: npt.ArrayLike,
    junk: npt.ArrayLike | None = None,
    block: int | None = None,
) -> list[Ints]:
    """Name the gallery items that keep each relevant item from rank 1.

    Parameters
    ----------
    queries, gallery, relevant, junk, block
        As in :func:`relevant_ranks`.

    Returns
    -------
    list of ndarray of int64
        For each query the sorted gallery indices that score as high as the
        relevant item or higher, itself and junk left out.
    """
    found: list[Ints] = []
    for scores, targets, pairs in _blocks(queries, gallery, relevant, junk, block):
        own = np.take_along_axis(scores, targets[:, None], axis=1)
        at_or_above = scores >= own - TIE_TOLERANCE
        at_or_above[np.arange(len(targets)), targets] = False
        at_or_above[pairs[:, 0], pairs[:, 1]] = False
        found.extend(np.flatnonzero(row) for row in at_or_above)
    return found


def _blocks(
    queries: Floats,
    gallery: Floats,
    relevant: npt.ArrayLike,
    junk: npt.ArrayLike | None,
    block: int | None,
) -> Iterator[tuple[Floats, Ints, Ints]]:
    """Yield scores, relevant items and junk pairs of some queries at a time."""
    require_unit(queries, "queries")
    require_unit(gallery, "gallery")
    targets, pairs = _checked(relevant, junk, len(queries), len(gallery))
    step = block if block is not None else max(1, BLOCK_SCORES // max(1, len(gallery)))
    if step < 1:
        raise ValueError(f"block is {step}, it must be at least 1")
    for start in range(0, len(queries), step):
        rows = slice(start, start + step)
        first, last = np.searchsorted(pairs[:, 0], [start, start + step])
        local = pairs[first:last] - np.array([start, 0])
        yield queries[rows] @ gallery.T, targets[rows], local


def _checked(
    relevant: npt.ArrayLike, junk: npt.ArrayLike | None, n_queries: int, n_gallery: int
) -> tuple[Ints, Ints]:
    """Relevant items as int64 and junk as unique sorted pairs, or ValueError."""
    targets = _integers(relevant, "relevant")
    if targets.shape != (n_queries,):
        raise ValueError(f"relevant must have shape ({n_queries},), got {targets.shape}")
    if n_queries and (targets.min() < 0 or targets.max() >= n_gallery):
        raise ValueError(f"relevant points outside the gallery of {n_gallery} items")
    if junk is None:
        return targets, np.zeros((0, 2), dtype=np.int64)
    pairs = _integers(junk, "junk")
    if pairs.size == 0:
        return targets, np.zeros((0, 2), dtype=np.int64)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise ValueError(f"junk must have shape (P, 2), got {pairs.shape}")
    if pairs.min() < 0 or (pairs.max(axis=0) >= [n_queries, n_gallery]).any():
        raise ValueError(f"junk points outside {n_queries} queries x {n_gallery} gallery items")
    own = np.flatnonzero(targets[pairs[:, 0]] == pairs[:, 1])
    if len(own):
        raise ValueError(f"the relevant item of query {int(pairs[own[0], 0])} is junk")
    return targets, np.unique(pairs, axis=0)


def _integers(values: npt.ArrayLike, name: str) -> Ints:
    array = np.asarray(values)
    if array.size and not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"{name} must hold integers, got {array.dtype}")
    return array.astype(np.int64)


def _ranks(scores: Floats, relevant: Ints, junk: Ints) -> Floats:
    own = scores[np.arange(len(scores)), relevant]
    low, high = own - TIE_TOLERANCE, own + TIE_TOLERANCE
    above = np.zeros(len(scores), dtype=np.int64)
    at_or_above = np.zeros(len(scores), dtype=np.int64)
    # A row at a time stays in the cache and needs no boolean matrix.
    for query, row in enumerate(scores):
        above[query] = np.count_nonzero(row > high[query])
        at_or_above[query] = np.count_nonzero(row >= low[query])
    junk_query, junk_score = junk[:, 0], scores[junk[:, 0], junk[:, 1]]
    above -= _count(junk_query[junk_score > high[junk_query]], len(scores))
    at_or_above -= _count(junk_query[junk_score >= low[junk_query]], len(scores))
    # Best position above + 1 and worst position at_or_above, averaged.
    return (above + 1 + at_or_above) / 2.0


def _count(queries: Ints, n_queries: int) -> Ints:
    return np.bincount(queries, minlength=n_queries)
