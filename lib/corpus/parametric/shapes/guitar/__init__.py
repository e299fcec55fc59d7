"""Guitars: acoustic, classical, and electric ones of several outlines, and basses."""

import numpy as np

from lib.corpus.parametric.palette import METALS, pick, tint
from lib.corpus.parametric.parts import Part, rod, turn
from lib.corpus.parametric.parts_organic import tube
from lib.corpus.parametric.shapes.guitar.acoustic import acoustic
from lib.corpus.parametric.shapes.guitar.electric import angular, electric


def build(rng: np.random.Generator) -> list[Part]:
    """One guitar, upright, strings towards +x, leaning back a little, some on a stand."""
    parts = pick(rng, [acoustic, acoustic, electric, electric, electric, angular])(rng)
    lean = rng.uniform(0, 12)
    for part in parts:
        turn(part, -lean, (0, 1, 0))
    if rng.random() < 0.35:
        parts += _stand(rng)
    return parts


def _stand(rng: np.random.Generator) -> list[Part]:
    """Folding stand behind and below the body."""
    color, low = tint(rng, [(40, 40, 44), *METALS]), -0.16
    foot = np.array([(-0.14, 0, 0.02), (0.06, 0.16, low), (0.08, 0.17, low)])
    arm = np.array([(-0.14, 0, 0.03), (-0.1, 0.1, -0.012), (0.03, 0.1, -0.012), (0.04, 0.1, 0.03)])
    parts = [rod((-0.16, 0, low + 0.02), (-0.12, 0, 0.3), 0.012, color, 10)]
    for side in ([1, -1, 1], [1, 1, 1]):
        parts += [tube(foot * side, 0.01, color), tube(arm * side, 0.009, color)]
    return [*parts, tube([(-0.15, 0, 0.05), (-0.26, 0, low), (-0.28, 0, low)], 0.01, color)]
