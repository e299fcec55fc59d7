"""Fuselages of airplanes: their size and colours, skin, paint and windows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.parametric.palette import tint
from lib.corpus.parametric.parts import Color, Part, boxes
from lib.corpus.parametric.parts_organic import centers, hull, lattice, points, repaint

LIVERIES: list[Color] = [
    (30, 70, 150), (196, 36, 44), (236, 150, 40), (30, 130, 110), (110, 60, 140), (40, 44, 60),
    (240, 200, 50),
]  # fmt: skip
WHITES: list[Color] = [(240, 241, 243), (226, 229, 233), (206, 211, 218)]
CAMOUFLAGES: list[Color] = [
    (126, 134, 142), (96, 106, 92), (150, 140, 112), (78, 86, 98), (58, 62, 70),
]  # fmt: skip
GLASS: Color = (48, 62, 78)


@dataclass(frozen=True)
class Airframe:
    """Length and radius of a fuselage in metres, and the colours of the airplane."""

    length: float
    radius: float
    paint: Color
    accent: Color

    @property
    def unit(self) -> Floats:
        """What shares of the fuselage are multiplied with: (length, radius, radius)."""
        return np.array([self.length, self.radius, self.radius])


def airframe(
    rng: np.random.Generator,
    lengths: tuple[float, float],
    radii: tuple[float, float],
    paints: Sequence[Color] = WHITES,
    accents: Sequence[Color] = LIVERIES,
    spread: float = 0.03,
) -> Airframe:
    """Draw a fuselage; `radii` bound the radius as a share of the length."""
    length = rng.uniform(*lengths)
    paint, accent = tint(rng, paints, spread), tint(rng, accents)
    return Airframe(length, length * rng.uniform(*radii), paint, accent)


def fuselage(
    plane: Airframe, nose: float, tail: float, blunt: float = 0.5, squash: float = 1.0
) -> Part:
    """Round body from x = -length/2 to length/2; `nose` and `tail` are their shares of it."""
    rear, cabin = np.linspace(0, tail, 9)[:-1], np.linspace(tail, 1 - nose, 9)[:-1]
    x = np.concatenate([rear, cabin, 1 - nose * np.linspace(1, 0, 11) ** 1.6])
    behind = np.clip(1 - x / tail, 0, 1)
    ahead = np.clip((x - 1 + nose) / nose, 0, 1)
    size = plane.radius * (1 - 0.9 * behind**1.7) * np.maximum((1 - ahead**2) ** blunt, 0.03)
    lift = plane.radius * (0.62 * behind**1.7 - 0.22 * ahead**2)
    stations = points((x - 0.5) * plane.length, 0, lift)
    return hull(stations, np.outer(size, [squash, 1]), plane.paint, axis=0, sections=20)


def dress(rng: np.random.Generator, plane: Airframe, body: Part, cockpit: bool = True) -> Part:
    """Belly, stripe or painted tail, and a windscreen wrapped about the brow of a `fuselage`."""
    x, _, z = (centers(body) / plane.unit).T
    row, column = lattice(27, 20)
    style = rng.integers(4)
    if style == 0:
        repaint(body, x < rng.uniform(-0.36, -0.2), plane.accent)
    elif style == 1:
        repaint(body, np.abs(z - 0.02) < 0.2, plane.accent)
    elif style == 2:
        repaint(body, z < -0.3, plane.accent)
    else:
        repaint(body, z < -0.45, (168, 172, 178))
    if cockpit:
        repaint(body, np.isin(row, [20, 21]) & (column >= 1) & (column <= 7), GLASS)
    return body


def windows(
    plane: Airframe,
    ends: tuple[float, float],
    count: int,
    place: tuple[float, float],
    size: tuple[float, float, float],
) -> Part:
    """Cabin windows along both sides.

    Parameters
    ----------
    ends : tuple of float
        Where the row starts and ends, shares of the length from the middle.
    count : int
        Windows a side.
    place : tuple of float
        y and z of the row, in radii.
    size : tuple of float
        Edges of one window; x in metres, y and z in radii.
    """
    x = np.linspace(ends[0] * plane.length, ends[1] * plane.length, count)
    y, z = plane.radius * place[0], plane.radius * place[1]
    rows = np.concatenate([points(x, -y, z), points(x, y, z)])
    return boxes((size[0], plane.radius * size[1], plane.radius * size[2]), rows, GLASS)
