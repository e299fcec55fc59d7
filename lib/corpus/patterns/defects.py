"""What goes wrong with a layout, and how badly.

A severity s in (0, 1] says how many pixels a defect takes; w is the width of a line, or
the side of a contact, of the layout that it is in:

=============== ====================================================================
bridge          A bar, round(s w) thick, between two nets.
break           A cut through a wire, round(s w) long.
pinch           A neck, 2 w long, of a wire; w - round(0.75 s w) of its width are left.
missing_contact A contact of which a square is left, round(0.6 (1 - s) w) wide; none at 1.
extra_contact   A square, round(s w) wide, where no contact is meant to be.
=============== ====================================================================

All are at least one pixel, but for what is left of a contact. Halves are rounded up. A
defect says what is wrong with the mask; optics of limited resolution may print it, or not.
"""

from collections.abc import Callable
from math import floor
from typing import TypeVar

import numpy as np

from lib.core.arrays import Bools
from lib.corpus.patterns.layout import Box, Layout, Stretch

NONE = "none"
"""What a layout has that has no defect."""

DEFECTS = ("bridge", "break", "extra_contact", "missing_contact", "pinch")

_PINCHED = 0.75
_LEFT = 0.6

T = TypeVar("T")


def with_defect(layout: Layout, defect: str, severity: float, rng: np.random.Generator) -> Bools:
    """Draw a layout with one defect.

    Parameters
    ----------
    layout : Layout
    defect : str
        One of `DEFECTS`, or `NONE`.
    severity : float
        In (0, 1]; of no account for `NONE`.
    rng : numpy.random.Generator
        Chooses the place: draws are as many whatever the severity, so that one generator
        puts a defect of any severity at the same place.

    Returns
    -------
    ndarray of bool, shape (size, size)

    Raises
    ------
    ValueError
        If the defect is unknown, the severity out of its range, or the layout has no
        place for such a defect.
    """
    mask = layout.mask.copy()
    if defect == NONE:
        return mask
    if defect not in _DRAWN:
        raise ValueError(f"no defect is called {defect!r}")
    if not 0 < severity <= 1:
        raise ValueError(f"severity {severity:g} is not in (0, 1]")
    _DRAWN[defect](mask, layout, severity, rng)
    return mask


def _bridge(mask: Bools, layout: Layout, severity: float, rng: np.random.Generator) -> None:
    gap = _one(layout.gaps, rng)
    _span(gap, 1 - gap.axis, _pixels(severity, layout.width), layout.width, rng).paint(mask, True)


def _break(mask: Bools, layout: Layout, severity: float, rng: np.random.Generator) -> None:
    wire = _one(layout.wires, rng)
    length = _pixels(severity, layout.width)
    _span(wire, wire.axis, length, layout.width, rng).paint(mask, False)


def _pinch(mask: Bools, layout: Layout, severity: float, rng: np.random.Generator) -> None:
    wire = _one(layout.wires, rng)
    length = 2 * layout.width
    neck = _span(wire, wire.axis, length, length, rng)
    lost = _pixels(_PINCHED * severity, layout.width)
    neck.paint(mask, False)
    core = Stretch(neck, wire.axis)
    _span(core, 1 - wire.axis, layout.width - lost, layout.width, rng).paint(mask, True)


def _missing(mask: Bools, layout: Layout, severity: float, rng: np.random.Generator) -> None:
    contact = _one(layout.contacts, rng)
    contact.paint(mask, False)
    _centred(contact, floor(_LEFT * (1 - severity) * layout.width + 0.5)).paint(mask, True)


def _extra(mask: Bools, layout: Layout, severity: float, rng: np.random.Generator) -> None:
    _centred(_one(layout.free, rng), _pixels(severity, layout.width)).paint(mask, True)


_DRAWN: dict[str, Callable[[Bools, Layout, float, np.random.Generator], None]] = {
    "bridge": _bridge,
    "break": _break,
    "extra_contact": _extra,
    "missing_contact": _missing,
    "pinch": _pinch,
}


def _pixels(share: float, width: int) -> int:
    return max(1, floor(share * width + 0.5))


def _one(places: tuple[T, ...], rng: np.random.Generator) -> T:
    if not places:
        raise ValueError("the layout has no place for such a defect")
    return places[int(rng.integers(len(places)))]


def _span(stretch: Stretch, axis: int, length: int, most: int, rng: np.random.Generator) -> Box:
    """Cut a slice out of a stretch, around a place that has room for the longest one.

    Parameters
    ----------
    stretch : Stretch
    axis : int
        That the slice is `length` pixels long on; it takes all of the other one.
    length, most : int
        Of this slice, and of the longest that there can be.
    rng : numpy.random.Generator
    """
    room = stretch.box.shape[axis] - most
    start = int(rng.integers(0, room + 1)) + (most - length) // 2
    box = stretch.box
    if axis == 0:
        return Box(box.top + start, box.left, box.top + start + length, box.right)
    return Box(box.top, box.left + start, box.bottom, box.left + start + length)


def _centred(square: Box, side: int) -> Box:
    top, left = (
        edge + (extent - side) // 2
        for edge, extent in zip((square.top, square.left), square.shape, strict=True)
    )
    return Box(top, left, top + side, left + side)
