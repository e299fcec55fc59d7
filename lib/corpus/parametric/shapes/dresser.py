"""Dresser: a chest of drawers for clothes, wider than a night stand and often mirrored."""

import numpy as np

from lib.corpus.parametric.furniture import carcass, drawers, four_legs
from lib.corpus.parametric.palette import LACQUER, WOODS, fittings, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, oval, panel, rounded_rectangle

_MIRROR: Color = (196, 216, 224)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: wide, tall, bow-fronted lowboy, with mirror; two to three columns of drawers."""
    color = tint(rng, WOODS if rng.random() < 0.65 else LACQUER)
    kind = pick(rng, ("wide", "tall", "mirror", "mirror", "stepped"))
    columns = 1 if kind == "tall" else int(rng.integers(2, 4))
    rows = int(rng.integers(5, 7)) if kind == "tall" else int(rng.integers(3, 5))
    width = rng.uniform(0.6, 0.8) if kind == "tall" else columns * rng.uniform(0.5, 0.66)
    height = rng.uniform(1.1, 1.35) if kind == "tall" else rng.uniform(0.74, 0.95)
    depth, lift = rng.uniform(0.42, 0.52), rng.uniform(0.07, 0.2)
    parts = carcass(depth, width, lift, height, 0.025, color)
    leg_kind = pick(rng, ("square", "tapered", "splayed", "turned", "plinth"))
    if leg_kind == "plinth":
        parts.append(
            box((depth * 0.92, width * 0.98, lift), (-0.01, 0, lift / 2), shade(color, 0.8))
        )
    else:
        feet = shade(color, rng.uniform(0.7, 1.0))
        parts += four_legs(leg_kind, depth - 0.04, width - 0.04, lift, 0.06, feet)
    top_color = shade(color, 0.85) if rng.random() < 0.6 else tint(rng, WOODS)
    parts.append(box((depth + 0.04, width + 0.05, 0.03), (0, 0, height + 0.015), top_color))
    style, grip = (
        pick(rng, ("plain", "framed", "raised")),
        pick(rng, ("knob", "bar", "cup", "ring")),
    )
    face_color = shade(color, 1.08) if rng.random() < 0.6 else tint(rng, WOODS + LACQUER)
    metal = fittings(rng, face_color)
    shares = np.linspace(1.0, rng.uniform(0.55, 1.0), rows)
    levels = (
        lift
        + 0.02
        + (height - lift - 0.04) * np.concatenate([[0], np.cumsum(shares)]) / shares.sum()
    )
    wide = (width - 0.03) / columns
    for column in range(columns):
        y = ((column + 0.5) / columns - 0.5) * (width - 0.03)
        split = kind == "stepped" and column == 0
        seams = np.linspace(levels[0], levels[-1], rows) if split else levels
        grips = 2 if wide > 0.5 and grip != "bar" else 1
        parts += drawers(depth / 2, y, wide, seams, style, face_color, grip, metal, grips)
    if kind == "mirror":
        parts += _mirror(rng, depth, width, height + 0.03, color)
    return parts


def _mirror(
    rng: np.random.Generator, depth: float, width: float, base: float, color: Color
) -> list[Part]:
    """Framed looking-glass that stands on the back of the top, between two posts."""
    wide, tall = width * rng.uniform(0.5, 0.85), rng.uniform(0.55, 0.9)
    x, rim, lift = -depth / 2 + 0.05, rng.uniform(0.035, 0.07), rng.uniform(0.05, 0.12)
    kind = pick(rng, ("oval", "rectangle", "rounded", "arched"))
    if kind == "oval":
        outer, inner = oval(wide, tall), oval(wide - 2 * rim, tall - 2 * rim)
    elif kind == "rectangle":
        outer, inner = oval(wide, tall, 60, 4), oval(wide - 2 * rim, tall - 2 * rim, 60, 4)
    elif kind == "rounded":
        outer = rounded_rectangle(wide, tall, 0.12)
        inner = rounded_rectangle(wide - 2 * rim, tall - 2 * rim, 0.1)
    else:
        angles = np.linspace(0, np.pi, 16)
        bow = np.column_stack([wide / 2 * np.cos(angles), tall * (0.2 + 0.3 * np.sin(angles))])
        outer = np.vstack([[wide / 2, -tall / 2], bow, [-wide / 2, -tall / 2]])
        inner = outer * [1 - 2 * rim / wide, 1 - 2 * rim / tall]
    z = base + lift + tall / 2
    parts = [
        panel(outer, 0.03, (x, 0, z), color, 0),
        panel(inner, 0.03, (x + 0.008, 0, z), _MIRROR, 0),
    ]
    post = tall * rng.uniform(0.4, 0.7) + lift
    for side in (-1, 1):
        y = side * (wide / 2 + 0.02)
        parts.append(box((0.04, 0.04, post), (x, y, base + post / 2), shade(color, 0.85)))
    parts.append(box((0.05, wide + 0.08, lift), (x, 0, base + lift / 2), color))
    return parts
