"""Toilet: a bowl with seat and cistern."""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.parametric.palette import (
    BRASSES,
    CERAMICS,
    DARKS,
    METALS,
    STONES,
    WOODS,
    pick,
    shade,
    tint,
)
from lib.corpus.parametric.parts import (
    Color,
    Part,
    box,
    lathe,
    loft,
    pipe,
    rod,
    rounded_box,
    slab,
    turn,
)

_POINTS = 32
_GLAZES: list[Color] = [*CERAMICS, (172, 200, 190), (214, 196, 150), (160, 170, 186)]


def build(rng: np.random.Generator) -> list[Part]:
    """One of: close-coupled, one-piece, wall-hung before a panel, high cistern with a chain."""
    kind = pick(rng, ("coupled", "coupled", "onepiece", "hung", "high"))
    white = tint(rng, _GLAZES, 0.04)
    lid_color = white if rng.random() < 0.35 else tint(rng, [*WOODS, *DARKS, (238, 236, 230)])
    metal = tint(rng, METALS + BRASSES)
    length, width = rng.uniform(0.46, 0.54), rng.uniform(0.34, 0.39)
    level, square = rng.uniform(0.38, 0.43), rng.uniform(1.9, 3.2)
    parts = [_bowl(rng, kind, length, width, level, square, white)]
    parts += _seat(rng, length, width, level, square, lid_color, metal)
    back = -length / 2
    if kind == "hung":
        wall = (0.14, rng.uniform(0.5, 0.95), rng.uniform(0.95, 1.2))
        color = tint(rng, [*STONES, *WOODS, (120, 156, 164)])
        parts.append(box(wall, (back - 0.13, 0, wall[2] / 2), color))
        plate = (0.015, 0.22, 0.15)
        parts.append(box(plate, (back - 0.055, 0, wall[2] - 0.16), metal))
        buttons = [(0.012, 0.09, 0.11), (0.012, 0.07, 0.11)]
        for size, y in zip(buttons, (-0.045, 0.055), strict=True):
            parts.append(box(size, (back - 0.045, y, wall[2] - 0.16), shade(metal, 1.15)))
        return parts
    if kind == "high":
        return parts + _high(rng, back, level, white, metal)
    return parts + _cistern(rng, kind, back, width, level, white, metal)


def _plan(length: float, width: float, square: float, scale: float) -> Floats:
    """Egg outline: round in front (+x), squarer at the back."""
    angles = 2 * np.pi * (np.arange(_POINTS) + 0.5) / _POINTS
    unit = np.column_stack([np.cos(angles), np.sin(angles)])
    power = np.where(unit[:, 0] > 0, 2.0, square)[:, None]
    egg = np.sign(unit) * np.abs(unit) ** (2 / power) * [length / 2, width / 2]
    return np.asarray(egg * scale)


def _bowl(
    rng: np.random.Generator,
    kind: str,
    length: float,
    width: float,
    level: float,
    square: float,
    color: Color,
) -> Part:
    """Foot, waist, rim and inside as one closed skin."""
    if kind == "hung":
        low = level - rng.uniform(0.26, 0.32)
        rows = [
            (0.4, low, -0.1),
            (0.62, low + 0.02, -0.08),
            (0.86, low + 0.12, -0.04),
            (0.97, level - 0.07, 0),
        ]
    elif kind == "onepiece":
        skirt = rng.uniform(0.66, 0.86)
        rows = [
            (skirt, 0.0, -0.06),
            (skirt, 0.05, -0.06),
            (skirt * 1.04, level * 0.55, -0.04),
            (0.96, level - 0.08, 0),
        ]
    else:
        foot, waist = rng.uniform(0.58, 0.7), rng.uniform(0.44, 0.56)
        rows = [
            (foot, 0.0, -0.07),
            (foot * 0.97, 0.04, -0.07),
            (waist, level * 0.38, -0.06),
            (waist * 1.25, level * 0.6, -0.03),
            (0.94, level - 0.09, 0),
        ]
    rows += [
        (1.0, level - 0.04, 0),
        (1.0, level, 0),
        (0.74, level, 0.01),
        (0.66, level - 0.08, 0.01),
        (0.3, level - 0.2, -0.02),
    ]
    rings = []
    for scale, z, shift in rows:
        outline = np.add(_plan(length, width, square, scale), [shift, 0])
        rings.append(np.column_stack([outline, np.full(_POINTS, z)]))
    return loft(rings, color)


def _seat(
    rng: np.random.Generator,
    length: float,
    width: float,
    level: float,
    square: float,
    color: Color,
    metal: Color,
) -> list[Part]:
    """Ring to sit on, hinges, and the lid: down, or up against the cistern."""
    outer = _plan(length, width, square, 1.03)
    inner = np.add(_plan(length, width, square, 0.68), [0.015, 0])
    low, high = np.full(_POINTS, level), np.full(_POINTS, level + 0.022)
    # Two rings in one place would be a face without area, so the last is a trifle larger.
    lines = [(inner, low), (outer, low), (outer, high), (inner, high), (inner * 1.002, low)]
    ring = loft([np.column_stack(line) for line in lines], shade(color, 0.96))
    # The caps would close the hole one sits over.
    ring.update_faces((ring.faces < 5 * _POINTS).all(axis=1))
    lid = slab(_plan(length, width, square, 1.03), 0.02, (0, 0, level + 0.035), color)
    hinge = -length / 2 + 0.015
    if rng.random() < 0.55:
        turn(lid, -rng.uniform(82, 88), (0, 1, 0), (hinge, 0, level + 0.035))
        lid.apply_translation((0.03, 0, 0))
    hinges = [
        rod((hinge, s * 0.06, level + 0.03), (hinge, s * 0.1, level + 0.03), 0.015, metal, 8)
        for s in (-1, 1)
    ]
    return [ring, lid, *hinges]


def _cistern(
    rng: np.random.Generator,
    kind: str,
    back: float,
    width: float,
    level: float,
    color: Color,
    metal: Color,
) -> list[Part]:
    """Tank on the back of the bowl, with lid and lever or button."""
    wide, deep = width * rng.uniform(1.0, 1.25), rng.uniform(0.16, 0.2)
    tall = rng.uniform(0.3, 0.42) if kind == "coupled" else rng.uniform(0.16, 0.3)
    x, low = back - deep / 2 + 0.03, level - 0.03
    top = low + tall
    radius = rng.uniform(0.02, 0.06)
    parts = [rounded_box((deep, wide, tall), (x, 0, (low + top) / 2), color, radius)]
    parts.append(
        rounded_box((deep + 0.03, wide + 0.03, 0.04), (x, 0, top + 0.01), shade(color, 1.03), 0.015)
    )
    shelf = level if kind == "coupled" else 0.0
    support = (deep + 0.1, wide * 0.75, level - shelf * 0.7)
    parts.append(rounded_box(support, (x + 0.05, 0, level - support[2] / 2 - 0.005), color, 0.04))
    if rng.random() < 0.5:
        parts.append(
            lathe([(0, 0), (0.03, 0), (0.03, 0.014), (0, 0.018)], metal, (x, 0, top + 0.03), 14)
        )
    else:
        side = pick(rng, (-1, 1))
        y, z = side * wide * 0.36, top - 0.06
        parts.append(rod((x + deep / 2, y, z), (x + deep / 2 + 0.025, y, z), 0.014, metal, 10))
        parts.append(
            rod(
                (x + deep / 2 + 0.022, y, z),
                (x + deep / 2 + 0.022, y - side * 0.08, z - 0.01),
                0.008,
                metal,
                8,
            )
        )
    return parts


def _high(
    rng: np.random.Generator, back: float, level: float, color: Color, metal: Color
) -> list[Part]:
    """Cistern at head height with a flush pipe and a chain."""
    base = rng.uniform(1.25, 1.7)
    tank = tint(rng, [*WOODS, color])
    x, wide = back - 0.08, rng.uniform(0.42, 0.54)
    y = wide / 2 - 0.04
    drop = base - rng.uniform(0.4, 0.6)
    flush = [(x, 0, base), (x, 0, level - 0.06), (x + 0.04, 0, level - 0.1)]
    chain, pull = x + 0.15, [(0, 0), (0.02, 0.02), (0.014, 0.09), (0, 0.1)]
    return [
        box((0.2, wide, 0.26), (x, 0, base + 0.13), tank),
        box((0.24, wide + 0.04, 0.03), (x, 0, base + 0.27), shade(tank, 0.85)),
        pipe([*flush, (x + 0.2, 0, level - 0.1)], 0.02, metal, 8),
        rod((x, y, base + 0.25), (x + 0.16, y, base + 0.27), 0.009, metal, 8),
        rod((chain, y, base + 0.27), (chain, y, drop), 0.006, metal, 6),
        lathe(pull, tint(rng, WOODS + CERAMICS), (chain, y, drop - 0.08), sections=10),
    ]
