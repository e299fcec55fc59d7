"""Engines of airplanes: jets in nacelles, propellers."""

import numpy as np
from numpy.typing import ArrayLike

from lib.core.arrays import Floats
from lib.corpus.parametric.parts import Color, Part, rod, stub
from lib.corpus.parametric.parts_organic import blob, hull, rotations, scatter
from lib.corpus.parametric.shapes.airplane.surfaces import wing


def jet(at: Floats, long: float, radius: float, color: Color) -> list[Part]:
    """Nacelle about `at` with a bright lip, a dark intake and a cone behind."""
    ahead = np.array([long, 0, 0])
    stations = np.outer([0.5, 0.47, 0.3, 0, -0.3, -0.5], ahead) + at
    size = np.outer([0.86, 0.95, 1.0, 1.0, 0.86, 0.7], [radius])
    lip, end = at + 0.5 * ahead, at - 0.5 * ahead
    cone = [end + 0.05 * ahead, end - 0.3 * ahead]
    return [
        hull(stations, size, color, axis=0, sections=18),
        rod(lip - 0.06 * ahead, lip + 0.01 * ahead, radius * 0.9, (206, 208, 212), 18),
        stub(lip, 0.014 * long, radius * 0.74, (34, 34, 38), 18),
        blob(lip, radius * np.array([0.5, 0.24, 0.24]), (150, 152, 156), 1),
        hull(cone, [[radius * 0.5], [radius * 0.12]], (70, 70, 74), axis=0),
    ]


def propeller(rng: np.random.Generator, at: ArrayLike, radius: float, color: Color) -> list[Part]:
    """Spinner and two to four blades in the plane across x."""
    blades, start = int(rng.choice([2, 3, 4])), rng.uniform(0, 2)
    angles = start + np.arange(blades) * 2 * np.pi / blades
    blade = wing((0, 0, 0), (0, 0, radius), (radius * 0.18, radius * 0.1), (60, 60, 64), 0.2)
    turned = scatter(blade, np.tile(at, (blades, 1)), rotations(0.0, 0.0, -angles))
    return [turned, blob(at, radius * np.array([0.26, 0.15, 0.15]), color, 1)]
