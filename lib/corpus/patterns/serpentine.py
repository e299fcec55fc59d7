"""The test structure that finds both shorts and opens: a meander between two combs."""

import numpy as np

from lib.corpus.patterns.layout import MARGIN, Box, Layout, Stretch, painted

_WIDTHS, _SPACES = (8, 11), (8, 12)
"""Ranges, pixels, of the upper end one too many."""


def serpentine(size: int, rng: np.random.Generator) -> Layout:
    """One wire that goes up and down, and from either side a comb whose teeth reach into it.

    A defect between wire and comb connects what a probe finds apart, one in the wire
    cuts it.

    Parameters
    ----------
    size : int
        Height and width, pixels.
    rng : numpy.random.Generator
    """
    width, space = int(rng.integers(*_WIDTHS)), int(rng.integers(*_SPACES))
    step = width + space
    count = (size - 2 * MARGIN - width) // (2 * step) + 1
    first = MARGIN + int(rng.integers(0, size - 2 * MARGIN - width - 2 * step * (count - 1) + 1))
    top, bottom = MARGIN + int(rng.integers(0, step)), size - MARGIN - int(rng.integers(0, step))
    # Comb, space, meander, from outside to inside.
    high, low = top + step, bottom - step
    lefts = [first + 2 * step * number for number in range(count)]
    legs = [Box(high, left, low, left + width) for left in lefts]
    bars = [
        Box(top, first, top + width, legs[-1].right),
        Box(bottom - width, first, bottom, legs[-1].right),
    ]
    turns, teeth, gaps = [], [], []
    first_over = int(rng.integers(0, 2))
    for number, left in enumerate(lefts[:-1]):
        over = number % 2 == first_over
        right = left + 2 * step + width
        turns.append(
            Box(high, left, high + width, right) if over else Box(low - width, left, low, right)
        )
        start, end = (high + step, bottom) if over else (top, low - step)
        tooth = Box(start, left + step, end, left + step + width)
        teeth.append(tooth)
        from_row, to_row = max(start, high), min(end, low)
        gaps += [
            Stretch(Box(from_row, left + width, to_row, tooth.left), 1),
            Stretch(Box(from_row, tooth.right, to_row, left + 2 * step), 1),
        ]
    # Where a turn joins it, a leg is wider than a wire.
    wires = [Stretch(Box(high + step, leg.left, low - step, leg.right), 0) for leg in legs]
    return Layout(painted(size, [*legs, *turns, *bars, *teeth]), width, tuple(wires), tuple(gaps))
