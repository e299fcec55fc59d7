"""Cars: sedans, hatchbacks, estates, off-roaders, pickups, vans, sports cars."""

import numpy as np

from lib.corpus.parametric.parts import Part
from lib.corpus.parametric.shapes.car.body import bed, cabin, shell
from lib.corpus.parametric.shapes.car.form import draw
from lib.corpus.parametric.shapes.car.trim import extras, lights, wheels


def build(rng: np.random.Generator) -> list[Part]:
    """One car, its bonnet towards +x, its wheels on z = 0."""
    car = draw(rng)
    parts = [*shell(rng, car), cabin(rng, car), *wheels(rng, car), *lights(rng, car)]
    if car.kind == "pickup":
        parts += bed(car)
    return parts + extras(rng, car)
