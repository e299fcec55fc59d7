"""Radios: transistor portables, boom boxes, wooden table sets, arched sets, clock radios."""

import numpy as np

from lib.corpus.parametric.palette import pick
from lib.corpus.parametric.parts import Part
from lib.corpus.parametric.shapes.radio.clock import clock
from lib.corpus.parametric.shapes.radio.portable import boombox, portable
from lib.corpus.parametric.shapes.radio.wooden import arched, table


def build(rng: np.random.Generator) -> list[Part]:
    """One radio, its front towards +x, standing on z = 0."""
    return pick(rng, [portable, portable, boombox, table, table, arched, clock])(rng)
