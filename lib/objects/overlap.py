"""Near-duplicates inside a corpus: equal content first, then overlap of voxels.

All pairs are covered without forming all overlaps. Two occupancies A and B with
IoU >= t differ in at most (1 - t) / (1 + t) * (|A| + |B|) voxels, and summing
voxels over cells cannot raise the difference: by Cauchy-Schwarz the squared
distance of cell sums, over the cell's volume, is at most the number of voxels
that differ. A product of small matrices therefore rules out nearly every pair,
and only what is left is compared voxel by voxel.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lib.core.arrays import Bytes, Ints

GRID = 32
"""Voxels along an edge of the occupancy grid."""

_CELL = 2
# A packed byte is a run of 8 voxels along the last axis.
_CELL_VOLUME = _CELL * _CELL * 8
_ROWS = 512
_PAIRS = 4096


class Pair(NamedTuple):
    """Two items that are taken for the same shape.

    Attributes
    ----------
    i, j : int
        Indices into the corpus, ``i < j``.
    kind : {"content", "shape"}
        Equal content hashes, or overlapping voxels.
    iou : float
        Intersection over union of the occupancies; 1 for equal content.
    """

    i: int
    j: int
    kind: Literal["content", "shape"]
    iou: float


def find(hashes: Sequence[str], occupancy: Bytes, threshold: float) -> list[Pair]:
    """List all near-duplicate pairs.

    Parameters
    ----------
    hashes : sequence of str, length N
        Content hash of each normalised item.
    occupancy : ndarray of uint8, shape (N, 4096)
        32³ occupancy, flattened in C order and packed by ``numpy.packbits``.
    threshold : float
        Smallest IoU that makes a pair, in (0, 1].

    Returns
    -------
    list of Pair
        Sorted by i, then j; each pair once. Pairs of equal content are listed
        as such. Empty grids have no shape to share and pair by content alone.

    Raises
    ------
    ValueError
        On shapes that do not fit or a threshold outside (0, 1].
    """
    if occupancy.shape != (len(hashes), GRID**3 // 8) or occupancy.dtype != np.uint8:
        raise ValueError(
            f"occupancy must be uint8 of shape ({len(hashes)}, {GRID**3 // 8}), "
            f"got {occupancy.dtype} of shape {occupancy.shape}"
        )
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold is {threshold:g}, it must lie in (0, 1]")
    same_content = {Pair(i, j, "content", 1.0) for i, j in _equal(hashes)}
    known = {(pair.i, pair.j) for pair in same_content}
    same_shape = [
        Pair(i, j, "shape", iou)
        for i, j, iou in _overlapping(occupancy, threshold)
        if (i, j) not in known
    ]
    return sorted([*same_content, *same_shape])


def groups(n: int, pairs: Sequence[Pair]) -> Ints:
    """Join pairs into groups, chains included.

    Parameters
    ----------
    n : int
        Number of items.
    pairs : sequence of Pair

    Returns
    -------
    ndarray of int64, shape (n,)
        The smallest index of each item's group; its own where it has no
        duplicate.
    """
    ends = np.array([(pair.i, pair.j) for pair in pairs], dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n, n))
    _, labels = connected_components(graph, directed=False)
    _, first = np.unique(labels, return_index=True)
    return np.asarray(first[labels], dtype=np.int64)


def _equal(hashes: Sequence[str]) -> Iterator[tuple[int, int]]:
    members: dict[str, list[int]] = {}
    for index, content in enumerate(hashes):
        members.setdefault(content, []).append(index)
    for indices in members.values():
        yield from combinations(indices, 2)


def _overlapping(occupancy: Bytes, threshold: float) -> Iterator[tuple[int, int, float]]:
    counts = np.bitwise_count(occupancy).sum(axis=1, dtype=np.int64)
    # In order of size the partners of an item, |A| >= t |B|, are its next neighbours.
    order = np.argsort(counts, kind="stable")
    order = order[counts[order] > 0]
    bits, sizes = occupancy[order], counts[order]
    ends = np.searchsorted(sizes, sizes / threshold + 1e-6, side="right")
    cells = _cell_sums(bits)
    squared = np.einsum("nc,nc->n", cells, cells)
    share = (1 - threshold) / (1 + threshold)
    for start in range(0, len(order), _ROWS):
        rows = np.arange(start, min(start + _ROWS, len(order)))
        for left in range(start, int(ends[rows[-1]]), _ROWS):
            columns = np.arange(left, min(left + _ROWS, int(ends[rows[-1]])))
            # Whole numbers below 2^24, which float32 products keep exactly.
            distance = squared[rows, None] + squared[columns] - 2 * (cells[rows] @ cells[columns].T)
            most = share * (sizes[rows, None] + sizes[columns]) + 1e-6
            near = (distance <= _CELL_VOLUME * most) & (columns > rows[:, None])
            candidates = np.argwhere(near) + np.array([start, left])
            yield from _confirmed(bits, sizes, candidates, order, threshold)


def _confirmed(
    bits: Bytes, sizes: Ints, candidates: Ints, order: Ints, threshold: float
) -> Iterator[tuple[int, int, float]]:
    for start in range(0, len(candidates), _PAIRS):
        a, b = candidates[start : start + _PAIRS].T
        common = np.bitwise_count(bits[a] & bits[b]).sum(axis=1, dtype=np.int64)
        iou = common / (sizes[a] + sizes[b] - common)
        for index in np.flatnonzero(iou >= threshold):
            i, j = sorted((int(order[a[index]]), int(order[b[index]])))
            yield i, j, float(iou[index])


def _cell_sums(bits: Bytes) -> npt.NDArray[np.float32]:
    """Occupied voxels in each cell of 2 x 2 x 8, shape (N, 1024)."""
    side = GRID // _CELL
    runs = np.bitwise_count(bits).reshape(len(bits), side, _CELL, side, _CELL, GRID // 8)
    sums = np.asarray(runs.sum(axis=(2, 4), dtype=np.float32))
    return sums.reshape(len(bits), GRID**3 // _CELL_VOLUME)
