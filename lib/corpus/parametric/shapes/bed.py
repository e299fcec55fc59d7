"""Bed: a mattress with pillows on a frame."""

import numpy as np

from lib.corpus.parametric.palette import (
    DARKS,
    FABRICS,
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
    ellipsoid,
    panel,
    pipe,
    rod,
    rounded_box,
    torus,
)

_SHEETS: list[Color] = [(240, 240, 238), (226, 230, 236), (238, 228, 212)]


def build(rng: np.random.Generator) -> list[Part]:
    """One of: headboard bed, bunk, four-poster, metal bedstead, sofa-like divan."""
    kind = pick(rng, ("headboard", "headboard", "bunk", "poster", "metal"))
    single = kind == "bunk" or rng.random() < 0.35
    width = rng.uniform(0.88, 1.05) if single else rng.uniform(1.35, 1.85)
    length = rng.uniform(1.9, 2.1)
    if kind == "bunk":
        return _bunk(rng, width, length)
    color = tint(rng, METALS + DARKS if kind == "metal" else [*WOODS, *LACQUER])
    level = rng.uniform(0.3, 0.46)
    parts, top = _bedding(rng, width, length, level)
    if kind == "headboard":
        parts += _frame(rng, width, length, level, color)
        parts += _headboard(rng, width, length, top + rng.uniform(0.3, 0.75), color)
        if rng.random() < 0.45:
            low = level + rng.uniform(0.05, 0.3)
            parts.append(box((0.05, width + 0.08, low), (length / 2 + 0.03, 0, low / 2), color))
    elif kind == "poster":
        parts += _frame(rng, width, length, level, color)
        parts += _headboard(rng, width, length, top + rng.uniform(0.2, 0.5), color)
        parts += _posters(rng, width, length, color)
    else:
        parts += _rails(width, length, level, 0.05, color)
        for side, height in ((-1, top + rng.uniform(0.4, 0.7)), (1, top + rng.uniform(0, 0.25))):
            parts += _bars(rng, side * (length / 2 + 0.03), width, height, color)
    return parts


def _bedding(
    rng: np.random.Generator, width: float, length: float, level: float
) -> tuple[list[Part], float]:
    """Mattress, cover and pillows on a base at `level`; also the mattress's top."""
    thick = rng.uniform(0.16, 0.28)
    sheet, cover = tint(rng, _SHEETS), tint(rng, FABRICS)
    top = level + thick
    parts = [rounded_box((length, width, thick), (0, 0, level + thick / 2), sheet, 0.06)]
    share, drop = rng.uniform(0.5, 0.76), rng.uniform(0.5, 1.0)
    hang = thick * drop + 0.02
    size = (length * share, width + 0.05, hang + 0.03)
    x = length / 2 - length * share / 2 + 0.015
    parts.append(rounded_box(size, (x, 0, top + 0.03 - size[2] / 2), cover, 0.05))
    if rng.random() < 0.6:
        fold = rounded_box(
            (rng.uniform(0.12, 0.3), width + 0.06, 0.06 + hang * 0.5),
            (x - size[0] / 2, 0, top + 0.035 - hang * 0.25), shade(sheet, 0.96), 0.03,
        )  # fmt: skip
        parts.append(fold)
    if rng.random() < 0.4:
        throw = (rng.uniform(0.3, 0.6), width + 0.07, hang + 0.035)
        spot = (length / 2 - throw[0] * rng.uniform(0.6, 1.0), 0, top + 0.04 - throw[2] / 2)
        parts.append(rounded_box(throw, spot, tint(rng, FABRICS), 0.05))
    count = 1 if width < 1.15 else 2
    wide = min(0.72, (width / count) * 0.86)
    cushions = rng.random() < 0.4
    for index in range(count):
        y = ((index + 0.5) / count - 0.5) * width
        center = (-length / 2 + 0.27, y, top + 0.06)
        parts.append(ellipsoid((0.22, wide / 2, 0.085), center, tint(rng, _SHEETS), 0.6, 20))
        if cushions:
            near = (-length / 2 + 0.45, y, top + 0.1)
            parts.append(ellipsoid((0.09, 0.2, 0.15), near, tint(rng, FABRICS), 0.6, 16))
    return parts, top


def _rails(width: float, length: float, level: float, height: float, color: Color) -> list[Part]:
    z = level - height / 2 + 0.02
    y, x = width / 2 + 0.02, length / 2 + 0.02
    return [
        boxes([2 * x + 0.04, 0.04, height], [[0, -y, z], [0, y, z]], color),
        boxes([0.04, 2 * y, height], [[-x, 0, z], [x, 0, z]], color),
        box((length, width, 0.03), (0, 0, level - 0.02), shade(color, 0.7)),
    ]


def _frame(
    rng: np.random.Generator, width: float, length: float, level: float, color: Color
) -> list[Part]:
    """Side rails on legs, or a box with drawers down to the floor."""
    if rng.random() < 0.35:
        parts = [box((length, width, level), (0, 0, level / 2), color)]
        for x in (-length / 4, length / 4):
            for side in (-1, 1):
                y, z = side * width / 2, level / 2
                face = (length / 2 - 0.1, 0.02, level - 0.08)
                parts.append(box(face, (x, y + 0.01 * side, z), shade(color, 1.15)))
                parts.append(
                    rod(
                        (x - 0.06, y + 0.04 * side, z),
                        (x + 0.06, y + 0.04 * side, z),
                        0.012,
                        (60, 60, 62),
                        8,
                    )
                )
        return parts
    parts = _rails(width, length, level, rng.uniform(0.12, 0.2), color)
    thick = rng.uniform(0.05, 0.1)
    x, y = length / 2 - thick / 2, width / 2 - thick / 2 + 0.03
    corners = [(a, b, level / 2) for a in (-x, x) for b in (-y, y)]
    parts.append(boxes([thick, thick, level], corners, shade(color, 0.9)))
    return parts


def _headboard(
    rng: np.random.Generator, width: float, length: float, height: float, color: Color
) -> list[Part]:
    """Head end that reaches the floor, at the -x side."""
    x, wide = -length / 2 - 0.05, width + rng.uniform(0.06, 0.2)
    kind = rng.choice(["plain", "tufted", "slatted", "arched"])
    if kind == "plain":
        return [box((0.05, wide, height), (x, 0, height / 2), color)]
    if kind == "tufted":
        cover = tint(rng, FABRICS)
        parts = [box((0.04, wide, height * 0.6), (x - 0.02, 0, height * 0.3), color)]
        columns, rows = max(3, round(wide / rng.uniform(0.22, 0.45))), int(rng.integers(1, 4))
        tall = height * 0.62
        for column in range(columns):
            for row in range(rows):
                y = ((column + 0.5) / columns - 0.5) * wide
                z = height - tall + tall * (row + 0.5) / rows
                size = (0.1, wide / columns, tall / rows)
                parts.append(rounded_box(size, (x, y, z), cover, 0.045, 2))
        return parts
    if kind == "slatted":
        post = 0.07
        ys = np.linspace(-wide / 2 + post, wide / 2 - post, int(rng.integers(5, 14)))
        posts = [[x, side * (wide - post) / 2, height / 2] for side in (-1, 1)]
        return [
            boxes([0.06, post, height], posts, color),
            boxes([0.02, 0.04, height - 0.3], [[x, y, height / 2 + 0.1] for y in ys], color),
            box((0.07, wide + 0.04, 0.08), (x, 0, height), shade(color, 0.9)),
        ]
    angles = np.linspace(0, np.pi, 18)
    arch = np.column_stack([wide / 2 * np.cos(angles), 0.75 * height + 0.3 * np.sin(angles)])
    outline = np.vstack([[wide / 2, 0], arch, [-wide / 2, 0]])
    inner = outline * [0.86, 0.92]
    return [
        panel(outline, 0.05, (x, 0, 0), color, 0),
        panel(inner, 0.05, (x + 0.012, 0, 0), shade(color, 1.15), 0),
    ]


def _posters(rng: np.random.Generator, width: float, length: float, color: Color) -> list[Part]:
    """Four posts with rails, often a canopy and curtains."""
    height, thick = rng.uniform(1.85, 2.2), rng.uniform(0.05, 0.09)
    x, y = length / 2 + 0.03, width / 2 + 0.03
    corners = [(a, b) for a in (-x, x) for b in (-y, y)]
    parts = [boxes([thick, thick, height], [(*c, height / 2) for c in corners], color)]
    parts.append(boxes([2 * x, thick * 0.7, thick * 0.7], [[0, -y, height], [0, y, height]], color))
    parts.append(boxes([thick * 0.7, 2 * y, thick * 0.7], [[-x, 0, height], [x, 0, height]], color))
    cloth = tint(rng, [*_SHEETS, *FABRICS])
    if rng.random() < 0.6:
        parts.append(box((2 * x, 2 * y, 0.02), (0, 0, height + 0.02), cloth))
        parts.append(
            boxes([2 * x, 0.015, 0.2], [[0, -y, height - 0.08], [0, y, height - 0.08]], cloth)
        )
        parts.append(
            boxes([0.015, 2 * y, 0.2], [[-x, 0, height - 0.08], [x, 0, height - 0.08]], cloth)
        )
    if rng.random() < 0.6:
        for a, b in corners[:2]:
            radius = rng.uniform(0.07, 0.1)
            parts.append(
                rounded_box(
                    (2 * radius, 2 * radius, height * 0.9),
                    (a + 0.05, b, height / 2),
                    cloth,
                    radius * 0.8,
                )
            )
    return parts


def _bars(
    rng: np.random.Generator, x: float, width: float, height: float, color: Color
) -> list[Part]:
    """Tubular bed end with upright bars, hooped or with knobs."""
    half = width / 2 + 0.03
    hooped = rng.random() < 0.5
    parts = [
        rod((x, s * half, 0), (x, s * half, height * (0.75 if hooped else 1)), 0.02, color)
        for s in (-1, 1)
    ]
    if hooped:
        angles = np.linspace(0, np.pi, 13)
        arc = [(x, half * np.cos(a), height * (0.75 + 0.25 * np.sin(a))) for a in angles]
        parts.append(pipe(arc, 0.02, color, 8))
    else:
        parts.append(rod((x, -half, height - 0.05), (x, half, height - 0.05), 0.018, color))
        parts += [
            ellipsoid((0.035,) * 3, (x, s * half, height), shade(color, 1.2), 1, 12)
            for s in (-1, 1)
        ]
    parts.append(rod((x, -half, height * 0.45), (x, half, height * 0.45), 0.015, color))
    ys = np.linspace(-half, half, int(rng.integers(5, 10)))[1:-1]
    top = [
        height * (0.75 + 0.25 * (1 - (y / half) ** 2) ** 0.5) if hooped else height - 0.05
        for y in ys
    ]
    parts += [
        rod((x, y, height * 0.45), (x, y, z), 0.01, color, 8) for y, z in zip(ys, top, strict=True)
    ]
    if rng.random() < 0.4:
        parts.append(torus(0.09, 0.01, (x, 0, height * 0.62), color, (1, 0, 0)))
    return parts


def _bunk(rng: np.random.Generator, width: float, length: float) -> list[Part]:
    """Two beds one above the other, with a ladder and a guard rail."""
    color = tint(rng, [*WOODS, *LACQUER, *PLASTICS[:4], *METALS])
    low, high = rng.uniform(0.25, 0.4), rng.uniform(1.2, 1.45)
    height, thick = high + rng.uniform(0.4, 0.6), rng.uniform(0.05, 0.09)
    parts = []
    for level in (low, high):
        bedding, _ = _bedding(rng, width, length, level)
        parts += bedding + _rails(width, length, level, 0.14, color)
    x, y = length / 2 + 0.03, width / 2 + 0.03
    parts.append(
        boxes([thick, thick, height], [(a, b, height / 2) for a in (-x, x) for b in (-y, y)], color)
    )
    for a in (-x, x):
        for level in (low, high):
            rows = level + np.linspace(0.18, height - high - 0.03, 3)
            parts.append(boxes([0.025, 2 * y, 0.06], [[a, 0, z] for z in rows], color))
    guard = high + np.linspace(0.3, height - high - 0.03, 2)
    near, span = y, length * rng.uniform(0.55, 0.7)
    back = [[0, -y, z] for z in guard]
    parts.append(boxes([2 * x, 0.025, 0.06], back, color))
    parts.append(boxes([span, 0.025, 0.06], [[-x + span / 2, near, z] for z in guard], color))
    edge, run = x - 0.08, length - span - 0.16
    foot = near + rng.uniform(0.05, 0.35)
    for rail in (edge, edge - run):
        parts.append(rod((rail, foot, 0), (rail, near + 0.02, height - 0.05), 0.022, color))
    for share in np.linspace(0.12, 0.75, int(rng.integers(4, 6))):
        at = foot + (near + 0.02 - foot) * share
        z = share * (height - 0.05)
        parts.append(rod((edge, at, z), (edge - run, at, z), 0.018, color))
    return parts
