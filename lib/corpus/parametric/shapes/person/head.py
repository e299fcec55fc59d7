"""Heads of people: face, hair, beards, hats."""

import numpy as np
from numpy.typing import ArrayLike

from lib.corpus.parametric.palette import PLASTICS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, rod
from lib.corpus.parametric.parts_organic import blob, hull, points, tube
from lib.corpus.parametric.shapes.person.figure import Figure

_HAIRS: list[Color] = [
    (40, 30, 26), (84, 54, 34), (140, 94, 52), (222, 186, 112), (170, 80, 44), (170, 168, 166),
]  # fmt: skip
_WOMEN = ["long", "long", "bun", "tail", "short"]
_MEN = ["short", "short", "short", "bald", "hat", "beard", "afro"]


def head(rng: np.random.Generator, who: Figure) -> list[Part]:
    """Neck, face and hair or hat."""
    # Children have larger heads for their height.
    size = who.tall * (0.066 if who.tall > 1.4 else 0.08) * rng.uniform(0.95, 1.05)
    center = np.array([0.012 * who.tall, 0, 0.86 * who.tall + size * 1.05])
    long = size * rng.uniform(1.14, 1.28)

    def lump(place: ArrayLike, radii: ArrayLike, color: Color, subdivisions: int = 1) -> Part:
        return blob(
            center + np.multiply(place, size), np.multiply(radii, size), color, subdivisions
        )

    parts = [
        rod((0, 0, 0.8 * who.tall), center * [0.5, 0, 1], 0.033 * who.tall, who.skin),
        blob(center, (size, size * 0.84, long), who.skin, 3),
        lump((0.98, 0, -0.05), (0.16, 0.13, 0.18), shade(who.skin, 0.96)),
    ]
    for side in (-1, 1):
        parts += [
            lump((0.86, side * 0.33, 0.16), (0.12, 0.14, 0.1), (250, 250, 250)),
            lump((0.95, side * 0.33, 0.16), (0.06, 0.07, 0.07), (40, 32, 30)),
            lump((-0.05, side * 0.84, 0.0), (0.18, 0.1, 0.25), shade(who.skin, 0.95)),
        ]
    mouth = center + np.array([0.84, 0, -0.52]) * size
    parts.append(box(np.array([0.1, 0.4, 0.07]) * size, mouth, (170, 80, 76)))
    hair = tint(rng, _HAIRS)
    style = pick(rng, _WOMEN if who.female else _MEN)
    if style == "bald":
        return parts
    crown = center + np.array([-0.16, 0, 0.2]) * size
    parts.append(blob(crown, (size * 1.04, size * 0.96, long * 1.02), hair, 2))
    if style == "long":
        drop = rng.uniform(1.6, 3.2) * size
        middles = points(-0.42 * size, 0, np.linspace(0, -drop, 5)) + center
        halves = np.array([(0.5, wide) for wide in (1.0, 1.06, 1.0, 0.95, 0.8)]) * size
        parts.append(hull(middles, halves, hair, power=2.6))
    elif style == "bun":
        parts.append(lump((-0.75, 0, 0.95), 0.45, hair, 2))
    elif style == "tail":
        path = np.array([(-0.9, 0, 0.5), (-1.5, 0, 0.3), (-1.6, 0, -0.6), (-1.35, 0, -1.4)])
        parts.append(tube(path * size + center, size * np.array([0.2, 0.32, 0.3, 0.08]), hair))
    elif style == "hat":
        color, brim = tint(rng, PLASTICS), center + np.array([0, 0, 0.5]) * size
        peak = [brim + np.array([0.75, 0, z]) * size for z in (0, 0.08)]
        top = brim + np.array([0, 0, 0.1]) * size
        parts.append(blob(top, (size * 1.12, size, long * 0.66), color, 2))
        parts.append(hull(peak, [(size * 0.85, size * 0.7)] * 2, color))
    elif style == "beard":
        parts.append(lump((0.18, 0, -0.62), (0.78, 0.74, 0.62), hair, 2))
        parts.append(lump((0.72, 0, -0.3), (0.24, 0.3, 0.08), hair))
    elif style == "afro":
        parts.append(lump((-0.25, 0, 0.42), (1.2, 1.3, 1.25), hair, 2))
    return parts
