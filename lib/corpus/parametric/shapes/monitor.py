"""Monitors: flat screens on various stands, curved wide ones, tubes of the 1990s."""

import numpy as np

from lib.corpus.parametric.palette import PLASTICS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, lathe, rod, turn
from lib.corpus.parametric.parts_organic import hull, scatter, sheet, tube

_CASES: list[Color] = [(34, 34, 38), (58, 60, 64), (188, 190, 196), (236, 236, 238), (22, 22, 26)]
_PICTURES: list[Color] = [
    (36, 92, 168),
    (26, 126, 136),
    (90, 58, 136),
    (206, 108, 64),
    (52, 110, 66),
    (44, 50, 66),
]


def build(rng: np.random.Generator) -> list[Part]:
    """One monitor, its screen looking at +x."""
    return pick(rng, [_flat, _flat, _flat, _curved, _tube_set, _arm])(rng)


def _picture(
    rng: np.random.Generator, x: float, wide: float, tall: float, middle: float
) -> list[Part]:
    """Desktop, hills under a sky, or bars of a chart, just before the plane at `x`."""
    style, ground = rng.integers(3), tint(rng, _PICTURES)
    parts = [box((0.002, wide, tall), (x, 0, middle), ground)]
    if style == 0:
        count = int(rng.integers(5, 9))
        heights = tall * rng.uniform(0.15, 0.7, count)
        y = (np.arange(count) + 0.5) / count * wide * 0.84 - wide * 0.42
        places = np.stack([np.full(count, x + 0.002), y, middle - tall * 0.4 + heights / 2], axis=1)
        sizes = np.stack([np.ones(count), np.full(count, wide * 0.55 / count), heights], axis=1)
        colors = [tint(rng, PLASTICS) for _ in range(count)]
        return [*parts, scatter(box((0.002, 1, 1), (0, 0, 0), ground), places, None, sizes, colors)]
    if style == 1:
        y = np.linspace(-wide / 2, wide / 2, 24)
        for number, level in enumerate(np.sort(rng.uniform(0.25, 0.6, 2))[::-1]):
            crest = level + 0.1 * np.sin(y / wide * rng.uniform(5, 12) + rng.uniform(0, 6))
            top = middle + tall * (crest - 0.5)
            rows = [np.full(24, middle - tall / 2), top]
            grid = np.stack([np.stack([0 * y + x + 0.001, y, row], axis=1) for row in rows])
            parts.append(
                sheet(
                    grid,
                    (0.001 * (number + 1), 0, 0),
                    shade(tint(rng, [(60, 140, 80), (40, 100, 90)]), 1 - 0.2 * number),
                )
            )
        sun = rod(
            (x, wide * 0.25, middle + tall * 0.3),
            (x + 0.003, wide * 0.25, middle + tall * 0.3),
            tall * 0.08,
            (250, 220, 120),
        )
        return [*parts, sun]
    parts.append(
        box((0.002, wide, tall * 0.06), (x + 0.001, 0, middle - tall * 0.47), (226, 228, 232))
    )
    for number in range(int(rng.integers(2, 4))):
        w, h = wide * rng.uniform(0.25, 0.45), tall * rng.uniform(0.35, 0.6)
        at, z = rng.uniform(-0.26, 0.26) * wide, middle + rng.uniform(-0.14, 0.16) * tall
        depth = x + 0.001 + 0.001 * number
        parts.append(
            box((0.002, w, h), (depth, at, z), tint(rng, [(246, 246, 248), (230, 234, 238)]))
        )
        parts.append(box((0.003, w, h * 0.12), (depth, at, z + h * 0.44), tint(rng, PLASTICS)))
    return parts


def _foot(rng: np.random.Generator, reach: float, case: Color) -> list[Part]:
    """Stand on the desk: disc, plate, two legs or a hoop."""
    style = rng.integers(4)
    if style == 0:
        return [lathe([(0, 0), (reach, 0), (reach * 0.95, 0.01), (0, 0.016)], case)]
    if style == 1:
        deep = reach * rng.uniform(1.1, 1.5)
        return [
            hull(
                [(0, 0, 0), (0, 0, 0.012)],
                [(deep / 2, reach)] * 2,
                case,
                power=rng.uniform(4, 14),
                sections=32,
            )
        ]
    if style == 2:
        spread = reach * rng.uniform(0.6, 1.0)
        return [
            tube(
                [
                    (-0.03, 0, 0.02),
                    (0.4 * reach, hand * spread * 0.6, 0.012),
                    (0.9 * reach, hand * spread, 0.008),
                ],
                0.011,
                case,
                8,
            )
            for hand in (-1, 1)
        ] + [rod((-reach * 0.6, 0, 0.01), (0, 0, 0.02), 0.014, case)]
    angle = np.linspace(-2.2, 2.2, 20)
    hoop = np.stack([reach * 0.7 * np.cos(angle), reach * np.sin(angle), 0 * angle + 0.01], axis=1)
    return [
        tube(hoop, 0.011, case, 8),
        rod((reach * 0.7 * np.cos(2.2), 0, 0.01), (0.02, 0, 0.012), 0.02, case),
    ]


def _panel(
    rng: np.random.Generator, wide: float, tall: float, low: float, case: Color
) -> list[Part]:
    """Flat screen from z = `low`, its front at x = 0, with the hump of its electronics behind."""
    thick, side = rng.uniform(0.018, 0.04), rng.uniform(0.006, 0.025)
    chin = side * rng.uniform(1.0, 2.6)
    middle = low + tall / 2
    parts = [box((thick, wide, tall), (-thick / 2, 0, middle), case)]
    stations = [(-thick - depth, 0, middle) for depth in (0, 0.025, 0.03)]
    halves = [(wide * 0.3, tall * 0.32), (wide * 0.24, tall * 0.26), (wide * 0.2, tall * 0.2)]
    parts.append(hull(stations, halves, shade(case, 0.86), axis=0, power=8, sections=24))
    glass = tall - side - chin
    parts += _picture(rng, 0.0005, wide - 2 * side, glass, low + chin + glass / 2)
    led = tint(rng, [(80, 220, 120), (80, 160, 250)])
    return [*parts, box((0.003, 0.008, 0.004), (0, wide * 0.44, low + chin * 0.5), led)]


def _flat(rng: np.random.Generator) -> list[Part]:
    diagonal = rng.uniform(0.48, 0.8)
    ratio = rng.choice([16 / 9, 16 / 10, 4 / 3, 21 / 9])
    tall = diagonal / np.hypot(ratio, 1)
    wide = tall * ratio
    if rng.random() < 0.1:
        wide, tall = tall, wide
    case = tint(rng, _CASES)
    stand = case if rng.random() < 0.6 else tint(rng, _CASES)
    low, reach = rng.uniform(0.09, 0.24), rng.uniform(0.12, 0.19)
    tilt = rng.uniform(-4, 18)
    screen = _panel(rng, wide, tall, low, case)
    for part in screen:
        turn(part, -tilt, (0, 1, 0), (0, 0, low + tall / 2))
    neck_y = rng.uniform(0.018, 0.05)
    neck = box((0.02, 2 * neck_y, low + tall * 0.4), (-0.07, 0, (low + tall * 0.4) / 2), stand)
    link = box((0.05, neck_y, 0.06), (-0.05, 0, low + tall * 0.4), stand)
    foot = _foot(rng, reach, stand)
    for part in foot:
        part.apply_translation((-0.015, 0, 0))
    return [*screen, neck, link, *foot]


def _curved(rng: np.random.Generator) -> list[Part]:
    """Ultra-wide screen bent about the viewer."""
    wide, case = rng.uniform(0.75, 1.1), tint(rng, [*_CASES[:2], *_CASES[3:]])
    tall, low = wide * rng.uniform(0.36, 0.44), rng.uniform(0.1, 0.16)
    bend = wide * rng.uniform(0.9, 1.6)
    angle = np.linspace(-wide / bend / 2, wide / bend / 2, 24)

    def bow(width: float, bottom: float, top: float, x: float) -> np.ndarray:
        turn_angle = angle * width
        y, depth = bend * np.sin(turn_angle), bend * (1 - np.cos(turn_angle)) + x
        rows = np.linspace(bottom, top, 4)
        return np.stack([np.stack([depth, y, 0 * y + z], axis=1) for z in rows])

    body = sheet(bow(1.0, low, low + tall, 0.0), (-0.03, 0, 0), case)
    side, ground = rng.uniform(0.01, 0.02), tint(rng, _PICTURES)
    screen = sheet(
        bow(1 - 2 * side / wide, low + side * 1.6, low + tall - side, 0.001), (0.001, 0, 0), ground
    )
    split = rng.uniform(0.3, 0.7)
    strip = sheet(
        bow((1 - 2 * side / wide) * split, low + tall * 0.25, low + tall * 0.75, 0.003),
        (0.001, 0, 0),
        tint(rng, _PICTURES),
    )
    bar = sheet(
        bow(1 - 2 * side / wide, low + side * 1.6, low + side * 1.6 + tall * 0.06, 0.003),
        (0.001, 0, 0),
        (224, 226, 230),
    )
    neck = rod((-0.08, 0, 0), (-0.08, 0, low + tall * 0.55), 0.02, case)
    link = rod((-0.08, 0, low + tall * 0.5), (-0.02, 0, low + tall * 0.5), 0.035, case)
    foot = _foot(rng, rng.uniform(0.14, 0.2), case)
    for part in foot:
        part.apply_translation((-0.06, 0, 0))
    return [body, screen, strip, bar, neck, link, *foot]


def _tube_set(rng: np.random.Generator) -> list[Part]:
    """Cathode-ray monitor: deep tapering back, round foot, row of knobs."""
    case = tint(rng, [(214, 206, 186), (196, 190, 176), (70, 70, 74), (226, 224, 218)])
    wide = rng.uniform(0.36, 0.46)
    tall, deep = wide * rng.uniform(0.8, 0.9), wide * rng.uniform(0.85, 1.05)
    low = rng.uniform(0.04, 0.07)
    middle = low + tall / 2
    x = np.array([0, -0.02, -0.1, -0.14, -deep * 0.6, -deep])
    scale = np.array([0.97, 1.0, 1.0, 0.93, 0.82, rng.uniform(0.5, 0.68)])
    drop = (1 - scale) * tall * 0.2
    stations = np.stack([x, 0 * x, middle - drop], axis=1)
    halves = np.stack([scale * wide / 2, scale * tall / 2], axis=1)
    parts = [hull(stations, halves, case, axis=0, power=12, sections=32)]
    side, chin = wide * 0.07, tall * 0.14
    glass = tall - side - chin
    glass_z = low + chin + glass / 2
    parts.append(
        box((0.004, wide - 1.6 * side, glass * 1.04), (0.001, 0, glass_z), shade(case, 0.45))
    )
    parts += _picture(rng, 0.004, wide - 2.2 * side, glass * 0.94, glass_z)
    knobs = int(rng.integers(2, 6))
    for y in wide * (0.4 - 0.07 * np.arange(knobs)):
        parts.append(
            rod((0, y, low + chin * 0.4), (0.008, y, low + chin * 0.4), 0.008, shade(case, 0.6), 10)
        )
    pedestal = [(-deep * 0.4, 0, z) for z in (0, 0.015, 0.03, low + 0.02)]
    parts.append(
        hull(
            pedestal,
            [(wide * 0.32,) * 2, (wide * 0.33,) * 2, (wide * 0.2,) * 2, (wide * 0.2,) * 2],
            case,
        )
    )
    slots = [(-deep * 0.5 - 0.02 * k, 0, low + tall * 0.8) for k in range(4)]
    return [
        *parts,
        scatter(box((0.006, wide * 0.5, tall * 0.16), (0, 0, 0), shade(case, 0.7)), slots),
    ]


def _arm(rng: np.random.Generator) -> list[Part]:
    """One or two flat screens on a clamp post with jointed arms."""
    case, metal = tint(rng, _CASES), tint(rng, [(40, 40, 44), (180, 184, 190)])
    wide = rng.uniform(0.48, 0.6)
    tall, low = wide * rng.uniform(0.56, 0.64), rng.uniform(0.1, 0.16)
    count = int(rng.choice([1, 2]))
    level = low + tall / 2
    parts = [rod((-0.2, 0, 0), (-0.2, 0, level + 0.06), 0.018, metal)]
    parts.append(box((0.1, 0.12, 0.02), (-0.18, 0, 0.01), metal))
    for hand in [0.0] if count == 1 else [-0.5, 0.5]:
        y = hand * (wide + 0.012)
        screen = _panel(rng, wide, tall, low, case)
        for part in screen:
            part.apply_translation((0, y, 0))
            turn(part, -18 * hand * 2, (0, 0, 1), (0, 0, 0))
        elbow = (-0.13, y * 0.6 + (0.12 if count == 1 else 0), level)
        parts += [
            *screen,
            rod((-0.2, 0, level), elbow, 0.014, metal),
            rod(elbow, (-0.04, y * 0.96, level), 0.014, metal),
        ]
    return parts
