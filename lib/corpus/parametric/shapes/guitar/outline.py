"""Outlines of guitar bodies, in (y, z)."""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.parametric.parts_organic import curve


def eight(
    rng: np.random.Generator,
    widths: tuple[float, float, float],
    tall: float,
    cut: float,
    horn: float = 0.0,
) -> Floats:
    """Figure-of-eight outline, shape (72, 2).

    Parameters
    ----------
    widths : tuple of float
        Half-widths of lower bout, waist and upper bout in metres.
    tall : float
        Height in metres.
    cut : float
        Depth of a bay beside the neck, as a share of the height; 0 for none.
    horn : float, default 0
        How far the shoulders stand up beyond the neck joint, likewise; instead of a bay.
    """
    lower, waist, upper = widths
    jitter = rng.uniform(0.97, 1.03, 4)
    right = [
        (lower * 0.5, 0.012 * tall), (lower * 0.93, 0.12 * tall), (lower * jitter[0], 0.27 * tall),
        (waist * 1.12, 0.5 * tall * jitter[1]), (waist, 0.58 * tall), (upper * 0.93, 0.72 * tall),
        (upper * jitter[2], (0.83 + horn) * tall), (upper * 0.62, (0.96 + horn) * tall),
    ]  # fmt: skip
    left = [(-y, z) for y, z in right][::-1]
    if horn:
        right.append((0.036, 0.86 * tall))
        left = [(-0.036, 0.86 * tall), *left]
    elif cut:
        right[-1] = (upper * 0.88, 0.9 * tall)
        right += [(0.05, (0.93 - cut) * tall), (0.034, 0.95 * tall)]
    return curve([(0, 0), *right, (0, tall * (0.84 if horn else 1.0)), *left], 72, closed=True)


def inset(plan: Floats, scale: float | Floats, height: float) -> Floats:
    """Scale an outline about the point of its middle line at z = `height`."""
    middle = np.array([0, height])
    return np.asarray((plan - middle) * scale + middle)
