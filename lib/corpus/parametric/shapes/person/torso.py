"""Chest and hips of a person, and what covers them."""

import numpy as np

from lib.corpus.parametric.palette import tint
from lib.corpus.parametric.parts import Part
from lib.corpus.parametric.parts_organic import hull, lattice, points, repaint
from lib.corpus.parametric.shapes.person.figure import TOPS, Figure


def torso(rng: np.random.Generator, who: Figure) -> list[Part]:
    """Chest and hips, belt, and the skirt where there is one."""
    heavy = max(0.0, who.broad - 0.95)
    waist = (0.076 if who.female else 0.088) + 0.12 * heavy
    chest = 0.072 if who.female and who.tall > 1.4 else 0.066
    # Shares of the height, from the seat up to the collar.
    z = np.array([0.5, 0.52, 0.58, 0.63, 0.7, 0.755, 0.795, 0.815, 0.835])
    wide = np.array([0.098, 0.1, 0.1, waist, 0.102, 0.112, 0.113, 0.095, 0.05])
    wide *= np.where(z < 0.6, who.hips, who.broad)
    loins, ribs = 0.055 + heavy * 0.2, chest + heavy * 0.08
    deep = np.array([0.062, 0.068, 0.07, loins, ribs, chest, 0.056, 0.046, 0.034])
    belly = np.array([0, 0, 0.4, 1, 0.8, 0.3, 0, 0, 0])
    ahead = np.array([0, 0, 0, 0.004, 0.006, 0.004, 0, 0, 0]) + heavy * 0.05 * belly
    halves = np.column_stack([deep, wide]) * who.tall
    shirt = hull(points(ahead, 0, z) * who.tall, halves, who.top, power=2.4, sections=20)
    row, column = lattice(len(z), 20)
    tucked, dress = rng.random() < 0.6, who.style == "dress"
    repaint(shirt, row < (2 if tucked else 1), who.top if dress else who.bottom)
    pattern = rng.integers(5)
    if pattern == 0:
        repaint(shirt, (row == 4) | (row == 2), tint(rng, TOPS))
    elif pattern == 1:
        # An open jacket: the columns in front show the shirt.
        repaint(shirt, (row > 1) & np.isin(column, [19, 18, 0]), tint(rng, TOPS))
    parts = [shirt]
    if tucked and not dress:
        levels = [0.575, 0.592]
        belt = np.column_stack([np.interp(levels, z, half) for half in (deep, wide)]) + 0.003
        middles = points(0, 0, levels) * who.tall
        parts.append(hull(middles, belt * who.tall, (50, 38, 32), power=2.4, sections=20))
    if who.skirt:
        hem, flare = rng.uniform(0.2, 0.36), rng.uniform(0.12, 0.2)
        cloth = who.top if dress else tint(rng, TOPS)
        middles = points(0, 0, np.linspace(hem, 0.6, 6)) * who.tall
        spread = np.outer(np.linspace(flare, 0.094, 6) * who.hips, [0.82, 1]) * who.tall
        parts.append(hull(middles, spread, cloth, sections=24))
    return parts
