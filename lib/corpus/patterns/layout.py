"""What a layout is: a mask, and the places at which something can go wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from lib.core.arrays import Bools

MARGIN = 12
"""Dark border that no layout draws on, pixels: the light of what lies at the edge ends there."""


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels; rows from `top` up to but not with `bottom`, columns alike."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width, pixels."""
        return self.bottom - self.top, self.right - self.left

    @property
    def transposed(self) -> "Box":
        """The same with rows and columns exchanged."""
        return Box(self.left, self.top, self.right, self.bottom)

    def paint(self, mask: Bools, value: bool) -> None:
        """Set all its pixels."""
        mask[self.top : self.bottom, self.left : self.right] = value


@dataclass(frozen=True)
class Stretch:
    """A rectangle with a direction.

    Attributes
    ----------
    box : Box
    axis : int
        Of a wire, the axis that it runs along; of a gap between two wires, the axis that
        leads from one to the other. 0 is down, 1 is right.
    """

    box: Box
    axis: int

    @property
    def transposed(self) -> "Stretch":
        """The same with rows and columns exchanged."""
        return Stretch(self.box.transposed, 1 - self.axis)


@dataclass(frozen=True, eq=False)
class Layout:
    """A mask, and where each kind of defect does what its name says.

    Attributes
    ----------
    mask : ndarray of bool, shape (size, size)
        True where light passes, and where the resist is to be printed.
    width : int
        Width of a line, or side of a contact, pixels.
    wires : tuple of Stretch
        Straight pieces of wire, at least two widths long; each is all that holds its net
        together.
    gaps : tuple of Stretch
        Empty places that touch one net at either end and nothing on the way.
    contacts : tuple of Box
        Squares that stand alone.
    free : tuple of Box
        Empty squares, of the size of a contact and as far from others.
    """

    mask: Bools
    width: int
    wires: tuple[Stretch, ...] = ()
    gaps: tuple[Stretch, ...] = ()
    contacts: tuple[Box, ...] = ()
    free: tuple[Box, ...] = ()

    @property
    def transposed(self) -> "Layout":
        """The same layout with rows and columns exchanged."""
        return Layout(
            np.ascontiguousarray(self.mask.T),
            self.width,
            tuple(wire.transposed for wire in self.wires),
            tuple(gap.transposed for gap in self.gaps),
            tuple(box.transposed for box in self.contacts),
            tuple(box.transposed for box in self.free),
        )


def painted(size: int, boxes: Iterable[Box]) -> Bools:
    """Draw boxes on a dark square, shape (size, size)."""
    mask = np.zeros((size, size), dtype=bool)
    for box in boxes:
        box.paint(mask, True)
    return mask


def count_nets(mask: Bools) -> int:
    """Count the pieces of a mask; pixels that touch at a corner alone are apart."""
    return int(ndimage.label(mask)[1])
