"""Bottles: wine, beer, water, spirits, soap pump, milk."""

import numpy as np

from lib.corpus.parametric.palette import pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, lathe, rod
from lib.corpus.parametric.parts_organic import curve, hull

_GLASSES: list[Color] = [(34, 74, 46), (88, 52, 26), (54, 96, 60), (128, 84, 40), (40, 46, 52)]
_CLEAR: list[Color] = [(168, 212, 232), (186, 226, 206), (200, 222, 236), (150, 196, 226)]
_LABELS: list[Color] = [(244, 236, 214), (196, 52, 46), (38, 70, 130), (222, 176, 66), (60, 60, 62)]
_CAPS: list[Color] = [(190, 40, 44), (40, 88, 170), (236, 236, 236), (206, 170, 80), (44, 44, 48)]


def build(rng: np.random.Generator) -> list[Part]:
    """One bottle; kinds differ in shoulder, neck, cross-section and closure."""
    return pick(rng, [_wine, _wine, _beer, _water, _water, _spirits, _pump, _milk])(rng)


def _body(knots: list[tuple[float, float]], color: Color, smooth: int = 40) -> Part:
    """Body on the lathe: a foot, a smooth side through the (radius, z) knots, a closed mouth."""
    side = curve(knots, smooth)
    side[:, 0] = np.maximum(side[:, 0], 0.004)
    foot = [(0.0, 0.004), (knots[0][0] * 0.86, 0.0)]
    return lathe([*foot, *side, (0.0, side[-1, 1])], color, sections=28)


def _label(rng: np.random.Generator, radius: float, low: float, high: float) -> list[Part]:
    """Paper band with a second, narrower band of another colour on it."""
    color, accent = tint(rng, _LABELS), tint(rng, _LABELS)
    first, last = np.sort(rng.uniform(0.1, 0.9, 2)) * (high - low) + low
    bands = [(radius * 1.015, low, high, color), (radius * 1.03, first, last, accent)]
    return [lathe([(0, a), (r, a), (r, b), (0, b)], c, sections=28) for r, a, b, c in bands]


def _cap(radius: float, low: float, high: float, color: Color) -> Part:
    return lathe([(0, low), (radius, low), (radius, high), (0, high)], color, sections=20)


def _wine(rng: np.random.Generator) -> list[Part]:
    height, radius = rng.uniform(0.28, 0.35), rng.uniform(0.034, 0.046)
    neck, shoulder = rng.uniform(0.013, 0.016), height * rng.uniform(0.5, 0.66)
    slope = height * rng.uniform(0.06, 0.2)
    glass = tint(rng, _GLASSES)
    top = min(shoulder + slope, height * 0.8)
    mid = (shoulder + top) / 2
    knots = [(radius * 0.97, 0.004), (radius, 0.02), (radius, shoulder * 0.5), (radius, shoulder)]
    knots += [((radius + neck) / 2, mid), (neck, top), (neck, height - 0.01), (neck, height)]
    foil = _cap(neck * 1.12, max(top, height * 0.8), height * 1.004, tint(rng, _CAPS))
    ring = _cap(neck * 1.3, height - 0.022, height - 0.014, shade(glass, 0.9))
    low = shoulder * rng.uniform(0.15, 0.35)
    label = _label(rng, radius, low, shoulder * rng.uniform(0.72, 0.92))
    return [_body(knots, glass), foil, ring, *label]


def _beer(rng: np.random.Generator) -> list[Part]:
    height, radius = rng.uniform(0.2, 0.25), rng.uniform(0.028, 0.035)
    neck, glass = rng.uniform(0.011, 0.013), tint(rng, _GLASSES)
    shoulder = height * rng.uniform(0.4, 0.58)
    waist = neck * rng.uniform(1.3, 1.75)
    knots = [(radius * 0.95, 0.003), (radius, 0.012), (radius, shoulder * 0.5), (radius, shoulder)]
    knots += [
        (waist, shoulder + (height - shoulder) * 0.45),
        (neck, height - 0.012),
        (neck, height),
    ]
    crown = lathe(
        [
            (0, height - 0.004),
            (neck * 1.4, height - 0.004),
            (neck * 1.2, height + 0.004),
            (0, height + 0.005),
        ],
        tint(rng, _CAPS),
        sections=20,
    )
    label = _label(rng, radius, shoulder * rng.uniform(0.12, 0.3), shoulder * 0.92)
    collar = _cap(
        waist * 1.1, shoulder + (height - shoulder) * 0.42, height * 0.83, tint(rng, _LABELS)
    )
    return [_body(knots, glass), crown, *label, *([collar] if rng.random() < 0.5 else [])]


def _water(rng: np.random.Generator) -> list[Part]:
    """Plastic bottle with grips: rings pressed into the side, sometimes a waist."""
    height, radius = rng.uniform(0.2, 0.33), rng.uniform(0.031, 0.046)
    neck, plastic = rng.uniform(0.012, 0.016), tint(rng, _CLEAR)
    if rng.random() < 0.25:
        plastic = tint(rng, [(70, 38, 26), (60, 140, 60), (226, 130, 40)])
    shoulder = height * rng.uniform(0.6, 0.74)
    z = np.linspace(0.012, shoulder, 44)
    waves, depth = rng.integers(4, 10), rng.uniform(0.02, 0.06)
    waist = rng.uniform(0, 0.16) * np.exp(-(((z / shoulder - 0.55) / 0.16) ** 2))
    side = radius * (1 - waist - depth * (0.5 - 0.5 * np.cos(2 * np.pi * waves * z / shoulder)))
    dome = np.linspace(0, 1, 8)[1:]
    rise = height * rng.uniform(0.16, 0.22)
    over = neck + (side[-1] - neck) * np.cos(dome * np.pi / 2) ** rng.uniform(0.7, 1.3)
    profile = [(0, 0.003), (radius * 0.85, 0), *zip(side, z, strict=True)]
    profile += [*zip(over, shoulder + rise * dome, strict=True), (neck, height), (0, height)]
    cap_low, color = height - rng.uniform(0.012, 0.018), tint(rng, _CAPS)
    parts = [
        lathe(profile, plastic, sections=28),
        _cap(neck * 1.25, cap_low, height + 0.004, color),
    ]
    parts.append(_cap(neck * 1.4, cap_low - 0.005, cap_low - 0.002, shade(color, 0.9)))
    low = shoulder * rng.uniform(0.4, 0.6)
    return parts + _label(rng, radius * 0.995, low, low + shoulder * rng.uniform(0.2, 0.36))


def _spirits(rng: np.random.Generator) -> list[Part]:
    """Flat-sided bottle of square or oblong section under a short neck."""
    height = rng.uniform(0.18, 0.3)
    half = np.array([rng.uniform(0.022, 0.036), rng.uniform(0.034, 0.062)])
    neck, power = rng.uniform(0.012, 0.017), rng.uniform(2.5, 10)
    shoulder = height * rng.uniform(0.5, 0.72)
    liquor = tint(rng, [(176, 96, 30), (206, 222, 228), (70, 140, 190), (52, 72, 58), (96, 40, 30)])
    z = np.array([0, 0.004, shoulder * 0.6, shoulder, shoulder + 0.016, shoulder + 0.026])
    halves = np.outer([0.95, 1, 1, 1, 0.8, 0.0], half)
    halves[-1] = neck
    middles = np.stack([0 * z, 0 * z, z], axis=1)
    parts = [hull(middles, halves, liquor, power=power, sections=24)]
    parts.append(_cap(neck, shoulder, height - 0.02, shade(liquor, 1.1)))
    parts.append(_cap(neck * rng.uniform(1.2, 1.8), height - 0.03, height, tint(rng, _CAPS)))
    low, high = shoulder * rng.uniform(0.1, 0.3), shoulder * rng.uniform(0.7, 0.9)
    color = tint(rng, _LABELS)
    wide = half[1] * rng.uniform(1.2, 1.7)
    middle = (low + high) / 2
    parts.append(box((2 * half[0] + 0.002, wide, high - low), (0, 0, middle), color))
    stripe = (2 * half[0] + 0.004, wide * 0.8, (high - low) * rng.uniform(0.2, 0.4))
    return [*parts, box(stripe, (0, 0, middle), tint(rng, _LABELS))]


def _pump(rng: np.random.Generator) -> list[Part]:
    height, radius = rng.uniform(0.12, 0.2), rng.uniform(0.03, 0.042)
    color = tint(
        rng, [(240, 238, 230), (236, 170, 180), (150, 200, 190), (120, 84, 50), (64, 68, 74)]
    )
    metal = tint(rng, [(240, 240, 240), (40, 40, 42), (196, 170, 110)])
    neck = radius * rng.uniform(0.36, 0.5)
    bulge = radius * rng.uniform(0.85, 1.1)
    z = np.linspace(0, height, 14)
    wide = np.interp(
        z / height, [0, 0.04, 0.5, 0.84, 1], [radius * 0.94, radius, bulge, radius, neck]
    )
    halves = np.stack([wide * rng.uniform(0.6, 1), wide], axis=1)
    middles = np.stack([0 * z, 0 * z, z], axis=1)
    parts = [hull(middles, halves, color, power=rng.uniform(2, 4), sections=28)]
    rise = height + rng.uniform(0.04, 0.06)
    parts.append(_cap(neck * 0.95, height - 0.004, height + 0.018, metal))
    parts.append(rod((0, 0, height), (0, 0, rise), 0.004, metal))
    parts.append(box((0.018, 0.018, 0.01), (0, 0, rise), metal))
    reach = rng.uniform(0.03, 0.05)
    parts.append(rod((0, 0, rise), (0, reach, rise - 0.004), 0.004, metal))
    parts.append(rod((0, reach, rise), (0, reach, rise - 0.014), 0.0035, metal))
    front = halves[6, 0]
    size = (0.004, radius * rng.uniform(0.9, 1.3), height * rng.uniform(0.3, 0.45))
    return [*parts, box(size, (front * 0.99, 0, height * 0.46), tint(rng, _LABELS))]


def _milk(rng: np.random.Generator) -> list[Part]:
    """Wide-mouthed bottle, filled with milk or juice to below the neck."""
    height, radius = rng.uniform(0.18, 0.26), rng.uniform(0.036, 0.048)
    neck = radius * rng.uniform(0.44, 0.6)
    shoulder = height * rng.uniform(0.48, 0.62)
    content = tint(rng, [(248, 246, 240), (244, 168, 50), (206, 70, 60), (140, 180, 80)])
    knots = [(radius * 0.95, 0.004), (radius, 0.016), (radius, shoulder * 0.6), (radius, shoulder)]
    knots += [((radius + neck) / 2, shoulder + height * 0.12), (neck, shoulder + height * 0.24)]
    upper = curve([*knots[3:], (neck, height * 0.95)], 16)
    parts = [_body(knots, content, smooth=24)]
    parts.append(
        lathe([(0, upper[6, 1]), *upper[6:] * [1.06, 1], (0, height * 0.95)], pick(rng, _CLEAR))
    )
    parts.append(_cap(neck * 1.15, height * 0.93, height, tint(rng, _CAPS)))
    return parts + _label(rng, radius, shoulder * rng.uniform(0.2, 0.35), shoulder * 0.85)
