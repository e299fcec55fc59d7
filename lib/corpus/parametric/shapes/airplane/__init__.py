"""Airplanes: airliners, business jets, turboprops, light planes, biplanes, gliders, fighters."""

import numpy as np

from lib.corpus.parametric.palette import pick
from lib.corpus.parametric.parts import Part
from lib.corpus.parametric.shapes.airplane.fighter import fighter
from lib.corpus.parametric.shapes.airplane.light import biplane, glider, light
from lib.corpus.parametric.shapes.airplane.transport import airliner, business, turboprop


def build(rng: np.random.Generator) -> list[Part]:
    """One airplane, its nose towards +x, its wings along y."""
    civil = [airliner] * 3 + [business, turboprop, light, light, biplane, glider]
    return pick(rng, [*civil, fighter, fighter])(rng)
