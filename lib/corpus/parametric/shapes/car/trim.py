"""What is fixed to the body of a car: wheels, lamps, bumpers, mirrors, racks, spoilers."""

import numpy as np

from lib.corpus.parametric.palette import METALS, shade, tint
from lib.corpus.parametric.parts import Color, Part, both, box, boxes, panel, rod, stub
from lib.corpus.parametric.parts_organic import blob, hull, rotations, scatter, tube
from lib.corpus.parametric.shapes.car.form import Car

_DARK: Color = (38, 38, 42)
_RUBBER: Color = (40, 40, 44)
_WHITE: Color = (250, 250, 236)


def wheels(rng: np.random.Generator, car: Car) -> list[Part]:
    """Four wheels with rims and spokes, in dark arches."""
    half, radius = car.half, car.wheel
    axles = car.length * rng.uniform(0.28, 0.34), -car.length * rng.uniform(0.24, 0.32)
    angle = np.linspace(0, np.pi, 15)
    arch = np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius * 1.1 + [0, radius]
    arch = np.concatenate([arch, [(-radius * 1.1, car.low), (radius * 1.1, car.low)]])
    parts = [panel(arch, 2 * half * 0.995, (x, 0, 0), (24, 24, 26), 1) for x in axles]
    wide = rng.uniform(0.19, 0.25)
    rim, spokes = tint(rng, [*METALS, (60, 62, 66)]), int(rng.choice([5, 6, 8, 10]))
    spoke = box((radius * 0.6, 0.03, radius * 1.1 / spokes), (radius * 0.34, 0.004, 0), rim)
    wheel = [
        stub((0, -wide, 0), wide, radius, (32, 32, 34), 24, axis=1),
        stub((0, -0.02, 0), 0.028, radius * 0.68, shade(rim, 0.45), 20, axis=1),
        scatter(spoke, np.zeros((spokes, 3)), rotations(0, np.arange(spokes) * 2 * np.pi / spokes)),
        stub((0, 0, 0), 0.024, radius * 0.16, rim, axis=1),
    ]
    left = [scatter(part, [(x, half * 1.01, radius) for x in axles]) for part in wheel]
    return parts + both(left)


def lights(rng: np.random.Generator, car: Car) -> list[Part]:
    """Lamps, grille, bumpers and plates at both ends."""
    half, nose = car.half, car.length * 0.5
    level = car.form.nose * car.stretch * 0.76
    wide, tall = half * rng.uniform(0.26, 0.4), rng.uniform(0.12, 0.2)
    if rng.random() < 0.35:
        lens = (0.06, tall * 0.7, tall * 0.7)
        lamp = blob((nose - 0.02, half * 0.62, level), lens, _WHITE, 2)
    else:
        lamp = box((0.14, wide, tall), (nose - 0.05, half * 0.83 - wide / 2, level), _WHITE)
    size = (0.12, wide * 0.8, tall * rng.uniform(1.0, 1.8))
    red = box(size, (0.04 - nose, half * 0.83 - wide * 0.4, car.deck * 0.82), (200, 30, 34))
    size = (0.06, half * rng.uniform(0.5, 0.85), tall * rng.uniform(0.8, 1.3))
    bars = [(nose + 0.01, 0, level - 0.02 + tall * s) for s in (-0.3, 0, 0.3)]
    parts = [
        *both([lamp, red]),
        box(size, (nose - 0.02, 0, level - 0.02), _DARK),
        boxes((0.02, half * 0.5, 0.015), bars, tint(rng, METALS)),
    ]
    color = _DARK if rng.random() < 0.5 else shade(car.paint, 0.8)
    ends = [(0.05, 0.06), (0.09, 0.08), (0.09, 0.08), (0.05, 0.06)]
    for x, outside in ((nose - 0.04, 0.085), (0.04 - nose, -0.085)):
        middles = [(x, y * half, car.low + 0.14) for y in (-0.9, -0.8, 0.8, 0.9)]
        parts.append(hull(middles, ends, color, axis=1, power=4))
        parts.append(box((0.03, 0.5, 0.11), (x + outside, 0, car.low + 0.15), (240, 238, 220)))
    return parts


def extras(rng: np.random.Generator, car: Car) -> list[Part]:
    """Door mirrors for all; a roof rack, a spoiler, a sign, a stripe for some."""
    kind, form = car.kind, car.form
    casing = car.paint if rng.random() < 0.6 else _RUBBER
    place = ((form.front[0] - 0.055) * car.length, car.half * 1.03, car.belt + 0.08)
    parts = both([blob(place, (0.06, 0.11, 0.075), casing, 1)])
    middle = (form.rear[1] + form.front[1]) / 2 * car.length
    long = (form.front[1] - form.rear[1]) * car.length
    style = rng.random()
    if kind in ("estate", "offroad", "van") and style < 0.5:
        parts += _rack(rng, car, middle, long)
    elif kind == "sports" and style < 0.6:
        parts += _wing(car)
        parts.append(box((long, car.half * 0.2, 0.01), (middle, 0, car.roof), (240, 240, 240)))
    elif kind == "sedan" and style < 0.16:
        parts.append(box((0.18, 0.5, 0.16), (middle, 0, car.roof + 0.07), (250, 206, 60)))
    elif kind == "sedan" and style < 0.26:
        for y, color in ((-0.26, (220, 40, 40)), (0.26, (50, 90, 220))):
            parts.append(box((0.16, 0.5, 0.1), (middle, y, car.roof + 0.05), color))
    elif kind == "offroad" and style < 0.85:
        x, z = -car.length * 0.5, car.belt * 0.86
        parts.append(stub((x, 0, z), -0.2, form.wheel, (36, 36, 38), 24))
        parts.append(stub((x - 0.2, 0, z), -0.01, form.wheel * 0.7, car.paint, 20))
    return parts


def _rack(rng: np.random.Generator, car: Car, middle: float, long: float) -> list[Part]:
    """Two rails along the roof, two bars across."""
    y, z = car.half * 0.6, car.roof + 0.07
    knots = ((-0.45, car.roof), (-0.4, z), (0.4, z), (0.45, car.roof))
    path = [(middle + long * share, y, height) for share, height in knots]
    parts = both([tube(path, 0.025, tint(rng, METALS), 6)])
    for x in (middle - long * 0.25, middle + long * 0.25):
        parts.append(rod((x, -y, z), (x, y, z), 0.02, (50, 50, 54), 6))
    return parts


def _wing(car: Car) -> list[Part]:
    """Spoiler on two posts over the boot."""
    x, y = -car.length * 0.46, car.half * 0.6
    return [
        box((0.26, car.half * 1.7, 0.035), (x, 0, car.deck + 0.2), car.paint),
        *(box((0.12, 0.04, 0.22), (x, hand, car.deck + 0.1), _RUBBER) for hand in (-y, y)),
    ]
