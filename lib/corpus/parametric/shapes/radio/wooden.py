"""Wooden radios: table sets and the arched sets of the 1930s."""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.parametric.palette import BRASSES, CERAMICS, FABRICS, WOODS, shade, tint
from lib.corpus.parametric.parts import Part, box, boxes, panel, stub, torus
from lib.corpus.parametric.shapes.radio.controls import DARK, case, dial, knob, slots


def table(rng: np.random.Generator) -> list[Part]:
    """Wooden cabinet on feet, cloth before the speaker, two big knobs."""
    wide, wood = rng.uniform(0.26, 0.42), tint(rng, WOODS)
    tall, deep = wide * rng.uniform(0.46, 0.76), wide * rng.uniform(0.3, 0.56)
    parts = [case(deep, wide, tall, wood, wide * rng.uniform(0.01, 0.12))]
    front = tint(rng, [*CERAMICS, shade(wood, 0.7), *FABRICS])
    parts.append(box((0.006, wide * 0.88, tall * 0.82), (-0.001, 0, tall / 2), front))
    cloth = tint(rng, [(206, 184, 140), (150, 120, 80), (90, 80, 72)])
    color = tint(rng, [*BRASSES, *CERAMICS, DARK])
    if rng.random() < 0.5:
        parts += slots(rng, (0, tall * 0.64), (wide * 0.8, tall * 0.42), (10, 22), cloth)
        parts += dial(rng, 0, tall * 0.26, wide * 0.46, tall * 0.18)
        spots = [-0.34, 0.34]
    else:
        side = rng.choice([-1.0, 1.0])
        center, size = (side * wide * 0.18, tall / 2), (wide * 0.44, tall * 0.68)
        parts += slots(rng, center, size, (8, 16), cloth)
        parts += dial(rng, -side * wide * 0.25, tall * 0.68, wide * 0.3, tall * 0.26)
        spots = [-side * 0.33, -side * 0.17]
    for spot in spots:
        parts += knob(spot * wide, tall * 0.26, tall * rng.uniform(0.08, 0.11), color)
    feet = [(x, y * wide * 0.4, -0.006) for x in (-0.03, -deep + 0.03) for y in (-1, 1)]
    return [*parts, boxes((0.02, 0.03, 0.016), feet, shade(wood, 0.6))]


def arched(rng: np.random.Generator) -> list[Part]:
    """Cathedral set: round-topped case with fretwork over the cloth."""
    wide, wood = rng.uniform(0.26, 0.34), tint(rng, WOODS)
    tall, deep = wide * rng.uniform(1.05, 1.5), wide * rng.uniform(0.42, 0.72)
    power = rng.uniform(1.3, 2.6)
    angle = np.linspace(0, np.pi, 25)
    spring = tall * rng.uniform(0.4, 0.6)

    def arch(scale: float) -> Floats:
        y = scale * wide / 2 * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** (2 / power)
        z = spring + scale * (tall - spring) * np.sin(angle) ** (2 / power)
        half, low = scale * wide / 2, spring * (1 - scale)
        return np.vstack([np.column_stack([y, z]), [(-half, low), (half, low)]])

    parts = [panel(arch(1.0), deep, (-deep / 2, 0, 0), wood, 0)]
    parts.append(panel(arch(0.9), 0.004, (0.001, 0, 0), shade(wood, 1.25), 0))
    cloth = tint(rng, [(206, 184, 140), (170, 140, 90), (120, 96, 66)])
    middle, fret = tall * 0.64, shade(wood, 0.7)
    parts.append(stub((0, 0, middle), 0.006, wide * 0.32, cloth, 32))
    bars = int(rng.integers(3, 6))
    for step in (np.arange(bars) - (bars - 1) / 2) / bars * 0.64:
        reach = wide * np.sqrt(0.32**2 - step**2)
        parts.append(box((0.012, wide * 0.025, 2 * reach), (0.004, step * wide, middle), fret))
    parts.append(torus(wide * 0.33, wide * 0.018, (0.005, 0, middle), fret, (1, 0, 0)))
    parts += dial(rng, 0, tall * 0.3, wide * rng.uniform(0.24, 0.4), tall * 0.09)
    for spot in (-0.26, 0.0, 0.26):
        parts += knob(spot * wide, tall * 0.14, wide * 0.05, tint(rng, [*BRASSES, DARK]))
    base = (deep * 1.08, wide * 1.08, tall * 0.04)
    return [*parts, box(base, (-deep / 2, 0, -tall * 0.01), shade(wood, 0.8))]
