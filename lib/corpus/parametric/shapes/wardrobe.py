"""Wardrobe: a tall cupboard for clothes with long doors."""

import numpy as np

from lib.corpus.parametric.furniture import carcass, front, handle
from lib.corpus.parametric.palette import FABRICS, LACQUER, WOODS, fittings, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, boxes, lathe, panel, rod

_MIRROR = (190, 212, 220)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: hinged doors, doors over drawers, sliding mirror doors, half open with clothes."""
    color = tint(rng, WOODS if rng.random() < 0.65 else LACQUER)
    kind = rng.choice(["hinged", "drawers", "sliding", "open"])
    doors = int(rng.integers(2, 5))
    width = doors * rng.uniform(0.42, 0.56)
    depth, height = rng.uniform(0.54, 0.66), rng.uniform(1.85, 2.35)
    feet = rng.choice(["plinth", "bun", "block"])
    base = rng.uniform(0.06, 0.14)
    parts = carcass(depth, width, base, height, 0.028, color)
    parts += _feet(feet, depth, width, base, shade(color, 0.8))
    parts += _crown(rng, depth, width, height, color)
    face, style = depth / 2, pick(rng, ("plain", "framed", "raised", "louvred"))
    door_color = shade(color, 1.08) if rng.random() < 0.6 else tint(rng, LACQUER)
    metal = fittings(rng, door_color)
    low = base
    if kind == "drawers":
        low = base + rng.uniform(0.3, 0.5)
        parts += _drawers(rng, face, width, base, low, door_color, metal, style)
    if kind == "sliding":
        return parts + _sliding(rng, face, width, low, height, door_color, metal)
    closed = range(doors)
    if kind == "open":
        closed = range(1, doors) if doors < 4 else range(2, doors)
        left, right = -width / 2 + 0.03, -width / 2 + (doors - len(closed)) * width / doors
        parts += _clothes(rng, depth, left, right, low, height, color, metal)
    leaf = width / doors
    split = rng.random() < 0.5 and style in ("framed", "raised")
    grip = pick(rng, ("bar", "knob", "bar"))
    for door in closed:
        y = -width / 2 + (door + 0.5) * leaf
        tall = height - low - 0.05
        spans = [(0.0, 0.36), (0.36, 1.0)] if split else [(0.0, 1.0)]
        for start, end in spans:
            middle = low + 0.03 + tall * (start + end) / 2
            size = (leaf - 0.008, tall * (end - start))
            parts += front(style, face, y, middle, *size, door_color)
        if kind == "hinged" and style == "plain" and door == doors // 2 and rng.random() < 0.5:
            parts.append(
                box((0.01, leaf * 0.8, tall * 0.86), (face + 0.02, y, low + tall / 2), _MIRROR)
            )
        side = 1 if door % 2 == 0 else -1
        spot = (face + 0.018, y + side * (leaf / 2 - 0.045), low + tall * 0.47)
        parts += handle(grip, spot, metal, rng.uniform(0.2, 0.5) if grip == "bar" else 0.06, True)
    return parts


def _feet(kind: str, depth: float, width: float, base: float, color: Color) -> list[Part]:
    if kind == "plinth":
        return [box((depth * 0.94, width * 0.98, base), (-0.01, 0, base / 2), color)]
    x, y = depth / 2 - 0.06, width / 2 - 0.06
    corners = [(-x, -y), (-x, y), (x, -y), (x, y)]
    if kind == "bun":
        bun = [(0, 0), (0.03, 0), (0.05, base * 0.5), (0.03, base), (0, base)]
        return [lathe(bun, color, (*corner, 0), 12) for corner in corners]
    return [boxes([0.07, 0.07, base], [(*corner, base / 2) for corner in corners], color)]


def _crown(
    rng: np.random.Generator, depth: float, width: float, height: float, color: Color
) -> list[Part]:
    kind = rng.choice(["none", "cornice", "arch"])
    if kind == "none":
        return []
    steps = [
        box((depth + 0.04, width + 0.06, 0.04), (0, 0, height + 0.02), color),
        box((depth + 0.09, width + 0.12, 0.04), (0, 0, height + 0.06), shade(color, 0.9)),
    ]
    if kind == "cornice":
        return steps
    angles = np.linspace(0, np.pi, 16)
    rise = rng.uniform(0.12, 0.22)
    outline = np.column_stack([width / 2 * np.cos(angles), rise * np.sin(angles)])
    return [steps[0], panel(outline, 0.04, (depth / 2 - 0.03, 0, height + 0.04), color, 0)]


def _drawers(
    rng: np.random.Generator,
    face: float,
    width: float,
    low: float,
    top: float,
    color: Color,
    metal: Color,
    style: str,
) -> list[Part]:
    columns = 2 if width > 1.1 else 1
    rows = int(rng.integers(1, 3))
    parts = []
    for row in range(rows):
        for column in range(columns):
            z = low + 0.02 + (top - low) * (row + 0.5) / rows
            y = ((column + 0.5) / columns - 0.5) * width
            size = (width / columns - 0.01, (top - low) / rows - 0.015)
            parts += front("plain" if style == "louvred" else style, face, y, z, *size, color)
            for offset in (-0.22, 0.22):
                parts += handle("knob", (face + 0.018, y + offset * size[0], z), metal, 0.08)
    return parts


def _sliding(
    rng: np.random.Generator,
    face: float,
    width: float,
    low: float,
    height: float,
    color: Color,
    metal: Color,
) -> list[Part]:
    """Wide leaves on two tracks; at least one is a mirror."""
    leaves = 2 if width < 1.4 else 3
    mirrored = rng.integers(leaves)
    tall, leaf = height - low - 0.07, width / leaves + 0.02
    parts = [
        box((0.07, width, 0.03), (face + 0.02, 0, z), metal) for z in (low + 0.02, height - 0.02)
    ]
    for index in range(leaves):
        x = face + 0.012 + 0.025 * (index % 2)
        y = ((index + 0.5) / leaves - 0.5) * (width - 0.02)
        z = low + 0.035 + tall / 2
        glass = index == mirrored or rng.random() < 0.25
        parts.append(box((0.02, leaf, tall), (x, y, z), _MIRROR if glass else color))
        rims = [[x, y - leaf / 2 + 0.02, z], [x, y + leaf / 2 - 0.02, z]]
        parts.append(boxes([0.03, 0.035, tall], rims, metal))
        for share in (1 / 3, 2 / 3) if rng.random() < 0.6 else ():
            parts.append(box((0.028, leaf, 0.02), (x, y, low + 0.035 + tall * share), metal))
    return parts


def _clothes(
    rng: np.random.Generator,
    depth: float,
    left: float,
    right: float,
    low: float,
    height: float,
    color: Color,
    metal: Color,
) -> list[Part]:
    """Hang coats on a rail over a shelf."""
    rail, shelf = height - rng.uniform(0.14, 0.3), low + rng.uniform(0.2, 0.45)
    middle, span = (left + right) / 2, right - left
    parts = [
        rod((0, left, rail), (0, right, rail), 0.014, metal),
        box((depth * 0.94, span, 0.025), (0.01, middle, shelf), color),
        box((depth * 0.96, 0.028, height - low - 0.03), (0, right, (low + height) / 2), color),
    ]
    count = int(span / rng.uniform(0.06, 0.09))
    for index in range(count):
        y = left + span * (index + 0.6) / (count + 0.3)
        drop = (rail - shelf) * rng.uniform(0.6, 0.92)
        flare = rng.uniform(0.16, 0.24)
        coat = np.array([[-flare, 0], [flare, 0], [0.2, 0.8], [0.05, 1], [-0.05, 1], [-0.2, 0.8]])
        coat[:, 1] *= drop
        top = (0.02, y, rail - drop - 0.03)
        parts.append(panel(coat, 0.035, top, tint(rng, FABRICS), 1))
    return parts
