"""Random wiring: paths of right angles on a grid of tracks, none touching another."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from lib.core.arrays import Ints
from lib.corpus.patterns.layout import MARGIN, Box, Layout, Stretch, painted

_WIDTHS, _SPACES = (8, 11), (8, 11)
"""Ranges, pixels, of the upper end one too many."""

_TRIES = 200
_RUNS, _LENGTHS = (1, 4), (2, 6)
"""Straight pieces of a wire, and tracks that each crosses; upper ends one too many."""

_AHEAD = ((0, 1), (1, 0), (0, -1), (-1, 0))

Node = tuple[int, int]


def manhattan(size: int, rng: np.random.Generator) -> Layout:
    """Wires that turn at right angles up to twice, as many as find room.

    Parameters
    ----------
    size : int
        Height and width, pixels.
    rng : numpy.random.Generator
    """
    width, space = int(rng.integers(*_WIDTHS)), int(rng.integers(*_SPACES))
    step = width + space
    count = (size - 2 * MARGIN - width) // step + 1
    spare = size - 2 * MARGIN - width - step * (count - 1)
    top, left = (MARGIN + rng.integers(0, spare + 1, size=2)).tolist()

    def spanned(one: Node, other: Node) -> Box:
        (a, b), (c, d) = sorted((one, other))
        return Box(
            top + a * step,
            left + min(b, d) * step,
            top + c * step + width,
            left + max(b, d) * step + width,
        )

    nets, corners = _routed(count, rng)
    pieces = [pair for path in corners for pair in pairwise(path)]
    wires = [
        Stretch(_without_ends(spanned(one, other), width), int(one[0] == other[0]))
        for one, other in pieces
    ]
    gaps = [
        Stretch(_between(spanned(one, other), axis, width), axis)
        for one, other, axis in _neighbours(nets)
    ]
    boxes = [spanned(one, other) for one, other in pieces]
    return Layout(painted(size, boxes), width, tuple(wires), tuple(gaps))


def _routed(count: int, rng: np.random.Generator) -> tuple[Ints, list[list[Node]]]:
    """Occupy nodes of a square of tracks.

    Returns
    -------
    nets : ndarray of int64, shape (count, count)
        Number of the wire that takes a node, from 1; 0 where there is none.
    corners : list of list of (int, int)
        Ends and turns of each wire.
    """
    nets = np.zeros((count, count), dtype=np.int64)
    corners: list[list[Node]] = []
    for _ in range(_TRIES):
        row, column = rng.integers(0, count, size=2).tolist()
        heading = int(rng.integers(0, 4))
        turns, taken = [(row, column)], [(row, column)]
        for _ in range(int(rng.integers(*_RUNS))):
            for _ in range(int(rng.integers(*_LENGTHS))):
                row, column = row + _AHEAD[heading][0], column + _AHEAD[heading][1]
                taken.append((row, column))
            turns.append((row, column))
            heading = (heading + int(rng.choice([1, 3]))) % 4
        if _is_free(taken, nets):
            corners.append(turns)
            nets[tuple(np.array(taken).T)] = len(corners)
    return nets, corners


def _is_free(taken: list[Node], nets: Ints) -> bool:
    inside = all(0 <= row < len(nets) and 0 <= column < len(nets) for row, column in taken)
    return inside and len(set(taken)) == len(taken) and not any(nets[node] for node in taken)


def _neighbours(nets: Ints) -> Iterator[tuple[Node, Node, int]]:
    """Give nodes side by side that different wires take, and the axis from one to the other."""
    for row, column in np.argwhere(nets > 0).tolist():
        for axis, other in enumerate(((row + 1, column), (row, column + 1))):
            if max(other) < len(nets) and nets[other] not in (0, nets[row, column]):
                yield (row, column), other, axis


def _without_ends(box: Box, width: int) -> Box:
    """Leave out the squares at either end, where a wire may turn."""
    if box.shape[0] > box.shape[1]:
        return Box(box.top + width, box.left, box.bottom - width, box.right)
    return Box(box.top, box.left + width, box.bottom, box.right - width)


def _between(box: Box, axis: int, width: int) -> Box:
    if axis == 0:
        return Box(box.top + width, box.left, box.bottom - width, box.right)
    return Box(box.top, box.left + width, box.bottom, box.right - width)
