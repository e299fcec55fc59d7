"""Bench: a long seat without cushions for two or more."""

import numpy as np

from lib.corpus.parametric.furniture import joined
from lib.corpus.parametric.palette import (
    DARKS,
    FABRICS,
    METALS,
    PLASTICS,
    STONES,
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
    mirror,
    panel,
    pipe,
    rod,
    rounded_box,
    slab,
    taper,
    turn,
)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: park bench, backless slats, trestle plank, stone, garden bench with arms."""
    return pick(rng, (_park, _park, _backless, _trestle, _stone, _garden))(rng)


def _slats(
    rng: np.random.Generator, depth: float, length: float, level: float, color: Color
) -> Part:
    count = int(rng.integers(3, 9))
    gap = rng.uniform(0.1, 0.3)
    xs = depth * ((np.arange(count) + 0.5) / count - 0.5)
    size = [depth / count * (1 - gap), length, rng.uniform(0.025, 0.045)]
    return boxes(size, [[x, 0, level] for x in xs], color)


def _park(rng: np.random.Generator) -> list[Part]:
    """Slats on two or three cast-iron ends that carry the back and the arms."""
    wood, iron = tint(rng, [*WOODS, *PLASTICS[:2], (70, 110, 80)]), tint(rng, DARKS + METALS[3:])
    length, depth = rng.uniform(1.2, 2.0), rng.uniform(0.4, 0.5)
    seat, back, lean = rng.uniform(0.42, 0.47), rng.uniform(0.34, 0.48), rng.uniform(0.08, 0.18)
    parts = [_slats(rng, depth, length, seat, wood)]
    rows = int(rng.integers(2, 6))
    for row in range(rows):
        share = (row + 0.8) / rows
        x, z = -depth / 2 - lean * share, seat + 0.06 + (back - 0.06) * share
        slat = box((0.03, length, back / rows * 0.72), (x, 0, z), wood)
        parts.append(turn(slat, -np.degrees(np.arctan2(lean, back)), (0, 1, 0), (x, 0, z)))
    ends = [-1.0, 1.0] if length < 1.6 else [-1.0, 0.0, 1.0]
    arm, curl = rng.random() < 0.75, rng.random() < 0.5
    for end in ends:
        y = end * (length / 2 - rng.uniform(0.08, 0.12))
        front = [
            (depth / 2 + 0.04, y, 0),
            (depth / 2 - 0.06, y, seat * 0.5),
            (depth / 2, y, seat - 0.03),
        ]
        rest = [
            (-depth / 2 - 0.08, y, 0), (-depth / 2 + 0.04, y, seat * 0.55),
            (-depth / 2 + 0.01, y, seat), (-depth / 2 - lean - 0.02, y, seat + back + 0.02),
        ]  # fmt: skip
        parts += [pipe(front, 0.022, iron, 8), pipe(rest, 0.022, iron, 8)]
        parts.append(box((depth, 0.035, 0.04), (0, y, seat - 0.035), iron))
        if arm:
            bend = [(-depth / 2 - 0.06, y, seat + 0.24), (depth * 0.3, y, seat + 0.23)]
            bend += [(depth / 2, y, seat + 0.17), (depth / 2 - 0.01, y, seat)]
            parts.append(pipe(bend, 0.02, iron, 8))
        if curl:
            ring = [
                (0.1 * np.cos(a), y, seat * 0.6 + 0.1 * np.sin(a))
                for a in np.linspace(0, 2 * np.pi, 13)
            ]
            parts.append(pipe(ring, 0.01, iron, 8))
    return parts


def _backless(rng: np.random.Generator) -> list[Part]:
    """Slatted seat on steel hoops or timber legs."""
    wood, frame = tint(rng, WOODS), tint(rng, [*METALS, *DARKS, *WOODS])
    length, depth, seat = rng.uniform(1.4, 2.0), rng.uniform(0.3, 0.38), rng.uniform(0.4, 0.47)
    parts = [_slats(rng, depth, length, seat, wood)]
    y = length / 2 - rng.uniform(0.1, 0.25)
    if rng.random() < 0.5:
        x, inset = depth / 2 - 0.03, rng.uniform(-0.06, 0.08)
        hoop = [
            (x - inset, y, 0.02),
            (x, y, seat - 0.04),
            (-x, y, seat - 0.04),
            (-x + inset, y, 0.02),
        ]
        one = [pipe([*hoop, hoop[0]], 0.022, frame, 8)]
        parts.append(rod((0, -y, seat - 0.04), (0, y, seat - 0.04), 0.018, frame))
    else:
        thick = rng.uniform(0.05, 0.09)
        x = depth / 2 - thick / 2
        one = [boxes([thick, thick, seat], [[-x, y, seat / 2], [x, y, seat / 2]], frame)]
        one.append(box((depth, 0.03, 0.06), (0, y, seat - 0.05), frame))
        low = seat * rng.uniform(0.2, 0.45)
        if rng.random() < 0.5:
            parts.append(box((0.04, 2 * y, 0.05), (0, 0, low), frame))
            one.append(box((2 * x, 0.04, 0.05), (0, y, low), frame))
    return [*parts, *one, *mirror(one, 1)]


def _trestle(rng: np.random.Generator) -> list[Part]:
    """Thick plank, or a cushioned one, on board, X or splayed ends."""
    wood = tint(rng, WOODS)
    length, depth, seat = rng.uniform(1.4, 2.2), rng.uniform(0.26, 0.34), rng.uniform(0.4, 0.47)
    thick = rng.uniform(0.04, 0.08)
    top = box((depth, length, thick), (0, 0, seat - thick / 2), wood)
    parts, y, kind = (
        [top],
        length / 2 - rng.uniform(0.15, 0.3),
        rng.choice(["board", "cross", "splay"]),
    )
    ends = shade(wood, rng.uniform(0.7, 0.9))
    if kind == "board":
        foot, waist = depth * 0.48, depth * rng.uniform(0.22, 0.42)
        outline = [
            (-foot, 0),
            (-foot * 0.5, 0),
            (0, 0.08),
            (foot * 0.5, 0),
            (foot, 0),
            (waist, seat * 0.5),
        ]
        outline += [(foot, seat - thick), (-foot, seat - thick), (-waist, seat * 0.5)]
        one = [panel(outline, 0.05, (0, y, 0), ends, 1)]
    elif kind == "cross":
        x = depth / 2 - 0.02
        legs = [((-x, y, 0), (x, y, seat - thick)), ((x, y, 0), (-x, y, seat - thick))]
        one = [taper(*leg, 0.03, 0.03, ends, 4) for leg in legs]
    else:
        x = depth / 2 - 0.07
        one = [
            taper((s * x, y, seat - thick), (s * (x + 0.06), y + 0.08, 0), 0.028, 0.018, ends)
            for s in (-1, 1)
        ]
    if kind != "splay":
        parts.append(box((0.05, 2 * y, 0.07), (0, 0, seat * 0.45), ends))
    if rng.random() < 0.4:
        pad = rounded_box(
            (depth * 0.96, length * 0.98, 0.07), (0, 0, seat + 0.03), tint(rng, FABRICS), 0.03
        )
        parts.append(pad)
    return [*parts, *one, *mirror(one, 1)]


def _stone(rng: np.random.Generator) -> list[Part]:
    """Slab on two blocks; the slab may be curved in plan or of timber."""
    stone = tint(rng, STONES)
    length, depth, seat = rng.uniform(1.1, 1.7), rng.uniform(0.36, 0.46), rng.uniform(0.42, 0.47)
    thick, top = rng.uniform(0.07, 0.13), stone if rng.random() < 0.5 else tint(rng, WOODS)
    bend = rng.uniform(0.0, 0.22) if rng.random() < 0.6 else 0.0
    ys = np.linspace(-length / 2, length / 2, 15)
    sag = bend * (1 - (2 * ys / length) ** 2)
    outline = np.vstack([
        np.column_stack([depth / 2 - sag, ys]), np.column_stack([-depth / 2 - sag, ys])[::-1]
    ])  # fmt: skip
    parts = [slab(outline, thick, (0, 0, seat - thick / 2), top)]
    y = length * rng.uniform(0.28, 0.38)
    x, wide = -bend * (1 - (2 * y / length) ** 2), rng.uniform(0.12, 0.24)
    low, waist = depth * rng.uniform(0.38, 0.46), depth * rng.uniform(0.26, 0.46)
    curve = np.array(
        [(low, 0), (low, 0.06), (waist, 0.14), (waist, seat - 0.2), (low, seat - thick)]
    )
    end = np.vstack([curve, curve[::-1] * [-1, 1]])
    one = [panel(end, wide, (x, y, 0), shade(stone, 0.85), 1)]
    return [*parts, *one, *mirror(one, 1)]


def _garden(rng: np.random.Generator) -> list[Part]:
    """All-timber bench with an upright slatted back and arms."""
    wood = tint(rng, [*WOODS, (236, 234, 228), (110, 134, 140)])
    length, depth = rng.uniform(1.15, 1.8), rng.uniform(0.44, 0.52)
    seat, back, thick = rng.uniform(0.42, 0.46), rng.uniform(0.4, 0.55), rng.uniform(0.05, 0.07)
    x, y = depth / 2 - thick / 2, length / 2 - thick / 2
    arm = seat + rng.uniform(0.2, 0.26)
    posts = [[[thick, thick, seat + back], [-x, s * y, (seat + back) / 2]] for s in (-1, 1)]
    posts += [[[thick, thick, arm], [x, s * y, arm / 2]] for s in (-1, 1)]
    posts += [[[depth + 0.04, thick * 1.4, 0.03], [0.01, s * y, arm]] for s in (-1, 1)]
    posts += [
        [[0.04, 2 * y, 0.08], [x, 0, seat - 0.06]],
        [[0.04, 2 * y, 0.08], [-x, 0, seat - 0.06]],
    ]
    posts += [
        [[0.035, 2 * y, 0.07], [-x, 0, seat + back - 0.05]],
        [[0.035, 2 * y, 0.05], [-x, 0, seat + 0.1]],
    ]
    parts = [
        joined(posts, wood),
        _slats(rng, depth, length - thick, seat, shade(wood, 1.08)),
    ]
    if rng.random() < 0.5:
        ys = np.linspace(-y, y, int(rng.integers(9, 18)))[1:-1]
        middle = seat + 0.1 + (back - 0.15) / 2
        parts.append(boxes([0.018, 0.045, back - 0.14], [[-x, at, middle] for at in ys], wood))
    else:
        bays = int(rng.integers(1, 4))
        for bay in range(bays):
            left, right = -y + 2 * y * bay / bays, -y + 2 * y * (bay + 1) / bays
            low, high = seat + 0.1, seat + back - 0.06
            parts += [
                rod((-x, left, low), (-x, right, high), 0.016, wood, 8),
                rod((-x, right, low), (-x, left, high), 0.016, wood, 8),
            ]
    if rng.random() < 0.35:
        parts.append(
            rounded_box(
                (depth * 0.9, length - 2 * thick, 0.06),
                (0, 0, seat + 0.045),
                tint(rng, FABRICS),
                0.025,
            )
        )
    return parts
