"""Layouts of parallel lines: unbroken ones, and lines that end head to head."""

from itertools import pairwise

import numpy as np

from lib.corpus.patterns.layout import MARGIN, Box, Layout, Stretch, painted

_WIDTHS, _SPACES, _TIPS = (8, 13), (8, 13), (9, 14)
"""Ranges, pixels, of the upper end one too many: lines, spaces beside them, spaces between
heads."""

_END = 30
"""Most that lines may stay short of the margin."""


def lines_and_spaces(size: int, rng: np.random.Generator) -> Layout:
    """Lines of one width and one space, all as long.

    Parameters
    ----------
    size : int
        Height and width, pixels.
    rng : numpy.random.Generator
    """
    width, lefts = _columns(size, rng)
    top, end = (MARGIN + rng.integers(0, _END, size=2)).tolist()
    lines = [Box(top, left, size - end, left + width) for left in lefts]
    gaps = [
        Stretch(Box(top, one.right, size - end, other.left), 1) for one, other in pairwise(lines)
    ]
    return Layout(painted(size, lines), width, _wires(lines, width), tuple(gaps))


def line_ends(size: int, rng: np.random.Generator) -> Layout:
    """Lines that are cut once or twice, each at heights of its own.

    Parameters
    ----------
    size : int
        Height and width, pixels.
    rng : numpy.random.Generator
    """
    width, lefts = _columns(size, rng)
    length = size - 2 * MARGIN
    lines, gaps = [], []
    for left in lefts:
        count = int(rng.integers(1, 3))
        piece = length // (count + 1)
        # Heads keep away from each other and from the ends.
        shifts = rng.integers(-piece // 5, piece // 5 + 1, size=count).tolist()
        top = MARGIN
        for number, shift in enumerate(shifts, start=1):
            head = MARGIN + number * piece + shift
            tip = int(rng.integers(*_TIPS))
            lines.append(Box(top, left, head, left + width))
            gaps.append(Stretch(Box(head, left, head + tip, left + width), 0))
            top = head + tip
        lines.append(Box(top, left, size - MARGIN, left + width))
    return Layout(painted(size, lines), width, _wires(lines, width), tuple(gaps))


def _wires(lines: list[Box], width: int) -> tuple[Stretch, ...]:
    """Leave out the ends, which a cut would only make shorter, and what is then too short."""
    return tuple(
        Stretch(Box(one.top + width, one.left, one.bottom - width, one.right), 0)
        for one in lines
        if one.bottom - one.top >= 4 * width
    )


def _columns(size: int, rng: np.random.Generator) -> tuple[int, list[int]]:
    """Width of a line, and the left edges of as many as fit."""
    width, space = int(rng.integers(*_WIDTHS)), int(rng.integers(*_SPACES))
    first = MARGIN + int(rng.integers(0, width + space))
    return width, list(range(first, size - MARGIN - width + 1, width + space))
