"""Controller of a game console."""

import numpy as np

from lib.corpus.parametric.palette import shade
from lib.corpus.parametric.parts import Color, Part, box, rod
from lib.corpus.parametric.parts_organic import blob, hull, points, scatter, tube


def controller(rng: np.random.Generator, color: Color) -> list[Part]:
    """Two-handed pad about the origin, its far edge towards -x."""
    y = np.array([-0.078, -0.07, -0.05, -0.025, 0, 0.025, 0.05, 0.07, 0.078])
    bulge = np.array([0.3, 0.8, 1.0, 0.95, 0.92, 0.95, 1.0, 0.8, 0.3])
    stations = points(0.012 * (bulge < 0.95), y, 0)
    parts = [hull(stations, np.outer(bulge, [0.036, 0.018]), color, axis=1, power=3, sections=16)]
    for hand in (-1, 1):
        grip = points([0, 0.035, 0.07], hand * np.array([0.055, 0.068, 0.074]), [0, -0.004, -0.012])
        parts.append(tube(grip, [0.022, 0.02, 0.012], color, 10))
    dark = shade(color, 0.5) if sum(color) > 200 else (90, 92, 98)
    for x, side in ((-0.008, -0.046), (0.014, 0.022)):
        parts.append(rod((x, side, 0.01), (x, side, 0.026), 0.005, dark, 10))
        parts.append(rod((x, side, 0.025), (x, side, 0.029), 0.009, dark, 14))
    for size in ((0.024, 0.008, 0.02), (0.008, 0.024, 0.02)):
        parts.append(box(size, (0.014, -0.022, 0.012), dark))
    spots = points([-0.018, 0.002, -0.008, -0.008], [0.046, 0.046, 0.036, 0.056], 0.017)
    colors = [(240, 200, 50), (100, 190, 60), (60, 110, 210), (220, 60, 50)]
    button = rod((0, 0, -0.002), (0, 0, 0.003), 0.0048, dark, 10)
    parts.append(scatter(button, spots, colors=colors))
    parts.append(blob((-0.02, 0, 0.016), (0.008, 0.008, 0.004), (226, 228, 230), 1))
    if rng.random() < 0.3:
        cable = [(-0.03, 0, 0), (-0.06, 0.01, -0.012), (-0.1, -0.02, -0.024)]
        parts.append(tube(cable, 0.003, (40, 40, 42), 6))
    return parts
