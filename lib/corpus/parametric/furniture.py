"""What cabinets, tables and beds share: carcasses, fronts, handles, legs.

Furniture stands on z = 0 and faces +x; widths run along y, depths along x.
"""

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from lib.corpus.parametric.palette import shade
from lib.corpus.parametric.parts import (
    Color,
    Part,
    box,
    boxes,
    ellipsoid,
    lathe,
    pipe,
    rod,
    taper,
    torus,
    turn,
)

HANDLES = ("knob", "bar", "cup", "ring")
FRONTS = ("plain", "framed", "raised", "louvred")
LEGS = ("square", "tapered", "splayed", "turned", "hairpin")


def carcass(
    depth: float,
    width: float,
    bottom: float,
    top: float,
    board: float,
    color: Color,
    back: Color | None = None,
) -> list[Part]:
    """Cabinet box open at the front, its middle over the origin."""
    height, middle = top - bottom, (top + bottom) / 2
    inside = shade(color, 0.75) if back is None else back
    half_width, half_depth = width / 2, depth / 2
    sides = boxes(
        [[depth, board, height]] * 2 + [[depth, width, board]] * 2,
        [
            [0, board / 2 - half_width, middle],
            [0, half_width - board / 2, middle],
            [0, 0, bottom + board / 2],
            [0, 0, top - board / 2],
        ],
        color,
    )
    return [
        sides,
        box(
            (board / 2, width - board, height - board), (board / 4 - half_depth, 0, middle), inside
        ),
    ]


def joined(pieces: Iterable[Sequence[ArrayLike]], color: Color) -> Part:
    """Boxes given as pairs of edge lengths and middle, as one part."""
    sizes, centers = zip(*pieces, strict=True)
    return boxes(sizes, centers, color)


def handle(
    kind: str, center: Sequence[float], color: Color, length: float, upright: bool = False
) -> list[Part]:
    """Handle on a front whose surface is at ``center[0]``; `length` matters to bars and cups."""
    x, y, z = center
    if kind == "knob":
        radius = min(0.018, length / 3)
        profile = [(0, 0), (radius * 0.5, 0), (radius * 0.5, radius), (radius, radius * 1.4)]
        part = lathe([*profile, (radius * 0.8, radius * 2), (0, radius * 2.2)], color, sections=10)
        turn(part, 90, (0, 1, 0))
        part.apply_translation(center)
        return [part]
    if kind == "ring":
        radius = min(0.035, length / 3)
        knob = ellipsoid((0.014, 0.014, 0.014), (x, y, z + radius), color, sections=8)
        return [knob, torus(radius, 0.006, (x + 0.012, y, z), color, (1, 0, 0), 14)]
    if kind == "cup" and not upright:
        cup = ellipsoid((0.03, length / 2, 0.022), (x, y, z), color, 0.7, 12)
        return [cup]
    reach = np.array([0, 0, length / 2] if upright else [0, length / 2, 0])
    middle = np.array([x + 0.03, y, z])
    path = [middle - reach - (0.03, 0, 0), middle - reach, middle + reach, middle + reach]
    path[3] = path[3] - (0.03, 0, 0)
    return [pipe(path, 0.007, color, sections=8)]


def front(
    kind: str, x: float, y: float, z: float, width: float, height: float, color: Color
) -> list[Part]:
    """Door or drawer front centred at (y, z) whose back lies at `x`; 18 mm thick."""
    thick = 0.018
    leaf = box((thick, width, height), (x + thick / 2, y, z), color)
    if kind == "plain" or min(width, height) < 0.09:
        return [leaf]
    rim = min(0.055, 0.22 * min(width, height))
    inner = (width - 2 * rim, height - 2 * rim)
    if kind == "raised":
        center = (x + thick, y, z)
        return [leaf, box((thick, inner[0], inner[1]), center, shade(color, 1.12))]
    frame = boxes(
        [[0.014, width, rim]] * 2 + [[0.014, rim, inner[1]]] * 2,
        [
            [x + thick, y, z - (height - rim) / 2],
            [x + thick, y, z + (height - rim) / 2],
            [x + thick, y - (width - rim) / 2, z],
            [x + thick, y + (width - rim) / 2, z],
        ],
        color,
    )
    if kind == "framed":
        leaf = box((thick, width, height), (x + thick / 2, y, z), shade(color, 0.86))
        return [leaf, frame]
    count = max(2, int(inner[1] / 0.05))
    heights = z - inner[1] / 2 + inner[1] * (np.arange(count) + 0.5) / count
    middles = np.column_stack([np.full(count, x + thick), np.full(count, y), heights])
    slats = boxes([0.012, inner[0], 0.6 * inner[1] / count], middles, shade(color, 0.88))
    return [leaf, frame, slats]


def leg(kind: str, foot: Sequence[float], top: float, width: float, color: Color) -> list[Part]:
    """One leg from height `top` down to the floor below ``foot`` = (x, y).

    Splayed legs lean out of the origin's axis. `width` is the leg's thickness at
    the top in metres.
    """
    x, y = foot
    if kind == "splayed":
        away = np.array([np.sign(x), np.sign(y)]) * 0.12 * top
        return [taper((x, y, top), (x + away[0], y + away[1], 0), width / 2, width / 3.4, color)]
    if kind == "tapered":
        return [taper((x, y, top), (x, y, 0), width / 2, width / 4, color, 4)]
    if kind == "turned":
        radius = width / 2
        share = np.array([0, 0.06, 0.1, 0.45, 0.6, 0.68, 0.72, 0.8, 0.82, 1.0])
        swell = np.array([0.5, 0.75, 0.5, 0.85, 1.0, 0.6, 0.95, 0.6, 1.1, 1.1])
        rings = np.column_stack([swell * radius, share * top])
        return [lathe([(0, 0), *rings, (0, top)], color, (x, y, 0), sections=12)]
    if kind == "hairpin":
        spread = 1.4 * width
        path = [(x - spread, y, top), (x, y, 0.006), (x + spread, y, top)]
        return [pipe(path, 0.007, color, sections=8)]
    return [box((width, width, top), (x, y, top / 2), color)]


def four_legs(
    kind: str, depth: float, width: float, top: float, thickness: float, color: Color
) -> list[Part]:
    """Legs at the four corners of a `depth` by `width` frame."""
    x, y = (depth - thickness) / 2, (width - thickness) / 2
    corners = [(-x, -y), (-x, y), (x, -y), (x, y)]
    return [part for corner in corners for part in leg(kind, corner, top, thickness, color)]


def stretcher(start: Sequence[float], end: Sequence[float], color: Color) -> Part:
    """Rail between two legs."""
    return rod(start, end, 0.012, color, sections=8)


def drawers(
    x: float,
    y: float,
    width: float,
    levels: Iterable[float],
    style: str,
    color: Color,
    grip: str,
    metal: Color,
    grips: int = 1,
) -> list[Part]:
    """Column of drawer fronts at middle `y`; `levels` are its seams, from the lowest up."""
    parts = []
    for low, top in itertools.pairwise(levels):
        z, tall = (low + top) / 2, top - low - 0.012
        parts += front(style, x, y, z, width - 0.012, tall, color)
        length = width * (0.42 if grips == 1 else 0.2)
        for index in range(grips):
            at = y + ((index + 0.5) / grips - 0.5) * width
            parts += handle(grip, (x + 0.02, at, z), metal, length)
    return parts
