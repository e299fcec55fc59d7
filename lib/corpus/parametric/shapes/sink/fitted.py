"""Sinks let into furniture or standing on it: vanities, vessels, kitchens."""

import numpy as np

from lib.corpus.parametric.furniture import carcass, drawers, front, handle, joined
from lib.corpus.parametric.palette import (
    BRASSES,
    CERAMICS,
    LACQUER,
    METALS,
    STONES,
    WOODS,
    fittings,
    pick,
    shade,
    tint,
)
from lib.corpus.parametric.parts import Color, Part, box, boxes, loft, rounded_rectangle
from lib.corpus.parametric.parts_organic import points, repaint
from lib.corpus.parametric.shapes.sink.plain import basin, drain, tap

_CABINETS: list[Color] = [*WOODS, *LACQUER]


def _cupboard(
    rng: np.random.Generator, depth: float, width: float, top: float, doors: int
) -> list[Part]:
    """Stand a base cabinet with doors, and at times a column of drawers."""
    color = tint(rng, _CABINETS)
    metal, style = fittings(rng, color), pick(rng, ("plain", "framed", "raised"))
    pale, lift = shade(color, 1.08), rng.uniform(0.06, 0.14)
    parts = carcass(depth, width, lift, top, 0.02, color)
    parts.append(box((depth * 0.88, width * 0.97, lift), (-0.02, 0, lift / 2), shade(color, 0.6)))
    leaf, tall, x = width / doors, top - lift - 0.02, depth / 2
    banked = int(rng.integers(doors)) if rng.random() < 0.5 and doors > 1 else -1
    for door in range(doors):
        y = ((door + 0.5) / doors - 0.5) * width
        if door == banked:
            levels = np.linspace(lift + 0.01, top - 0.01, 4)
            parts += drawers(x, y, leaf, levels, style, pale, "bar", metal)
            continue
        parts += front(style, x, y, (top + lift) / 2, leaf - 0.01, tall, pale)
        side = 1 if door % 2 == 0 else -1
        grip = (x + 0.018, y + side * (leaf / 2 - 0.05), lift + tall * 0.7)
        parts += handle("bar", grip, metal, 0.14, True)
    return parts


def _counter(
    depth: float, width: float, holes: list[tuple[float, float, float]], top: float, color: Color
) -> Part:
    """Work top with a rectangular hole (y, width, depth) a basin."""
    depth, width, thick = depth + 0.03, width + 0.04, 0.035
    edges = [y + side * wide / 2 for y, wide, _ in holes for side in (-1, 1)]
    edges, z = [-width / 2, *edges, width / 2], top - thick / 2
    spans = zip(edges[::2], edges[1::2], strict=True)
    rows = [([depth, b - a, thick], [0, (a + b) / 2, z]) for a, b in spans]
    for y, wide, deep in holes:
        rim = (depth - deep) / 2
        rows += [([rim, wide, thick], [s * (depth - rim) / 2, y, z]) for s in (-1, 1)]
    return joined(rows, color)


def vanity(rng: np.random.Generator) -> list[Part]:
    """Bathroom cabinet with one or two basins let into its top."""
    count = 1 if rng.random() < 0.6 else 2
    depth = rng.uniform(0.46, 0.56)
    width = rng.uniform(0.6, 0.95) if count == 1 else rng.uniform(1.2, 1.6)
    top, metal = rng.uniform(0.8, 0.88), tint(rng, METALS + BRASSES)
    stone, white = tint(rng, STONES), tint(rng, CERAMICS, 0.03)
    parts = _cupboard(rng, depth, width, top - 0.03, 2 * count)
    wide, deep, power = rng.uniform(0.36, 0.46), depth * rng.uniform(0.56, 0.66), rng.uniform(2, 7)
    spots = [0.0] if count == 1 else [-width / 4, width / 4]
    holes = [(y, wide * 0.8, deep * 0.8) for y in spots]
    parts.append(_counter(depth, width, holes, top, stone))
    size, inside = (deep, wide, 0.15), shade(white, 0.9)
    for y in spots:
        bowl = basin(rng, size, top + 0.025, power, white, inside, 0.03, 0.8)
        bowl.apply_translation((0.02, y, 0))
        parts += [bowl, drain(0.02, y, top - 0.09, metal)]
        parts += tap(rng, (-depth / 2 + 0.06, y), top, rng.uniform(0.12, 0.22), metal)
    if rng.random() < 0.6:
        tall = rng.uniform(0.08, 0.16)
        parts.append(box((0.02, width + 0.04, tall), (-depth / 2, 0, top + tall / 2), stone))
    return parts


def vessel(rng: np.random.Generator) -> list[Part]:
    """Bowl that stands on a shelf or a cabinet."""
    depth, width, top = rng.uniform(0.44, 0.54), rng.uniform(0.6, 1.1), rng.uniform(0.72, 0.8)
    metal, color = tint(rng, METALS + BRASSES), tint(rng, [*CERAMICS, *STONES, (60, 98, 120)])
    board = tint(rng, _CABINETS + STONES)
    if rng.random() < 0.5:
        parts = _cupboard(rng, depth, width, top - 0.04, 2)
    else:
        frame = tint(rng, [*METALS, (40, 40, 44), *WOODS])
        x, y = depth / 2 - 0.03, width / 2 - 0.03
        posts = [[a, b, top / 2] for a in (-x, x) for b in (-y, y)]
        shelf = (0, 0, top * rng.uniform(0.2, 0.5))
        parts = [
            boxes([0.035, 0.035, top - 0.02], posts, frame),
            box((depth - 0.04, width - 0.04, 0.02), shelf, board),
            boxes([0.03, 2 * y, 0.05], points([-x, x], 0, top - 0.07), frame),
        ]
    parts.append(box((depth + 0.02, width + 0.02, 0.045), (0, 0, top - 0.022), board))
    size = (depth * rng.uniform(0.66, 0.78), rng.uniform(0.36, 0.5), rng.uniform(0.12, 0.17))
    rim, tall, inside = top + size[2], size[2], shade(color, 0.85)
    power, base = rng.uniform(2, 8), rng.uniform(0.4, 0.8)
    bowl = basin(rng, size, rim, power, color, inside, 0.016, base)
    bowl.apply_translation((0.04, 0, 0))
    spout = tap(rng, (-depth / 2 + 0.06, 0), top, tall + rng.uniform(0.1, 0.18), metal)
    return [*parts, bowl, drain(0.04, 0, rim - tall * 0.72, metal), *spout]


def kitchen(rng: np.random.Generator) -> list[Part]:
    """Steel or stoneware sink with one or two bowls and a draining board in a base unit."""
    depth, top, metal = rng.uniform(0.55, 0.64), rng.uniform(0.86, 0.92), tint(rng, METALS)
    count, width = int(rng.integers(1, 3)), rng.uniform(0.95, 1.5)
    steel = tint(rng, METALS[:3]) if rng.random() < 0.7 else tint(rng, CERAMICS)
    parts = _cupboard(rng, depth, width, top - 0.03, 2 if width < 1.1 else 3)
    wide, deep, gap = rng.uniform(0.32, 0.4), depth * 0.62, 0.04
    side = pick(rng, (-1, 1))
    start = side * (width / 2 - 0.1 - wide / 2)
    spots = sorted(start - side * index * (wide + gap) for index in range(count))
    holes = [(y, wide, deep) for y in spots]
    parts.append(_counter(depth, width, holes, top, tint(rng, STONES + WOODS)))
    # How far in from the hole's edge, and how far above the counter, each ring of a well is.
    rings = ((-0.02, -0.2), (-0.02, 0.012), (0.012, 0.012), (0.02, -0.16))
    for y in spots:
        well = []
        for inset, rise in rings:
            x, across = rounded_rectangle(deep - 2 * inset, wide - 2 * inset, 0.05).T
            well.append(points(x, y + across, top + rise))
        bowl = loft(well, steel)
        inside = np.asarray(bowl.faces).min(axis=1) // len(well[0]) >= 2
        parts += [repaint(bowl, inside, shade(steel, 0.8)), drain(0, y, top - 0.165, (70, 72, 76))]
    reach = width - count * (wide + gap) - 0.22
    if reach > 0.15:
        y = -side * (width / 2 - 0.06 - reach / 2)
        ribs = points(0, y + np.linspace(-reach / 2, reach / 2, 9)[1:-1], top + 0.012)
        parts.append(box((deep + 0.04, reach, 0.01), (0, y, top + 0.004), steel))
        parts.append(boxes([deep - 0.04, 0.012, 0.012], ribs, shade(steel, 1.12)))
    tall = rng.uniform(0.24, 0.38)
    return parts + tap(rng, (-depth / 2 + 0.05, float(np.mean(spots))), top, tall, metal)
