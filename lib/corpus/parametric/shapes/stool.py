"""Stool: a seat for one without a back."""

import itertools

import numpy as np

from lib.corpus.parametric.furniture import joined
from lib.corpus.parametric.palette import (
    DARKS,
    FABRICS,
    LEATHERS,
    METALS,
    PLASTICS,
    WOODS,
    pick,
    shade,
    tint,
)
from lib.corpus.parametric.parts import (
    Color,
    Part,
    box,
    boxes,
    lathe,
    rod,
    rounded_box,
    rounded_rectangle,
    slab,
    taper,
    torus,
)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: splayed legs with rungs, bar stool on a disc, star base, stacking, square, step."""
    return pick(rng, (_splayed, _splayed, _disc, _star, _square, _step))(rng)


def _seat(rng: np.random.Generator, radius: float, level: float, wood: Color) -> list[Part]:
    """Round seat: flat board, dished board, or a pad with a rim."""
    kind = pick(rng, ("board", "dished", "pad"))
    if kind == "pad":
        cover, swell = tint(rng, LEATHERS + FABRICS + PLASTICS), rng.uniform(0.05, 0.09)
        pad = [
            (0, 0),
            (radius, 0),
            (radius * 1.03, swell * 0.4),
            (radius * 0.96, swell * 0.8),
            (radius * 0.7, swell),
            (0, swell),
        ]
        ring = [(0, -0.03), (radius * 0.95, -0.03), (radius * 0.95, 0), (0, 0)]
        return [lathe(pad, cover, (0, 0, level)), lathe(ring, tint(rng, METALS), (0, 0, level))]
    thick = rng.uniform(0.03, 0.05)
    board = [
        (0, -thick),
        (radius * 0.94, -thick),
        (radius, -thick * 0.5),
        (radius, -0.006),
        (radius * 0.97, 0),
    ]
    bottom = -0.012 if kind == "dished" else 0.0
    return [lathe([*board, (radius * 0.6, bottom), (0, bottom)], wood, (0, 0, level))]


def _splayed(rng: np.random.Generator) -> list[Part]:
    """Three or four leaning legs under a round seat, with rungs or a ring."""
    wood, leg = tint(rng, [*WOODS, *PLASTICS]), tint(rng, [*WOODS, *METALS, *DARKS])
    level, radius = rng.uniform(0.42, 0.8), rng.uniform(0.15, 0.2)
    count, spread = int(rng.integers(3, 5)), rng.uniform(1.15, 1.55)
    near, thick = radius * 0.72, rng.uniform(0.014, 0.024)
    angles = 2 * np.pi * (np.arange(count) + 0.25) / count
    heads = np.column_stack(
        [near * np.cos(angles), near * np.sin(angles), np.full(count, level - 0.02)]
    )
    feet = heads * [spread, spread, 0]
    parts = _seat(rng, radius, level, wood)
    parts += [taper(a, b, thick, thick * 0.72, leg) for a, b in zip(heads, feet, strict=True)]
    for share in (0.35,) if level < 0.6 or rng.random() < 0.5 else (0.28, 0.5):
        spots = feet + (heads - feet) * share
        if rng.random() < 0.35:
            ring = float(np.linalg.norm(spots[0, :2]))
            parts.append(torus(ring, 0.01, (0, 0, spots[0, 2]), leg, (0, 0, 1)))
            continue
        for index in range(count):
            lift = 0.03 * (index % 2)
            ends = spots[index] + [0, 0, lift], spots[(index + 1) % count] + [0, 0, lift]
            parts.append(rod(*ends, thick * 0.6, leg, 8))
    return parts


def _disc(rng: np.random.Generator) -> list[Part]:
    """Bar stool: column on a disc or trumpet, with a foot ring."""
    metal, level = tint(rng, METALS + DARKS), rng.uniform(0.62, 0.8)
    foot, column = rng.uniform(0.19, 0.24), rng.uniform(0.022, 0.035)
    flare = rng.uniform(0.02, 0.12)
    base = [
        (0, 0),
        (foot, 0),
        (foot, 0.012),
        (foot * 0.5, 0.03),
        (column * 1.5, 0.04 + flare),
        (column, level * 0.5),
        (column * 0.8, level),
        (0, level),
    ]
    parts = [lathe(base, metal)]
    if rng.random() < 0.35:
        side = rng.uniform(0.34, 0.4)
        cover = tint(rng, LEATHERS + FABRICS + PLASTICS)
        parts.append(rounded_box((side, side, 0.08), (0, 0, level + 0.03), cover, 0.035))
    else:
        parts += _seat(rng, rng.uniform(0.16, 0.2), level + 0.02, tint(rng, WOODS))
    ring, z = rng.uniform(0.13, 0.18), rng.uniform(0.22, 0.32)
    parts.append(torus(ring, 0.011, (0, 0, z), metal, (0, 0, 1)))
    for angle in np.radians([30, 150, 270]):
        parts.append(
            rod((0, 0, z), (ring * np.cos(angle), ring * np.sin(angle), z), 0.009, metal, 8)
        )
    return parts


def _star(rng: np.random.Generator) -> list[Part]:
    """Work stool on four or five castors or gliders."""
    metal, level = tint(rng, METALS + DARKS), rng.uniform(0.45, 0.66)
    count, reach = int(rng.integers(4, 6)), rng.uniform(0.22, 0.29)
    parts = [
        rod((0, 0, 0.08), (0, 0, level), 0.025, metal),
        rod((0, 0, 0.1), (0, 0, level * 0.6), 0.034, shade(metal, 0.8)),
    ]
    wheels = rng.random() < 0.7
    for angle in 2 * np.pi * (np.arange(count) + 0.2) / count:
        x, y = reach * np.cos(angle), reach * np.sin(angle)
        parts.append(taper((0, 0, 0.13), (x, y, 0.07), 0.03, 0.018, metal, 8))
        if wheels:
            parts.append(rod((x, y - 0.02, 0.028), (x, y + 0.02, 0.028), 0.028, (38, 38, 42), 12))
        else:
            parts.append(rod((x, y, 0), (x, y, 0.07), 0.014, (38, 38, 42), 8))
    if rng.random() < 0.5:
        parts.append(torus(reach * 0.75, 0.01, (0, 0, 0.22), metal, (0, 0, 1)))
        for angle in np.radians([0, 120, 240]):
            tip = (reach * 0.75 * np.cos(angle), reach * 0.75 * np.sin(angle), 0.22)
            parts.append(rod((0, 0, 0.22), tip, 0.008, metal, 8))
    return parts + _seat(rng, rng.uniform(0.17, 0.2), level, tint(rng, WOODS))


def _square(rng: np.random.Generator) -> list[Part]:
    """Square or oblong seat on straight legs with stretchers."""
    wood, frame = tint(rng, [*WOODS, *PLASTICS[:4]]), tint(rng, [*WOODS, *METALS, *DARKS])
    depth, level = rng.uniform(0.28, 0.36), rng.uniform(0.42, 0.76)
    width, thick = depth * rng.uniform(1.0, 1.3), rng.uniform(0.025, 0.045)
    x, y = depth / 2 - thick * 0.8, width / 2 - thick * 0.8
    lean = rng.uniform(0.0, 0.14) * level
    parts = []
    for a in (-1, 1):
        for b in (-1, 1):
            foot = (a * (x + lean), b * (y + lean * 0.5), 0)
            parts.append(taper((a * x, b * y, level), foot, thick / 2, thick / 2.2, frame, 4))
    z = level * rng.uniform(0.25, 0.5)
    out = 1 - z / level
    x1, y1 = x + lean * out, y + lean * 0.5 * out
    bars = [[[2 * x1, thick * 0.6, thick * 0.8], [0, s * y1, z]] for s in (-1, 1)]
    bars += [[[thick * 0.6, 2 * y1, thick * 0.8], [s * x1, 0, z + 0.06]] for s in (-1, 1)]
    parts.append(joined(bars, frame))
    parts.append(box((2 * x, 2 * y, 0.05), (0, 0, level - 0.025), frame))
    kind = pick(rng, ("board", "saddle", "pad", "slats"))
    if kind == "pad":
        cover = tint(rng, FABRICS + LEATHERS)
        parts.append(rounded_box((depth, width, 0.08), (0, 0, level + 0.035), cover, 0.035))
    elif kind == "slats":
        xs = np.linspace(-depth / 2, depth / 2, 6)
        middles = [[(a + b) / 2, 0, level + 0.012] for a, b in itertools.pairwise(xs)]
        parts.append(boxes([depth / 5 * 0.78, width, 0.025], middles, wood))
    elif kind == "saddle":
        ys = np.linspace(-width / 2, width / 2, 11)
        for low, high in itertools.pairwise(ys):
            rise = 0.03 * ((low + high) / width) ** 2
            parts.append(
                box(
                    (depth, high - low + 0.002, 0.03 + rise),
                    (0, (low + high) / 2, level + 0.015 + rise / 2),
                    wood,
                )
            )
    else:
        outline = rounded_rectangle(depth + 0.02, width + 0.02, rng.uniform(0.01, 0.1))
        parts.append(slab(outline, 0.032, (0, 0, level + 0.016), wood))
    return parts


def _step(rng: np.random.Generator) -> list[Part]:
    """Low stool with a step in front, or a two-board milking stool."""
    wood = tint(rng, [*WOODS, *PLASTICS, (236, 234, 228)])
    level, width, deep = rng.uniform(0.4, 0.55), rng.uniform(0.36, 0.46), rng.uniform(0.22, 0.26)
    low, top = level * rng.uniform(0.42, 0.52), tint(rng, [*WOODS, shade(wood, 1.15)])
    step = rng.uniform(0.17, 0.24)
    y, thick = width / 2 - 0.03, 0.03
    boards = []
    for side in (-1, 1):
        boards += [
            [[0.05, thick, level], [deep / 2 - 0.025, side * y, level / 2]],
            [[0.05, thick, level], [-deep / 2 + 0.025, side * y, level / 2]],
            [[0.05, thick, low], [deep / 2 + step - 0.025, side * y, low / 2]],
            [[deep + step, thick, 0.05], [step / 2, side * y, low - 0.025]],
            [[deep, thick, 0.05], [0, side * y, level - 0.025]],
        ]
    boards.append([[0.03, 2 * y, 0.05], [-deep / 2 + 0.02, 0, low * 0.8]])
    parts = [joined(boards, wood)]
    parts.append(
        slab(rounded_rectangle(deep + 0.05, width + 0.04, 0.03), 0.03, (0, 0, level + 0.015), top)
    )
    parts.append(
        slab(
            rounded_rectangle(step + 0.02, width + 0.02, 0.03),
            0.028,
            (deep / 2 + step / 2, 0, low + 0.014),
            top,
        )
    )
    return parts
