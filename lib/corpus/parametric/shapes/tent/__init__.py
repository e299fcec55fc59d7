"""Tents: domes, ridge tents, tipis, tunnels, bell tents, open pavilions."""

import numpy as np

from lib.corpus.parametric.palette import pick
from lib.corpus.parametric.parts import Part
from lib.corpus.parametric.shapes.tent.camping import dome, ridge, tunnel
from lib.corpus.parametric.shapes.tent.canvas import bell, pavilion, tipi


def build(rng: np.random.Generator) -> list[Part]:
    """One tent, its door towards +x, the ground at z = 0."""
    return pick(rng, [dome, dome, ridge, ridge, tipi, tunnel, bell, pavilion])(rng)
