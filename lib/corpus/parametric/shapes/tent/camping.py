"""Tents to carry: cloth over crossed arches, over a ridge, over a row of hoops."""

import numpy as np

from lib.corpus.parametric.palette import METALS, WOODS, shade, tint
from lib.corpus.parametric.parts import Color, Part, both, box, rod, stub
from lib.corpus.parametric.parts_organic import lattice, plate, points, repaint, sheet, skin, tube
from lib.corpus.parametric.shapes.tent.cloth import CANVASES, CLOTHS, INSIDE, guys

_POLES: list[Color] = [(230, 230, 226), (60, 60, 64)]


def dome(rng: np.random.Generator) -> list[Part]:
    """Cloth over two or three crossed arches, on a four- or six-sided plan."""
    sides = int(rng.choice([4, 4, 6]))
    radius, tall = rng.uniform(1.2, 1.9), rng.uniform(1.1, 1.5)
    stretch = rng.uniform(0.75, 1.0)
    cloth, fly = tint(rng, CLOTHS), tint(rng, [*CLOTHS, *CANVASES])
    per = 8
    around = sides * per
    angle = (np.arange(around) - per / 2) * 2 * np.pi / around
    local = (np.arange(around) % per / per - 0.5) * 2 * np.pi / sides
    flat = np.cos(np.pi / sides) / np.cos(local)
    up = np.linspace(0, 1, 13)[:-1, None]
    wide = np.cos(up * np.pi / 2) ** rng.uniform(0.75, 1.1)
    # Cloth sags between the arches: less at the foot, where it is pegged.
    plan = radius * wide * (flat * (1 - 0.05 * np.sin(np.pi * up)))
    z = tall * np.sin(up * np.pi / 2)
    rings = points(plan * np.cos(angle) * stretch, plan * np.sin(angle), z)
    shell = skin(rings, cloth)
    row, column = lattice(len(up), around)
    second = column // per % 2 == 1 if rng.random() < 0.6 else row > rng.integers(5, 8)
    repaint(shell, second, fly)
    repaint(shell, (column >= 2) & (column < per - 2) & (row < 6), INSIDE)
    parts, pole = [shell], tint(rng, [*_POLES, (220, 160, 60)])
    for corner in range(0, around, per):
        parts.append(tube(np.vstack([rings[:, corner], (0, 0, tall)]) * 1.012, 0.02, pole, 6))
    # Flap rolled to one side of the door.
    parts.append(tube(rings[:6, per - 2] * 1.02, 0.045, shade(cloth, 0.8), 7))
    floor = rings[0] * [1.04, 1.04, 1] - [0, 0, 0.01]
    parts.append(plate(floor, (0, 0, 0.03), shade(cloth, 0.45)))
    spots = rings[5, per // 2 :: per] if rng.random() < 0.5 else rings[5, ::per]
    return parts + guys(spots, spots * [1.75, 1.75, 0])


def ridge(rng: np.random.Generator) -> list[Part]:
    """A-shaped tent: two slopes over a ridge, poles at the ends, flaps drawn back."""
    long, half, tall = rng.uniform(2.0, 3.0), rng.uniform(0.8, 1.2), rng.uniform(1.1, 1.7)
    cloth = tint(rng, [*CLOTHS, *CANVASES])
    wall = rng.uniform(0.25, 0.5) if rng.random() < 0.4 else 0.0
    sag = rng.uniform(0.02, 0.09)
    x = np.linspace(-long / 2, long / 2, 13)
    up = np.linspace(0, 1, 9)[:, None]
    dip = sag * np.cos(np.pi * x / long) * (up if wall else 0.4 + 0.6 * up)
    z = np.maximum(wall + (tall - wall) * up - dip, wall * 0.9) + 0.08 * (up - 1) * up * tall
    parts = []
    for edge in (-half, half):
        parts.append(sheet(points(x, edge * (1 - up) * 1.04, z), (0, 0, 0.015), cloth))
        if wall:
            side = points(x, edge, np.array([[0], [wall]]))
            parts.append(sheet(side, (0, 0.01, 0), shade(cloth, 0.9)))
    eave = [(half, wall)] if wall else []
    gable = [(-half, 0), (half, 0), *eave, (0, tall - 0.02), *((-y, z) for y, z in eave)]
    y, z = np.transpose(gable)
    parts.append(plate(points(0.02 - long / 2, y, z), (0.01, 0, 0), shade(cloth, 0.85)))
    parts.append(plate(points(0.06 - long / 2, y * 0.97, z * 0.97), (0.01, 0, 0), INSIDE))
    gap, flap = rng.uniform(0.15, 0.6), shade(tint(rng, [cloth, *CLOTHS]), 0.92)
    door = points(
        long / 2 - 0.03, [-half, -half, 0, -half * gap], [0, max(wall, 0.02), tall - 0.03, 0]
    )
    parts += both([plate(door, (-0.012, 0, 0), flap)])
    wood = tint(rng, [*WOODS, *METALS])
    for end in (-long / 2 - 0.01, long / 2 + 0.01):
        parts.append(stub((end, 0, 0), tall + 0.12, 0.025, wood, 8, axis=2))
    parts.append(rod((-long / 2, 0, tall), (long / 2, 0, tall), 0.02, wood, 8))
    parts.append(box((long, 2 * half, 0.02), (0, 0, -0.01), shade(cloth, 0.5)))
    hands = np.array([-1, 1])
    ends, pegs = hands * long / 2, hands * (long / 2 + rng.uniform(0.5, 0.8, 2))
    parts += guys(points(ends, 0, tall), points(pegs, 0, 0))
    eaves = points(hands.repeat(2) * long * 0.47, np.tile(hands, 2) * half * 1.02, max(wall, 0.12))
    return parts + guys(eaves, eaves * [1.03, 1.35, 0])


def tunnel(rng: np.random.Generator) -> list[Part]:
    """Row of hoops of falling height with a dark mouth and an awning."""
    long, half, tall = rng.uniform(2.4, 3.6), rng.uniform(0.9, 1.3), rng.uniform(1.1, 1.6)
    cloth, band = tint(rng, CLOTHS), tint(rng, [*CLOTHS, *CANVASES])
    hoops, steps = int(rng.integers(3, 5)), 5
    x = np.linspace(long / 2, -long / 2, hoops * steps + 1)[:, None]
    scale = 1 - rng.uniform(0.25, 0.5) * np.linspace(0, 1, len(x))[:, None] ** 2
    sag = 1 - 0.07 * np.abs(np.sin(np.pi * np.arange(len(x)) / steps))[:, None]
    angle = np.linspace(0, np.pi, 19)
    y, z = np.cos(angle) * half * (0.4 + 0.6 * scale), np.sin(angle) ** 0.85 * tall * scale * sag
    sections = points(x, y, z)
    tail = sections[-1] * [1, 0.5, 0.3] - [rng.uniform(0.2, 0.5), 0, 0]
    shell = skin([*sections, tail], cloth)
    row, _ = lattice(len(x) + 1, 19)
    repaint(shell, row // steps % 2 == 1, band)
    mouth = sections[0] * [1, 0.72, 0.8] + [0.01, 0, 0]
    parts = [shell, plate(mouth, (0.015, 0, 0), INSIDE)]
    pole = tint(rng, _POLES)
    parts += [tube(hoop * [1, 1.012, 1.012], 0.018, pole, 6) for hoop in sections[::steps]]
    if rng.random() < 0.6:
        roll = sections[0, 4:15] * [1, 0.9, 0.9] + [0.03, 0, 0]
        parts.append(tube(roll, 0.05, shade(cloth, 0.75), 7))
    spots = sections[:: 2 * steps, [5, 13]].reshape(-1, 3)
    return parts + guys(spots, spots * [1.05, 1.9, 0])
