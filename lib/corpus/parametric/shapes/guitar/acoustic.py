"""Acoustic and classical guitars."""

import numpy as np

from lib.corpus.parametric.palette import shade, tint
from lib.corpus.parametric.parts import Color, Part, box, panel, stub, torus
from lib.corpus.parametric.parts_organic import points, tube
from lib.corpus.parametric.shapes.guitar.neck import neck
from lib.corpus.parametric.shapes.guitar.outline import eight, inset

_TOPS: list[Color] = [(226, 180, 108), (208, 148, 76), (240, 208, 150), (180, 96, 44), (60, 44, 40)]
_SIDES: list[Color] = [(112, 62, 36), (86, 48, 32), (140, 84, 48), (64, 40, 32)]
_GUARDS: list[Color] = [(40, 30, 28), (120, 40, 30), (240, 230, 210)]


def acoustic(rng: np.random.Generator) -> list[Part]:
    """Hollow body with a round hole, a bridge, a pick guard or a rosette."""
    small = rng.random() < 0.15
    tall = rng.uniform(0.25, 0.3) if small else rng.uniform(0.45, 0.52)
    lower = tall * rng.uniform(0.37, 0.42)
    upper, waist = lower * rng.uniform(0.7, 0.82), lower * rng.uniform(0.56, 0.68)
    deep = tall * rng.uniform(0.18, 0.25)
    top, side = tint(rng, _TOPS), tint(rng, _SIDES)
    cut = rng.uniform(0.1, 0.18) * (rng.random() < 0.35)
    plan = eight(rng, (lower, waist, upper), tall, cut)
    parts = [panel(plan, deep, (-deep / 2, 0, 0), side, 0)]
    parts.append(panel(inset(plan, 0.985, tall / 2), 0.003, (0.0005, 0, 0), top, 0))
    loop = np.concatenate([plan, plan[:1]])
    trim = tint(rng, [(240, 232, 210), (60, 40, 30)])
    parts.append(tube(points(0, loop[:, 0], loop[:, 1]), 0.003, trim, 4))
    hole, radius = tall * rng.uniform(0.64, 0.68), tall * rng.uniform(0.09, 0.115)
    parts.append(stub((0, 0, hole), 0.003, radius, (34, 26, 24), 28))
    rosette = shade(side, 0.9)
    parts.append(torus(radius * 1.14, radius * 0.09, (0.0018, 0, hole), rosette, (1, 0, 0)))
    bridge = tall * rng.uniform(0.28, 0.34)
    parts.append(box((0.009, lower * 0.86, tall * 0.05), (0.004, 0, bridge), shade(side, 0.6)))
    saddle = (0.006, 0, bridge + tall * 0.01)
    parts.append(box((0.012, lower * 0.45, tall * 0.01), saddle, (240, 236, 224)))
    if rng.random() < 0.5:
        angle = np.linspace(-1.9, 0.5, 14)
        arc = radius * 1.25 * np.column_stack([np.cos(angle), np.sin(angle)]) + [0, hole]
        corners = [(radius * 2.4, hole - radius * 0.6), (radius * 1.7, hole - radius * 2.2)]
        guard = np.concatenate([arc, corners])
        parts.append(panel(guard, 0.003, (0.002, 0, 0), tint(rng, _GUARDS), 0))
    length = tall * rng.uniform(0.68, 0.8)
    return parts + neck(rng, tall * 0.99, length, 0.006, 4 if small else 6, bridge)
