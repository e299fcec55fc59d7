"""Glass boxes: show cases, aquariums, terrariums, cabinets, jewel boxes.

Panes cannot be seen through here, so a case shows what glass shows: very pale
panes with slanting gleams in bright edges, some of them left out or slid aside
so that the exhibit inside is seen.
"""

import numpy as np

from lib.corpus.parametric.palette import BRASSES, DARKS, METALS, STONES, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, lathe, rod, rounded_box
from lib.corpus.parametric.parts_organic import blob, hull, leaf, rotations, scatter, skin, tube

_PANES: list[Color] = [(222, 240, 244), (230, 244, 240), (226, 236, 248), (236, 246, 246)]
_FRAMES: list[Color] = [(176, 206, 214), (190, 214, 206), *METALS, *BRASSES, *DARKS[:1]]
_TREASURES: list[Color] = [
    (214, 170, 60),
    (170, 60, 60),
    (60, 110, 160),
    (90, 150, 110),
    (150, 100, 170),
]


def build(rng: np.random.Generator) -> list[Part]:
    """One glass box; kinds differ in proportions, base, lid and exhibit."""
    return pick(rng, [_show_case, _show_case, _plinth, _aquarium, _cabinet, _terrarium])(rng)


def _frame(size: np.ndarray, low: float, bar: float, color: Color) -> list[Part]:
    """Twelve edges of a box of `size` whose floor is at z = `low`."""
    half = size / 2
    middle = low + half[2]
    corner = [(a, b) for a in (-1, 1) for b in (-1, 1)]
    edges = []
    for axis in range(3):
        length = np.full(3, bar)
        length[axis] = size[axis] + bar
        others = [other for other in range(3) if other != axis]
        places = np.zeros((4, 3))
        places[:, others] = np.array(corner) * half[others]
        edges.append(scatter(box(length, (0, 0, 0), color), np.add(places, (0, 0, middle))))
    return edges


def _pane(
    rng: np.random.Generator, size: np.ndarray, low: float, axis: int, hand: int, color: Color
) -> list[Part]:
    """One wall with two or three slanting gleams that stand out a little on its outer side."""
    extent = size.copy()
    extent[axis] = 0.004
    place = np.array([0, 0, low + size[2] / 2])
    place[axis] += hand * size[axis] / 2
    parts = [box(extent, place, color)]
    across = [other for other in range(3) if other != axis]
    wide, tall = size[across]
    slant = min(wide, tall) * rng.uniform(0.14, 0.22)
    at = rng.uniform(-0.2, 0.0) * wide
    for gleam, reach in zip((0.045, 0.02), (0.62, 0.42), strict=True):
        half = min(wide, tall) * reach / 2
        corner = np.array([(-slant - gleam * wide, -half), (-slant + gleam * wide, -half)])
        outline = np.add(np.concatenate([corner, -corner]), (at, 0))
        at += wide * 0.17
        rings = np.zeros((2, 4, 3))
        rings[:, :, across] = outline
        rings[..., axis] = np.array([[-0.003], [0.003]])
        parts.append(skin(rings + place, (255, 255, 255)))
    return parts


def _panes(
    rng: np.random.Generator, size: np.ndarray, low: float, top: bool, open_front: bool
) -> list[Part]:
    color = tint(rng, _PANES, 0.02)
    sides = [(0, -1), (1, -1), (1, 1), (0, 1)]
    if open_front:
        sides = sides[:2]
    if top:
        sides.append((2, 1))
    return [part for axis, hand in sides for part in _pane(rng, size, low, axis, hand, color)]


def _treasure(rng: np.random.Generator, room: float, low: float) -> list[Part]:
    """Exhibit: a ball on a stand, a vase, a cup, a cut stone."""
    color, style = tint(rng, _TREASURES), rng.integers(4)
    base = rod((0, 0, low), (0, 0, low + room * 0.12), room * 0.2, shade(color, 0.5), 20)
    foot = low + room * 0.12
    if style == 0:
        return [base, blob((0, 0, foot + room * 0.28), room * 0.27, color, 2)]
    if style == 1:
        profile = [(0.1, 0), (0.22, 0.25), (0.07, 0.5), (0.13, 0.62), (0, 0.6)]
        return [base, lathe(np.array([(0, 0), *profile]) * room, color, (0, 0, foot), 24)]
    if style == 2:
        profile = [
            (0.12, 0),
            (0.04, 0.06),
            (0.04, 0.28),
            (0.2, 0.42),
            (0.2, 0.62),
            (0.16, 0.62),
            (0, 0.44),
        ]
        return [base, lathe(np.array([(0, 0), *profile]) * room, color, (0, 0, foot), 24)]
    gem = [(0, 0), (0.22, 0.26), (0.22, 0.3), (0.12, 0.42), (0, 0.42)]
    return [base, lathe(np.array(gem) * room, color, (0, 0, foot), 8)]


def _show_case(rng: np.random.Generator) -> list[Part]:
    """Box on a low wooden or stone base, open towards the viewer or all panes in."""
    size = rng.uniform([0.2, 0.2, 0.18], [0.5, 0.65, 0.6])
    bar = rng.uniform(0.008, 0.014)
    base, thick = tint(rng, [*WOODS, *STONES, *DARKS]), rng.uniform(0.02, 0.06)
    parts = [box((size[0] + 0.05, size[1] + 0.05, thick), (0, 0, -thick / 2), base)]
    parts += _frame(size, 0, bar, tint(rng, _FRAMES))
    open_front = rng.random() < 0.75
    parts += _panes(rng, size, 0, top=not open_front or rng.random() < 0.5, open_front=open_front)
    if open_front:
        parts += _treasure(rng, float(size.min()) * 1.1, 0)
    return parts


def _plinth(rng: np.random.Generator) -> list[Part]:
    """Museum piece: a glass cube on a tall pedestal."""
    side, tall = rng.uniform(0.3, 0.6), rng.uniform(0.4, 0.95)
    size = np.array([side, side, side * rng.uniform(0.8, 1.4)])
    color = tint(rng, [(240, 240, 238), *STONES, *DARKS, *WOODS])
    half = side / 2 + 0.015
    stand = hull([(0, 0, -tall), (0, 0, 0)], [(half, half)] * 2, color, power=60, sections=16)
    skirt = box((side * 1.12, side * 1.12, 0.05), (0, 0, -tall), shade(color, 0.8))
    parts = [stand, skirt, *_frame(size, 0, rng.uniform(0.012, 0.02), tint(rng, _FRAMES))]
    open_front = rng.random() < 0.85
    parts += _panes(rng, size, 0, top=not open_front or rng.random() < 0.5, open_front=open_front)
    return [*parts, *(_treasure(rng, side, 0) if open_front else [])]


def _aquarium(rng: np.random.Generator) -> list[Part]:
    """Open-topped tank of water over gravel, with weed, stones and fish."""
    size = rng.uniform([0.22, 0.36, 0.26], [0.4, 0.75, 0.48])
    trim, bar = tint(rng, _FRAMES), rng.uniform(0.01, 0.018)
    gravel, thick = tint(rng, [(206, 180, 130), (120, 110, 100), (230, 220, 200)]), size[2] * 0.12
    parts = [*_frame(size, 0, bar, trim), box((size[0], size[1], thick), (0, 0, thick / 2), gravel)]
    water = tint(rng, [(170, 214, 232), (190, 226, 228), (160, 204, 226)], 0.04)
    level = size[2] * rng.uniform(0.72, 0.88)
    for axis in (0, 1):
        wall = size.copy()
        wall[[axis, 2]] = 0.008, level
        place = np.array([0, 0, level / 2])
        place[axis] = -size[axis] / 2
        parts.append(box(wall, place, water))
    parts += _panes(rng, size, 0, top=False, open_front=True)
    for _ in range(int(rng.integers(2, 5))):
        spot = rng.uniform([-0.3, -0.38, 0], [0.3, 0.38, 0]) * size + [0, 0, thick]
        parts.append(blob(spot, rng.uniform(0.03, 0.07, 3) * size[2] * 3, tint(rng, STONES), 1))
    count = int(rng.integers(8, 18))
    blade = leaf(
        size[2] * 0.6,
        size[2] * 0.07,
        tint(rng, [(60, 140, 70), (90, 160, 60), (160, 60, 60)]),
        droop=0.1,
    )
    spots = rng.uniform([-0.35, -0.42, 0], [0.1, 0.42, 0], (count, 3)) * size + [0, 0, thick]
    parts.append(
        scatter(
            blade,
            spots,
            rotations(rng.uniform(0, 6, count), rng.uniform(1.2, 1.5, count)),
            rng.uniform(0.5, 1.1, (count, 1)),
        )
    )
    for _ in range(int(rng.integers(2, 6))):
        spot = rng.uniform([-0.2, -0.35, 0.35], [0.35, 0.35, 0.7]) * size
        long, color = (
            rng.uniform(0.03, 0.05),
            tint(rng, [(250, 130, 40), (250, 210, 60), (220, 60, 60), (70, 110, 220)]),
        )
        parts.append(blob(spot, (long * 0.25, long, long * 0.5), color, 1))
        tail = np.add(spot, (0, -long * 0.8, 0))
        parts.append(
            hull(
                [tail, tail - [0, long * 0.7, 0]],
                [(0.002, 0.003), (0.002, long * 0.5)],
                color,
                axis=1,
                sections=8,
            )
        )
    return parts


def _cabinet(rng: np.random.Generator) -> list[Part]:
    """Tall case with shelves and small exhibits."""
    size = np.array([rng.uniform(0.32, 0.42), rng.uniform(0.4, 0.8), rng.uniform(1.1, 1.7)])
    color = tint(rng, [*METALS, *WOODS, *BRASSES])
    thick, bar = rng.uniform(0.08, 0.2), rng.uniform(0.02, 0.032)
    parts = [box((size[0] + 0.03, size[1] + 0.03, thick), (0, 0, -thick / 2), color)]
    parts.append(box((size[0] + 0.03, size[1] + 0.03, 0.04), (0, 0, size[2] + 0.02), color))
    parts += [*_frame(size, 0, bar, color), *_panes(rng, size, 0, top=False, open_front=True)]
    shelves = int(rng.integers(2, 5))
    glass = tint(rng, _PANES, 0.02)
    for level in size[2] * np.arange(shelves + 1) / (shelves + 1):
        if level:
            parts.append(box((size[0], size[1], 0.012), (0, 0, level), shade(glass, 0.92)))
        room = size[2] / (shelves + 1) * 0.8
        for y in np.linspace(-0.27, 0.27, int(rng.integers(1, 3)) + 1) * size[1]:
            for part in _treasure(rng, min(room, size[1] * 0.5), level):
                part.apply_translation((0, y, 0))
                parts.append(part)
    return parts


def _terrarium(rng: np.random.Generator) -> list[Part]:
    """House-shaped box of metal-edged glass over soil and small plants."""
    deep, wide = rng.uniform(0.16, 0.24), rng.uniform(0.22, 0.34)
    wall, ridge = rng.uniform(0.14, 0.22), rng.uniform(0.08, 0.14)
    metal, pale = tint(rng, [*BRASSES, *METALS, *DARKS]), tint(rng, _PANES, 0.02)
    size = np.array([deep, wide, wall])
    parts = [*_frame(size, 0, 0.008, metal), *_panes(rng, size, 0, top=False, open_front=True)]
    half, top = size / 2, wall + ridge
    for y in (-half[1], half[1]):
        parts += [
            tube([(hand * half[0], y, wall), (0, y, top)], 0.004, metal, 6) for hand in (-1, 1)
        ]
    parts.append(tube([(0, -half[1], top), (0, half[1], top)], 0.005, metal, 6))
    corner = np.array(
        [(-half[0], 0, wall), (0, 0, top), (0.003, 0, top), (-half[0] + 0.003, 0, wall)]
    )
    parts.append(skin([np.add(corner, (0, y, 0)) for y in (-half[1], half[1])], pale))
    gable = np.array([(-half[0], -half[1], wall), (half[0], -half[1], wall), (0, -half[1], top)])
    parts.append(skin([gable, np.add(gable, (0, 0.003, 0))], pale))
    parts.append(rounded_box((deep, wide, wall * 0.24), (0, 0, wall * 0.12), (80, 58, 42), 0.004))
    parts.append(box((deep * 1.02, wide * 1.02, wall * 0.05), (0, 0, 0), metal))
    for _ in range(int(rng.integers(3, 6))):
        spot = rng.uniform([-0.3, -0.38, 0], [0.3, 0.38, 0]) * size + [0, 0, wall * 0.22]
        green, count = (
            tint(rng, [(80, 140, 70), (120, 170, 90), (60, 110, 70)]),
            int(rng.integers(6, 11)),
        )
        blade = leaf(wall * 0.5, wall * 0.14, green, droop=0.3)
        turns = rotations(np.arange(count) * 2.4, rng.uniform(0.3, 1.3, count))
        parts.append(
            scatter(blade, np.tile(spot, (count, 1)), turns, rng.uniform(0.6, 1, (count, 1)))
        )
    return parts
