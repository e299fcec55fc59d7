"""Layouts of contacts: squares on a grid of which whole rows and columns are left out."""

import numpy as np

from lib.corpus.patterns.layout import MARGIN, Box, Layout, Stretch, painted

_SIDES, _SPACES = (11, 15), (10, 15)
"""Ranges, pixels, of the upper end one too many: contacts, spaces between them."""


def contacts(size: int, rng: np.random.Generator) -> Layout:
    """Contacts on a grid without one of its inner columns and, in half of them, a row.

    As no contact is missing alone, one that is can be told from those that are not meant
    to be there.

    Parameters
    ----------
    size : int
        Height and width, pixels.
    rng : numpy.random.Generator
    """
    side = int(rng.integers(*_SIDES))
    down, across = rng.integers(*_SPACES, size=2).tolist()
    tops, lefts = (
        list(range(MARGIN + int(rng.integers(0, step)), size - MARGIN - side + 1, step))
        for step in (side + down, side + across)
    )
    empty_column = int(rng.integers(1, len(lefts) - 1))
    empty_row = int(rng.integers(1, len(tops) - 1)) if rng.random() < 0.5 else None
    rows = [top for number, top in enumerate(tops) if number != empty_row]
    columns = [left for number, left in enumerate(lefts) if number != empty_column]
    squares = [Box(top, left, top + side, left + side) for top in rows for left in columns]
    beside = [
        Stretch(Box(one.top, one.right, one.bottom, one.right + across), 1)
        for one in squares
        if one.left + side + across in columns
    ]
    below = [
        Stretch(Box(one.bottom, one.left, one.bottom + down, one.right), 0)
        for one in squares
        if one.top + side + down in rows
    ]
    hole = lefts[empty_column]
    return Layout(
        painted(size, squares),
        side,
        gaps=(*beside, *below),
        contacts=tuple(squares),
        free=tuple(Box(top, hole, top + side, hole + side) for top in rows),
    )
