"""Guitars: acoustic, classical, and electric ones of several outlines, and basses."""

import numpy as np

from lib.corpus.parametric.palette import BRASSES, METALS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, panel, rod, torus, turn
from lib.corpus.parametric.parts_organic import Floats, curve, scatter, skin, tube

_TOPS: list[Color] = [(226, 180, 108), (208, 148, 76), (240, 208, 150), (180, 96, 44), (60, 44, 40)]
_SIDES: list[Color] = [(112, 62, 36), (86, 48, 32), (140, 84, 48), (64, 40, 32)]
_NECKS: list[Color] = [(176, 122, 72), (128, 78, 46), (206, 160, 100)]
_BOARDS: list[Color] = [(48, 34, 28), (36, 30, 30), (92, 58, 36), (214, 178, 122)]
_PAINTS: list[Color] = [
    (196, 36, 40), (30, 32, 38), (44, 96, 170), (244, 240, 226), (110, 190, 190), (230, 170, 50),
    (150, 60, 130), (200, 104, 44),
]  # fmt: skip


def build(rng: np.random.Generator) -> list[Part]:
    """One guitar, upright, strings towards +x, leaning back a little, some on a stand."""
    parts = pick(rng, [_acoustic, _acoustic, _electric, _electric, _electric, _angular])(rng)
    lean = rng.uniform(0, 12)
    for part in parts:
        turn(part, -lean, (0, 1, 0))
    if rng.random() < 0.35:
        parts += _stand(rng)
    return parts


def _outline(
    rng: np.random.Generator,
    lower: float,
    waist: float,
    upper: float,
    tall: float,
    cut: float,
    horn: float,
) -> Floats:
    """Figure-of-eight outline of (y, z) from half-widths in metres.

    A `cut` above 0 takes a bay out beside the neck; `horn` lets the shoulders stand
    up beyond the neck joint.
    """
    jitter = rng.uniform(0.97, 1.03, 4)
    right = [
        (lower * 0.5, 0.012 * tall), (lower * 0.93, 0.12 * tall), (lower * jitter[0], 0.27 * tall),
        (waist * 1.12, 0.5 * tall * jitter[1]), (waist, 0.58 * tall), (upper * 0.93, 0.72 * tall),
        (upper * jitter[2], (0.83 + horn) * tall), (upper * 0.62, (0.96 + horn) * tall),
    ]  # fmt: skip
    left = [(-y, z) for y, z in right][::-1]
    if horn:
        right.append((0.036, 0.86 * tall))
        left = [(-0.036, 0.86 * tall), *left]
    elif cut:
        right[-1] = (upper * 0.88, 0.9 * tall)
        right += [(0.05, (0.93 - cut) * tall), (0.034, 0.95 * tall)]
    return curve([(0, 0), *right, (0, tall * (0.84 if horn else 1.0)), *left], 72, closed=True)


def _neck(
    rng: np.random.Generator,
    joint: float,
    length: float,
    front: float,
    strings: int,
    bridge: float,
    flat: bool,
) -> list[Part]:
    """Neck, fingerboard with frets and dots, head with pegs, strings down to the bridge.

    `front` is the height of the fingerboard above x = 0; `joint` and `bridge` are z.
    """
    wood, board = tint(rng, _NECKS), tint(rng, _BOARDS)
    top, half = joint + length, 0.023 + 0.003 * (strings - 6)
    overlap = rng.uniform(0.04, 0.12)
    parts = [box((0.022, 2 * half * 0.92, length), (front - 0.011, 0, joint + length / 2), wood)]
    taper = np.array(
        [(-half * 1.2, joint - overlap), (half * 1.2, joint - overlap), (half, top), (-half, top)]
    )
    parts.append(panel(taper, 0.007, (front, 0, 0), board, 0))
    frets = top - (top - bridge) * (1 - 2 ** (-np.arange(1, 20) / 12))
    frets = frets[frets > joint - overlap]
    bar = box((0.0025, 2.1 * half, 0.0028), (0, 0, 0), (206, 206, 206))
    parts.append(scatter(bar, [(front + 0.0038, 0, z) for z in frets]))
    dots = [(front + 0.0035, 0, (frets[k] + frets[k - 1]) / 2) for k in (2, 4, 6, 8, 11)]
    pale = (236, 232, 220) if sum(board) < 300 else (60, 50, 44)
    parts.append(scatter(rod((0, 0, 0), (0.0016, 0, 0), half * 0.24, pale, 10), dots))
    head = 0.15 + 0.016 * (strings - 6) if strings > 4 else 0.19
    color = tint(rng, [wood, board, (30, 30, 32)])
    peg = tint(rng, [*METALS, *BRASSES, (240, 236, 224)])
    spread = half * rng.uniform(1.3, 1.6)
    metal_x = front - 0.004
    if flat and rng.random() < 0.6:
        # All pegs on one side, the head slanting.
        plan = [
            (-half, 0),
            (half, 0),
            (half * 1.2, head * 0.2),
            (half * 0.5, head * 1.05),
            (-half * 0.4, head * 1.12),
        ]
        plan += [(-half * 1.7, head * 0.92), (-half * 1.35, head * 0.2)]
        sides = np.full(strings, -1.0)
        heights = np.linspace(0.22, 0.9, strings) * head
    else:
        plan = [
            (-half, 0),
            (half, 0),
            (spread, head * 0.18),
            (spread * rng.uniform(0.9, 1.2), head * 0.92),
        ]
        plan += [(spread * 0.4, head), (0, head * rng.uniform(0.94, 1.06)), (-spread * 0.4, head)]
        plan += [(-plan[3][0], plan[3][1]), (-spread, head * 0.18)]
        sides = np.where(np.arange(strings) % 2, 1.0, -1.0)
        heights = (0.24 + 0.6 * (np.arange(strings) // 2) / max(1, strings // 2 - 1)) * head
    parts.append(panel(np.add(np.array(plan), (0, top)), 0.016, (metal_x - 0.006, 0, 0), color, 0))
    y = sides * (half * 1.3 if sides.min() == sides.max() else spread)
    spots = np.stack([0 * y + metal_x - 0.006, y, top + heights], axis=1)
    for size, out in (((0.01, 0.03, 0.009), 0.012), ((0.014, 0.012, 0.018), 0.03)):
        places = spots + np.outer(sides, [0, out, 0])
        parts.append(scatter(box(size, (0, 0, 0), peg), places))
    parts.append(box((0.008, 2 * half, 0.006), (front + 0.003, 0, top), (240, 236, 224)))
    thin = np.array([(1, 1, 0), (-1, 1, 0), (-1, -1, 0), (1, -1, 0)]) * 0.0011
    for gap in np.linspace(-0.82, 0.82, strings):
        ends = (front + 0.012, gap * half * 1.25, bridge), (front + 0.007, gap * half * 0.85, top)
        parts.append(skin([thin + end for end in ends], (222, 220, 210)))
    return parts


def _acoustic(rng: np.random.Generator) -> list[Part]:
    """Hollow body with a round hole, a bridge, a pick guard or a rosette."""
    small = rng.random() < 0.15
    tall = rng.uniform(0.25, 0.3) if small else rng.uniform(0.45, 0.52)
    lower = tall * rng.uniform(0.37, 0.42)
    upper, waist = lower * rng.uniform(0.7, 0.82), lower * rng.uniform(0.56, 0.68)
    deep = tall * rng.uniform(0.18, 0.25)
    top, side = tint(rng, _TOPS), tint(rng, _SIDES)
    plan = _outline(
        rng, lower, waist, upper, tall, rng.uniform(0.1, 0.18) * (rng.random() < 0.35), 0.0
    )
    body = panel(plan, deep, (-deep / 2, 0, 0), side, 0)
    parts = [
        body,
        panel((plan - [0, tall / 2]) * 0.985 + [0, tall / 2], 0.003, (0.0005, 0, 0), top, 0),
    ]
    trim = tint(rng, [(240, 232, 210), (60, 40, 30)])
    loop = np.column_stack([np.zeros(72), plan])
    parts.append(tube(np.concatenate([loop, loop[:1]]), 0.003, trim, 4))
    hole, radius = tall * rng.uniform(0.64, 0.68), tall * rng.uniform(0.09, 0.115)
    parts.append(rod((0, 0, hole), (0.003, 0, hole), radius, (34, 26, 24), 28))
    parts.append(
        torus(radius * 1.14, radius * 0.09, (0.0018, 0, hole), shade(side, 0.9), (1, 0, 0))
    )
    bridge = tall * rng.uniform(0.28, 0.34)
    parts.append(box((0.009, lower * 0.86, tall * 0.05), (0.004, 0, bridge), shade(side, 0.6)))
    parts.append(
        box((0.012, lower * 0.45, tall * 0.01), (0.006, 0, bridge + tall * 0.01), (240, 236, 224))
    )
    if rng.random() < 0.5:
        angle = np.linspace(-1.9, 0.5, 14)
        guard = radius * 1.25 * np.stack([np.cos(angle), np.sin(angle)], axis=1) + [0, hole]
        guard = np.concatenate(
            [guard, [(radius * 2.4, hole - radius * 0.6), (radius * 1.7, hole - radius * 2.2)]]
        )
        parts.append(
            panel(
                guard,
                0.003,
                (0.002, 0, 0),
                tint(rng, [(40, 30, 28), (120, 40, 30), (240, 230, 210)]),
                0,
            )
        )
    length = tall * rng.uniform(0.68, 0.8)
    return parts + _neck(rng, tall * 0.99, length, 0.006, 4 if small else 6, bridge, False)


def _fittings(
    rng: np.random.Generator, tall: float, lower: float, bridge: float, neck: float, plate: bool
) -> list[Part]:
    """Pickups, bridge, knobs, switch of an electric guitar, on the plane x = 0."""
    steel, dark = tint(rng, [*METALS, *BRASSES]), tint(rng, [(30, 30, 32), (240, 236, 224)])
    parts = [box((0.014, 0.09, 0.022), (0.006, 0, bridge), steel)]
    wide = rng.random() < 0.5
    count = 2 if wide else int(rng.integers(2, 4))
    for z in np.linspace(bridge + 0.045, neck - 0.05, count):
        parts.append(
            box(
                (0.012, 0.084, 0.04 if wide else 0.02),
                (0.005, 0, z),
                steel if wide and rng.random() < 0.5 else dark,
            )
        )
        pins = [(0.0115, y, z) for y in np.linspace(-0.032, 0.032, 6)]
        parts.append(scatter(box((0.002, 0.005, 0.005), (0, 0, 0), (210, 210, 212)), pins))
    knobs = int(rng.integers(2, 5))
    for k in range(knobs):
        y = lower * (0.45 + 0.22 * (k % 2)) + 0.012 * (k // 2)
        z = tall * (0.12 + 0.13 * (k // 2) + 0.06 * (k % 2))
        parts.append(rod((0, y, z), (0.014, y, z), 0.011, dark if plate else steel, 14))
    parts.append(
        rod((0, lower * 0.5, tall * 0.44), (0.022, lower * 0.52, tall * 0.45), 0.004, steel, 8)
    )
    return parts


def _solid(
    rng: np.random.Generator, plan: Floats, tall: float, lower: float, joint: float, deep: float
) -> list[Part]:
    """Solid body of any outline, its pick guard, fittings and neck."""
    color = tint(rng, _PAINTS)
    parts = [panel(plan, deep, (-deep / 2, 0, 0), color, 0)]
    style = rng.integers(3)
    middle = np.array([0, tall * 0.42])
    if style == 0:
        # Burst finish: a lighter field within a dark rim.
        for scale, tone in ((0.93, 1.18), (0.78, 1.36)):
            parts.append(
                panel(
                    (plan - middle) * scale + middle,
                    0.002 / scale,
                    (0.0003, 0, 0),
                    shade(color, tone),
                    0,
                )
            )
    elif style == 1:
        guard = (plan - middle) * [0.62, 0.72] + middle + [0.02 * tall, 0.02 * tall]
        parts.append(
            panel(
                guard,
                0.004,
                (0.001, 0, 0),
                tint(rng, [(244, 242, 234), (34, 34, 36), (226, 206, 170)]),
                0,
            )
        )
    strings = 4 if rng.random() < 0.25 else 6
    length = tall * rng.uniform(1.0, 1.15) * (1.25 if strings == 4 else 1.0)
    bridge = tall * rng.uniform(0.24, 0.32)
    parts += _fittings(rng, tall, lower, bridge, joint, style == 1)
    return parts + _neck(rng, joint, length, 0.012, strings, bridge, True)


def _electric(rng: np.random.Generator) -> list[Part]:
    """Solid body with two horns, or with one bay beside the neck."""
    tall = rng.uniform(0.36, 0.44)
    lower = tall * rng.uniform(0.36, 0.42)
    upper, waist = lower * rng.uniform(0.74, 0.92), lower * rng.uniform(0.64, 0.76)
    horned = rng.random() < 0.6
    horn = rng.uniform(0.02, 0.12) if horned else 0.0
    plan = _outline(rng, lower, waist, upper, tall, rng.uniform(0.12, 0.2), horn)
    if horned:
        # The upper horn reaches farther than the lower one.
        plan = plan + np.stack(
            [0 * plan[:, 0], np.where(plan[:, 1] > 0.7 * tall, -0.16 * plan[:, 0], 0)], axis=1
        )
    joint = tall * (0.82 if horned else 0.94)
    return _solid(rng, plan, tall, lower, joint, rng.uniform(0.036, 0.05))


def _angular(rng: np.random.Generator) -> list[Part]:
    """Arrow, bolt and star outlines of hard rock."""
    tall, wide = rng.uniform(0.42, 0.5), rng.uniform(0.17, 0.22)
    style = rng.integers(3)
    if style == 0:
        half = [(0, 0.34 * tall), (wide * 0.62, 0), (wide * 1.05, 0.06 * tall), (0.04, tall)]
    elif style == 1:
        half = [
            (0, 0.2 * tall),
            (wide, 0),
            (wide * 0.55, 0.42 * tall),
            (wide * 0.9, 0.9 * tall),
            (0.04, 0.86 * tall),
        ]
    else:
        half = [
            (0, 0.06 * tall),
            (wide * 1.1, 0.1 * tall),
            (wide * 0.66, 0.46 * tall),
            (wide * 0.78, 0.96 * tall),
            (0.036, 0.82 * tall),
        ]
    left = np.array([(-y * rng.uniform(0.8, 1.0), z) for y, z in half[1:]])[::-1]
    if style == 0:
        left = np.array([(-y, z) for y, z in half[1:]])[::-1]
    plan = np.concatenate([np.array(half), left])
    fine = np.concatenate(
        [
            np.linspace(a, b, 6, endpoint=False)
            for a, b in zip(plan, np.roll(plan, -1, axis=0), strict=True)
        ]
    )
    return _solid(rng, fine, tall, wide * 0.6, tall * 0.84, rng.uniform(0.034, 0.046))


def _stand(rng: np.random.Generator) -> list[Part]:
    """Folding stand behind and below the body."""
    color, low = tint(rng, [(40, 40, 44), *METALS]), -0.16
    parts = [rod((-0.16, 0, low + 0.02), (-0.12, 0, 0.3), 0.012, color, 10)]
    for hand in (-1, 1):
        parts.append(
            tube(
                [(-0.14, 0, 0.02), (0.06, hand * 0.16, low), (0.08, hand * 0.17, low)],
                0.01,
                color,
                8,
            )
        )
        arm = [
            (-0.14, 0, 0.03),
            (-0.1, hand * 0.1, -0.012),
            (0.03, hand * 0.1, -0.012),
            (0.04, hand * 0.1, 0.03),
        ]
        parts.append(tube(arm, 0.009, color, 8))
    return [*parts, tube([(-0.15, 0, 0.05), (-0.26, 0, low), (-0.28, 0, low)], 0.01, color, 8)]
