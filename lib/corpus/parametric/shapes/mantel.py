"""Mantel: the surround and shelf of a fireplace."""

import numpy as np

from lib.corpus.parametric.furniture import joined
from lib.corpus.parametric.palette import (
    BRASSES,
    CERAMICS,
    DARKS,
    LACQUER,
    METALS,
    STONES,
    WOODS,
    pick,
    shade,
    tint,
)
from lib.corpus.parametric.parts import Color, Part, box, boxes, ellipsoid, lathe, panel, rod, turn

_BRICK: Color = (158, 84, 66)
_SOOT: Color = (36, 32, 32)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: pilasters, columns, brick under a beam, plain stone, arched; often an overmantel."""
    width, height = rng.uniform(1.3, 1.85), rng.uniform(1.05, 1.35)
    depth, jamb = rng.uniform(0.18, 0.3), rng.uniform(0.2, 0.32)
    kind = pick(rng, ("pilaster", "column", "brick", "stone", "arched"))
    color = tint(rng, STONES if kind in ("stone", "arched") else [*WOODS, *LACQUER, *STONES])
    hole = width - 2 * jamb
    mouth = height * rng.uniform(0.58, 0.7)
    parts = _firebox(rng, hole, mouth, depth)
    if kind == "brick":
        parts += _bricks(rng, width, height, jamb, mouth, depth)
    elif kind == "arched":
        parts += _arch(rng, width, height, hole, mouth, depth, color)
    else:
        parts += _surround(rng, width, height, jamb, mouth, depth, color, kind)
    parts += _shelf(rng, width, height, depth, color if kind != "brick" else tint(rng, WOODS), kind)
    hearth = (
        depth + rng.uniform(0.35, 0.5),
        width + rng.uniform(0.05, 0.3),
        rng.uniform(0.04, 0.1),
    )
    hearth_color = tint(rng, [*STONES, _BRICK])
    parts.append(box(hearth, (hearth[0] / 2 - depth / 2, 0, -hearth[2] / 2), hearth_color))
    return parts + _above(rng, width, height + 0.07, depth, color)


def _firebox(rng: np.random.Generator, hole: float, mouth: float, depth: float) -> list[Part]:
    """Black recess with a fire, logs or a grate."""
    back, deep = -depth / 2 - 0.25, 0.3
    parts = [
        box((0.02, hole + 0.1, mouth), (back, 0, mouth / 2), _SOOT),
        box((deep, hole + 0.1, 0.01), (back + deep / 2, 0, 0.005), _SOOT),
        box((deep, hole + 0.1, 0.02), (back + deep / 2, 0, mouth + 0.01), _SOOT),
        boxes(
            [deep, 0.02, mouth],
            [[back + deep / 2, s * (hole / 2 + 0.04), mouth / 2] for s in (-1, 1)],
            (64, 54, 50),
        ),
    ]
    middle, span = -depth / 2 - 0.06, hole * rng.uniform(0.42, 0.62)
    bark = tint(rng, WOODS[4:])
    for index in range(int(rng.integers(2, 5))):
        z = 0.1 + 0.07 * (index // 2)
        x = middle + (0.06 if index % 2 else -0.06)
        skew = rng.uniform(-0.06, 0.06)
        ends = ((x + skew, -span / 2, z), (x - skew, span / 2, z))
        parts.append(rod(*ends, rng.uniform(0.035, 0.05), bark, 10))
    for y in (-span * 0.35, span * 0.35):
        parts.append(box((0.2, 0.02, 0.05), (middle, y, 0.04), DARKS[0]))
        parts.append(box((0.02, 0.02, 0.16), (middle + 0.1, y, 0.08), DARKS[0]))
    if rng.random() < 0.75:
        for index in range(int(rng.integers(4, 8))):
            y = rng.uniform(-span * 0.4, span * 0.4)
            tall = mouth * rng.uniform(0.2, 0.45)
            flame = [(0, 0), (0.045, tall * 0.22), (0.028, tall * 0.55), (0, tall)]
            hue = pick(rng, ((244, 150, 40), (250, 196, 70), (230, 96, 36)))
            x = middle + 0.02 * (index % 2)
            parts.append(lathe(flame, hue, (x, y, 0.15), 8))
    return parts


def _surround(
    rng: np.random.Generator,
    width: float,
    height: float,
    jamb: float,
    mouth: float,
    depth: float,
    color: Color,
    kind: str,
) -> list[Part]:
    """Two jambs and a frieze around a stone slip."""
    slip = tint(rng, [*STONES, *DARKS, *CERAMICS, _BRICK])
    rim = jamb * (0.4 if kind != "stone" else 0.0)
    wide = jamb - rim
    y = width / 2 - wide / 2
    parts = [
        boxes(
            [depth * 0.8, wide, height], [[-depth * 0.1, s * y, height / 2] for s in (-1, 1)], color
        ),
        box(
            (depth * 0.8, width, height - mouth - rim),
            (-depth * 0.1, 0, (height + mouth + rim) / 2),
            color,
        ),
    ]
    if rim:
        inner = width / 2 - wide - rim / 2
        legs = [[-depth * 0.15, s * inner, mouth / 2] for s in (-1, 1)]
        parts.append(boxes([depth * 0.6, rim, mouth], legs, slip))
        parts.append(
            box((depth * 0.6, width - 2 * wide, rim), (-depth * 0.15, 0, mouth + rim / 2), slip)
        )
    face, frieze = depth * 0.3, height - mouth - rim
    for side in (-1, 1):
        if kind == "pilaster":
            count = int(rng.integers(1, 5))
            ys = side * y + wide * 0.7 * ((np.arange(count) + 0.5) / count - 0.5)
            flutes = [[face, at, height * 0.45] for at in ys]
            parts.append(
                boxes([0.035, wide * 0.5 / count, height * 0.62], flutes, shade(color, 1.1))
            )
            parts.append(box((0.08, wide + 0.03, 0.14), (face, side * y, 0.07), shade(color, 0.9)))
            parts.append(
                box((0.08, wide + 0.03, 0.06), (face, side * y, height * 0.82), shade(color, 0.9))
            )
        elif kind == "column":
            radius, top = wide * rng.uniform(0.28, 0.4), height * 0.86
            profile = [
                (0, 0),
                (1.35, 0),
                (1.35, 0.08),
                (1.1, 0.1),
                (1.0, 0.14),
                (0.85, 0.9),
                (1.2, 0.93),
                (1.35, 0.96),
                (1.35, 1),
                (0, 1),
            ]
            turned = np.array(profile) * [radius, top]
            parts.append(lathe(turned, shade(color, 1.1), (face + radius, side * y, 0), 18))
            block = (2.8 * radius, 2.8 * radius, height - top)
            parts.append(box(block, (face + radius, side * y, (height + top) / 2), color))
        else:
            corbel = np.array([(0, 0), (0.16, 0.16), (0.16, 0.22), (0, 0.22)])
            parts.append(
                panel(corbel, wide * 0.8, (face, side * y, height - 0.22), shade(color, 0.9), 1)
            )
    if frieze > 0.16:
        ornament = (0.03, width - 2 * wide - 0.2, frieze * 0.5)
        z = height - frieze / 2
        if rng.random() < 0.5:
            parts.append(box(ornament, (face, 0, z), shade(color, 1.1)))
        parts.append(
            ellipsoid(
                (0.03, frieze * rng.uniform(0.3, 0.8), frieze * 0.28),
                (face + 0.01, 0, z),
                shade(color, 0.88),
                1,
                16,
            )
        )
    return parts


def _bricks(
    rng: np.random.Generator, width: float, height: float, jamb: float, mouth: float, depth: float
) -> list[Part]:
    """Masonry in running bond on a mortar core."""
    mortar, rows = (196, 188, 178), int(rng.integers(11, 17))
    core = [
        [[depth * 0.9, jamb, height], [-depth * 0.05, s * (width - jamb) / 2, height / 2]]
        for s in (-1, 1)
    ]
    core.append([[depth * 0.9, width, height - mouth], [-depth * 0.05, 0, (height + mouth) / 2]])
    parts = [joined(core, mortar)]
    course, long = height / rows, width / round(width / rng.uniform(0.2, 0.26))
    sizes, centers, colors = [], [], []
    base = pick(rng, (_BRICK, (190, 176, 160), (132, 62, 52), (214, 208, 200)))
    for row in range(rows):
        z = (row + 0.5) * course
        edges = np.arange(-width / 2 - (row % 2) * long / 2, width / 2, long)
        for start in edges:
            for low, high in _clear(
                max(start, -width / 2), min(start + long, width / 2), z, width / 2 - jamb, mouth
            ):
                if high - low > 0.03:
                    sizes.append([depth, high - low - 0.012, course - 0.012])
                    centers.append([0, (low + high) / 2, z])
                    colors.append(shade(base, rng.uniform(0.82, 1.15)))
    return [*parts, boxes(sizes, centers, colors)]


def _clear(
    low: float, high: float, z: float, half: float, mouth: float
) -> list[tuple[float, float]]:
    """Cut the opening out of one brick's span."""
    if z > mouth:
        return [(low, high)]
    return [(low, min(high, -half)), (max(low, half), high)]


def _arch(
    rng: np.random.Generator,
    width: float,
    height: float,
    hole: float,
    mouth: float,
    depth: float,
    color: Color,
) -> list[Part]:
    """Flat face with a round-headed opening and voussoirs."""
    rise = hole * rng.uniform(0.16, 0.3)
    angles = np.linspace(0, np.pi, 20)
    head = np.column_stack([-hole / 2 * np.cos(angles), mouth - rise + rise * np.sin(angles)])
    outline = np.vstack([
        [-width / 2, 0], [-hole / 2, 0], head, [hole / 2, 0], [width / 2, 0],
        [width / 2, height], [-width / 2, height],
    ])  # fmt: skip
    parts = [panel(outline, depth * 0.8, (-depth * 0.1, 0, 0), color, 0)]
    count = 2 * int(rng.integers(3, 6)) + 1
    for index in range(count):
        angle = np.pi * (index + 0.5) / count
        tone = shade(color, 0.8 if index % 2 else 0.95)
        y, z = -np.cos(angle) * hole / 2, mouth - rise + np.sin(angle) * rise
        size = (0.06, 0.9 * np.pi * (hole / 2 + rise) / 2 / count, 0.13)
        stone = box(size, (depth * 0.3, y, z + 0.05), tone)
        parts.append(turn(stone, 90 - np.degrees(angle), (1, 0, 0), (0, y, z)))
    y, wide = (width + hole) / 4, (width - hole) / 2
    blocks = [[depth * 0.3, s * y, mouth * 0.3] for s in (-1, 1)]
    return [*parts, boxes([0.04, wide * 0.6, mouth * 0.5], blocks, shade(color, 1.1))]


def _shelf(
    rng: np.random.Generator, width: float, height: float, depth: float, color: Color, kind: str
) -> list[Part]:
    over = rng.uniform(0.05, 0.14)
    if kind == "brick":
        beam = (depth + 0.16, width * rng.uniform(0.9, 1.08), rng.uniform(0.11, 0.17))
        return [box(beam, (0.08, 0, height + beam[2] / 2), color)]
    steps = int(rng.integers(1, 4))
    parts = []
    for step in range(steps):
        reach = over * (step + 1) / steps
        z = height + 0.07 * (step + 0.5) / steps
        size = (depth + reach, width + 2 * reach, 0.07 / steps)
        parts.append(box(size, (reach / 2, 0, z), shade(color, 1.0 if step % 2 else 0.9)))
    return parts


def _above(
    rng: np.random.Generator, width: float, top: float, depth: float, color: Color
) -> list[Part]:
    """Chimney breast or mirror over the shelf, and what stands on it."""
    parts: list[Part] = []
    kind = pick(rng, ("none", "none", "mirror", "breast"))
    tall, x = rng.uniform(0.5, 0.8), -depth / 2
    if kind == "mirror":
        wide = width * rng.uniform(0.5, 0.75)
        parts.append(
            box((0.05, wide, tall), (x + 0.03, 0, top + tall / 2 + 0.03), shade(color, 0.85))
        )
        parts.append(
            box(
                (0.05, wide - 0.1, tall - 0.1),
                (x + 0.04, 0, top + tall / 2 + 0.03),
                (196, 216, 224),
            )
        )
    elif kind == "breast":
        wall = tint(rng, [*STONES, (232, 226, 216), _BRICK])
        parts.append(
            box((depth * 0.8, width * 0.82, tall), (-depth * 0.1, 0, top + tall / 2), wall)
        )
    if kind != "breast":
        for side in (-1, 1):
            y, metal = side * width * rng.uniform(0.3, 0.42), tint(rng, BRASSES + METALS)
            stick = [(0, 0), (0.045, 0), (0.012, 0.03), (0.012, 0.16), (0.03, 0.18), (0, 0.18)]
            parts.append(lathe(stick, metal, (0.02, y, top + 0.03), 10))
            parts.append(
                rod((0.02, y, top + 0.2), (0.02, y, top + 0.36), 0.012, (244, 240, 226), 8)
            )
    return parts
