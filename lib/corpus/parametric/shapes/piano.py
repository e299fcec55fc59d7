"""Piano: grand or upright, with its keys towards the player (+x)."""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.parametric.palette import (
    BRASSES,
    CHERRY,
    DARKS,
    FABRICS,
    LACQUER,
    WALNUT,
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
    panel,
    rod,
    rounded_box,
    slab,
    taper,
    turn,
)
from lib.corpus.parametric.parts_organic import curve

_CASES: list[Color] = [*DARKS, *DARKS, *WALNUT, *CHERRY, *LACQUER[:2]]
_IVORY, _EBONY = (246, 244, 236), (26, 26, 28)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: grand with its lid up, grand closed, upright, spinet; mostly with a stool."""
    color, brass = tint(rng, _CASES), tint(rng, BRASSES)
    width = rng.uniform(1.42, 1.56)
    if rng.random() < 0.55:
        parts, front, level = _grand(rng, width, color, brass)
    else:
        parts, front, level = _upright(rng, width, color, brass)
    if rng.random() < 0.6:
        parts += _bench(rng, front + rng.uniform(0.25, 0.4), level - 0.22, color)
    return parts


def _keys(x: float, width: float, z: float) -> Part:
    """Fifty-two white and thirty-six black keys across `width`, their front at `x`."""
    count, pitch = 52, width / 52
    ys = (np.arange(count) + 0.5) * pitch - width / 2
    white = np.column_stack([np.full(count, x - 0.075), ys, np.full(count, z)])
    # From A: a black key follows A, C, D, F and G, except after the last key.
    has_black = np.isin(np.arange(count - 1) % 7, [0, 2, 3, 5, 6])
    at = ys[:-1][has_black] + pitch / 2
    black = np.column_stack([np.full(len(at), x - 0.1), at, np.full(len(at), z + 0.012)])
    sizes = [[0.15, pitch * 0.93, 0.02]] * count + [[0.095, pitch * 0.55, 0.02]] * len(at)
    colors = [_IVORY] * count + [_EBONY] * len(at)
    return boxes(sizes, np.vstack([white, black]), colors)


def _outline(width: float, length: float, waist: float) -> Floats:
    """Plan of a grand: straight bass side at -y, curved treble side, keys at x = 0."""
    half = width / 2
    knots = [
        (-0.2 * length, half), (-0.42 * length, half * 0.93), (-0.62 * length, half * waist),
        (-0.85 * length, -half * 0.02), (-0.97 * length, -half * 0.35), (-length, -half * 0.62),
        (-0.97 * length, -half * 0.9), (-0.9 * length, -half),
    ]  # fmt: skip
    return np.vstack([[0, -half], [0, half], curve(knots, 26)])


def _grand(
    rng: np.random.Generator, width: float, color: Color, brass: Color
) -> tuple[list[Part], float, float]:
    """Wing-shaped case on three legs, lid on a prop, music desk, pedal lyre."""
    length, deep = rng.uniform(1.45, 2.3), rng.uniform(0.28, 0.34)
    low = rng.uniform(0.62, 0.68)
    top, plan = low + deep, _outline(width, length, rng.uniform(0.3, 0.6))
    front = length / 2
    shift = np.array([front - 0.28, 0])
    case = slab(plan + shift, deep, (0, 0, low + deep / 2), color)
    soundboard = slab(plan * 0.95 + shift - [0.04, 0], 0.012, (0, 0, top), (188, 142, 70))
    bed = box((0.3, width, 0.09), (front - 0.15, 0, low + 0.045), color)
    key_z = low + 0.1
    cheeks = boxes(
        [0.28, 0.07, deep * 0.72],
        [[front - 0.15, s * (width / 2 - 0.035), low + deep * 0.36] for s in (-1, 1)],
        color,
    )
    fall = box(
        (0.02, width - 0.14, deep * 0.55), (front - 0.27, 0, low + deep * 0.6), shade(color, 1.25)
    )
    parts = [case, bed, cheeks, fall, _keys(front - 0.03, width - 0.16, key_z)]
    lid = slab(plan + shift, 0.02, (0, 0, top + 0.012), shade(color, 1.2))
    if rng.random() < 0.7:
        plate = np.array([p * [0.8, 0.82] for p in plan]) + shift - [0.16, 0]
        parts += [soundboard, slab(plate, 0.012, (0, 0, top + 0.008), brass)]
        angle = rng.uniform(28, 42)
        turn(lid, angle, (1, 0, 0), (0, -width / 2, top + 0.012))
        parts.append(lid)
        rise = np.sin(np.radians(angle)) * width * 0.66
        y = width * 0.44
        reach = -width / 2 + np.cos(np.radians(angle)) * width * 0.66
        parts.append(rod((front - 0.6, y, top), (front - 0.6, reach, top + rise), 0.01, color, 8))
    else:
        parts.append(lid)
    desk = box((0.02, width * 0.46, 0.24), (front - 0.42, 0, top + 0.12), shade(color, 1.3))
    parts.append(turn(desk, -14, (0, 1, 0), (front - 0.42, 0, top)))
    sheet = box((0.006, 0.42, 0.2), (front - 0.4, 0, top + 0.13), (248, 246, 240))
    parts.append(turn(sheet, -14, (0, 1, 0), (front - 0.42, 0, top)))
    kind = pick(rng, ("square", "turned", "taper"))
    for x, y in (
        (front - 0.25, -width / 2 + 0.14),
        (front - 0.25, width / 2 - 0.14),
        (front - length * 0.85 - 0.25, -width * 0.28),
    ):
        parts += _leg(kind, x, y, low, color, brass)
    lyre = front - 0.5
    parts.append(
        boxes([0.03, 0.03, low - 0.08], [[lyre, s * 0.08, low / 2 + 0.04] for s in (-1, 1)], color)
    )
    parts.append(box((0.1, 0.26, 0.06), (lyre, 0, 0.1), color))
    parts.append(
        boxes([0.14, 0.03, 0.015], [[lyre + 0.1, y, 0.07] for y in (-0.07, 0, 0.07)], brass)
    )
    return parts, front, low


def _leg(kind: str, x: float, y: float, top: float, color: Color, brass: Color) -> list[Part]:
    caster = rod((x, y - 0.025, 0.03), (x, y + 0.025, 0.03), 0.03, brass, 12)
    if kind == "turned":
        share = np.array([0, 0.08, 0.14, 0.5, 0.62, 0.7, 0.78, 1.0])
        radius = np.array([0.035, 0.05, 0.035, 0.06, 0.07, 0.045, 0.07, 0.075])
        profile = [(0, 0.05), *np.column_stack([radius, 0.05 + share * (top - 0.05)]), (0, top)]
        return [lathe(profile, color, (x, y, 0), 14), caster]
    sections = 4 if kind == "square" else 12
    return [taper((x, y, top), (x, y, 0.05), 0.075, 0.045, color, sections), caster]


def _upright(
    rng: np.random.Generator, width: float, color: Color, brass: Color
) -> tuple[list[Part], float, float]:
    """Tall case with a key shelf on two legs or consoles, panels and pedals."""
    height, deep = rng.uniform(0.98, 1.34), rng.uniform(0.34, 0.4)
    shelf, low = rng.uniform(0.28, 0.34), rng.uniform(0.6, 0.66)
    face, front = deep / 2, deep / 2 + shelf
    side = np.array([
        (-deep / 2, 0), (deep / 2, 0), (deep / 2, low), (front, low), (front, low + 0.16),
        (deep / 2 + 0.1, low + 0.2), (deep / 2 + 0.02, height), (-deep / 2, height),
    ])  # fmt: skip
    y, panel_color = width / 2 - 0.025, shade(color, 1.22)
    parts = [panel(side, 0.05, (0, s * y, 0), color, 1) for s in (-1, 1)]
    parts.append(box((deep, width - 0.08, height), (-0.02, 0, height / 2), color))
    parts.append(box((deep + 0.08, width + 0.06, 0.035), (0, 0, height + 0.017), shade(color, 1.1)))
    parts.append(box((shelf, width - 0.06, 0.08), (face + shelf / 2, 0, low + 0.04), color))
    parts.append(_keys(front - 0.03, width - 0.14, low + 0.09))
    fall = box((0.02, width - 0.12, 0.15), (face + 0.09, 0, low + 0.16), panel_color)
    parts.append(turn(fall, -12, (0, 1, 0), (face + 0.09, 0, low + 0.1)))
    columns = int(rng.integers(1, 4))
    for index in range(columns):
        at = ((index + 0.5) / columns - 0.5) * (width - 0.16)
        size = (0.02, (width - 0.16) / columns - 0.06, height - low - 0.36)
        parts.append(box(size, (face, at, (height + low + 0.2) / 2 + 0.02), panel_color))
        parts.append(box((0.02, size[1], low - 0.26), (face, at, low / 2 + 0.04), panel_color))
    if rng.random() < 0.7:
        desk = low + 0.26
        parts.append(box((0.06, width * 0.5, 0.015), (face + 0.07, 0, desk), shade(color, 0.8)))
        sheet = box((0.006, 0.44, 0.28), (face + 0.06, 0, desk + 0.15), (248, 246, 240))
        parts.append(turn(sheet, -10, (0, 1, 0), (face + 0.06, 0, desk)))
    kind = pick(rng, ("square", "turned", "taper", "console"))
    for s in (-1, 1):
        if kind == "console":
            bracket = np.array(
                [
                    (0, low),
                    (shelf * 0.8, low),
                    (shelf * 0.6, low - 0.08),
                    (0.05, low * 0.4),
                    (0, low * 0.35),
                ]
            )
            parts.append(panel(bracket, 0.06, (face, s * (width / 2 - 0.06), 0), color, 1))
        else:
            parts += _leg(kind, front - 0.06, s * (width / 2 - 0.08), low, color, brass)
            parts.append(
                box(
                    (shelf, 0.08, 0.06),
                    (face + shelf / 2 - 0.02, s * (width / 2 - 0.08), 0.07),
                    color,
                )
            )
    parts.append(
        boxes([0.12, 0.035, 0.015], [[face + 0.05, at, 0.06] for at in (-0.1, 0, 0.1)], brass)
    )
    if rng.random() < 0.3:
        for s in (-1, 1):
            at = s * width * 0.32
            parts.append(
                rod((face, at, height - 0.14), (face + 0.1, at, height - 0.14), 0.01, brass, 8)
            )
            parts.append(
                rod(
                    (face + 0.1, at, height - 0.16),
                    (face + 0.1, at, height - 0.04),
                    0.014,
                    (246, 242, 230),
                    8,
                )
            )
    return parts, front, low


def _bench(rng: np.random.Generator, x: float, top: float, color: Color) -> list[Part]:
    """Stool of the player: an oblong bench or a round screw stool."""
    cover = tint(rng, [*FABRICS[:3], (40, 36, 38)])
    if rng.random() < 0.65:
        wide, deep = rng.uniform(0.52, 0.8), rng.uniform(0.3, 0.36)
        legs = [
            [x + a * (deep / 2 - 0.03), b * (wide / 2 - 0.03), top / 2]
            for a in (-1, 1)
            for b in (-1, 1)
        ]
        return [
            boxes([0.045, 0.045, top - 0.04], legs, color),
            box((deep, wide, 0.06), (x, 0, top - 0.06), color),
            rounded_box((deep, wide, 0.06), (x, 0, top), cover, 0.025),
        ]
    parts = [
        lathe(
            [(0, top - 0.04), (0.17, top - 0.04), (0.17, top), (0.12, top + 0.03), (0, top + 0.03)],
            cover,
            (x, 0, 0),
            20,
        )
    ]
    parts.append(rod((x, 0, 0.2), (x, 0, top - 0.03), 0.03, color))
    for angle in np.radians([45, 165, 285]):
        foot = (x + 0.2 * np.cos(angle), 0.2 * np.sin(angle), 0)
        parts.append(taper((x, 0, 0.26), foot, 0.03, 0.018, color, 8))
    return parts
