"""Sink: a basin with a tap."""

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
from lib.corpus.parametric.parts import (
    Color,
    Part,
    box,
    boxes,
    lathe,
    loft,
    oval,
    pipe,
    rod,
    rounded_rectangle,
)
from lib.corpus.parametric.parts_organic import repaint

_CABINETS: list[Color] = [*WOODS, *LACQUER]


def build(rng: np.random.Generator) -> list[Part]:
    """One of: pedestal, vanity with one or two basins, bowl on a counter, kitchen, wall-hung."""
    return pick(rng, (_pedestal, _vanity, _vessel, _kitchen, _wall))(rng)


def _basin(
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
    plan = oval(depth, width, power, 36)
    rings = [np.column_stack([plan * scale, np.full(36, z)]) for scale, z in [*outer, *inner]]
    part = loft(rings, outside)
    # The loft's faces carry the number of their ring in their smallest vertex.
    return repaint(part, np.asarray(part.faces).min(axis=1) // 36 >= 6, inside)


def _tap(
    rng: np.random.Generator, at: tuple[float, float], level: float, tall: float, metal: Color
) -> list[Part]:
    """Spout towards +x, with one lever or two crosses."""
    x, y = at
    kind, reach = pick(rng, ("arc", "square", "low")), rng.uniform(0.12, 0.2)
    top = level + tall
    if kind == "arc":
        angles = np.linspace(np.pi, 0, 9)
        half = reach / 2
        bow = [(x + half + half * np.cos(a), y, top - half + half * np.sin(a)) for a in angles]
        path = [(x, y, level), *bow, (x + reach, y, top - half - 0.04)]
    elif kind == "square":
        path = [(x, y, level), (x, y, top), (x + reach, y, top), (x + reach, y, top - 0.04)]
    else:
        path = [
            (x, y, level),
            (x, y, level + tall * 0.6),
            (x + reach * 0.5, y, level + tall * 0.75),
        ]
        path += [(x + reach, y, level + tall * 0.6)]
    parts = [pipe(path, 0.014, metal, 8), rod((x, y, level), (x, y, level + 0.04), 0.024, metal)]
    if rng.random() < 0.5:
        for side in (-1, 1):
            b = y + side * 0.09
            parts.append(rod((x, b, level), (x, b, level + 0.045), 0.013, metal, 8))
            parts.append(
                boxes([[0.06, 0.016, 0.014], [0.016, 0.06, 0.014]], [x, b, level + 0.05], metal)
            )
    else:
        parts.append(
            rod((x, y + 0.02, level + 0.05), (x + 0.02, y + 0.1, level + 0.08), 0.009, metal, 8)
        )
    return parts


def _drain(x: float, y: float, z: float, metal: Color) -> Part:
    return lathe([(0, 0), (0.028, 0), (0.028, 0.012), (0, 0.012)], metal, (x, y, z), 12)


def _pedestal(rng: np.random.Generator) -> list[Part]:
    """Wash basin on a column."""
    white, metal = tint(rng, CERAMICS, 0.03), tint(rng, METALS + BRASSES)
    depth, width, height = rng.uniform(0.42, 0.52), rng.uniform(0.5, 0.7), rng.uniform(0.16, 0.22)
    top, power = rng.uniform(0.8, 0.88), rng.uniform(2, 6)
    bowl = _basin(rng, (depth, width, height), top, power, white, shade(white, 0.9), 0.04, 0.45)
    foot, waist = rng.uniform(0.11, 0.16), rng.uniform(0.06, 0.09)
    profile = [
        (0, 0),
        (foot, 0),
        (foot, 0.03),
        (waist * 1.2, 0.1),
        (waist, 0.35),
        (waist * 1.2, top - height),
        (waist * 2, top - height * 0.7),
        (0, top - height * 0.7),
    ]
    sections = pick(rng, (8, 24))
    parts = [bowl, lathe(profile, shade(white, 0.97), (-0.03, 0, 0), sections)]
    ledge = box((0.1, width * 0.8, 0.05), (-depth / 2 + 0.03, 0, top - 0.02), white)
    tap = _tap(rng, (-depth / 2 + 0.05, 0), top, rng.uniform(0.12, 0.2), metal)
    if rng.random() < 0.4:
        parts.append(
            box((0.03, width * 0.9, rng.uniform(0.08, 0.2)), (-depth / 2, 0, top + 0.06), white)
        )
    return [*parts, ledge, *tap, _drain(0, 0, top - height * 0.72, metal)]


def _wall(rng: np.random.Generator) -> list[Part]:
    """Wall-hung basin with its trap, on a tiled splash back."""
    white, metal = tint(rng, CERAMICS, 0.03), tint(rng, METALS + BRASSES)
    depth, width, height = rng.uniform(0.38, 0.5), rng.uniform(0.45, 0.8), rng.uniform(0.13, 0.2)
    top = 0.45
    bowl = _basin(
        rng, (depth, width, height), top, rng.uniform(3, 9), white, shade(white, 0.9), 0.05, 0.75
    )
    low, x = top - height, -depth / 2
    trap = [
        (0, 0, low),
        (0, 0, low - 0.12),
        (-0.04, 0, low - 0.16),
        (-0.08, 0, low - 0.12),
        (-0.1, 0, low - 0.06),
        (x, 0, low - 0.06),
    ]
    wall = (0.03, width + rng.uniform(0.1, 0.3), rng.uniform(0.25, 0.5))
    tile = tint(rng, [*STONES, (120, 160, 170), (90, 120, 150)])
    parts = [bowl, pipe(trap, 0.02, metal, 8), box(wall, (x, 0, top + wall[2] / 2 - 0.18), tile)]
    parts.append(box((0.1, width * 0.7, 0.05), (x + 0.05, 0, top - 0.03), white))
    return (
        parts
        + _tap(rng, (x + 0.07, 0), top, rng.uniform(0.12, 0.2), metal)
        + [_drain(0, 0, top - height * 0.75, metal)]
    )


def _cupboard(
    rng: np.random.Generator, depth: float, width: float, top: float, doors: int
) -> list[Part]:
    """Stand a base cabinet with doors, and at times a column of drawers."""
    color = tint(rng, _CABINETS)
    metal, style = fittings(rng, color), pick(rng, ("plain", "framed", "raised"))
    lift = rng.uniform(0.06, 0.14)
    parts = carcass(depth, width, lift, top, 0.02, color)
    parts.append(box((depth * 0.88, width * 0.97, lift), (-0.02, 0, lift / 2), shade(color, 0.6)))
    leaf = width / doors
    banked = int(rng.integers(doors)) if rng.random() < 0.5 and doors > 1 else -1
    for door in range(doors):
        y, tall = ((door + 0.5) / doors - 0.5) * width, top - lift - 0.02
        if door == banked:
            levels = np.linspace(lift + 0.01, top - 0.01, 4)
            parts += drawers(depth / 2, y, leaf, levels, style, shade(color, 1.08), "bar", metal)
            continue
        parts += front(style, depth / 2, y, (top + lift) / 2, leaf - 0.01, tall, shade(color, 1.08))
        side = 1 if door % 2 == 0 else -1
        grip = (depth / 2 + 0.018, y + side * (leaf / 2 - 0.05), lift + tall * 0.7)
        parts += handle("bar", grip, metal, 0.14, True)
    return parts


def _counter(
    depth: float,
    width: float,
    holes: list[tuple[float, float, float]],
    top: float,
    thick: float,
    color: Color,
) -> Part:
    """Work top with a rectangular hole (y, width, depth) a basin."""
    edges = [-width / 2]
    for y, wide, _ in holes:
        edges += [y - wide / 2, y + wide / 2]
    edges.append(width / 2)
    rows = [
        ([depth, b - a, thick], [0, (a + b) / 2, top - thick / 2])
        for a, b in zip(edges[::2], edges[1::2], strict=True)
    ]
    for y, wide, deep in holes:
        rim = (depth - deep) / 2
        rows += [([rim, wide, thick], [s * (depth - rim) / 2, y, top - thick / 2]) for s in (-1, 1)]
    return joined(rows, color)


def _vanity(rng: np.random.Generator) -> list[Part]:
    """Bathroom cabinet with one or two basins let into its top."""
    count = 1 if rng.random() < 0.6 else 2
    depth, width = (
        rng.uniform(0.46, 0.56),
        rng.uniform(0.6, 0.95) if count == 1 else rng.uniform(1.2, 1.6),
    )
    top, metal = rng.uniform(0.8, 0.88), tint(rng, METALS + BRASSES)
    stone, white = tint(rng, STONES), tint(rng, CERAMICS, 0.03)
    parts = _cupboard(rng, depth, width, top - 0.03, 2 * count)
    wide, deep, power = rng.uniform(0.36, 0.46), depth * rng.uniform(0.56, 0.66), rng.uniform(2, 7)
    spots = [0.0] if count == 1 else [-width / 4, width / 4]
    holes = [(y, wide * 0.8, deep * 0.8) for y in spots]
    parts.append(_counter(depth + 0.03, width + 0.04, holes, top, 0.035, stone))
    for y in spots:
        bowl = _basin(
            rng, (deep, wide, 0.15), top + 0.025, power, white, shade(white, 0.9), 0.03, 0.8
        )
        bowl.apply_translation((0.02, y, 0))
        parts += [bowl, _drain(0.02, y, top - 0.09, metal)]
        parts += _tap(rng, (-depth / 2 + 0.06, y), top, rng.uniform(0.12, 0.22), metal)
    if rng.random() < 0.6:
        tall = rng.uniform(0.08, 0.16)
        parts.append(box((0.02, width + 0.04, tall), (-depth / 2, 0, top + tall / 2), stone))
    return parts


def _vessel(rng: np.random.Generator) -> list[Part]:
    """Bowl that stands on a shelf or a cabinet."""
    depth, width, top = rng.uniform(0.44, 0.54), rng.uniform(0.6, 1.1), rng.uniform(0.72, 0.8)
    metal, bowl_color = tint(rng, METALS + BRASSES), tint(rng, [*CERAMICS, *STONES, (60, 98, 120)])
    slab_color = tint(rng, _CABINETS + STONES)
    if rng.random() < 0.5:
        parts = _cupboard(rng, depth, width, top - 0.04, 2)
    else:
        frame = tint(rng, [*METALS, (40, 40, 44), *WOODS])
        x, y = depth / 2 - 0.03, width / 2 - 0.03
        posts = [[a, b, top / 2] for a in (-x, x) for b in (-y, y)]
        parts = [boxes([0.035, 0.035, top - 0.02], posts, frame)]
        parts.append(
            box((depth - 0.04, width - 0.04, 0.02), (0, 0, top * rng.uniform(0.2, 0.5)), slab_color)
        )
        parts.append(
            boxes([[0.03, 2 * y, 0.05]] * 2, [[-x, 0, top - 0.07], [x, 0, top - 0.07]], frame)
        )
    parts.append(box((depth + 0.02, width + 0.02, 0.045), (0, 0, top - 0.022), slab_color))
    size = (depth * rng.uniform(0.66, 0.78), rng.uniform(0.36, 0.5), rng.uniform(0.12, 0.17))
    rim = top + size[2]
    bowl = _basin(
        rng,
        size,
        rim,
        rng.uniform(2, 8),
        bowl_color,
        shade(bowl_color, 0.85),
        0.016,
        rng.uniform(0.4, 0.8),
    )
    bowl.apply_translation((0.04, 0, 0))
    tap = _tap(rng, (-depth / 2 + 0.06, 0), top, size[2] + rng.uniform(0.1, 0.18), metal)
    return [*parts, bowl, _drain(0.04, 0, rim - size[2] * 0.72, metal), *tap]


def _kitchen(rng: np.random.Generator) -> list[Part]:
    """Steel or stoneware sink with one or two bowls and a draining board in a base unit."""
    depth, top, metal = rng.uniform(0.55, 0.64), rng.uniform(0.86, 0.92), tint(rng, METALS)
    count, width = int(rng.integers(1, 3)), rng.uniform(0.95, 1.5)
    steel = tint(rng, METALS[:3]) if rng.random() < 0.7 else tint(rng, CERAMICS)
    parts = _cupboard(rng, depth, width, top - 0.03, 2 if width < 1.1 else 3)
    wide, deep, gap = rng.uniform(0.32, 0.4), depth * 0.62, 0.04
    side = pick(rng, (-1, 1))
    start = side * (width / 2 - 0.1 - wide / 2)
    spots = sorted(start - side * index * (wide + gap) for index in range(count))
    parts.append(
        _counter(
            depth + 0.03,
            width + 0.04,
            [(y, wide, deep) for y in spots],
            top,
            0.035,
            tint(rng, STONES + WOODS),
        )
    )
    for y in spots:
        well = [
            [(x, y + b, z) for x, b in rounded_rectangle(deep - 2 * i, wide - 2 * i, 0.05)]
            for i, z in (
                (-0.02, top - 0.2),
                (-0.02, top + 0.012),
                (0.012, top + 0.012),
                (0.02, top - 0.16),
            )
        ]
        bowl = loft(well, steel)
        corners = len(well[0])
        parts += [
            repaint(bowl, np.asarray(bowl.faces).min(axis=1) // corners >= 2, shade(steel, 0.8)),
            _drain(0, y, top - 0.165, (70, 72, 76)),
        ]
    reach = width - count * (wide + gap) - 0.22
    if reach > 0.15:
        y = -side * (width / 2 - 0.06 - reach / 2)
        ribs = np.linspace(-reach / 2, reach / 2, 9)
        parts.append(box((deep + 0.04, reach, 0.01), (0, y, top + 0.004), steel))
        parts.append(
            boxes(
                [deep - 0.04, 0.012, 0.012],
                [[0, y + r, top + 0.012] for r in ribs[1:-1]],
                shade(steel, 1.12),
            )
        )
    tap = _tap(rng, (-depth / 2 + 0.05, float(np.mean(spots))), top, rng.uniform(0.24, 0.38), metal)
    return parts + tap
