"""Light airplanes: single propellers, biplanes, gliders."""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.parametric.palette import pick, shade, tint
from lib.corpus.parametric.parts import Part, both, box, boxes, rod, stub
from lib.corpus.parametric.parts_organic import blob, hull, points
from lib.corpus.parametric.shapes.airplane.body import (
    CAMOUFLAGES,
    GLASS,
    LIVERIES,
    WHITES,
    airframe,
    dress,
    fuselage,
)
from lib.corpus.parametric.shapes.airplane.engines import propeller
from lib.corpus.parametric.shapes.airplane.surfaces import tail, wings


def light(rng: np.random.Generator) -> list[Part]:
    """Single propeller, straight wing on top with struts or below the cabin, fixed wheels."""
    plane = airframe(rng, (6.5, 9), (0.075, 0.09), [*WHITES, *LIVERIES], spread=0.08)
    length, radius, paint, accent = plane.length, plane.radius, plane.paint, plane.accent
    body = fuselage(plane, 0.16, rng.uniform(0.5, 0.6), blunt=0.3, squash=0.85)
    parts = [dress(rng, plane, body, cockpit=False)]
    high = rng.random() < 0.55
    span, chord = length * rng.uniform(0.58, 0.7), length * rng.uniform(0.17, 0.22)
    lead, z = length * rng.uniform(0.16, 0.2), radius * (1.3 if high else -0.6)
    rise = span * (0.02 if high else rng.uniform(0.06, 0.1))
    tip = (lead - chord * rng.uniform(0, 0.2), span, z + rise)
    chords = (chord, chord * rng.uniform(0.6, 0.95))
    parts += wings((lead, 0, z), tip, chords, tint(rng, [paint, accent]), 0.1)
    x = np.array([0.27, 0.2, 0.04, -0.12]) * length
    cabin = radius * np.array([(0.5, 0.1), (0.72, 0.72), (0.72, 0.78), (0.3, 0.2)])
    parts.append(hull(points(x, 0, radius * 0.6), cabin, GLASS, axis=0, power=3))
    parts.append(box(plane.unit * (0.26, 0.5, 0.1), plane.unit * (0.1, 0, 1.34), paint))
    if high:
        x_strut = lead - chord * 0.4
        foot, head = (x_strut, radius * 0.7, -radius * 0.6), (x_strut, span * 0.5, z)
        parts += both([rod(foot, head, radius * 0.06, paint, 6)])
    hub = plane.unit * (0.505, 0, -0.18)
    parts += propeller(rng, hub, radius * rng.uniform(1.3, 1.6), accent)
    parts += tail(rng, plane, (-0.44, 0.5), rng.uniform(1.8, 2.3), "low", paint)
    size, axle = radius * 0.36, np.array([lead - chord * 0.5, radius * 1.2, -radius * 1.75])
    gear = _wheel(axle, size, radius * 0.9)
    if rng.random() < 0.4:
        fairing = (axle[0], axle[1], -radius * 1.65)
        gear.append(blob(fairing, (size * 1.8, size * 0.7, size), accent, 1))
    return parts + both(gear) + _wheel(plane.unit * (0.38, 0, -1.75), size * 0.85, radius)


def biplane(rng: np.random.Generator) -> list[Part]:
    """Two straight wings, one above the other, struts between, a round engine in front."""
    paints, accents = [*LIVERIES, *CAMOUFLAGES], [*LIVERIES, *WHITES]
    plane = airframe(rng, (6, 8), (0.07, 0.085), paints, accents, spread=0.08)
    length, radius, paint, accent = plane.length, plane.radius, plane.paint, plane.accent
    parts = [fuselage(plane, 0.1, 0.6, blunt=0.2)]
    span, chord = length * rng.uniform(0.55, 0.68), length * rng.uniform(0.17, 0.21)
    gap, stagger = radius * rng.uniform(2.1, 2.6), chord * rng.uniform(0.0, 0.35)
    lead, low = length * 0.26, -radius * 0.7
    for x, z in ((lead + stagger, low + gap), (lead, low)):
        tip = (x, span, z + span * 0.03)
        parts += wings((x, 0, z), tip, (chord, chord * 0.9), accent, 0.08)
    sides = []
    for share in (0.14, 0.62) if rng.random() < 0.5 else (0.12, 0.42, 0.78):
        for back in (0.2, 0.75):
            foot = (lead - chord * back, span * share, low)
            head = (lead + stagger - chord * back, span * share, low + gap)
            sides.append(rod(foot, head, radius * 0.07, shade(paint, 0.6), 6))
    sides += _wheel(plane.unit * (0.22, 1.1, -2.1), radius * 0.5, radius * 1.4)
    parts += both(sides)
    nose = length * 0.5
    parts.append(
        rod((nose - length * 0.08, 0, 0), (nose, 0, 0), radius * 1.15, shade(paint, 0.7), 20)
    )
    angle = np.arange(7) * 2 * np.pi / 7
    heads = points(nose, radius * 0.75 * np.cos(angle), radius * 0.75 * np.sin(angle))
    parts.append(boxes(plane.unit * (0.04, 0.3, 0.3), heads, (60, 60, 64)))
    hub = (nose + length * 0.03, 0, 0)
    parts += propeller(rng, hub, radius * rng.uniform(1.5, 1.9), (150, 110, 70))
    seat, pilot = plane.unit * (0.02, 0, 0.95), plane.unit * (0.02, 0, 1.15)
    parts.append(blob(seat, radius * np.array([0.75, 0.5, 0.3]), (60, 44, 34), 1))
    parts.append(blob(pilot, radius * 0.36, (200, 150, 110), 1))
    return parts + tail(rng, plane, (-0.44, 0.4), 2.0, "low", accent)


def glider(rng: np.random.Generator) -> list[Part]:
    """Slim body, very long straight wing, T-tail."""
    plane = airframe(rng, (6.5, 8), (0.048, 0.07))
    length, radius, white = plane.length, plane.radius, plane.paint
    body = fuselage(plane, rng.uniform(0.2, 0.28), rng.uniform(0.58, 0.7))
    span, chord = length * rng.uniform(0.72, 1.15), length * rng.uniform(0.09, 0.15)
    root = np.array([length * rng.uniform(0.1, 0.18), 0, radius * rng.uniform(0.0, 0.8)])
    taper = rng.uniform(0.3, 0.65)
    lead, _, z = root
    tip = np.array(
        [lead + chord * rng.uniform(-1.2, 0.2), span, z + span * rng.uniform(0.02, 0.15)]
    )
    parts = [body, *wings(root, tip, (chord, chord * taper), white, 0.1)]
    marked = (chord * (0.14 + 0.88 * taper), chord * taper * 1.02)
    parts += wings(root * 0.12 + tip * 0.88, tip, marked, plane.accent, 0.12)
    canopy = plane.unit * (0.13, 0.66, 0.62)
    parts.append(blob(plane.unit * (0.27, 0, 0.5), canopy, GLASS, 2))
    dress(rng, plane, body, cockpit=False)
    size, style = rng.uniform(1.9, 2.9), pick(rng, ["t", "t", "cross", "low"])
    return parts + tail(rng, plane, (-0.44, 0.4), size, style, white)


def _wheel(at: Floats, radius: float, up: float) -> list[Part]:
    """Wheel on a leg that reaches `up` above it."""
    wide = np.array([0, radius * 0.35, 0])
    return [
        rod(at - wide, at + wide, radius, (36, 36, 38), 14),
        stub(at, up, radius * 0.2, (150, 152, 156), 6, axis=2),
    ]
