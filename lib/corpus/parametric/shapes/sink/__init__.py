"""Sink: a basin with a tap."""

import numpy as np

from lib.corpus.parametric.palette import pick
from lib.corpus.parametric.parts import Part
from lib.corpus.parametric.shapes.sink.fitted import kitchen, vanity, vessel
from lib.corpus.parametric.shapes.sink.plain import pedestal, wall


def build(rng: np.random.Generator) -> list[Part]:
    """One of: pedestal, vanity with one or two basins, bowl on a counter, kitchen, wall-hung."""
    return pick(rng, (pedestal, vanity, vessel, kitchen, wall))(rng)
