"""Range hood: an extractor over a cooker."""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.parametric.palette import (
    BRASSES,
    DARKS,
    GLASS,
    LACQUER,
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
    loft,
    oval,
    panel,
    rod,
    rounded_rectangle,
    slab,
)

_BODIES: list[Color] = [
    *METALS[:3],
    *METALS[:3],
    *DARKS,
    *LACQUER[:2],
    *PLASTICS[:2],
    (196, 124, 84),
]


def build(rng: np.random.Generator) -> list[Part]:
    """One of: pyramid, flat box with chimney, curved glass, cylinder, slanted, under-cabinet."""
    kind = pick(
        rng, ("pyramid", "pyramid", "bell", "flat", "glass", "cylinder", "slant", "cabinet")
    )
    body, metal = tint(rng, _BODIES), tint(rng, METALS)
    width, depth = rng.uniform(0.58, 1.0), rng.uniform(0.44, 0.56)
    lip = rng.uniform(0.04, 0.08)
    if kind == "cabinet":
        return _cabinet(rng, width, depth, body, metal)
    if kind == "cylinder":
        return _cylinder(rng, body, metal)
    chimney = (rng.uniform(0.2, 0.3), rng.uniform(0.22, 0.34))
    rise, stack = rng.uniform(0.2, 0.36), rng.uniform(0.4, 0.75)
    back = -depth / 2
    base = lip
    if kind in ("pyramid", "bell"):
        base, parts = lip + rise, _canopy(kind, depth, width, chimney, lip, rise, body)
    elif kind == "flat":
        parts = [box((depth, width, lip + 0.03), (0, 0, lip / 2 + 0.015), body)]
        block = (depth * 0.6, width * rng.uniform(0.5, 0.7), 0.08)
        parts.append(box(block, (back + block[0] / 2, 0, lip + 0.06), shade(body, 0.9)))
        base = lip + 0.08
    elif kind == "glass":
        parts, base = _glass(rng, depth, width, lip, body)
    else:
        tall = rng.uniform(0.3, 0.42)
        outline = [
            (back, 0),
            (back + 0.18, 0),
            (depth / 2 - 0.05, tall - 0.04),
            (depth / 2 - 0.08, tall),
            (back, tall),
        ]
        parts = [panel(outline, width, (0, 0, 0), body, 1)]
        foot, head = np.array(outline[1:3])
        edge, out = (head - foot) * 0.07, np.array([0.012, -0.01])
        rim = [foot + edge, head - edge, head - edge + out, foot + edge + out]
        tone = (40, 44, 50) if sum(body) > 300 else (170, 186, 194)
        glass = panel(rim, width * 0.92, (0, 0, 0), tone, 1)
        parts, base = [*parts, glass], tall
    if kind == "glass":
        parts += _underside(rng, depth * 0.85, width * 0.5, metal)
        parts += _controls(rng, depth * 0.4, width * 0.5, lip / 2, body)
    elif kind != "slant":
        parts += _underside(rng, depth, width, metal)
        parts += _controls(rng, depth / 2, width, lip / 2, body)
        if rng.random() < 0.4:
            x, y, z = depth / 2 + 0.03, width * 0.42, lip * 0.2
            parts.append(rod((x, -y, z), (x, y, z), 0.009, shade(metal, 1.1), 8))
    x, mid = back + chimney[0] / 2, stack * rng.uniform(0.4, 0.65)
    parts.append(box((*chimney, mid), (x, 0, base + mid / 2), body))
    upper = (chimney[0] - 0.02, chimney[1] - 0.02, stack)
    parts.append(box(upper, (x - 0.005, 0, base + stack / 2), shade(body, 0.86)))
    slots = [[x, 0, base + stack - 0.06 - 0.03 * row] for row in range(3)]
    parts.append(boxes([chimney[0] * 0.6, chimney[1] - 0.014, 0.01], slots, (30, 30, 34)))
    return parts


def _canopy(
    kind: str,
    depth: float,
    width: float,
    chimney: tuple[float, float],
    lip: float,
    rise: float,
    body: Color,
) -> list[Part]:
    """Lip below a pyramid, or a bell whose sides curve in."""
    steps = np.linspace(0, 1, 2 if kind == "pyramid" else 9)
    fall = steps if kind == "pyramid" else 1 - (1 - steps) ** 2.2
    rings = []
    for share, height in zip(fall, steps, strict=True):
        deep = depth + (chimney[0] - depth) * share
        wide = width + (chimney[1] - width) * share
        plan = np.add(_rectangle(deep, wide), [(deep - depth) / 2, 0])
        rings.append(np.column_stack([plan, np.full(len(plan), lip + rise * height)]))
    return [box((depth, width, lip), (0, 0, lip / 2), shade(body, 1.08)), loft(rings, body)]


def _rectangle(depth: float, width: float) -> Floats:
    return np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * [depth / 2, width / 2]


def _glass(
    rng: np.random.Generator, depth: float, width: float, lip: float, body: Color
) -> tuple[list[Part], float]:
    """Pane that curves down to both sides over a slim motor box."""
    bend, wide = rng.uniform(0.04, 0.16), width * 1.1
    ys = np.linspace(-wide / 2, wide / 2, 17)
    zs = lip + 0.05 + bend - bend * (2 * ys / wide) ** 2
    outline = np.vstack([np.column_stack([ys, zs]), np.column_stack([ys, zs + 0.012])[::-1]])
    pane = panel(outline, depth, (0.03, 0, 0), GLASS, 0)
    block = (depth * 0.9, width * 0.55, lip + 0.05 + bend)
    return [pane, box(block, (-depth * 0.05, 0, block[2] / 2), body)], block[2]


def _underside(rng: np.random.Generator, depth: float, width: float, metal: Color) -> list[Part]:
    """Grease filters and lamps, a little below the lip."""
    count = int(rng.integers(2, 4))
    dark = shade(metal, 0.7)
    wide = width * 0.9 / count
    ys = ((np.arange(count) + 0.5) / count - 0.5) * width * 0.9
    parts = [boxes([depth * 0.8, wide * 0.92, 0.012], [[0, y, -0.004] for y in ys], dark)]
    lamps = [-width * 0.36, width * 0.36]
    x = depth * 0.32
    lit = (252, 240, 190)
    return [*parts, *(rod((x, y, -0.018), (x, y, 0), 0.03, lit, 12) for y in lamps)]


def _controls(
    rng: np.random.Generator, x: float, width: float, z: float, body: Color
) -> list[Part]:
    """Buttons or a dark touch strip on the front edge."""
    dark = (36, 38, 42) if sum(body) > 300 else (210, 212, 216)
    if rng.random() < 0.5:
        return [box((0.008, width * rng.uniform(0.2, 0.36), 0.028), (x, 0, z), dark)]
    count = int(rng.integers(3, 7))
    ys = 0.045 * (np.arange(count) - (count - 1) / 2)
    return [rod((x - 0.004, y, z), (x + 0.01, y, z), 0.013, dark, 12) for y in ys]


def _cylinder(rng: np.random.Generator, body: Color, metal: Color) -> list[Part]:
    """Island hood: a drum or a flat disc below a round or oblong shaft."""
    wide, tall = rng.uniform(0.5, 0.9), rng.uniform(0.05, 0.14)
    stack, thin = rng.uniform(0.6, 0.9), rng.uniform(0.09, 0.14)
    square = rng.random() < 0.4
    plan = rounded_rectangle(wide * 0.7, wide, 0.06) if square else oval(wide, wide, 2, 40)
    neck = (
        rounded_rectangle(1.6 * thin, 2 * thin, 0.03) if square else oval(2 * thin, 2 * thin, 2, 28)
    )
    parts = [
        slab(plan, tall, (0, 0, tall / 2), body),
        slab(plan * 0.9, 0.02, (0, 0, -0.005), shade(metal, 0.7)),
    ]
    shaft = shade(body, 0.9) if rng.random() < 0.5 else tint(rng, METALS)
    if not square and rng.random() < 0.5:
        top, rise = thin * rng.uniform(1.0, 1.6), rng.uniform(0.08, 0.3)
        cone = [(0, 0), (wide * 0.47, 0), (top, rise), (0, rise)]
        parts.append(lathe(cone, shade(body, 1.06), (0, 0, tall), 28))
    parts.append(slab(neck, stack, (0, 0, tall + stack / 2), shaft))
    reach = rng.uniform(0.05, 0.3)
    parts.append(slab(neck * 0.9, reach, (0, 0, tall + stack + reach / 2), shade(shaft, 0.88)))
    front = wide / 2 if not square else wide * 0.35
    dark = (36, 38, 42) if sum(body) > 300 else (210, 212, 216)
    parts.append(box((0.02, 0.12, 0.03), (front - 0.006, 0, tall / 2), dark))
    lamps = [(a, b) for a in (-0.1, 0.1) for b in (-0.1, 0.1)]
    parts += [rod((a, b, -0.025), (a, b, 0), 0.025, (252, 240, 190), 10) for a, b in lamps]
    return parts


def _cabinet(
    rng: np.random.Generator, width: float, depth: float, body: Color, metal: Color
) -> list[Part]:
    """Wedge below a cupboard whose doors hide the duct, or a wooden mantle hood."""
    tall, back, lip = rng.uniform(0.13, 0.2), -depth / 2, 0.05
    outline = [
        (back, 0),
        (depth / 2, 0),
        (depth / 2, lip),
        (depth / 2 - rng.uniform(0.08, 0.16), tall),
        (back, tall),
    ]
    parts = [panel(outline, width, (0, 0, 0), body, 1)]
    parts += _underside(rng, depth, width, metal) + _controls(rng, depth / 2, width, lip / 2, body)
    wood, high = tint(rng, [*WOODS, *LACQUER]), rng.uniform(0.35, 0.55)
    grip, deep = tint(rng, METALS + BRASSES), 0.32
    parts.append(box((deep, width, high), (back + deep / 2, 0, tall + high / 2), wood))
    for side in (-1, 1):
        face = (0.018, width / 2 - 0.012, high - 0.02)
        parts.append(
            box(face, (back + deep + 0.009, side * width / 4, tall + high / 2), shade(wood, 1.1))
        )
        inset = (0.018, width / 2 - 0.11, high - 0.12)
        parts.append(
            box(inset, (back + deep + 0.016, side * width / 4, tall + high / 2), shade(wood, 0.95))
        )
        parts.append(
            rod(
                (back + deep + 0.03, side * 0.03, tall + 0.06),
                (back + deep + 0.03, side * 0.03, tall + 0.16),
                0.008,
                grip,
                8,
            )
        )
    return parts
