"""Tents: domes, ridge tents, tipis, tunnels, bell tents, open pavilions."""

import numpy as np

from lib.corpus.parametric.palette import METALS, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, lathe, rod
from lib.corpus.parametric.parts_organic import lattice, repaint, scatter, sheet, skin, tube

_CLOTHS: list[Color] = [
    (232, 120, 40), (70, 130, 76), (52, 100, 160), (204, 60, 54), (230, 190, 70), (104, 116, 84),
    (60, 130, 140),
]  # fmt: skip
_CANVASES: list[Color] = [(232, 222, 196), (214, 196, 156), (240, 236, 224), (168, 152, 116)]
_INSIDE: Color = (52, 50, 54)


def build(rng: np.random.Generator) -> list[Part]:
    """One tent, its door towards +x, the ground at z = 0."""
    return pick(rng, [_dome, _dome, _ridge, _ridge, _tipi, _tunnel, _bell, _pavilion])(rng)


def _guys(points: np.ndarray, feet: np.ndarray) -> list[Part]:
    """Ropes from the cloth to pegs in the ground."""
    parts = []
    for point, foot in zip(points, feet, strict=True):
        parts.append(rod(point, foot, 0.008, (226, 222, 206), 5))
        parts.append(rod(np.add(foot, (0, 0, 0.08)), foot - [0, 0, 0.02], 0.014, (90, 90, 94), 6))
    return parts


def _dome(rng: np.random.Generator) -> list[Part]:
    """Cloth over two or three crossed arches, on a four- or six-sided plan."""
    sides = int(rng.choice([4, 4, 6]))
    radius, tall = rng.uniform(1.2, 1.9), rng.uniform(1.1, 1.5)
    stretch, cloth, fly = (
        rng.uniform(0.75, 1.0),
        tint(rng, _CLOTHS),
        tint(rng, [*_CLOTHS, *_CANVASES]),
    )
    per = 8
    around = sides * per
    angle = (np.arange(around) - per / 2) * 2 * np.pi / around
    local = (np.arange(around) % per / per - 0.5) * 2 * np.pi / sides
    flat = np.cos(np.pi / sides) / np.cos(local)
    up = np.linspace(0, 1, 13)[:-1]
    power = rng.uniform(0.75, 1.1)
    wide = np.cos(up * np.pi / 2) ** power
    # Cloth sags between the arches: less at the foot, where it is pegged.
    plan = radius * wide[:, None] * (flat * (1 - 0.05 * np.sin(np.pi * up))[:, None])
    z = tall * np.sin(up * np.pi / 2)
    rings = np.stack(
        [plan * np.cos(angle) * stretch, plan * np.sin(angle), 0 * plan + z[:, None]], axis=-1
    )
    shell = skin(rings, cloth)
    row, column = lattice(len(up), around)
    if rng.random() < 0.6:
        repaint(shell, column // per % 2 == 1, fly)
    else:
        repaint(shell, row > rng.integers(5, 8), fly)
    repaint(shell, (column >= 2) & (column < per - 2) & (row < 6), _INSIDE)
    parts = [shell]
    pole = tint(rng, [(230, 230, 226), (60, 60, 64), (220, 160, 60)])
    for corner in range(0, around, per):
        path = np.concatenate([rings[:, corner], [[0, 0, tall]]]) * 1.012
        parts.append(tube(path, 0.02, pole, 6))
    # Flap rolled to one side of the door.
    edge = rings[:6, per - 2] * 1.02
    parts.append(tube(edge, 0.045, shade(cloth, 0.8), 7))
    floor = rings[:1] * [1.04, 1.04, 1] + np.array([0, 0, -0.01])
    parts.append(skin(np.concatenate([floor, np.add(floor, (0, 0, 0.03))]), shade(cloth, 0.45)))
    spots = rings[5, per // 2 :: per] if rng.random() < 0.5 else rings[5, ::per]
    feet = spots * [1.75, 1.75, 0]
    return parts + _guys(spots, feet)


def _ridge(rng: np.random.Generator) -> list[Part]:
    """A-shaped tent: two slopes over a ridge, poles at the ends, flaps drawn back."""
    long, half, tall = rng.uniform(2.0, 3.0), rng.uniform(0.8, 1.2), rng.uniform(1.1, 1.7)
    cloth = tint(rng, [*_CLOTHS, *_CANVASES])
    wall = rng.uniform(0.25, 0.5) if rng.random() < 0.4 else 0.0
    sag = rng.uniform(0.02, 0.09)
    x = np.linspace(-long / 2, long / 2, 13)
    dip = sag * np.cos(np.pi * x / long)
    across = np.linspace(0, 1, 9)[:, None]
    parts = []
    for hand in (-1, 1):
        y = hand * half * (1 - across) + 0 * x
        z = (
            wall
            + (tall - wall) * across
            - dip * (0.4 + 0.6 * across) * (wall == 0)
            - dip * across * (wall > 0)
        )
        z = np.maximum(z, wall * 0.9) + 0.08 * (across - 1) * across * tall
        grid = np.stack([0 * y + x, y * 1.04, z], axis=-1)
        parts.append(sheet(grid, (0, 0, 0.015), cloth))
        if wall:
            rows = np.stack(
                [np.stack([x, 0 * x + hand * half, 0 * x + level], axis=1) for level in (0, wall)]
            )
            parts.append(sheet(rows, (0, 0.01, 0), shade(cloth, 0.9)))
    sides = [(half, wall)] * bool(wall)
    back = np.array([(-half, 0), (half, 0), *sides, (0, tall - 0.02), *((-y, z) for y, z in sides)])
    rear = np.column_stack([np.full(len(back), -long / 2 + 0.02), back])
    parts.append(skin([rear, np.add(rear, (0.01, 0, 0))], shade(cloth, 0.85)))
    inner = np.column_stack([np.full(len(back), -long / 2 + 0.06), back * 0.97])
    parts.append(skin([inner, np.add(inner, (0.01, 0, 0))], _INSIDE))
    gap, front = rng.uniform(0.15, 0.6), long / 2 - 0.03
    flap = tint(rng, [cloth, *_CLOTHS])
    for hand in (-1, 1):
        door = np.array(
            [
                (hand * half, 0),
                (hand * half, max(wall, 0.02)),
                (0, tall - 0.03),
                (hand * half * gap, 0),
            ]
        )
        face = np.column_stack([np.full(4, front), door])
        parts.append(skin([face, face - [0.012, 0, 0]], shade(flap, 0.92)))
    wood = tint(rng, [*WOODS, *METALS])
    for end in (-1, 1):
        parts.append(
            rod(
                (end * (long / 2 + 0.01), 0, 0),
                (end * (long / 2 + 0.01), 0, tall + 0.12),
                0.025,
                wood,
                8,
            )
        )
    parts.append(rod((-long / 2, 0, tall), (long / 2, 0, tall), 0.02, wood, 8))
    parts.append(box((long, 2 * half, 0.02), (0, 0, -0.01), shade(cloth, 0.5)))
    ends = np.array([(end * long / 2, 0, tall) for end in (-1, 1)])
    feet = np.array([(end * (long / 2 + rng.uniform(0.5, 0.8)), 0, 0) for end in (-1, 1)])
    eaves = np.array(
        [(a * long * 0.47, b * half * 1.02, max(wall, 0.12)) for a in (-1, 1) for b in (-1, 1)]
    )
    pegs = eaves * [1.03, 1.35, 0]
    return parts + _guys(ends, feet) + _guys(eaves, pegs)


def _tipi(rng: np.random.Generator) -> list[Part]:
    """Tall cone whose poles cross above the cloth, an oval or split door."""
    sides, radius = int(rng.integers(9, 15)), rng.uniform(1.1, 1.7)
    tall = radius * rng.uniform(1.5, 2.1)
    canvas, paint = (
        tint(rng, _CANVASES),
        tint(rng, [(150, 60, 44), (60, 90, 120), (90, 70, 50), (200, 140, 50)]),
    )
    angle = (np.arange(sides) + 0.5) * 2 * np.pi / sides
    levels = np.linspace(0, 1, 13)
    wide = radius * (1 - 0.9 * levels)
    rings = np.stack(
        [
            np.outer(wide, np.cos(angle)),
            np.outer(wide, np.sin(angle)),
            np.outer(tall * levels, np.ones(sides)),
        ],
        axis=-1,
    )
    shell = skin(rings, canvas)
    row, side = lattice(13, sides)
    style = rng.integers(3)
    if style == 0:
        repaint(shell, np.isin(row, [2, 3]), paint)
    elif style == 1:
        repaint(shell, (row == 1) | ((row == 2) & (side % 2 == 0)) | (row > 9), paint)
    else:
        repaint(shell, np.isin(row, [8, 9, 10, 11]), paint)
    parts, wood = [shell], tint(rng, WOODS)
    cross = np.array([0, 0, tall * rng.uniform(1.04, 1.1)])
    for a in angle[:: 2 if sides > 11 else 1]:
        foot = np.array([radius * np.cos(a), radius * np.sin(a), 0]) * 1.01
        heading = cross + rng.uniform(-0.04, 0.04, 3) - foot
        parts.append(rod(foot, foot + heading * rng.uniform(1.16, 1.3), 0.026, wood, 6))
    slope = np.array([-radius * 0.9, 0, tall])
    base, width = (
        np.array([radius * np.cos(np.pi / sides) + 0.02, 0, 0]),
        radius * rng.uniform(0.24, 0.34),
    )
    reach = rng.uniform(0.45, 0.62)
    door = np.array(
        [np.add(base, (0, -width, 0)), np.add(base, (0, width, 0)), base + slope * reach]
    )
    parts.append(skin([door, np.add(door, (0.03, 0, 0.01))], _INSIDE))
    for hand in (-1, 1):
        flap = np.array(
            [
                np.add(base, (0, hand * width * 0.62, 0)),
                np.add(base, (0.12, hand * width * 1.35, 0)),
                base + slope * reach,
            ]
        )
        parts.append(
            skin([np.add(flap, (0.03, 0, 0)), np.add(flap, (0.05, 0, 0.01))], shade(canvas, 0.86))
        )
    pins = [base + slope * t + [0.03, 0, 0] for t in np.linspace(reach + 0.04, 0.9, 6)]
    return [*parts, scatter(box((0.02, 0.16, 0.02), (0, 0, 0), wood), pins)]


def _tunnel(rng: np.random.Generator) -> list[Part]:
    """Row of hoops of falling height with a dark mouth and an awning."""
    long, half, tall = rng.uniform(2.4, 3.6), rng.uniform(0.9, 1.3), rng.uniform(1.1, 1.6)
    cloth, band = tint(rng, _CLOTHS), tint(rng, [*_CLOTHS, *_CANVASES])
    hoops = int(rng.integers(3, 5))
    steps = 5
    x = np.linspace(long / 2, -long / 2, hoops * steps + 1)
    fall = np.linspace(0, 1, len(x))
    scale = 1 - rng.uniform(0.25, 0.5) * fall**2
    sag = 1 - 0.07 * np.abs(np.sin(np.pi * np.arange(len(x)) / steps))
    angle = np.linspace(0, np.pi, 19)
    arch = np.stack([np.cos(angle), np.sin(angle) ** 0.85], axis=1)
    sections = [
        np.column_stack(
            [np.full(19, at), arch[:, 0] * half * (0.4 + 0.6 * s), arch[:, 1] * tall * s * g]
        )
        for at, s, g in zip(x, scale, sag, strict=True)
    ]
    sections.append(sections[-1] * [1, 0.5, 0.3] - [rng.uniform(0.2, 0.5), 0, 0])
    shell = skin(sections, cloth)
    row, _ = lattice(len(sections), 19)
    repaint(shell, row // steps % 2 == 1, band)
    mouth = sections[0] * [1, 0.72, 0.8] + [0.01, 0, 0]
    parts = [shell, skin([mouth, np.add(mouth, (0.015, 0, 0))], _INSIDE)]
    pole = tint(rng, [(230, 230, 226), (60, 60, 64)])
    parts += [
        tube(sections[k] * [1, 1.012, 1.012], 0.018, pole, 6) for k in range(0, len(x), steps)
    ]
    if rng.random() < 0.6:
        roll = sections[0][4:15] * [1, 0.9, 0.9] + [0.03, 0, 0]
        parts.append(tube(roll, 0.05, shade(cloth, 0.75), 7))
    spots = np.array([sections[k][j] for k in range(0, len(x), 2 * steps) for j in (5, 13)])
    return parts + _guys(spots, spots * [1.05, 1.9, 0])


def _bell(rng: np.random.Generator) -> list[Part]:
    """Round canvas with a low wall, a cone roof, one central pole; or a yurt."""
    radius, wall = rng.uniform(1.5, 2.2), rng.uniform(0.45, 1.1)
    tall = wall + radius * rng.uniform(0.6, 1.0)
    canvas, trim = tint(rng, _CANVASES), tint(rng, [*_CLOTHS, *_CANVASES])
    up = np.linspace(0, 1, 8)
    roof = np.stack(
        [radius * 1.03 * (1 - up) ** rng.uniform(1.0, 1.25) + 0.03, wall + (tall - wall) * up],
        axis=1,
    )
    parts = [lathe([(0, 0), (radius, 0), (radius, wall), (0, wall)], shade(canvas, 0.92))]
    parts.append(
        lathe([(0, wall - 0.02), *roof, (0, tall)], trim if rng.random() < 0.5 else canvas)
    )
    parts.append(
        lathe(
            [
                (radius * 0.98, wall - 0.14),
                (radius * 1.05, wall - 0.14),
                (radius * 1.05, wall + 0.01),
                (radius * 0.98, wall),
            ],
            shade(trim, 0.8),
        )
    )
    parts.append(rod((0, 0, tall - 0.1), (0, 0, tall + 0.14), 0.03, tint(rng, WOODS), 8))
    width, high = radius * rng.uniform(0.2, 0.3), wall * rng.uniform(1.0, 1.08) + 0.25
    front = radius * 0.96
    door = np.array(
        [
            (front, -width, 0),
            (front, width, 0),
            (front, 0.16 * width, high),
            (front, -0.16 * width, high),
        ]
    )
    parts.append(skin([door, np.add(door, (0.09, 0, 0))], _INSIDE))
    for hand in (-1, 1):
        flap = np.array(
            [
                (front, hand * width * 0.7, 0),
                (front + 0.04, hand * width * 1.5, 0),
                (front, hand * width * 0.3, high),
            ]
        )
        parts.append(
            skin([np.add(flap, (0.1, 0, 0)), np.add(flap, (0.12, 0, 0))], shade(canvas, 0.84))
        )
    count = int(rng.integers(6, 11))
    angle = (np.arange(count) + 0.5) * 2 * np.pi / count
    ring = np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=1)
    return parts + _guys(
        ring * radius * 1.04 + [0, 0, wall], ring * radius * rng.uniform(1.35, 1.6)
    )


def _pavilion(rng: np.random.Generator) -> list[Part]:
    """Market or party tent: peaked roof with a valance on four or six legs."""
    long, half, eave = rng.uniform(1.3, 2.1), rng.uniform(1.2, 1.6), rng.uniform(1.9, 2.3)
    peak = rng.uniform(0.6, 1.3)
    cloth, other = tint(rng, [*_CLOTHS, *_CANVASES]), tint(rng, [(244, 242, 236), *_CLOTHS])
    per = 8
    corners = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * [long, half]
    plan = np.concatenate(
        [np.linspace(corners[k], corners[(k + 1) % 4], per, endpoint=False) for k in range(4)]
    )
    up = np.linspace(0, 1, 9)
    shrink = (1 - up) ** rng.uniform(1.0, 1.5) * 0.98 + 0.02
    rings = np.stack(
        [
            np.column_stack([plan * s, np.full(4 * per, eave + peak * u)])
            for s, u in zip(shrink, up, strict=True)
        ]
    )
    roof = skin(rings, cloth)
    _, column = lattice(9, 4 * per)
    striped = rng.random() < 0.6
    if striped:
        repaint(roof, column % 2 == 1, other)
    drop = rng.uniform(0.18, 0.32)
    loop = np.concatenate([plan, plan[:1]])
    low = eave - drop * (0.75 + 0.25 * (np.arange(len(loop)) % 2))
    skirt = np.stack(
        [
            np.column_stack([loop * 1.005, low]),
            np.column_stack([loop * 1.005, np.full(len(loop), eave + 0.01)]),
        ]
    )
    valance = sheet(skirt, (0, 0, 0.012), other if striped else shade(cloth, 0.85))
    metal = tint(rng, METALS)
    legs = [rod((*corner * 0.97, 0), (*corner * 0.97, eave), 0.035, metal, 8) for corner in corners]
    feet = [
        box((0.18, 0.18, 0.03), (*corner * 0.97, 0.015), shade(metal, 0.7)) for corner in corners
    ]
    parts = [roof, valance, *legs, *feet]
    if rng.random() < 0.6:
        rows = np.linspace(0.02, eave, 6)
        y = np.linspace(-half, half, 41) * 0.96
        x = -long * 0.97 + 0.03 * np.sin(y / half * rng.uniform(14, 24))
        wall = np.stack([np.stack([x, y, 0 * y + level], axis=1) for level in rows])
        parts.append(sheet(wall, (0.01, 0, 0), shade(cloth, 0.95)))
    tip = eave + peak
    if rng.random() < 0.5:
        parts.append(rod((0, 0, tip - 0.05), (0, 0, tip + 0.5), 0.02, metal, 6))
        flag = np.array([(0, 0.0, tip + 0.48), (0, 0.0, tip + 0.24), (0, 0.42, tip + 0.36)])
        parts.append(skin([flag, np.add(flag, (0.01, 0, 0))], tint(rng, _CLOTHS)))
    return parts
