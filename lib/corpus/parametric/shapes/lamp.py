"""Lamps: table, desk, floor, arc and pendant lamps."""

import numpy as np

from lib.corpus.parametric.palette import (
    BRASSES,
    CERAMICS,
    DARKS,
    FABRICS,
    METALS,
    PLASTICS,
    WOODS,
    pick,
    shade,
    tint,
)
from lib.corpus.parametric.parts import Color, Part, lathe, rod
from lib.corpus.parametric.parts_organic import blob, curve, hull, skin, tube

_BULB: Color = (255, 240, 190)
_SHADES: list[Color] = [(244, 234, 210), (250, 248, 240), (228, 206, 166), *FABRICS]
_FRAMES: list[Color] = [*METALS, *BRASSES, *DARKS, *PLASTICS]


def build(rng: np.random.Generator) -> list[Part]:
    """One lamp; kinds differ in base, stem or arm, and shade."""
    kinds = [_table, _table, _desk, _desk, _floor, _floor, _arc, _pendant, _banker]
    return pick(rng, kinds)(rng)


def _shell(low: float, high: float, bottom: float, top: float, color: Color) -> Part:
    """Open shade: a thin frustum with its inside lit."""
    wall = 0.02 * bottom
    outside = [(bottom, low), (bottom * 0.5 + top * 0.5, (low + high) / 2), (top, high)]
    inside = [(top - wall, high), (bottom - wall, low)]
    return lathe([*outside, *inside, (bottom, low)], color, sections=32)


def _drum(rng: np.random.Generator, low: float, size: float) -> list[Part]:
    """Cloth shade about the z axis with its lower edge at `low`, trimmed and with a bulb."""
    color = tint(rng, _SHADES)
    bottom, tall = size, size * rng.uniform(0.8, 1.6)
    top = bottom * rng.uniform(0.42, 1.0)
    high = low + tall
    if rng.random() < 0.25:
        # Square or pagoda shade.
        z = np.linspace(low, high, 8)
        along = np.linspace(0, 1, 8) ** rng.uniform(0.6, 1.0)
        half = np.repeat((bottom + (top - bottom) * along)[:, None], 2, axis=1)
        middles = np.stack([0 * z, 0 * z, z], axis=1)
        return [hull(middles, half, color, power=rng.uniform(6, 20), sections=32)]
    parts = [_shell(low, high, bottom, top, color)]
    parts.append(blob((0, 0, low + tall * 0.45), size * 0.22, _BULB, 1))
    if rng.random() < 0.5:
        trim = shade(color, 0.7)
        band = tall * 0.05
        step = (top - bottom) * 0.05
        parts.append(_shell(low, low + band, bottom * 1.02, bottom * 1.02 + step, trim))
        parts.append(_shell(high - band, high, top * 1.02 - step, top * 1.02, trim))
    return parts


def _disc(rng: np.random.Generator, radius: float, color: Color) -> Part:
    thick = radius * rng.uniform(0.1, 0.3)
    return lathe(
        [(0, 0), (radius, 0), (radius, thick * 0.5), (radius * 0.86, thick), (0, thick)], color
    )


def _table(rng: np.random.Generator) -> list[Part]:
    """Body of turned wood, clay or metal under a cloth shade."""
    tall, size = rng.uniform(0.2, 0.36), rng.uniform(0.12, 0.19)
    color = tint(rng, [*CERAMICS, *WOODS, *PLASTICS, *BRASSES, (52, 92, 120), (150, 70, 60)])
    foot, belly = rng.uniform(0.055, 0.085), rng.uniform(0.05, 0.11)
    style = rng.integers(3)
    if style == 0:
        knots = [(foot, 0.015), (foot * 0.5, tall * 0.2), (belly, tall * 0.5), (0.02, tall * 0.95)]
        side = curve(knots, 24)
    elif style == 1:
        z = np.linspace(0.02, tall, 24)
        beads = int(rng.integers(2, 5))
        side = np.stack([0.022 + belly * 0.6 * np.abs(np.sin(np.pi * beads * z / tall)), z], axis=1)
    else:
        side = np.array([(foot, 0.015), (foot, tall * 0.1), (0.014, tall * 0.14), (0.014, tall)])
    side[:, 0] = np.maximum(side[:, 0], 0.01)
    body = lathe([(0, 0), (foot * 1.05, 0), *side, (0, tall)], color)
    metal = tint(rng, [*BRASSES, *METALS])
    return [
        body,
        rod((0, 0, tall), (0, 0, tall + size * 0.6), 0.008, metal),
        *_drum(rng, tall + 0.01, size),
    ]


def _floor(rng: np.random.Generator) -> list[Part]:
    """Tall stem on a disc or a tripod, under a shade or an upward bowl."""
    tall, color = rng.uniform(0.95, 1.6), tint(rng, _FRAMES)
    thick, size = rng.uniform(0.012, 0.03), rng.uniform(0.14, 0.3)
    if rng.random() < 0.4:
        color, spread = tint(rng, [*WOODS, *DARKS]), rng.uniform(0.2, 0.42)
        start = rng.uniform(0, 2)
        feet = start + np.arange(3) * 2 * np.pi / 3
        tops = [(-0.03 * np.cos(a), -0.03 * np.sin(a), tall) for a in feet]
        ends = [(spread * np.cos(a), spread * np.sin(a), 0) for a in feet]
        parts = [rod(end, top, thick, color) for end, top in zip(ends, tops, strict=True)]
        parts.append(rod((0, 0, tall - 0.06), (0, 0, tall + 0.05), 0.045, shade(color, 0.8)))
        return [*parts, *_drum(rng, tall, size * 1.1)]
    parts = [_disc(rng, rng.uniform(0.12, 0.23), color), rod((0, 0, 0), (0, 0, tall), thick, color)]
    if rng.random() < 0.3:
        level = tall * rng.uniform(0.35, 0.5)
        parts.append(
            rod((0, 0, level), (0, 0, level + 0.02), rng.uniform(0.15, 0.24), tint(rng, WOODS), 28)
        )
    if rng.random() < 0.3:
        bowl = [(0.02, 0), (size * 0.6, size * 0.15), (size, size * 0.5), (size * 0.96, size * 0.5)]
        bowl += [(size * 0.55, size * 0.2), (0, size * 0.1)]
        parts.append(lathe([(0, 0), *bowl], tint(rng, _SHADES), center=(0, 0, tall)))
        parts.append(blob((0, 0, tall + size * 0.35), size * 0.25, _BULB, 1))
        return parts
    return [*parts, *_drum(rng, tall - size * 0.3, size)]


def _bell(rng: np.random.Generator, size: float, color: Color) -> list[Part]:
    """Metal reflector whose neck is the origin and whose mouth looks down, with a bulb."""
    bend, length = rng.uniform(0.4, 1.2), size * rng.uniform(0.9, 1.5)
    along = np.linspace(0, 1, 10)
    wide = size * (0.2 + 0.8 * along**bend)
    outer = np.stack([wide, -length * along], axis=1)
    inner = (outer * [0.93, 1] - [0, size * 0.03])[::-1]
    inner[0] = outer[-1] * [0.95, 1]
    return [
        lathe(
            [(0, 0.1 * size), (0.2 * size, 0.1 * size), *outer, *inner, (0, -0.05 * size)], color
        ),
        blob((0, 0, -length * 0.72), size * 0.36, _BULB, 1),
    ]


def _hang(parts: list[Part], at: np.ndarray, degrees: float) -> list[Part]:
    """Tip a reflector towards +x by `degrees` and move its neck to `at`."""
    angle = np.radians(degrees)
    matrix = np.eye(4)
    matrix[0, [0, 2]] = np.cos(angle), -np.sin(angle)
    matrix[2, [0, 2]] = np.sin(angle), np.cos(angle)
    matrix[:3, 3] = at
    for part in parts:
        part.apply_transform(matrix)
    return parts


def _desk(rng: np.random.Generator) -> list[Part]:
    """Two jointed arms or a gooseneck on a weighted base, a reflector at the end."""
    color, metal = tint(rng, [*PLASTICS, *DARKS, *METALS]), tint(rng, [*METALS, *BRASSES])
    base, size = rng.uniform(0.08, 0.11), rng.uniform(0.065, 0.1)
    parts = [_disc(rng, base, color)]
    if rng.random() < 0.35:
        tall, reach = rng.uniform(0.36, 0.5), rng.uniform(0.16, 0.28)
        knots = [
            (0, 0, 0.02),
            (-0.02, 0, tall * 0.6),
            (reach * 0.5, 0, tall),
            (reach, 0, tall * 0.86),
        ]
        parts.append(tube(curve(knots, 24), 0.009, metal, 8))
        return parts + _hang(_bell(rng, size, color), np.array(knots[-1]), rng.uniform(0, 30))
    lower, upper = rng.uniform(0.24, 0.34), rng.uniform(0.24, 0.36)
    first, second = np.radians(rng.uniform(100, 130)), np.radians(rng.uniform(5, 45))
    foot = np.array([0.0, 0, 0.03])
    elbow = foot + lower * np.array([np.cos(first), 0, np.sin(first)])
    wrist = elbow + upper * np.array([np.cos(second), 0, np.sin(second)])
    gap = np.array([0, rng.uniform(0.008, 0.016), 0])
    for start, end in ((foot, elbow), (elbow, wrist)):
        parts += [rod(start + hand * gap, end + hand * gap, 0.006, metal, 8) for hand in (-1, 1)]
    for joint in (foot, elbow, wrist):
        parts.append(rod(joint - 2 * gap, joint + 2 * gap, 0.016, color, 16))
    return parts + _hang(_bell(rng, size, color), wrist, rng.uniform(0, 45))


def _arc(rng: np.random.Generator) -> list[Part]:
    """Floor lamp whose stem arches over to a hanging bowl."""
    tall, reach = rng.uniform(1.5, 1.9), rng.uniform(0.8, 1.2)
    color, size = tint(rng, [*METALS, *BRASSES, *DARKS]), rng.uniform(0.16, 0.24)
    knots = [(0, 0, 0), (0.02, 0, tall * 0.55), (reach * 0.45, 0, tall), (reach, 0, tall * 0.82)]
    base = rng.uniform(0.17, 0.22)
    dark = tint(rng, [*DARKS, *CERAMICS])
    arch = tube(curve(knots, 30), 0.016, color, 8)
    angle = np.linspace(0, np.pi / 2, 9)
    dome = np.stack([size * np.sin(angle), size * 0.85 * (np.cos(angle) - 1)], axis=1)
    bowl = lathe([*dome, *(dome[::-1] * 0.95)], tint(rng, _FRAMES), center=(reach, 0, tall * 0.82))
    bulb = blob((reach, 0, tall * 0.82 - size * 0.6), size * 0.4, _BULB, 1)
    return [_disc(rng, base, dark), arch, bowl, bulb]


def _pendant(rng: np.random.Generator) -> list[Part]:
    """Hangs from a ceiling rose by a cord: bell, drum or globe, one to three of them."""
    color, cord = tint(rng, [*_FRAMES, *_SHADES]), rng.uniform(0.35, 0.7)
    count = int(rng.choice([1, 1, 3]))
    gap = rng.uniform(0.26, 0.34)
    style = rng.integers(3)
    parts = [lathe([(0, -0.03), (0.06, -0.02), (0.06, 0), (0, 0)], tint(rng, METALS))]
    if count > 1:
        parts = [rod((0, -gap * 1.2, 0), (0, gap * 1.2, 0), 0.03, tint(rng, METALS))]
    size = rng.uniform(0.09, 0.13) if count > 1 else rng.uniform(0.14, 0.24)
    for place in (np.arange(count) - (count - 1) / 2) * gap:
        if style == 0:
            shape = _bell(rng, size, color)
        elif style == 1:
            shape = [blob((0, 0, -size), size, color, 3)]
        else:
            shape = _drum(rng, -size * 1.2, size)
        low = -cord * (1 + 0.15 * float(rng.uniform(-1, 1)) * (count > 1))
        for part in shape:
            part.apply_translation((0, place, low))
        parts += [rod((0, place, 0), (0, place, low), 0.006, (40, 40, 42), 8), *shape]
    return parts


def _banker(rng: np.random.Generator) -> list[Part]:
    """Brass stem with a half-round glass shade that lies across."""
    brass = tint(rng, BRASSES)
    glass = tint(rng, [(30, 110, 70), (40, 80, 140), (150, 50, 40), (220, 160, 60)])
    tall, long, size = rng.uniform(0.28, 0.36), rng.uniform(0.11, 0.15), rng.uniform(0.055, 0.075)
    angle = np.linspace(-0.1, np.pi + 0.1, 16)
    arc = np.stack([size * np.cos(angle), 0 * angle, size * np.sin(angle)], axis=1)
    ring = np.concatenate([arc, arc[::-1] * 0.92])
    across = np.linspace(-1, 1, 9)
    scale = 1 - 0.25 * np.abs(across) ** 4
    stations = [
        ring * s + [0, y * long, tall - size * 0.3] for s, y in zip(scale, across, strict=True)
    ]
    shell = hull(
        [(0, 0, 0), (0, 0, 0.02)],
        [(0.07, 0.1), (0.06, 0.09)],
        brass,
        power=rng.uniform(2, 8),
        sections=24,
    )
    stem = rod((0, 0, 0), (0, 0, tall + size * 0.6), 0.009, brass)
    bulb = rod((0, -long * 0.7, tall), (0, long * 0.7, tall), size * 0.3, _BULB)
    ends = [blob((0, 0, tall + size * 0.75), 0.012, brass, 1)]
    return [shell, stem, bulb, *ends, skin(stations, glass)]
