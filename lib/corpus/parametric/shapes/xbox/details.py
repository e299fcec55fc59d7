"""What the generations of game consoles share: colours, fronts, vents."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from lib.corpus.parametric.palette import shade
from lib.corpus.parametric.parts import Color, Part, box, rod, stub, torus, turn
from lib.corpus.parametric.parts_organic import points, scatter

BLACKS: list[Color] = [(34, 34, 38), (26, 26, 28), (52, 54, 58)]
WHITES: list[Color] = [(238, 238, 236), (226, 226, 222), (206, 208, 210)]
GREEN: Color = (124, 200, 50)


def place(
    parts: Sequence[Part],
    degrees: float,
    axis: ArrayLike,
    offset: ArrayLike,
    about: ArrayLike = (0, 0, 0),
) -> list[Part]:
    """Turn `parts` about an axis through the point `about`, then move them by `offset`."""
    for part in parts:
        turn(part, degrees, axis, about).apply_translation(offset)
    return list(parts)


def stood(parts: Sequence[Part], degrees: float, wide: float, tall: float) -> list[Part]:
    """Stand a flat console on one of its sides, `degrees` 90 or -90."""
    return place(parts, degrees, (1, 0, 0), (0, 0, wide / 2 - tall / 2), (0, 0, tall / 2))


def front(
    rng: np.random.Generator, x: float, wide: float, tall: float, low: float, color: Color
) -> list[Part]:
    """Disc slot with an eject button, power button with a lit ring, two sockets."""
    dark = shade(color, 0.4) if sum(color) > 150 else (90, 92, 98)
    z = low + tall * rng.uniform(0.55, 0.72)
    slot = wide * rng.uniform(0.42, 0.52)
    reach = rng.choice([-1.0, 1.0]) * wide
    middle, level = -reach * 0.1, low + tall * 0.5
    radius = min(tall * 0.22, wide * 0.05)
    socket = (0.005, wide * 0.035, tall * 0.09)
    return [
        box((0.006, slot, tall * 0.07), (x, middle, z), dark),
        box((0.006, slot * 0.06, tall * 0.08), (x, middle + slot * 0.56, z), (180, 182, 186)),
        stub((x, reach * 0.38, level), 0.005, radius, (214, 216, 218), 24),
        torus(radius * 1.15, radius * 0.16, (x + 0.002, reach * 0.38, level), GREEN, (1, 0, 0)),
        *(box(socket, (x, -reach * spot, low + tall * 0.24), dark) for spot in (0.36, 0.3)),
    ]


def holes(radius: float, count: int, center: Sequence[float], hole: float, color: Color) -> Part:
    """Round field of holes on the lid, in sunflower order."""
    x, y, z = center
    rank = np.arange(count)
    out, angle = radius * np.sqrt((rank + 0.5) / count), rank * 2.39996
    middles = points(x + out * np.cos(angle), y + out * np.sin(angle), z)
    return scatter(rod((0, 0, -0.002), (0, 0, 0.002), hole, color, 8), middles)
