"""Fighters: pointed nose, thin swept or delta wing, one or two fins, nozzles, weapons."""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.parametric.palette import METALS, shade, tint
from lib.corpus.parametric.parts import Color, Part, both, box, rod, stub
from lib.corpus.parametric.parts_organic import blob, centers, hull, points, repaint
from lib.corpus.parametric.shapes.airplane.body import CAMOUFLAGES
from lib.corpus.parametric.shapes.airplane.surfaces import wing, wings


def fighter(rng: np.random.Generator) -> list[Part]:
    """One fighter; its parts are placed in shares of the length and of the body's radius."""
    length, paint = rng.uniform(13, 18), tint(rng, CAMOUFLAGES)
    radius, dark = length * rng.uniform(0.044, 0.055), shade(paint, 0.72)
    unit = np.array([length, radius, radius])
    parts = [_body(rng, unit, paint, dark)]
    canopy = unit * (0.1, 0.5, 0.6)
    parts.append(blob(unit * (0.24, 0, 0.75), canopy, (70, 84, 92), 2))
    delta = rng.random() < 0.5
    span = length * (rng.uniform(0.28, 0.34) if delta else rng.uniform(0.3, 0.38))
    chord = length * (rng.uniform(0.36, 0.44) if delta else rng.uniform(0.24, 0.3))
    lead = length * rng.uniform(0.04, 0.1)
    sweep = chord * rng.uniform(0.8, 0.92) if delta else span * rng.uniform(0.5, 0.85)
    chords = (chord, chord * (0.12 if delta else 0.3))
    parts += wings((lead, 0, 0), (lead - sweep, span, 0), chords, paint, 0.035)
    if delta and rng.random() < 0.6:
        tip = (length * 0.14, span * 0.42, radius * 0.45)
        parts += wings(unit * (0.22, 0, 0.4), tip, (length * 0.09, length * 0.03), paint, 0.05)
    else:
        tip = (lead - chord * 0.2, radius * 2.6, radius * 0.1)
        parts += wings(unit * (0.22, 0.3, 0.1), tip, (length * 0.3, length * 0.05), paint, 0.03)
    if not delta:
        tip = (-length * 0.44, span * 0.62, -radius * 0.1)
        parts += wings(unit * (-0.3, 0, 0), tip, (length * 0.14, length * 0.06), paint, 0.04)
    twin = rng.random() < 0.55
    tall, lean = length * rng.uniform(0.15, 0.19), rng.uniform(0.0, 0.45)
    start = -length * (0.28 if delta else 0.22)
    if twin:
        tip = (start - tall * 0.7, radius * 1.1 + lean * tall, tall + radius * 0.4)
        chords = (length * 0.17, length * 0.08)
        parts += wings((start, radius * 1.1, radius * 0.5), tip, chords, dark, 0.05)
    else:
        tip = (start - tall * 0.9, 0, tall * 1.2 + radius)
        chords = (length * 0.2, length * 0.08)
        parts.append(wing((start, 0, radius * 0.6), tip, chords, dark, 0.05))
    parts += _ducts(unit, paint, twin)
    stores = []
    for share in np.linspace(0.42, 0.96, int(rng.integers(1, 4))):
        spot = np.array([lead - sweep * share - length * 0.02, span * share, -radius * 0.42])
        stores += _store(rng, spot, unit, dark)
    probe = rod(unit * (0.49, 0, 0), unit * (0.53, 0, 0), radius * 0.05, dark, 6)
    return [*parts, *both(stores), probe]


def _body(rng: np.random.Generator, unit: Floats, paint: Color, dark: Color) -> Part:
    """Fuselage, often flat behind, with a dark nose cone."""
    length, radius, _ = unit
    x = np.linspace(-0.5, 0.5, 17)
    at = [-0.5, -0.3, 0.05, 0.25, 0.38, 0.46, 0.5]
    size = np.interp(x, at, [0.72, 1.0, 1.0, 0.74, 0.46, 0.2, 0.02])
    flat = np.interp(x, [-0.5, 0.0, 0.2, 0.5], [1.7, 1.6, 1.05, 1.0]) if rng.random() < 0.6 else 1.0
    middles = points(x * length, 0, -0.1 * radius * (x > 0.2))
    halves = np.column_stack([size * flat, size]) * radius
    body = hull(middles, halves, paint, axis=0, power=2.6, sections=20)
    return repaint(body, centers(body)[:, 0] > length * 0.43, dark)


def _ducts(unit: Floats, paint: Color, twin: bool) -> list[Part]:
    """Intakes along both sides, one or two nozzles behind."""
    length, radius, _ = unit
    parts = []
    for hand in (-1, 1):
        path = [unit * (0.14, hand * 1.15, -0.1), unit * (-0.16, hand * 1.05, -0.1)]
        halves = radius * np.array([(0.5, 0.66), (0.6, 0.66)])
        parts.append(hull(path, halves, paint, axis=0, power=5))
        mouth = unit * (0.142, hand * 1.15, -0.1)
        parts.append(box(unit * (0.006, 0.7, 0.95), mouth, (30, 30, 32)))
    wide, ahead = radius * (0.66 if twin else 0.8), np.array([length, 0, 0])
    for y in (-0.75, 0.75) if twin else (0.0,):
        end = unit * (-0.5, y, 0)
        parts.append(rod(end + 0.03 * ahead, end - 0.035 * ahead, wide, (70, 70, 74), 16))
        parts.append(stub(end, -length * 0.037, wide * 0.8, (28, 28, 30), 16))
    return parts


def _store(rng: np.random.Generator, spot: Floats, unit: Floats, dark: Color) -> list[Part]:
    """Missile below the wing and its pylon."""
    length, radius, _ = unit
    path = [np.add(spot, (share * length, 0, 0)) for share in (0.08, 0.06, -0.08)]
    halves = np.outer([0.1, 1, 1], [radius * 0.17])
    missile = hull(path, halves, tint(rng, [(236, 236, 232), *METALS]), axis=0, sections=10)
    pylon = box(unit * (0.05, 0.1, 0.4), np.add(spot, (0, 0, radius * 0.22)), dark)
    return [missile, pylon]
