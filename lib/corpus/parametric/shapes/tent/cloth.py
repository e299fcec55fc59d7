"""Colours and ropes of every kind of tent."""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.parametric.parts import Color, Part, rod

CLOTHS: list[Color] = [
    (232, 120, 40), (70, 130, 76), (52, 100, 160), (204, 60, 54), (230, 190, 70), (104, 116, 84),
    (60, 130, 140),
]  # fmt: skip
CANVASES: list[Color] = [(232, 222, 196), (214, 196, 156), (240, 236, 224), (168, 152, 116)]
INSIDE: Color = (52, 50, 54)


def guys(points: Floats, feet: Floats) -> list[Part]:
    """Ropes from points of the cloth to pegs in the ground, both of shape (N, 3)."""
    parts = []
    for point, foot in zip(points, feet, strict=True):
        parts.append(rod(point, foot, 0.008, (226, 222, 206), 5))
        parts.append(rod(np.add(foot, (0, 0, 0.08)), foot - [0, 0, 0.02], 0.014, (90, 90, 94), 6))
    return parts
