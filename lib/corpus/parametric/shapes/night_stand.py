"""Night stand: bedside cabinet of one or two drawers, with what lies beside a bed."""

import numpy as np

from lib.corpus.parametric.furniture import carcass, drawers, four_legs, front, handle
from lib.corpus.parametric.palette import (
    BRASSES,
    FABRICS,
    LACQUER,
    METALS,
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
    ellipsoid,
    lathe,
    oval,
    rod,
    slab,
    taper,
    turn,
)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: two drawers, drawer over an open shelf, drawer over a door, tall legs, round."""
    color = tint(rng, WOODS if rng.random() < 0.65 else LACQUER)
    kind = pick(rng, ("drawers", "shelf", "door", "legs", "round"))
    width, depth, height = rng.uniform(0.38, 0.52), rng.uniform(0.34, 0.44), rng.uniform(0.48, 0.68)
    board = rng.uniform(0.016, 0.026)
    style, grip = (
        pick(rng, ("plain", "framed", "raised")),
        pick(rng, ("knob", "knob", "ring", "cup")),
    )
    face_color = shade(color, 1.1) if rng.random() < 0.6 else tint(rng, WOODS + LACQUER)
    metal = fittings(rng, face_color)
    top_color = shade(color, 0.85)
    if kind == "round":
        parts = _round(rng, width, height, color, face_color, grip, metal)
        return parts + _bedside(rng, width * 0.6, width * 0.6, height + 0.01)
    leg_kind = pick(rng, ("square", "tapered", "splayed", "turned"))
    lift = height * rng.uniform(0.5, 0.66) if kind == "legs" else rng.uniform(0.05, 0.22)
    parts = carcass(depth, width, lift, height, board, color)
    parts += four_legs(
        leg_kind, depth, width, lift + 0.01, rng.uniform(0.035, 0.05), shade(color, 0.9)
    )
    edge = rng.uniform(0.0, 0.05)
    parts.append(box((depth + edge, width + edge, 0.022), (0, 0, height + 0.011), top_color))
    face, low, top = depth / 2, lift + 0.01, height - 0.005
    if kind == "legs" and rng.random() < 0.6:
        parts.append(box((depth - 0.02, width - 0.02, 0.02), (0, 0, lift * 0.35), color))
    if kind in ("legs", "drawers"):
        count = 1 if kind == "legs" else int(rng.integers(2, 4))
        levels = np.linspace(low, top, count + 1)
        parts += drawers(face, 0, width - 0.01, levels, style, face_color, grip, metal)
    else:
        seam = top - (top - low) * rng.uniform(0.28, 0.42)
        parts += drawers(face, 0, width - 0.01, [seam, top], style, face_color, grip, metal)
        parts.append(box((depth - 0.02, width - board, board), (0, 0, seam), color))
        if kind == "door":
            size = (width - 0.02, seam - low - 0.01)
            parts += front(style, face, 0, (seam + low) / 2, *size, face_color)
            spot = (face + 0.02, width / 2 - 0.05, low + 0.65 * (seam - low))
            parts += handle("knob", spot, metal, 0.06)
        else:
            parts += _stack(rng, low + board, 0.0)
    return parts + _bedside(rng, depth, width, height + 0.022)


def _round(
    rng: np.random.Generator,
    width: float,
    height: float,
    color: Color,
    face: Color,
    grip: str,
    metal: Color,
) -> list[Part]:
    """Drum on three or four legs with a drawer let into its side."""
    low, radius = height * rng.uniform(0.35, 0.62), width / 2
    outline = np.minimum(oval(width, width), [0.72 * radius, width])
    drum = slab(outline, height - low, (0, 0, (low + height) / 2), color)
    top = [
        (0, height),
        (radius + 0.015, height),
        (radius + 0.015, height + 0.02),
        (0, height + 0.02),
    ]
    parts = [drum, lathe(top, shade(color, 0.85), sections=28)]
    count = int(rng.integers(3, 5))
    for index in range(count):
        angle = 2 * np.pi * (index + 0.5) / count
        x, y = np.cos(angle) * radius * 0.8, np.sin(angle) * radius * 0.8
        parts.append(taper((x, y, low), (x * 1.2, y * 1.2, 0), 0.02, 0.011, color))
    tall = height - low - 0.03
    rows = 2 if tall > 0.22 else 1
    levels = np.linspace(low + 0.01, height - 0.01, rows + 1)
    parts += drawers(0.72 * radius, 0, width * 0.66, levels, "plain", face, grip, metal)
    return parts


def _bedside(rng: np.random.Generator, depth: float, width: float, top: float) -> list[Part]:
    """Books, an alarm clock, a glass of water or a small lamp."""
    parts: list[Part] = []
    choice = rng.choice(["lamp", "clock", "glass", "bare"], p=[0.35, 0.3, 0.2, 0.15])
    spot = (-depth * 0.18, width * 0.2)
    if choice == "lamp":
        radius, shade_color = rng.uniform(0.045, 0.07), tint(rng, [(240, 230, 206), *FABRICS])
        base = [
            (0, 0),
            (radius, 0),
            (radius, 0.015),
            (0.015, 0.03),
            (radius * 0.7, 0.09),
            (0.012, 0.16),
            (0, 0.16),
        ]
        parts.append(lathe(base, tint(rng, BRASSES + METALS + WOODS), (*spot, top), 14))
        height = rng.uniform(0.1, 0.15)
        cone = ((*spot, top + 0.15), (*spot, top + 0.15 + height))
        parts.append(
            taper(*cone, rng.uniform(0.085, 0.11), rng.uniform(0.05, 0.08), shade_color, 20)
        )
    elif choice == "clock":
        metal, z = tint(rng, [*FABRICS, *BRASSES]), top + 0.065
        x, y = spot[0], spot[1]
        parts.append(rod((x - 0.025, y, z), (x + 0.025, y, z), 0.055, metal, 20))
        parts.append(rod((x + 0.025, y, z), (x + 0.028, y, z), 0.046, (244, 242, 234), 20))
        for side in (-1, 1):
            parts.append(
                ellipsoid((0.02, 0.024, 0.018), (x, y + side * 0.035, z + 0.055), metal, 1, 10)
            )
            parts.append(
                rod((x, y + side * 0.025, z - 0.03), (x, y + side * 0.045, top), 0.006, metal, 6)
            )
        hands = [[x + 0.03, y, z + 0.015], [x + 0.03, y + 0.012, z]]
        parts.append(boxes([[0.003, 0.005, 0.034], [0.003, 0.026, 0.005]], hands, (30, 30, 32)))
    elif choice == "glass":
        parts.append(taper((*spot, top), (*spot, top + 0.11), 0.028, 0.036, (190, 214, 224), 14))
    return parts + (_stack(rng, top, -width * 0.18) if rng.random() < 0.5 else [])


def _stack(rng: np.random.Generator, level: float, y: float) -> list[Part]:
    """Books lying on one another, a little askew."""
    parts, z = [], level
    for _ in range(int(rng.integers(1, 4))):
        thick = rng.uniform(0.02, 0.04)
        size = (rng.uniform(0.15, 0.21), rng.uniform(0.11, 0.15), thick)
        book = box(size, (0.02, y, z + thick / 2), tint(rng, FABRICS))
        parts.append(turn(book, rng.uniform(-15, 15), (0, 0, 1), (0.02, y, 0)))
        z += thick
    return parts
