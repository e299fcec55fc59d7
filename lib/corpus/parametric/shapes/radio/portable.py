"""Radios to carry: transistor sets and boom boxes."""

import numpy as np

from lib.corpus.parametric.palette import BRASSES, CERAMICS, METALS, PLASTICS, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, boxes, stub
from lib.corpus.parametric.parts_organic import points
from lib.corpus.parametric.shapes.radio.controls import (
    DARK,
    aerial,
    carrier,
    case,
    dial,
    grille,
    knob,
    slots,
)

_BODIES: list[Color] = [*PLASTICS, *CERAMICS, (120, 170, 170), (150, 44, 40), (44, 60, 90)]


def portable(rng: np.random.Generator) -> list[Part]:
    """Plastic or leather-clad, speaker on one side, dial and knobs on the other."""
    wide, color = rng.uniform(0.18, 0.3), tint(rng, _BODIES)
    tall, deep = wide * rng.uniform(0.46, 0.9), wide * rng.uniform(0.18, 0.4)
    face = tint(rng, [*METALS, *CERAMICS, DARK])
    hand = rng.choice([-1.0, 1.0])
    parts = [case(deep, wide, tall, color, rng.uniform(0.006, 0.024))]
    parts.append(box((0.004, wide * 0.9, tall * 0.86), (-0.001, 0, tall / 2), face))
    radius = min(tall * 0.36, wide * 0.22)
    y = hand * wide * 0.22
    if rng.random() < 0.6:
        parts += grille(rng, y, tall * 0.48, radius, shade(face, 0.7))
    else:
        size = (radius * 1.9, radius * 1.9)
        parts += slots(rng, (y, tall * 0.48), size, (6, 11), shade(face, 0.8))
    parts += dial(rng, -y, tall * 0.7, wide * 0.36, tall * rng.uniform(0.16, 0.26))
    metal = tint(rng, [*PLASTICS, *METALS, *BRASSES])
    count = int(rng.integers(1, 4))
    for step in (np.arange(count) - (count - 1) / 2) * wide * 0.13:
        parts += knob(-y + step, tall * 0.3, wide * rng.uniform(0.035, 0.05), metal)
    if rng.random() < 0.75:
        rise = tall * rng.uniform(0.16, 0.3)
        parts.append(carrier(deep, wide * 0.9, tall, rise, shade(color, 0.7), wide * 0.022))
    return parts + aerial(rng, -y * 1.9, tall, deep, wide * rng.uniform(0.6, 1.1))


def boombox(rng: np.random.Generator) -> list[Part]:
    """Two speakers beside a cassette bay, a row of keys below it, a long handle."""
    wide, color = rng.uniform(0.42, 0.62), tint(rng, [*METALS, DARK, *PLASTICS[:3], (60, 62, 70)])
    tall, deep = wide * rng.uniform(0.36, 0.58), wide * rng.uniform(0.16, 0.34)
    parts = [case(deep, wide, tall, color, rng.uniform(0.008, 0.05))]
    radius = tall * rng.uniform(0.3, 0.36)
    for y in (-wide * 0.33, wide * 0.33):
        parts += grille(rng, y, tall * 0.42, radius, (60, 60, 66))
        if rng.random() < 0.4:
            parts.append(stub((0, y, tall * 0.86), 0.006, tall * 0.07, DARK, 16))
    bay = wide * 0.24
    parts.append(box((0.012, bay, tall * 0.34), (0, 0, tall * 0.3), shade(color, 0.6)))
    parts.append(box((0.016, bay * 0.8, tall * 0.2), (0, 0, tall * 0.32), (150, 176, 186)))
    for y in (-bay * 0.2, bay * 0.2):
        parts.append(stub((0.008, y, tall * 0.32), 0.003, tall * 0.06, DARK))
    keys = points(0.004, np.linspace(-0.42, 0.42, 6) * bay, tall * 0.09)
    parts.append(boxes((0.012, bay * 0.13, tall * 0.07), keys, tint(rng, [*METALS, *PLASTICS])))
    parts += dial(rng, 0, tall * 0.8, wide * rng.uniform(0.3, 0.5), tall * 0.13)
    for step in np.linspace(-0.4, 0.4, int(rng.integers(2, 5))) * bay:
        parts += knob(step, tall * 0.6, tall * 0.05, tint(rng, METALS))
    rise = tall * rng.uniform(0.18, 0.3)
    parts.append(carrier(deep, wide * 0.84, tall, rise, shade(color, 0.6), tall * 0.045))
    y = wide * 0.4 * rng.choice([-1, 1])
    return parts + aerial(rng, y, tall, deep, wide * rng.uniform(0.5, 0.8))
