"""Lifting surfaces of airplanes: wings, fins, tailplanes."""

import numpy as np
from numpy.typing import ArrayLike

from lib.corpus.parametric.parts import Color, Part, both
from lib.corpus.parametric.parts_organic import skin
from lib.corpus.parametric.shapes.airplane.body import Airframe

# Aerofoil as (chord, thickness) fractions, nose first, over the top and back below.
_FOIL = np.array([
    (0, 0), (0.08, 0.6), (0.3, 1), (0.65, 0.7), (1, 0.06),
    (1, -0.06), (0.65, -0.3), (0.3, -0.5), (0.08, -0.4),
])  # fmt: skip


def wing(
    root: ArrayLike, tip: ArrayLike, chords: tuple[float, float], color: Color, thick: float = 0.06
) -> Part:
    """Lifting surface between two leading-edge points; upright ones are thick along y."""
    start, reach = np.asarray(root, dtype=float), np.subtract(tip, root).astype(float)
    up = np.eye(3)[1 if abs(reach[2]) > abs(reach[1]) else 2]
    rings = []
    for along in (0.0, 0.33, 0.66, 0.97, 1.0):
        chord = (chords[0] + (chords[1] - chords[0]) * along) * (0.8 if along == 1 else 1)
        foil = np.outer(_FOIL[:, 0] * -chord, [1, 0, 0]) + np.outer(_FOIL[:, 1] * chord * thick, up)
        rings.append(start + reach * along + foil)
    return skin(rings, color)


def wings(
    root: ArrayLike, tip: ArrayLike, chords: tuple[float, float], color: Color, thick: float = 0.06
) -> list[Part]:
    """`wing` and its mirror image."""
    return both([wing(root, tip, chords, color, thick)])


def tail(
    rng: np.random.Generator,
    plane: Airframe,
    place: tuple[float, float],
    size: float,
    style: str,
    color: Color,
) -> list[Part]:
    """Fin and tailplane, the latter low, crossing the fin (``cross``) or on top of it (``t``).

    Parameters
    ----------
    place : tuple of float
        x as a share of the length from the middle, z in radii.
    size : float
        About the height of the fin, in radii.
    color : tuple of int
        Of the tailplane; the fin has the accent of `plane`.
    """
    x, z, size = plane.length * place[0], plane.radius * place[1], plane.radius * size
    sweep, tall = rng.uniform(0.35, 0.7) * size, size * rng.uniform(0.9, 1.1)
    chord = size * rng.uniform(0.75, 0.95)
    lead = x + chord * 0.5
    chords = (chord, chord * rng.uniform(0.4, 0.6))
    fin = wing((lead, 0, z), (lead - sweep, 0, z + tall), chords, plane.accent)
    level = {"low": 0.05, "cross": 0.45, "t": 0.97}[style]
    start, height = x + chord * 0.38 - sweep * level, z + tall * level
    span, reach = size * rng.uniform(0.95, 1.25), rng.uniform(0.3, 0.6) * size
    flat_chord = chord * (0.72 if style == "low" else 0.55)
    tip = (start - reach, span, height + 0.06 * span)
    return [fin, *wings((start, 0, height), tip, (flat_chord, flat_chord * 0.5), color)]
