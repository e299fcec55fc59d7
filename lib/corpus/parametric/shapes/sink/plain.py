"""Basins and taps, and the sinks that need nothing else: on a column or on the wall."""

import numpy as np

from lib.corpus.parametric.palette import BRASSES, CERAMICS, METALS, STONES, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, boxes, lathe, loft, oval, pipe, rod, stub
from lib.corpus.parametric.parts_organic import points, repaint


def basin(
    rng: np.random.Generator,
    size: tuple[float, float, float],
    top: float,
    power: float,
    outside: Color,
    inside: Color,
    rim: float,
    base: float,
) -> Part:
    """Bowl of `size` (depth, width, height) whose rim is at `top`; `base` narrows its foot."""
    depth, width, height = size
    share = np.linspace(0, 1, 7)
    outer = [(base + (1 - base) * s**0.5, top - height * (1 - s)) for s in share]
    inset, drop = 1 - 2 * rim / depth, height * rng.uniform(0.74, 0.88)
    inner = [(inset * (0.3 + 0.7 * s**0.45), top - drop * (1 - s)) for s in share[::-1]]
    x, y = oval(depth, width, power, 36).T
    part = loft([points(x * scale, y * scale, z) for scale, z in [*outer, *inner]], outside)
    # The loft's faces carry the number of their ring in their smallest vertex.
    return repaint(part, np.asarray(part.faces).min(axis=1) // 36 >= 6, inside)


def tap(
    rng: np.random.Generator, at: tuple[float, float], level: float, tall: float, metal: Color
) -> list[Part]:
    """Spout towards +x, with one lever or two crosses."""
    x, y = at
    kind, reach = pick(rng, ("arc", "square", "low")), rng.uniform(0.12, 0.2)
    if kind == "arc":
        half, angle = reach / 2, np.linspace(np.pi, 0, 9)
        bow = np.column_stack([half + half * np.cos(angle), tall - half + half * np.sin(angle)])
        bends = [*bow, (reach, tall - half - 0.04)]
    elif kind == "square":
        bends = [(0, tall), (reach, tall), (reach, tall - 0.04)]
    else:
        bends = [(0, tall * 0.6), (reach * 0.5, tall * 0.75), (reach, tall * 0.6)]
    along, up = np.transpose([(0, 0), *bends])
    spout = pipe(points(x + along, y, level + up), 0.014, metal, 8)
    parts = [spout, stub((x, y, level), 0.04, 0.024, metal, axis=2)]
    if rng.random() >= 0.5:
        lever = rod((x, y + 0.02, level + 0.05), (x + 0.02, y + 0.1, level + 0.08), 0.009, metal, 8)
        return [*parts, lever]
    cross = [[0.06, 0.016, 0.014], [0.016, 0.06, 0.014]]
    for side in (y - 0.09, y + 0.09):
        parts.append(stub((x, side, level), 0.045, 0.013, metal, 8, axis=2))
        parts.append(boxes(cross, [x, side, level + 0.05], metal))
    return parts


def drain(x: float, y: float, z: float, metal: Color) -> Part:
    """Ring at the bottom of a basin."""
    return lathe([(0, 0), (0.028, 0), (0.028, 0.012), (0, 0.012)], metal, (x, y, z), 12)


def pedestal(rng: np.random.Generator) -> list[Part]:
    """Wash basin on a column."""
    white, metal = tint(rng, CERAMICS, 0.03), tint(rng, METALS + BRASSES)
    depth, width, height = rng.uniform(0.42, 0.52), rng.uniform(0.5, 0.7), rng.uniform(0.16, 0.22)
    top, power = rng.uniform(0.8, 0.88), rng.uniform(2, 6)
    bowl = basin(rng, (depth, width, height), top, power, white, shade(white, 0.9), 0.04, 0.45)
    foot, waist = rng.uniform(0.11, 0.16), rng.uniform(0.06, 0.09)
    neck = top - height * 0.7
    profile = [(0, 0), (foot, 0), (foot, 0.03), (waist * 1.2, 0.1), (waist, 0.35)]
    profile += [(waist * 1.2, top - height), (waist * 2, neck), (0, neck)]
    column = lathe(profile, shade(white, 0.97), (-0.03, 0, 0), pick(rng, (8, 24)))
    ledge = box((0.1, width * 0.8, 0.05), (-depth / 2 + 0.03, 0, top - 0.02), white)
    spout = tap(rng, (-depth / 2 + 0.05, 0), top, rng.uniform(0.12, 0.2), metal)
    parts = [bowl, column]
    if rng.random() < 0.4:
        size = (0.03, width * 0.9, rng.uniform(0.08, 0.2))
        parts.append(box(size, (-depth / 2, 0, top + 0.06), white))
    return [*parts, ledge, *spout, drain(0, 0, top - height * 0.72, metal)]


def wall(rng: np.random.Generator) -> list[Part]:
    """Wall-hung basin with its trap, on a tiled splash back."""
    white, metal = tint(rng, CERAMICS, 0.03), tint(rng, METALS + BRASSES)
    depth, width, height = rng.uniform(0.38, 0.5), rng.uniform(0.45, 0.8), rng.uniform(0.13, 0.2)
    top, x, power = 0.45, -depth / 2, rng.uniform(3, 9)
    bowl = basin(rng, (depth, width, height), top, power, white, shade(white, 0.9), 0.05, 0.75)
    bends = top - height - np.array([0, 0.12, 0.16, 0.12, 0.06, 0.06])
    trap = pipe(points([0, 0, -0.04, -0.08, -0.1, x], 0, bends), 0.02, metal, 8)
    back = (0.03, width + rng.uniform(0.1, 0.3), rng.uniform(0.25, 0.5))
    tile = tint(rng, [*STONES, (120, 160, 170), (90, 120, 150)])
    return [
        bowl,
        trap,
        box(back, (x, 0, top + back[2] / 2 - 0.18), tile),
        box((0.1, width * 0.7, 0.05), (x + 0.05, 0, top - 0.03), white),
        *tap(rng, (x + 0.07, 0), top, rng.uniform(0.12, 0.2), metal),
        drain(0, 0, top - height * 0.75, metal),
    ]
