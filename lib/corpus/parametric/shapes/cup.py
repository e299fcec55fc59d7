"""Cups with a handle: mugs, tea cups on saucers, espresso cups, tall and barrel cups."""

import numpy as np

from lib.corpus.parametric.palette import CERAMICS, METALS, PLASTICS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, lathe
from lib.corpus.parametric.parts_organic import centers, curve, repaint, tube

_GLAZES: list[Color] = [(60, 96, 150), (176, 66, 58), (66, 120, 104), (228, 184, 76), (54, 54, 60)]
_DRINKS: list[Color] = [(70, 42, 26), (110, 72, 44), (176, 96, 36), (196, 160, 120), (120, 140, 60)]


def build(rng: np.random.Generator) -> list[Part]:
    """One cup; kinds differ in the side's curve, the handle, the saucer and the glaze."""
    return pick(rng, [_mug, _mug, _tea, _tea, _tall, _barrel])(rng)


def _assemble(
    rng: np.random.Generator,
    side: np.ndarray,
    wall: float,
    handle: tuple[float, float],
    reach: float,
) -> list[Part]:
    """Wall turned from an outer (radius, z) side, its drink, and a handle between two heights.

    The handle's ends are fractions of the height; `reach` is in metres.
    """
    height = float(side[-1, 1])
    outside, inside = _colors(rng)
    inner = (side - [wall, 0])[::-1]
    inner[:, 1] = np.maximum(inner[:, 1], wall * 1.5)
    rim = side[-1] + [-wall / 2, wall * 0.4]
    profile = [(0, 0.0), (side[0, 0] * 0.9, 0.0), *side, rim, *inner, (0, wall * 1.5)]
    body = lathe(profile, outside, sections=40)
    spots = centers(body)
    across = np.hypot(spots[:, 0], spots[:, 1])
    middle = np.interp(spots[:, 2], side[:, 1], side[:, 0] - wall / 2)
    repaint(body, (across < middle * 0.998) & (spots[:, 2] > wall), inside)
    outer = across > middle * 0.998
    accent = tint(rng, [*_GLAZES, *CERAMICS], 0.1)
    decor = rng.integers(4)
    if decor == 0:
        low, high = np.sort(rng.uniform(0.08, 0.92, 2))
        repaint(body, outer & (spots[:, 2] > low * height) & (spots[:, 2] < high * height), accent)
    elif decor == 1:
        repaint(body, outer & (spots[:, 2] > height * rng.uniform(0.84, 0.95)), accent)
    elif decor == 2:
        angle = np.arctan2(spots[:, 1], spots[:, 0])
        waves = rng.integers(4, 9)
        repaint(
            body, outer & (np.sin(waves * angle + 0.3) > 0.2) & (spots[:, 2] > height * 0.1), accent
        )
    level = height * rng.uniform(0.72, 0.9)
    wide = float(np.interp(level, side[:, 1], side[:, 0])) - wall * 0.8
    drink = lathe(
        [(0, level * 0.96), (wide, level * 0.96), (wide, level), (0, level)], tint(rng, _DRINKS)
    )
    low, high = (fraction * height for fraction in handle)
    ends = np.interp([low, high], side[:, 1], side[:, 0]) - wall * 0.5
    bulge = rng.uniform(0.25, 0.6)
    knots = [
        (0, ends[1], high),
        (0, ends[1] + reach * 0.75, high + (high - low) * rng.uniform(-0.05, 0.1)),
        (0, max(ends) + reach, low + (high - low) * bulge),
        (0, ends[0] + reach * 0.45, low + (high - low) * rng.uniform(0.02, 0.12)),
        (0, ends[0], low),
    ]
    if rng.random() < 0.3:
        corner = max(ends) + reach
        knots = [knots[0], (0, corner - reach * 0.12, high), (0, corner, high - reach * 0.12)]
        knots += [
            (0, corner, low + reach * 0.12),
            (0, corner - reach * 0.12, low),
            (0, ends[0], low),
        ]
    color = accent if rng.random() < 0.3 else outside
    thick = rng.uniform(0.06, 0.11) * (high - low)
    return [body, drink, tube(curve(knots, 22), thick, color, sections=10)]


def _colors(rng: np.random.Generator) -> tuple[Color, Color]:
    kind = rng.integers(6)
    if kind == 0:
        steel = tint(rng, METALS)
        return steel, shade(steel, 0.9)
    if kind == 1:
        return tint(rng, PLASTICS), tint(rng, CERAMICS)
    return tint(rng, _GLAZES if kind < 4 else CERAMICS, 0.12), tint(rng, CERAMICS)


def _mug(rng: np.random.Generator) -> list[Part]:
    height = rng.uniform(0.08, 0.11)
    top = height * rng.uniform(0.38, 0.5)
    bottom = top * rng.uniform(0.82, 1.02)
    z = np.linspace(0.003, height, 20)
    wide = bottom + (top - bottom) * z / height
    wide[0] *= 0.95
    reach = height * rng.uniform(0.26, 0.36)
    ends = (rng.uniform(0.14, 0.25), rng.uniform(0.78, 0.9))
    return _assemble(rng, np.stack([wide, z], axis=1), height * 0.045, ends, reach)


def _tea(rng: np.random.Generator) -> list[Part]:
    """Round-bottomed and wide, most with a saucer."""
    height = rng.uniform(0.045, 0.07)
    top, foot = height * rng.uniform(0.62, 0.85), height * rng.uniform(0.28, 0.4)
    along = np.linspace(0, 1, 20)
    wide = foot + (top - foot) * np.sin(along * np.pi / 2) ** rng.uniform(0.55, 1.0)
    wide += top * rng.uniform(0, 0.08) * along**5
    side = np.stack([wide, 0.003 + (height - 0.003) * along ** rng.uniform(1.0, 1.5)], axis=1)
    ends = (rng.uniform(0.3, 0.42), rng.uniform(0.84, 0.92))
    parts = _assemble(rng, side, height * 0.04, ends, height * rng.uniform(0.32, 0.5))
    if rng.random() < 0.75:
        plate = top * rng.uniform(1.6, 1.95)
        lift, thick = height * rng.uniform(0.15, 0.3), height * 0.06
        profile = [(0, -thick), (plate * 0.5, -thick), (plate, lift), (plate * 0.98, lift + thick)]
        profile += [(plate * 0.55, 0.001), (0, 0.001)]
        saucer = lathe(profile, tint(rng, CERAMICS), sections=40)
        spots = centers(saucer)
        edge = np.hypot(spots[:, 0], spots[:, 1]) > plate * 0.9
        parts.append(repaint(saucer, edge, tint(rng, _GLAZES)))
    return parts


def _tall(rng: np.random.Generator) -> list[Part]:
    """Latte cup: narrow foot, straight flare, long handle."""
    height = rng.uniform(0.11, 0.15)
    top = height * rng.uniform(0.3, 0.37)
    z = np.linspace(0.003, height, 20)
    slope = rng.uniform(0.55, 0.75)
    wide = top * (slope + (1 - slope) * (z / height) ** rng.uniform(0.7, 1.6))
    ends = (rng.uniform(0.2, 0.35), rng.uniform(0.8, 0.9))
    reach = height * rng.uniform(0.2, 0.27)
    return _assemble(rng, np.stack([wide, z], axis=1), height * 0.03, ends, reach)


def _barrel(rng: np.random.Generator) -> list[Part]:
    height = rng.uniform(0.08, 0.11)
    top = height * rng.uniform(0.36, 0.46)
    z = np.linspace(0.003, height, 20)
    belly = rng.uniform(0.14, 0.32) * np.sin(np.pi * (z / height) ** rng.uniform(0.6, 1.2))
    ends = (rng.uniform(0.18, 0.3), rng.uniform(0.78, 0.88))
    reach = height * rng.uniform(0.26, 0.38)
    return _assemble(rng, np.stack([top * (0.9 + belly), z], axis=1), height * 0.045, ends, reach)
