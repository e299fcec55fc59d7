"""Electric guitars and basses: horned, with one bay, or angular."""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.parametric.palette import BRASSES, METALS, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, boxes, panel, rod, stub
from lib.corpus.parametric.parts_organic import points
from lib.corpus.parametric.shapes.guitar.neck import neck
from lib.corpus.parametric.shapes.guitar.outline import eight, inset

_PAINTS: list[Color] = [
    (196, 36, 40), (30, 32, 38), (44, 96, 170), (244, 240, 226), (110, 190, 190), (230, 170, 50),
    (150, 60, 130), (200, 104, 44),
]  # fmt: skip
_GUARDS: list[Color] = [(244, 242, 234), (34, 34, 36), (226, 206, 170)]
# Right halves of angular outlines from the bottom up, (y, z) in widths and heights, and where
# they meet the neck, y in metres: arrow, bolt, star.
_ANGULAR = [
    ([(0, 0.34), (0.62, 0), (1.05, 0.06)], (0.04, 1)),
    ([(0, 0.2), (1, 0), (0.55, 0.42), (0.9, 0.9)], (0.04, 0.86)),
    ([(0, 0.06), (1.1, 0.1), (0.66, 0.46), (0.78, 0.96)], (0.036, 0.82)),
]


def electric(rng: np.random.Generator) -> list[Part]:
    """Solid body with two horns, or with one bay beside the neck."""
    tall = rng.uniform(0.36, 0.44)
    lower = tall * rng.uniform(0.36, 0.42)
    upper, waist = lower * rng.uniform(0.74, 0.92), lower * rng.uniform(0.64, 0.76)
    horned = rng.random() < 0.6
    horn = rng.uniform(0.02, 0.12) if horned else 0.0
    plan = eight(rng, (lower, waist, upper), tall, rng.uniform(0.12, 0.2), horn)
    if horned:
        # The upper horn reaches farther than the lower one.
        plan[:, 1] += np.where(plan[:, 1] > 0.7 * tall, -0.16 * plan[:, 0], 0)
    joint = tall * (0.82 if horned else 0.94)
    return _solid(rng, plan, tall, lower, joint, rng.uniform(0.036, 0.05))


def angular(rng: np.random.Generator) -> list[Part]:
    """Arrow, bolt and star outlines of hard rock, all but arrows a little lopsided."""
    tall, wide = rng.uniform(0.42, 0.5), rng.uniform(0.17, 0.22)
    style = rng.integers(3)
    flank, (neck_y, neck_z) = _ANGULAR[style]
    right = np.array([*np.multiply(flank, (wide, tall)), (neck_y, neck_z * tall)])
    jitter = rng.uniform(0.8, 1.0, len(right) - 1)
    narrower = np.ones_like(jitter) if style == 0 else jitter
    left = right[1:] * np.column_stack([-narrower, np.ones_like(jitter)])
    plan = np.concatenate([right, left[::-1]])
    sides = zip(plan, np.roll(plan, -1, axis=0), strict=True)
    fine = np.concatenate([np.linspace(start, end, 6, endpoint=False) for start, end in sides])
    return _solid(rng, fine, tall, wide * 0.6, tall * 0.84, rng.uniform(0.034, 0.046))


def _solid(
    rng: np.random.Generator, plan: Floats, tall: float, lower: float, joint: float, deep: float
) -> list[Part]:
    """Solid body of any outline, its pick guard, fittings and neck."""
    color = tint(rng, _PAINTS)
    parts = [panel(plan, deep, (-deep / 2, 0, 0), color, 0)]
    style, middle = rng.integers(3), tall * 0.42
    if style == 0:
        # Burst finish: a lighter field within a dark rim.
        for scale, tone in ((0.93, 1.18), (0.78, 1.36)):
            field = inset(plan, scale, middle)
            parts.append(panel(field, 0.002 / scale, (0.0003, 0, 0), shade(color, tone), 0))
    elif style == 1:
        guard = inset(plan, np.array([0.62, 0.72]), middle) + 0.02 * tall
        parts.append(panel(guard, 0.004, (0.001, 0, 0), tint(rng, _GUARDS), 0))
    strings = 4 if rng.random() < 0.25 else 6
    length = tall * rng.uniform(1.0, 1.15) * (1.25 if strings == 4 else 1.0)
    bridge = tall * rng.uniform(0.24, 0.32)
    parts += _fittings(rng, tall, lower, bridge, joint, style == 1)
    return parts + neck(rng, joint, length, 0.012, strings, bridge, slanting=True)


def _fittings(
    rng: np.random.Generator, tall: float, lower: float, bridge: float, joint: float, guarded: bool
) -> list[Part]:
    """Pickups, bridge, knobs, switch, on the plane x = 0."""
    steel, dark = tint(rng, [*METALS, *BRASSES]), tint(rng, [(30, 30, 32), (240, 236, 224)])
    parts = [box((0.014, 0.09, 0.022), (0.006, 0, bridge), steel)]
    wide = rng.random() < 0.5
    count = 2 if wide else int(rng.integers(2, 4))
    for z in np.linspace(bridge + 0.045, joint - 0.05, count):
        cover = steel if wide and rng.random() < 0.5 else dark
        parts.append(box((0.012, 0.084, 0.04 if wide else 0.02), (0.005, 0, z), cover))
        pins = points(0.0115, np.linspace(-0.032, 0.032, 6), z)
        parts.append(boxes((0.002, 0.005, 0.005), pins, (210, 210, 212)))
    for number in range(int(rng.integers(2, 5))):
        row, column = divmod(number, 2)
        y = lower * (0.45 + 0.22 * column) + 0.012 * row
        z = tall * (0.12 + 0.13 * row + 0.06 * column)
        parts.append(stub((0, y, z), 0.014, 0.011, dark if guarded else steel, 14))
    switch = (0, lower * 0.5, tall * 0.44), (0.022, lower * 0.52, tall * 0.45)
    return [*parts, rod(*switch, 0.004, steel, 8)]
