"""Airplanes with a cabin full of seats: airliners, business jets, turboprops."""

import numpy as np

from lib.corpus.parametric.palette import tint
from lib.corpus.parametric.parts import Color, Part, both, box
from lib.corpus.parametric.parts_organic import hull, points
from lib.corpus.parametric.shapes.airplane.body import (
    WHITES,
    Airframe,
    airframe,
    dress,
    fuselage,
    windows,
)
from lib.corpus.parametric.shapes.airplane.engines import jet, propeller
from lib.corpus.parametric.shapes.airplane.surfaces import tail, wings


def airliner(rng: np.random.Generator) -> list[Part]:
    """Low swept wing; two or four engines below it, or two or three at the tail."""
    plane = airframe(rng, (30, 60), (0.048, 0.06))
    length, radius = plane.length, plane.radius
    body = fuselage(plane, rng.uniform(0.11, 0.15), rng.uniform(0.26, 0.34))
    parts = [dress(rng, plane, body)]
    grey = tint(rng, [(196, 200, 206), *WHITES], 0.04)
    span, sweep = length * rng.uniform(0.44, 0.52), rng.uniform(0.45, 0.72)
    chord, rise = length * rng.uniform(0.16, 0.2), rng.uniform(0.06, 0.13)
    lead, z = length * rng.uniform(0.1, 0.15), -radius * 0.55
    tip = (lead - span * sweep, span, z + span * rise)
    parts += wings((lead, 0, z), tip, (chord, chord * rng.uniform(0.2, 0.3)), grey, 0.05)
    nacelle = tint(rng, [plane.paint, plane.accent, (206, 208, 214)])
    behind = rng.random() < 0.25
    size = radius * rng.uniform(0.42, 0.6)
    engines: list[Part] = []
    if behind:
        engines = _pod(plane, (-0.3, 1.45, 0.35), size * 3.6, size, nacelle)
        if rng.random() < 0.3:
            parts += jet(plane.unit * (-0.4, 0, 1.5), size * 4, size, nacelle)
    else:
        for share in [0.34] if rng.random() < 0.7 else [0.3, 0.58]:
            x, y = lead - span * sweep * share + size * 1.2, span * share
            at = np.array([x, y, z + span * rise * share - size * 1.1])
            engines += jet(at, size * 3.4, size, nacelle)
            pylon = size * np.array([3, 0.25, 1.1])
            engines.append(box(pylon, at + size * np.array([-1.2, 0, 0.8]), plane.paint))
    parts += both(engines)
    if rng.random() < 0.5:
        end = (tip[0] - chord * 0.25, span * 1.015, tip[2] + radius * 0.8)
        parts += wings(tip, end, (chord * 0.2, chord * 0.08), plane.accent)
    style = "t" if behind else "low"
    parts += tail(rng, plane, (-0.42, 0.75), rng.uniform(2.4, 3.0), style, grey)
    count = int(rng.integers(18, 32))
    window = (length * 0.3 / count, 0.1, 0.16)
    return [*parts, windows(plane, (-0.28, 0.34), count, (0.94, 0.3), window)]


def business(rng: np.random.Generator) -> list[Part]:
    """Small jet: engines at the tail, T-tail, six to ten windows."""
    plane = airframe(rng, (13, 20), (0.055, 0.066))
    length, radius, white = plane.length, plane.radius, plane.paint
    parts = [dress(rng, plane, fuselage(plane, rng.uniform(0.2, 0.26), 0.36))]
    span, chord = length * rng.uniform(0.42, 0.52), length * rng.uniform(0.15, 0.19)
    lead, z = length * rng.uniform(0.04, 0.1), -radius * 0.6
    tip = (lead - span * rng.uniform(0.3, 0.55), span, z + span * 0.06)
    parts += wings((lead, 0, z), tip, (chord, chord * 0.36), white)
    size = radius * rng.uniform(0.5, 0.62)
    parts += both(_pod(plane, (-0.24, 1.5, 0.5), size * 4, size, white))
    parts += tail(rng, plane, (-0.4, 0.6), 2.7, "t", white)
    count, window = int(rng.integers(5, 9)), (length * 0.02, 0.14, 0.24)
    return [*parts, windows(plane, (-0.1, 0.2), count, (0.93, 0.32), window)]


def turboprop(rng: np.random.Generator) -> list[Part]:
    """Commuter: straight wing with two propeller engines, high or low."""
    plane = airframe(rng, (18, 27), (0.05, 0.06))
    length, radius, white = plane.length, plane.radius, plane.paint
    parts = [dress(rng, plane, fuselage(plane, 0.16, 0.36))]
    high = rng.random() < 0.65
    span, chord = length * rng.uniform(0.48, 0.58), length * rng.uniform(0.1, 0.13)
    lead, z = length * 0.1, radius * (0.95 if high else -0.6)
    tip = (lead - chord * 0.3, span, z + span * 0.03)
    parts += wings((lead, 0, z), tip, (chord, chord * 0.55), white)
    y, size = span * rng.uniform(0.3, 0.38), radius * rng.uniform(0.4, 0.5)
    nacelle = hull(
        points(lead + chord * np.array([0.75, 0.6, 0, -1.3]), y, z),
        np.outer([0.6, 1, 1, 0.2], [size]),
        tint(rng, [white, plane.accent]),
        axis=0,
    )
    hub, reach = (lead + chord * 0.8, y, z), radius * rng.uniform(1.3, 1.6)
    parts += both([nacelle, *propeller(rng, hub, reach, plane.accent)])
    parts += tail(rng, plane, (-0.41, 0.7), 2.9, "t" if high else "cross", white)
    count, window = int(rng.integers(9, 17)), (length * 0.014, 0.1, 0.2)
    return [*parts, windows(plane, (-0.24, 0.28), count, (0.94, 0.3), window)]


def _pod(
    plane: Airframe, place: tuple[float, float, float], long: float, size: float, color: Color
) -> list[Part]:
    """Jet on a stub wing beside the tail; `place` in shares of the fuselage."""
    x, _, z = at = plane.unit * place
    root = box((size * 2, plane.radius, size * 0.3), (x, plane.radius * 0.9, z), plane.paint)
    return [*jet(at, long, size, color), root]
