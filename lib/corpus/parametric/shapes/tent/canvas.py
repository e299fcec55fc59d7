"""Tents to stay in: tipis, bell tents, market and party pavilions."""

import numpy as np

from lib.corpus.parametric.palette import METALS, WOODS, shade, tint
from lib.corpus.parametric.parts import Color, Part, both, box, boxes, lathe, rod, stub
from lib.corpus.parametric.parts_organic import lattice, plate, points, repaint, sheet, skin
from lib.corpus.parametric.shapes.tent.cloth import CANVASES, CLOTHS, INSIDE, guys

_PAINTS: list[Color] = [(150, 60, 44), (60, 90, 120), (90, 70, 50), (200, 140, 50)]


def tipi(rng: np.random.Generator) -> list[Part]:
    """Tall cone whose poles cross above the cloth, an oval or split door."""
    sides, radius = int(rng.integers(9, 15)), rng.uniform(1.1, 1.7)
    tall = radius * rng.uniform(1.5, 2.1)
    canvas, paint = tint(rng, CANVASES), tint(rng, _PAINTS)
    angle = (np.arange(sides) + 0.5) * 2 * np.pi / sides
    up = np.linspace(0, 1, 13)[:, None]
    wide = radius * (1 - 0.9 * up)
    shell = skin(points(wide * np.cos(angle), wide * np.sin(angle), tall * up), canvas)
    row, column = lattice(13, sides)
    bands = [
        np.isin(row, [2, 3]),
        (row == 1) | ((row == 2) & (column % 2 == 0)) | (row > 9),
        np.isin(row, [8, 9, 10, 11]),
    ]
    repaint(shell, bands[rng.integers(3)], paint)
    parts, wood = [shell], tint(rng, WOODS)
    cross = np.array([0, 0, tall * rng.uniform(1.04, 1.1)])
    for a in angle[:: 2 if sides > 11 else 1]:
        foot = np.array([radius * np.cos(a), radius * np.sin(a), 0]) * 1.01
        heading = cross + rng.uniform(-0.04, 0.04, 3) - foot
        parts.append(rod(foot, foot + heading * rng.uniform(1.16, 1.3), 0.026, wood, 6))
    slope = np.array([-radius * 0.9, 0, tall])
    base = np.array([radius * np.cos(np.pi / sides) + 0.02, 0, 0])
    width, reach = radius * rng.uniform(0.24, 0.34), rng.uniform(0.45, 0.62)
    tip = base + slope * reach
    side = np.array([0, width, 0])
    parts.append(plate([base - side, base + side, tip], (0.03, 0, 0.01), INSIDE))
    flap = [base - side * 0.62, np.add(base, (0.12, -width * 1.35, 0)), tip]
    parts += both([plate(np.add(flap, (0.03, 0, 0)), (0.02, 0, 0.01), shade(canvas, 0.86))])
    pins = base + slope * np.linspace(reach + 0.04, 0.9, 6)[:, None] + [0.03, 0, 0]
    return [*parts, boxes((0.02, 0.16, 0.02), pins, wood)]


def bell(rng: np.random.Generator) -> list[Part]:
    """Round canvas with a low wall, a cone roof, one central pole; or a yurt."""
    radius, wall = rng.uniform(1.5, 2.2), rng.uniform(0.45, 1.1)
    tall = wall + radius * rng.uniform(0.6, 1.0)
    canvas, trim = tint(rng, CANVASES), tint(rng, [*CLOTHS, *CANVASES])
    up = np.linspace(0, 1, 8)
    wide = radius * 1.03 * (1 - up) ** rng.uniform(1.0, 1.25) + 0.03
    roof = np.column_stack([wide, wall + (tall - wall) * up])
    inner, outer = radius * 0.98, radius * 1.05
    eave = [(inner, wall - 0.14), (outer, wall - 0.14), (outer, wall + 0.01), (inner, wall)]
    parts = [
        lathe([(0, 0), (radius, 0), (radius, wall), (0, wall)], shade(canvas, 0.92)),
        lathe([(0, wall - 0.02), *roof, (0, tall)], trim if rng.random() < 0.5 else canvas),
        lathe(eave, shade(trim, 0.8)),
        rod((0, 0, tall - 0.1), (0, 0, tall + 0.14), 0.03, tint(rng, WOODS), 8),
    ]
    width, high = radius * rng.uniform(0.2, 0.3), wall * rng.uniform(1.0, 1.08) + 0.25
    front = radius * 0.96
    door = points(front, np.array([-1, 1, 0.16, -0.16]) * width, [0, 0, high, high])
    parts.append(plate(door, (0.09, 0, 0), INSIDE))
    flap = points([front, front + 0.04, front], np.array([-0.7, -1.5, -0.3]) * width, [0, 0, high])
    parts += both([plate(np.add(flap, (0.1, 0, 0)), (0.02, 0, 0), shade(canvas, 0.84))])
    count = int(rng.integers(6, 11))
    angle = (np.arange(count) + 0.5) * 2 * np.pi / count
    ring = points(np.cos(angle), np.sin(angle), 0) * radius
    return parts + guys(ring * 1.04 + [0, 0, wall], ring * rng.uniform(1.35, 1.6))


def pavilion(rng: np.random.Generator) -> list[Part]:
    """Market or party tent: peaked roof with a valance on four or six legs."""
    long, half, eave = rng.uniform(1.3, 2.1), rng.uniform(1.2, 1.6), rng.uniform(1.9, 2.3)
    peak = rng.uniform(0.6, 1.3)
    cloth, other = tint(rng, [*CLOTHS, *CANVASES]), tint(rng, [(244, 242, 236), *CLOTHS])
    per = 8
    corners = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * [long, half]
    ends = np.roll(corners, -1, axis=0)
    plan = np.linspace(corners, ends, per, endpoint=False, axis=1).reshape(-1, 2)
    up = np.linspace(0, 1, 9)[:, None]
    shrink = (1 - up) ** rng.uniform(1.0, 1.5) * 0.98 + 0.02
    roof = skin(points(plan[:, 0] * shrink, plan[:, 1] * shrink, eave + peak * up), cloth)
    _, column = lattice(9, 4 * per)
    striped = rng.random() < 0.6
    if striped:
        repaint(roof, column % 2 == 1, other)
    drop = rng.uniform(0.18, 0.32)
    loop = np.concatenate([plan, plan[:1]])
    low = eave - drop * (0.75 + 0.25 * (np.arange(len(loop)) % 2))
    x, y = (loop * 1.005).T
    skirt = points(x, y, [low, np.full(len(loop), eave + 0.01)])
    valance = sheet(skirt, (0, 0, 0.012), other if striped else shade(cloth, 0.85))
    metal = tint(rng, METALS)
    feet = corners * 0.97
    parts = [roof, valance]
    parts += [stub((*foot, 0), eave, 0.035, metal, 8, axis=2) for foot in feet]
    parts += [box((0.18, 0.18, 0.03), (*foot, 0.015), shade(metal, 0.7)) for foot in feet]
    if rng.random() < 0.6:
        y = np.linspace(-half, half, 41) * 0.96
        x = -long * 0.97 + 0.03 * np.sin(y / half * rng.uniform(14, 24))
        wall = points(x, y, np.linspace(0.02, eave, 6)[:, None])
        parts.append(sheet(wall, (0.01, 0, 0), shade(cloth, 0.95)))
    tip = eave + peak
    if rng.random() < 0.5:
        parts.append(stub((0, 0, tip - 0.05), 0.55, 0.02, metal, 6, axis=2))
        flag = points(0, [0, 0, 0.42], [tip + 0.48, tip + 0.24, tip + 0.36])
        parts.append(plate(flag, (0.01, 0, 0), tint(rng, CLOTHS)))
    return parts
