"""TV stand: a low, wide media cabinet with open bays for players, often with its screen."""

import itertools

import numpy as np

from lib.corpus.parametric.furniture import carcass, drawers, four_legs, front, handle
from lib.corpus.parametric.palette import (
    DARKS,
    FABRICS,
    GLASS,
    LACQUER,
    METALS,
    WOODS,
    fittings,
    pick,
    shade,
    tint,
)
from lib.corpus.parametric.parts import Color, Part, box, boxes, lathe, oval, rod, slab

_SCREEN: Color = (30, 34, 44)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: sideboard with bays, open shelves, glass rack, floating with column, corner."""
    kind = pick(rng, ("bays", "bays", "shelves", "glass", "column", "legs"))
    width, depth = rng.uniform(1.1, 1.9), rng.uniform(0.38, 0.48)
    height = rng.uniform(0.4, 0.6)
    if kind == "glass":
        parts = _rack(rng, depth, width * 0.8, height)
    else:
        parts = _cabinet(rng, kind, depth, width, height)
    if kind == "column":
        return parts + _column(rng, depth, width, height)
    if rng.random() < 0.6:
        parts += _screen(rng, width * rng.uniform(0.55, 0.8), height, depth)
    return parts


def _cabinet(
    rng: np.random.Generator, kind: str, depth: float, width: float, height: float
) -> list[Part]:
    """Carcass whose bays are open, shelved or closed by a door or drawers."""
    color = tint(rng, [*WOODS, *LACQUER])
    metal, style = fittings(rng, color), pick(rng, ("plain", "framed", "raised", "louvred"))
    lift = rng.uniform(0.14, 0.24) if kind == "legs" else rng.uniform(0.03, 0.09)
    board = rng.uniform(0.02, 0.035)
    parts = carcass(depth, width, lift, height, board, color, shade(color, 0.55))
    if kind == "legs":
        legs = pick(rng, ("tapered", "splayed", "hairpin", "square"))
        parts += four_legs(
            legs, depth - 0.06, width * 0.88, lift, 0.045, tint(rng, [*WOODS, *DARKS])
        )
    else:
        parts.append(
            box((depth * 0.9, width * 0.96, lift), (-0.01, 0, lift / 2), shade(color, 0.7))
        )
    edge = rng.uniform(0, 0.04)
    parts.append(box((depth + edge, width + edge, 0.02), (0, 0, height + 0.01), shade(color, 0.85)))
    count = int(rng.integers(2, 5))
    shares = rng.uniform(0.8, 1.4, count)
    walls = width * (np.concatenate([[0], np.cumsum(shares)]) / shares.sum() - 0.5)
    clear = height - lift
    middles = [[board / 2, y, (height + lift) / 2] for y in walls[1:-1]]
    parts.append(boxes([depth - board, board, clear], middles, color))
    bays = ["open"] * count
    if kind != "shelves":
        for closed in rng.permutation(count)[: count // 2]:
            bays[closed] = pick(rng, ("door", "drawers", "pane"))
    face = shade(color, 1.1) if rng.random() < 0.6 else tint(rng, WOODS + LACQUER)
    for bay, left, right in zip(bays, walls[:-1], walls[1:], strict=True):
        y, wide, z = (left + right) / 2, right - left - board * 0.5, (height + lift) / 2
        if bay == "drawers":
            levels = np.linspace(lift + 0.005, height - 0.005, int(rng.integers(3, 4)))
            parts += drawers(
                depth / 2,
                y,
                wide,
                levels,
                style if style != "louvred" else "plain",
                face,
                "bar",
                metal,
            )
        elif bay == "pane":
            parts += front("framed", depth / 2 - 0.01, y, z, wide, clear - 0.02, face)
            parts.append(box((0.02, wide - 0.11, clear - 0.13), (depth / 2, y, z), GLASS))
        elif bay == "door":
            parts += front(style, depth / 2, y, z, wide, clear - 0.015, face)
            parts += handle("knob", (depth / 2 + 0.018, right - 0.06, z), metal, 0.06)
        else:
            shelves = 1 if clear < 0.36 else 2
            levels = lift + clear * np.arange(shelves) / shelves
            if shelves == 2:
                parts.append(
                    box((depth - board, wide, 0.018), (board / 2, y, levels[1] + 0.009), color)
                )
            for level in levels:
                parts += _player(rng, depth, y, wide, level + board, clear / shelves)
    return parts


def _player(
    rng: np.random.Generator, depth: float, y: float, wide: float, level: float, clear: float
) -> list[Part]:
    """Receiver with knobs, a slim player with a light, a console, or a row of discs."""
    kind = pick(rng, ("receiver", "player", "discs", "player"))
    room = min(wide * 0.8, 0.44)
    if kind == "discs":
        count = max(4, int(room / 0.02))
        tall = min(0.19, clear * 0.7)
        ys = y - room / 2 + 0.02 * np.arange(count)
        covers = np.array(FABRICS)[rng.integers(len(FABRICS), size=count)]
        return [
            boxes([0.14, 0.016, tall], [[depth * 0.2, at, level + tall / 2] for at in ys], covers)
        ]
    tall = min(0.14 if kind == "receiver" else 0.06, clear * 0.55)
    case, x = tint(rng, [*DARKS, METALS[0]]), depth * 0.42
    box_part = box((depth * 0.7, room, tall), (x - depth * 0.35, y, level + tall / 2 + 0.008), case)
    z = level + tall / 2 + 0.008
    strip = box((0.006, room * 0.36, tall * 0.4), (x + 0.002, y, z), (90, 170, 200))
    parts = [box_part, strip]
    if kind == "receiver":
        for side in (-1, 1):
            at = y + side * room * 0.34
            parts.append(rod((x, at, z), (x + 0.02, at, z), min(0.024, tall / 3), METALS[0], 12))
    return parts


def _rack(rng: np.random.Generator, depth: float, width: float, height: float) -> list[Part]:
    """Three panes on tubes or on a spine."""
    metal, pane = tint(rng, METALS + DARKS), pick(rng, (GLASS, (46, 50, 56)))
    count = int(rng.integers(2, 4))
    levels = np.linspace(rng.uniform(0.06, 0.14), height, count)
    bow = rng.uniform(0.0, 0.12)
    ys = np.linspace(-width / 2, width / 2, 15)
    edge = depth / 2 + bow * (1 - (2 * ys / width) ** 2)
    outline = np.vstack(
        [np.column_stack([edge, ys]), [[-depth / 2, width / 2], [-depth / 2, -width / 2]]]
    )
    parts = [slab(outline, 0.014, (0, 0, level), pane) for level in levels]
    x, y, radius = depth / 2 - 0.05, width / 2 - 0.07, rng.uniform(0.018, 0.035)
    for a in (-x, x):
        for b in (-y, y):
            parts.append(rod((a, b, 0), (a, b, height + 0.012), radius, metal, 14))
    if rng.random() < 0.6:
        parts.append(box((0.04, 0.16, height), (-depth / 2 + 0.04, 0, height / 2), metal))
    for level, above in itertools.pairwise(levels):
        for at in (-width * 0.24, width * 0.24):
            parts += _player(rng, depth, at, width * 0.44, level, above - level)
    return parts


def _screen(
    rng: np.random.Generator, wide: float, base: float, depth: float, lift: float = 0.06
) -> list[Part]:
    """Flat television with two feet or a plate."""
    tall, frame = wide * 9 / 16, tint(rng, DARKS)
    x, low = -depth * 0.1, base + 0.02 + lift
    parts = [
        box((0.045, wide, tall), (x, 0, low + tall / 2), frame),
        box((0.01, wide - 0.03, tall - 0.04), (x + 0.022, 0, low + tall / 2 + 0.004), _SCREEN),
    ]
    if lift > 0.1:
        return parts
    if rng.random() < 0.5:
        for side in (-1, 1):
            parts.append(box((0.22, 0.03, 0.015), (x, side * wide * 0.36, base + 0.028), frame))
            parts.append(
                box((0.03, 0.025, lift + 0.02), (x, side * wide * 0.36, low - lift / 2), frame)
            )
    else:
        parts.append(slab(oval(0.22, wide * 0.4, 3), 0.014, (x, 0, base + 0.028), frame))
        parts.append(
            lathe(
                [(0, 0), (0.03, 0), (0.03, lift + 0.02), (0, lift + 0.02)],
                frame,
                (x, 0, base + 0.02),
                10,
            )
        )
    if rng.random() < 0.4:
        bar = (0.08, wide * 0.7, 0.055)
        parts.append(box(bar, (depth * 0.32, 0, base + 0.048), (44, 44, 48)))
    return parts


def _column(rng: np.random.Generator, depth: float, width: float, height: float) -> list[Part]:
    """Back panel or post that carries the screen above the cabinet."""
    color = tint(rng, [*WOODS, *DARKS, *LACQUER])
    wide, lift = width * rng.uniform(0.55, 0.8), rng.uniform(0.14, 0.3)
    top = height + lift + wide * 9 / 16
    broad = rng.uniform(0.12, 0.9) * wide
    parts = [box((0.04, broad, top - 0.1), (-depth * 0.1 - 0.05, 0, (top - 0.1) / 2), color)]
    if rng.random() < 0.4:
        parts.append(
            box((depth * 0.5, wide * 0.7, 0.018), (depth * 0.1, 0, height + lift * 0.6), GLASS)
        )
    return parts + _screen(rng, wide, height, depth, lift)
