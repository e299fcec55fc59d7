"""Radios: transistor portables, boom boxes, wooden table sets, arched sets, clock radios."""

import numpy as np

from lib.corpus.parametric.palette import (
    BRASSES,
    CERAMICS,
    FABRICS,
    METALS,
    PLASTICS,
    WOODS,
    pick,
    shade,
    tint,
)
from lib.corpus.parametric.parts import Color, Part, box, panel, rod, rounded_box, torus
from lib.corpus.parametric.parts_organic import curve, scatter, tube

_BODIES: list[Color] = [*PLASTICS, *CERAMICS, (120, 170, 170), (150, 44, 40), (44, 60, 90)]
_DIALS: list[Color] = [(244, 234, 200), (250, 246, 232), (40, 42, 46), (220, 232, 224)]
_DARK: Color = (36, 36, 40)


def build(rng: np.random.Generator) -> list[Part]:
    """One radio, its front towards +x, standing on z = 0."""
    return pick(rng, [_portable, _portable, _boombox, _table, _table, _arched, _clock])(rng)


def _grille(
    rng: np.random.Generator, y: float, z: float, radius: float, color: Color
) -> list[Part]:
    """Round speaker on the plane x = 0: rim, cone and a pattern of holes or rings."""
    parts = [rod((-0.004, y, z), (0.003, y, z), radius, shade(color, 0.6), 28)]
    parts.append(torus(radius, radius * 0.07, (0.003, y, z), tint(rng, METALS), (1, 0, 0)))
    if rng.random() < 0.5:
        parts += [rod((0, y, z), (0.005, y, z), radius * 0.3, shade(color, 1.2), 16)]
        parts.append(
            torus(radius * 0.62, radius * 0.05, (0.003, y, z), shade(color, 1.1), (1, 0, 0))
        )
        return parts
    rank = np.arange(36)
    out, angle = radius * 0.86 * np.sqrt((rank + 0.5) / 36), rank * 2.39996
    places = np.stack([0 * out + 0.004, y + out * np.cos(angle), z + out * np.sin(angle)], axis=1)
    return [*parts, scatter(box((0.004,) + (radius * 0.13,) * 2, (0, 0, 0), (24, 24, 26)), places)]


def _slots(
    y: float, z: float, wide: float, tall: float, count: int, color: Color, upright: bool
) -> list[Part]:
    """Speaker cloth behind bars."""
    steps = (np.arange(count) + 0.5) / count - 0.5
    places = np.full((count, 3), [0.003, y, z])
    places[:, 1 if upright else 2] += steps * (wide if upright else tall)
    size = (0.005, wide / count * 0.45, tall) if upright else (0.005, wide, tall / count * 0.45)
    return [
        box((0.003, wide, tall), (0, y, z), shade(color, 0.45)),
        scatter(box(size, (0, 0, 0), color), places),
    ]


def _dial(rng: np.random.Generator, y: float, z: float, wide: float, tall: float) -> list[Part]:
    """Tuning scale: a plate, ticks in two rows, a red needle."""
    plate = tint(rng, _DIALS)
    ink = _DARK if sum(plate) > 380 else (230, 226, 210)
    count = int(rng.integers(9, 16))
    y_ticks = y + wide * 0.9 * (np.arange(count) / (count - 1) - 0.5)
    rows = [
        np.stack([0 * y_ticks + 0.005, y_ticks, 0 * y_ticks + z + h * tall], axis=1)
        for h in (-0.25, 0.22)
    ]
    needle = y + wide * rng.uniform(-0.35, 0.35)
    return [
        box((0.006, wide * 1.05, tall * 1.12), (0, y, z), shade(ink, 0.9)),
        box((0.008, wide, tall), (0, y, z), plate),
        scatter(box((0.002, wide * 0.012, tall * 0.22), (0, 0, 0), ink), np.concatenate(rows)),
        box((0.012, wide * 0.016, tall * 0.95), (0, needle, z), (210, 50, 40)),
    ]


def _knob(y: float, z: float, radius: float, color: Color) -> list[Part]:
    depth = radius * 0.8
    return [
        rod((0, y, z), (depth, y, z), radius, color, 20),
        box((0.003, radius * 0.16, radius * 0.8), (depth, y, z + radius * 0.45), shade(color, 0.5)),
    ]


def _aerial(rng: np.random.Generator, y: float, z: float, deep: float, length: float) -> list[Part]:
    """Telescopic rod from the back upper corner, leaning outwards."""
    lean = rng.uniform(0.2, 0.8)
    foot = np.array([-deep * 0.8, y, z])
    heading = np.array([0, -np.sign(y) * np.sin(lean), np.cos(lean)])
    steel = tint(rng, METALS)
    cuts = np.linspace(0, length, 4)
    sections = [
        rod(foot + heading * a, foot + heading * b, r, steel, 8)
        for a, b, r in zip(cuts[:-1], cuts[1:], (0.0042, 0.0034, 0.0026), strict=True)
    ]
    return [
        *sections,
        rod(foot + heading * length, foot + heading * (length + 0.008), 0.005, steel, 8),
    ]


def _handle(deep: float, wide: float, tall: float, rise: float, color: Color, thick: float) -> Part:
    knots = [(-deep / 2, -wide / 2, tall - 0.01), (-deep / 2, -wide / 2 * 0.98, tall + rise * 0.8)]
    knots += [(-deep / 2, -wide * 0.4, tall + rise), (-deep / 2, wide * 0.4, tall + rise)]
    knots += [(-deep / 2, wide / 2 * 0.98, tall + rise * 0.8), (-deep / 2, wide / 2, tall - 0.01)]
    return tube(knots, thick, color, 8)


def _portable(rng: np.random.Generator) -> list[Part]:
    """Plastic or leather-clad, speaker on one side, dial and knobs on the other."""
    wide, color = rng.uniform(0.18, 0.3), tint(rng, _BODIES)
    tall, deep = wide * rng.uniform(0.46, 0.9), wide * rng.uniform(0.18, 0.4)
    face = tint(rng, [*METALS, *CERAMICS, _DARK])
    hand = rng.choice([-1.0, 1.0])
    parts = [
        rounded_box((deep, wide, tall), (-deep / 2, 0, tall / 2), color, rng.uniform(0.006, 0.024))
    ]
    parts.append(box((0.004, wide * 0.9, tall * 0.86), (-0.001, 0, tall / 2), face))
    radius = min(tall * 0.36, wide * 0.22)
    y = hand * wide * 0.22
    if rng.random() < 0.6:
        parts += _grille(rng, y, tall * 0.48, radius, shade(face, 0.7))
    else:
        parts += _slots(
            y,
            tall * 0.48,
            radius * 1.9,
            radius * 1.9,
            int(rng.integers(6, 11)),
            shade(face, 0.8),
            rng.random() < 0.5,
        )
    parts += _dial(rng, -y, tall * 0.7, wide * 0.36, tall * rng.uniform(0.16, 0.26))
    knob = tint(rng, [*PLASTICS, *METALS, *BRASSES])
    count = int(rng.integers(1, 4))
    for step in (np.arange(count) - (count - 1) / 2) * wide * 0.13:
        parts += _knob(-y + step, tall * 0.3, wide * rng.uniform(0.035, 0.05), knob)
    if rng.random() < 0.75:
        parts.append(
            _handle(
                deep,
                wide * 0.9,
                tall,
                tall * rng.uniform(0.16, 0.3),
                shade(color, 0.7),
                wide * 0.022,
            )
        )
    return parts + _aerial(rng, -y * 1.9, tall, deep, wide * rng.uniform(0.6, 1.1))


def _boombox(rng: np.random.Generator) -> list[Part]:
    """Two speakers beside a cassette bay, buttons on top, a long handle."""
    wide, color = rng.uniform(0.42, 0.62), tint(rng, [*METALS, _DARK, *PLASTICS[:3], (60, 62, 70)])
    tall, deep = wide * rng.uniform(0.36, 0.58), wide * rng.uniform(0.16, 0.34)
    parts = [
        rounded_box((deep, wide, tall), (-deep / 2, 0, tall / 2), color, rng.uniform(0.008, 0.05))
    ]
    radius = tall * rng.uniform(0.3, 0.36)
    for hand in (-1, 1):
        parts += _grille(rng, hand * wide * 0.33, tall * 0.42, radius, (60, 60, 66))
        if rng.random() < 0.4:
            parts.append(
                rod(
                    (0, hand * wide * 0.33, tall * 0.86),
                    (0.006, hand * wide * 0.33, tall * 0.86),
                    tall * 0.07,
                    _DARK,
                    16,
                )
            )
    bay = wide * 0.24
    parts.append(box((0.012, bay, tall * 0.34), (0, 0, tall * 0.3), shade(color, 0.6)))
    parts.append(box((0.016, bay * 0.8, tall * 0.2), (0, 0, tall * 0.32), (150, 176, 186)))
    reels = [(0.008, hand * bay * 0.2, tall * 0.32) for hand in (-1, 1)]
    parts += [rod(at, np.add(at, (0.003, 0, 0)), tall * 0.06, _DARK, 12) for at in reels]
    keys = np.linspace(-0.42, 0.42, 6) * bay
    places = np.stack([0 * keys + 0.004, keys, 0 * keys + tall * 0.09], axis=1)
    parts.append(
        scatter(
            box((0.012, bay * 0.13, tall * 0.07), (0, 0, 0), tint(rng, [*METALS, *PLASTICS])),
            places,
        )
    )
    parts += _dial(rng, 0, tall * 0.8, wide * rng.uniform(0.3, 0.5), tall * 0.13)
    for step in np.linspace(-0.4, 0.4, int(rng.integers(2, 5))) * bay:
        parts += _knob(step, tall * 0.6, tall * 0.05, tint(rng, METALS))
    parts.append(
        _handle(
            deep, wide * 0.84, tall, tall * rng.uniform(0.18, 0.3), shade(color, 0.6), tall * 0.045
        )
    )
    return parts + _aerial(
        rng, wide * 0.4 * rng.choice([-1, 1]), tall, deep, wide * rng.uniform(0.5, 0.8)
    )


def _table(rng: np.random.Generator) -> list[Part]:
    """Wooden cabinet on feet, cloth before the speaker, two big knobs."""
    wide, wood = rng.uniform(0.26, 0.42), tint(rng, WOODS)
    tall, deep = wide * rng.uniform(0.46, 0.76), wide * rng.uniform(0.3, 0.56)
    parts = [
        rounded_box(
            (deep, wide, tall), (-deep / 2, 0, tall / 2), wood, wide * rng.uniform(0.01, 0.12)
        )
    ]
    front = tint(rng, [*CERAMICS, shade(wood, 0.7), *FABRICS])
    parts.append(box((0.006, wide * 0.88, tall * 0.82), (-0.001, 0, tall / 2), front))
    cloth, knob = (
        tint(rng, [(206, 184, 140), (150, 120, 80), (90, 80, 72)]),
        tint(rng, [*BRASSES, *CERAMICS, _DARK]),
    )
    if rng.random() < 0.5:
        parts += _slots(
            0,
            tall * 0.64,
            wide * 0.8,
            tall * 0.42,
            int(rng.integers(10, 22)),
            cloth,
            rng.random() < 0.5,
        )
        parts += _dial(rng, 0, tall * 0.26, wide * 0.46, tall * 0.18)
        spots = [-0.34, 0.34]
    else:
        side = rng.choice([-1.0, 1.0])
        parts += _slots(
            side * wide * 0.18,
            tall / 2,
            wide * 0.44,
            tall * 0.68,
            int(rng.integers(8, 16)),
            cloth,
            rng.random() < 0.5,
        )
        parts += _dial(rng, -side * wide * 0.25, tall * 0.68, wide * 0.3, tall * 0.26)
        spots = [-side * 0.33, -side * 0.17]
    for spot in spots:
        parts += _knob(spot * wide, tall * 0.26, tall * rng.uniform(0.08, 0.11), knob)
    foot = box((0.02, 0.03, 0.016), (0, 0, 0), shade(wood, 0.6))
    feet = [(x, y * wide * 0.4, -0.006) for x in (-0.03, -deep + 0.03) for y in (-1, 1)]
    return [*parts, scatter(foot, feet)]


def _arched(rng: np.random.Generator) -> list[Part]:
    """Cathedral set of the 1930s: round-topped case with fretwork over the cloth."""
    wide, wood = rng.uniform(0.26, 0.34), tint(rng, WOODS)
    tall, deep = wide * rng.uniform(1.05, 1.5), wide * rng.uniform(0.42, 0.72)
    power = rng.uniform(1.3, 2.6)
    angle = np.linspace(0, np.pi, 25)
    spring = tall * rng.uniform(0.4, 0.6)

    def arch(scale: float) -> np.ndarray:
        y = scale * wide / 2 * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** (2 / power)
        z = spring + scale * (tall - spring) * np.sin(angle) ** (2 / power)
        low = spring * (1 - scale)
        return np.stack(
            [np.append(y, [-scale * wide / 2, scale * wide / 2]), np.append(z, [low, low])], axis=1
        )

    parts = [panel(arch(1.0), deep, (-deep / 2, 0, 0), wood, 0)]
    parts.append(panel(arch(0.9), 0.004, (0.001, 0, 0), shade(wood, 1.25), 0))
    cloth = tint(rng, [(206, 184, 140), (170, 140, 90), (120, 96, 66)])
    parts.append(rod((0, 0, tall * 0.64), (0.006, 0, tall * 0.64), wide * 0.32, cloth, 32))
    fret = shade(wood, 0.7)
    bars = int(rng.integers(3, 6))
    for step in (np.arange(bars) - (bars - 1) / 2) / bars * 0.64:
        reach = wide * np.sqrt(0.32**2 - step**2)
        parts.append(box((0.012, wide * 0.025, 2 * reach), (0.004, step * wide, tall * 0.64), fret))
    parts.append(torus(wide * 0.33, wide * 0.018, (0.005, 0, tall * 0.64), fret, (1, 0, 0)))
    parts += _dial(rng, 0, tall * 0.3, wide * rng.uniform(0.24, 0.4), tall * 0.09)
    for spot in (-0.26, 0.0, 0.26):
        parts += _knob(spot * wide, tall * 0.14, wide * 0.05, tint(rng, [*BRASSES, _DARK]))
    base = box(
        (deep * 1.08, wide * 1.08, tall * 0.04), (-deep / 2, 0, -tall * 0.01), shade(wood, 0.8)
    )
    return [*parts, base]


def _digit(number: int, y: float, z: float, size: float, color: Color) -> list[Part]:
    """Seven-segment figure."""
    segments = [
        "abcdef",
        "bc",
        "abged",
        "abgcd",
        "fgbc",
        "afgcd",
        "afgedc",
        "abc",
        "abcdefg",
        "abcfgd",
    ]
    at = {
        "a": (0, 1, 0),
        "g": (0, 0, 0),
        "d": (0, -1, 0),
        "b": (1, 0.5, 1),
        "c": (1, -0.5, 1),
        "f": (-1, 0.5, 1),
        "e": (-1, -0.5, 1),
    }
    places, scales = [], []
    for name in segments[number]:
        # Seen from +x, right is +y.
        across, up, standing = at[name]
        places.append((0.004, y + across * size * 0.28, z + up * size * 0.5))
        scales.append((1, 0.16, 0.46) if standing else (1, 0.56, 0.14))
    return [scatter(box((0.003, size, size), (0, 0, 0), color), places, None, scales)]


def _clock(rng: np.random.Generator) -> list[Part]:
    """Bedside set: lit figures, a grille at the side, a snooze bar on top."""
    wide, color = rng.uniform(0.2, 0.28), tint(rng, [_DARK, *CERAMICS, *WOODS[:4], *PLASTICS])
    tall, deep = wide * rng.uniform(0.3, 0.56), wide * rng.uniform(0.34, 0.66)
    lit = tint(rng, [(230, 50, 40), (70, 220, 120), (90, 170, 250)])
    parts = [
        rounded_box(
            (deep, wide, tall), (-deep / 2, 0, tall / 2), color, tall * rng.uniform(0.06, 0.3)
        )
    ]
    side = rng.choice([-1.0, 1.0])
    parts.append(
        box(
            (0.004, wide * 0.52, tall * 0.6),
            (0.0005, side * wide * 0.17, tall * 0.56),
            (20, 20, 24),
        )
    )
    size = min(tall * 0.36, wide * 0.13)
    hour, minute = rng.integers(24), rng.integers(60)
    figures = (hour // 10, hour % 10, minute // 10, minute % 10)
    for number, spot in zip(figures, (-1.6, -0.65, 0.65, 1.6), strict=True):
        parts += _digit(
            int(number), side * wide * 0.17 + spot * size * 0.86, tall * 0.56, size, lit
        )
    dots = [(0.004, side * wide * 0.17, tall * 0.56 + h * size * 0.25) for h in (-1, 1)]
    parts.append(scatter(box((0.003, size * 0.12, size * 0.12), (0, 0, 0), lit), dots))
    parts += _slots(
        -side * wide * 0.28,
        tall * 0.56,
        wide * 0.3,
        tall * 0.6,
        int(rng.integers(5, 9)),
        shade(color, 0.8),
        False,
    )
    parts += _dial(rng, 0, tall * 0.14, wide * 0.7, tall * 0.12)
    parts.append(
        box(
            (deep * 0.3, wide * rng.uniform(0.3, 0.5), 0.012),
            (-deep * 0.4, 0, tall),
            shade(color, 0.6),
        )
    )
    steps = [(-deep * 0.75, y, tall) for y in np.linspace(-0.3, 0.3, 4) * wide]
    parts.append(
        scatter(box((deep * 0.12, wide * 0.08, 0.01), (0, 0, 0), tint(rng, METALS)), steps)
    )
    wheel = rod(
        (-deep * 0.5, -side * wide * 0.49, tall * 0.55),
        (-deep * 0.5, -side * wide * 0.53, tall * 0.55),
        tall * 0.2,
        _DARK,
        20,
    )
    cord = tube(
        curve([(-deep, 0, 0.02), (-deep - 0.05, 0.02, 0.006), (-deep - 0.08, 0.08, 0.004)], 10),
        0.003,
        _DARK,
        6,
    )
    return [*parts, wheel, cord]
