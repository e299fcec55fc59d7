"""What a reader makes of a file, and how it says no."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from lib.core.arrays import Bytes, Floats, Ints
from lib.geometry.mesh import GREY

Wrap = Literal["repeat", "mirror", "clamp"]

DAMAGED = "the file is damaged or cut short: fetch or export it again"


class Refused(Exception):  # noqa: N818 - reads as what happened
    """A file that cannot be read as its format says.

    Parameters
    ----------
    reason : str
        What is wrong, or which feature is not read; without the name of the file.
    hint : str, optional
        What the user can do.
    """

    def __init__(self, reason: str, hint: str = DAMAGED) -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


@dataclass(frozen=True, eq=False)
class Texture:
    """A picture, and how it goes on beyond its rim.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (H, W, 3)
        sRGB, row 0 at the top.
    wrap : (Wrap, Wrap)
        Across (u) and upwards (v).
    """

    pixels: Bytes
    wrap: tuple[Wrap, Wrap] = ("repeat", "repeat")


@dataclass(frozen=True, eq=False)
class Part:
    """Triangles of a file that share a texture, or have none.

    Attributes
    ----------
    vertices : ndarray of float64, shape (V, 3)
        Placed as the file's scene says.
    faces : ndarray of int64, shape (F, 3)
    colors : ndarray of uint8, shape (F, 3)
        sRGB; used where there is no texture.
    texture : Texture, optional
        Parts that share one share the object.
    uv : ndarray of float64, shape (F, 3, 2), optional
        Texture coordinates of each corner, v upwards; with `texture`.
    tint : ndarray of float64, shape (F, 3), optional
        Factor of the texture's colours in linear light; with `texture`.
    """

    vertices: Floats
    faces: Ints
    colors: Bytes
    texture: Texture | None = None
    uv: Floats | None = None
    tint: Floats | None = None


@dataclass(frozen=True)
class Contents:
    """A file, read.

    Attributes
    ----------
    parts : sequence of Part
        In the order of the file.
    missing : tuple of str
        Neighbours that the file names and that were not found or cannot be read,
        each once, e.g. ``texture wood.png (not found)``.
    passed_over : tuple of str
        What the file holds beside triangles, counted, e.g. ``3 lines``.
    """

    parts: "list[Part] | tuple[Part, ...]"
    missing: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()


def grey(count: int) -> Bytes:
    """Return the colour of `count` faces that have none."""
    return np.full((count, 3), GREY, dtype=np.uint8)


def counted(number: int, noun: str) -> tuple[str, ...]:
    """Return ``("3 lines",)`` for `Contents.passed_over`, or nothing for 0."""
    return (f"{number:,} {noun}{'s' * (number != 1)}",) if number else ()
