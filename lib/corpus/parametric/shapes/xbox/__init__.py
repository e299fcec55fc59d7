"""Game consoles: a box with a disc slot, vents and a power light, most with a controller."""

import numpy as np

from lib.corpus.parametric.palette import pick, tint
from lib.corpus.parametric.parts import Color, Part
from lib.corpus.parametric.shapes.xbox.consoles import bulky, slim, tower, two_tone, waisted
from lib.corpus.parametric.shapes.xbox.controller import controller
from lib.corpus.parametric.shapes.xbox.details import BLACKS, WHITES, place

_SPECIAL: list[Color] = [(60, 92, 60), (50, 70, 120), (150, 44, 44)]


def build(rng: np.random.Generator) -> list[Part]:
    """One console, its disc slot towards +x; kinds follow five generations of the machine."""
    color = tint(rng, pick(rng, [BLACKS, BLACKS, WHITES, _SPECIAL]))
    parts, wide = pick(rng, [bulky, waisted, two_tone, tower, slim])(rng, color)
    if rng.random() < 0.93:
        pad = controller(rng, color if rng.random() < 0.6 else tint(rng, [*WHITES, *BLACKS]))
        yaw = rng.uniform(-60, 60)
        offset = (rng.uniform(0.22, 0.32), rng.uniform(-0.45, 0.45) * wide, 0.03)
        parts += place(pad, yaw, (0, 0, 1), offset)
    return parts
