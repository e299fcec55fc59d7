"""What radios share: cases, speakers, dials, knobs, aerials, on a front at x = 0."""

import itertools

import numpy as np

from lib.corpus.parametric.palette import METALS, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, boxes, rod, rounded_box, stub, torus
from lib.corpus.parametric.parts_organic import points, tube

DARK: Color = (36, 36, 40)
_DIALS: list[Color] = [(244, 234, 200), (250, 246, 232), (40, 42, 46), (220, 232, 224)]


def case(deep: float, wide: float, tall: float, color: Color, rounding: float) -> Part:
    """Case with rounded edges behind x = 0 and above z = 0."""
    return rounded_box((deep, wide, tall), (-deep / 2, 0, tall / 2), color, rounding)


def grille(rng: np.random.Generator, y: float, z: float, radius: float, color: Color) -> list[Part]:
    """Round speaker: rim, cone and a pattern of holes or rings."""
    at, ahead = (0.003, y, z), (1, 0, 0)
    parts = [
        rod((-0.004, y, z), at, radius, shade(color, 0.6), 28),
        torus(radius, radius * 0.07, at, tint(rng, METALS), ahead),
    ]
    if rng.random() < 0.5:
        dome = stub((0, y, z), 0.005, radius * 0.3, shade(color, 1.2), 16)
        ring = torus(radius * 0.62, radius * 0.05, at, shade(color, 1.1), ahead)
        return [*parts, dome, ring]
    # Turned by the golden angle, in radians, the holes spread evenly.
    rank = np.arange(36)
    out, angle = radius * 0.86 * np.sqrt((rank + 0.5) / 36), rank * 2.39996
    places = points(0.004, y + out * np.cos(angle), z + out * np.sin(angle))
    return [*parts, boxes((0.004, radius * 0.13, radius * 0.13), places, (24, 24, 26))]


def slots(
    rng: np.random.Generator,
    center: tuple[float, float],
    size: tuple[float, float],
    counts: tuple[int, int],
    color: Color,
    level: bool = False,
) -> list[Part]:
    """Speaker cloth behind bars, upright or, always if `level`, lying.

    Parameters
    ----------
    center, size : tuple of float
        y and z, width and height of the cloth in metres.
    counts : tuple of int
        The number of bars is at least the first and below the second.
    """
    (y, z), (wide, tall) = center, size
    count = int(rng.integers(*counts))
    steps = (np.arange(count) + 0.5) / count - 0.5
    if not level and rng.random() < 0.5:
        bar, places = (0.005, wide / count * 0.45, tall), points(0.003, y + steps * wide, z)
    else:
        bar, places = (0.005, wide, tall / count * 0.45), points(0.003, y, z + steps * tall)
    cloth = box((0.003, wide, tall), (0, y, z), shade(color, 0.45))
    return [cloth, boxes(bar, places, color)]


def dial(rng: np.random.Generator, y: float, z: float, wide: float, tall: float) -> list[Part]:
    """Tuning scale: a plate, ticks in two rows, a red needle."""
    plate = tint(rng, _DIALS)
    ink = DARK if sum(plate) > 380 else (230, 226, 210)
    count = int(rng.integers(9, 16))
    ticks = y + wide * 0.9 * (np.arange(count) / (count - 1) - 0.5)
    rows = np.concatenate([points(0.005, ticks, z + share * tall) for share in (-0.25, 0.22)])
    needle = y + wide * rng.uniform(-0.35, 0.35)
    return [
        box((0.006, wide * 1.05, tall * 1.12), (0, y, z), shade(ink, 0.9)),
        box((0.008, wide, tall), (0, y, z), plate),
        boxes((0.002, wide * 0.012, tall * 0.22), rows, ink),
        box((0.012, wide * 0.016, tall * 0.95), (0, needle, z), (210, 50, 40)),
    ]


def knob(y: float, z: float, radius: float, color: Color) -> list[Part]:
    """Knob to turn, with a mark that points up."""
    depth = radius * 0.8
    mark = (0.003, radius * 0.16, radius * 0.8)
    return [
        stub((0, y, z), depth, radius, color, 20),
        box(mark, (depth, y, z + radius * 0.45), shade(color, 0.5)),
    ]


def aerial(rng: np.random.Generator, y: float, z: float, deep: float, length: float) -> list[Part]:
    """Telescopic rod with a tip, from the back upper corner, leaning inwards."""
    lean = rng.uniform(0.2, 0.8)
    foot = np.array([-deep * 0.8, y, z])
    heading = np.array([0, -np.sign(y) * np.sin(lean), np.cos(lean)])
    steel = tint(rng, METALS)
    joints = [foot + heading * at for at in (*np.linspace(0, length, 4), length + 0.008)]
    radii = (0.0042, 0.0034, 0.0026, 0.005)
    return [
        rod(start, end, radius, steel, 8)
        for (start, end), radius in zip(itertools.pairwise(joints), radii, strict=True)
    ]


def carrier(deep: float, wide: float, tall: float, rise: float, color: Color, thick: float) -> Part:
    """Handle over a case of these sizes, `rise` above it."""
    y = np.array([wide / 2, wide / 2 * 0.98, wide * 0.4])
    z = [tall - 0.01, tall + rise * 0.8, tall + rise]
    knots = points(-deep / 2, np.concatenate([-y, y[::-1]]), [*z, *z[::-1]])
    return tube(knots, thick, color)
