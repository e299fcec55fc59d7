"""Bowls: open hemispheres and their flared, footed, fluted and wooden relatives."""

import numpy as np

from lib.corpus.parametric.palette import CERAMICS, METALS, PLASTICS, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, lathe, rod, torus
from lib.corpus.parametric.parts_organic import blob, centers, lattice, repaint, scatter, skin

_GLAZES: list[Color] = [(52, 92, 150), (178, 70, 52), (70, 130, 120), (222, 180, 84), (86, 78, 74)]
_FRUITS: list[Color] = [(206, 44, 40), (240, 150, 40), (120, 176, 60), (244, 210, 70)]


def build(rng: np.random.Generator) -> list[Part]:
    """One bowl; kinds differ in curve, foot, rim, material and what lies in it."""
    return pick(rng, [_plain, _plain, _footed, _fluted, _filled, _filled])(rng)


def _curve(rng: np.random.Generator, radius: float, depth: float, points: int = 14) -> np.ndarray:
    """Outer (radius, z) of the wall from the foot's edge to the rim."""
    foot = rng.uniform(0.3, 0.48)
    along = np.linspace(0, 1, points)
    bulge = rng.uniform(0.5, 0.95)
    wide = foot + (1 - foot) * np.sin(along * np.pi / 2) ** bulge
    wide += rng.uniform(-0.03, 0.1) * along**6
    rise = 1 - np.cos(along * np.pi / 2)
    rise = rng.uniform(0.0, 0.6) * along + rise * 0.8
    return np.stack([radius * wide / wide[-1], depth * rise / rise[-1]], axis=1)


def _shell(outer: np.ndarray, wall: float, outside: Color, inside: Color) -> Part:
    """Wall of thickness `wall`, turned, whose inner faces have a colour of their own."""
    inner = (outer - [wall, 0])[::-1]
    inner[:, 1] = np.maximum(inner[:, 1], outer[0, 1] + wall)
    lip = outer[-1] + [-wall / 2, wall * 0.4]
    profile = [(0, outer[0, 1]), *outer, lip, *inner, (0, outer[0, 1] + wall)]
    part = lathe(profile, outside, sections=40)
    spots = centers(part)
    # An inner face lies nearer the axis than the middle of the wall at its height.
    middle = np.interp(spots[:, 2], outer[:, 1], outer[:, 0] - wall / 2)
    near = np.hypot(spots[:, 0], spots[:, 1]) < middle * 0.997
    return repaint(part, near & (spots[:, 2] > outer[0, 1] + wall * 0.5), inside)


def _colors(rng: np.random.Generator) -> tuple[Color, Color]:
    kind = rng.integers(5)
    if kind == 0:
        wood = tint(rng, WOODS)
        return wood, shade(wood, rng.uniform(0.82, 1.2))
    if kind == 1:
        steel = tint(rng, METALS)
        return steel, shade(steel, 1.12)
    if kind == 2:
        return tint(rng, PLASTICS), tint(rng, PLASTICS)
    return tint(rng, _GLAZES if rng.random() < 0.7 else CERAMICS), tint(rng, CERAMICS)


def _base(rng: np.random.Generator) -> tuple[np.ndarray, float, Color, Color]:
    radius = rng.uniform(0.06, 0.15)
    depth = radius * rng.uniform(0.42, 1.1)
    return _curve(rng, radius, depth), radius * rng.uniform(0.03, 0.09), *_colors(rng)


def _ring(outer: np.ndarray, color: Color) -> Part:
    low = (outer[0, 0] * 0.9, outer[0, 1] - outer[-1, 1] * 0.06)
    return lathe([(0, low[1]), low, (outer[0, 0], outer[1, 1]), (0, outer[1, 1])], color)


def _plain(rng: np.random.Generator) -> list[Part]:
    outer, wall, outside, inside = _base(rng)
    parts = [_shell(outer, wall, outside, inside), _ring(outer, shade(outside, 0.85))]
    for _ in range(rng.integers(0, 3)):
        at = rng.integers(6, 13)
        parts.append(torus(outer[at, 0], wall * 0.35, (0, 0, outer[at, 1]), inside, (0, 0, 1)))
    return parts


def _footed(rng: np.random.Generator) -> list[Part]:
    """On a stem and a spreading foot, as for fruit or ice cream."""
    outer, wall, outside, inside = _base(rng)
    tall = outer[-1, 1] * rng.uniform(0.25, 0.6)
    stem, spread = outer[0, 0] * rng.uniform(0.3, 0.7), outer[-1, 0] * rng.uniform(0.4, 0.62)
    profile = [(0, -tall), (spread, -tall), (spread * 0.96, -tall * 0.88), (stem, -tall * 0.6)]
    profile += [(stem * 0.9, -tall * 0.3), (outer[0, 0], outer[1, 1]), (0, outer[1, 1])]
    return [_shell(outer, wall, outside, inside), lathe(profile, shade(outside, 0.92))]


def _fluted(rng: np.random.Generator) -> list[Part]:
    """Petal-shaped or many-sided plan instead of a round one."""
    outer, wall, outside, inside = _base(rng)
    lobes, around = int(rng.integers(5, 13)), 64
    angle = np.arange(around) * 2 * np.pi / around
    depth = rng.uniform(0.04, 0.1)
    grow = np.linspace(0.2, 1, len(outer))[:, None]
    wave = 1 + depth * grow * np.cos(lobes * angle)
    wide = outer[:, :1] * wave
    rings = np.stack([wide * np.cos(angle), wide * np.sin(angle), 0 * wide + outer[:, 1:]], axis=-1)
    rings[..., 2] += (outer[-1, 1] * depth * grow**3 * np.cos(lobes * angle)) * rng.uniform(0, 1)
    inner = rings[::-1].copy()
    inner[..., :2] *= (1 - wall / outer[::-1, 0])[:, None, None]
    inner[..., 2] = np.maximum(inner[..., 2], outer[0, 1] + wall)
    part = skin(np.concatenate([rings, inner]), outside)
    row, _ = lattice(2 * len(outer), around)
    return [repaint(part, row >= len(outer) - 1, inside), _ring(outer, outside)]


def _filled(rng: np.random.Generator) -> list[Part]:
    """With soup, rice or fruit; sometimes with chopsticks or a spoon across the rim."""
    outer, wall, outside, inside = _base(rng)
    radius, depth = outer[-1]
    parts = [_shell(outer, wall, outside, inside), _ring(outer, shade(outside, 0.9))]
    level = depth * rng.uniform(0.68, 0.85)
    wide = float(np.interp(level, outer[:, 1], outer[:, 0])) - wall * 0.9
    kind = rng.integers(3)
    if kind == 0:
        count = rng.integers(4, 8)
        size = radius * rng.uniform(0.26, 0.36)
        angle = np.arange(count) * 2 * np.pi / count + rng.uniform(0, 6)
        spots = (wide - size) * np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=1)
        spots = np.concatenate([spots * rng.uniform(0.8, 1.0), [[0, 0, size * 0.5]]])
        colors = np.array([tint(rng, _FRUITS) for _ in spots])
        spots[:, 2] += level
        return [
            *parts,
            scatter(blob((0, 0, 0), (size, size, size * 0.92), _FRUITS[0]), spots, colors=colors),
        ]
    food = tint(
        rng, [(216, 120, 50), (250, 248, 240), (150, 50, 40), (120, 150, 70), (240, 214, 150)]
    )
    heap = depth * rng.uniform(0.02, 0.4)
    arc = np.linspace(np.pi / 2, 0, 8)
    profile = np.stack([wide * np.cos(arc), level + heap * np.sin(arc)], axis=1)[::-1]
    parts.append(lathe([(0, level * 0.9), *profile], food))
    if kind == 1:
        wood, yaw, gap = tint(rng, WOODS), rng.uniform(0.2, 1.4), radius * 0.12
        reach = np.array([np.cos(yaw), np.sin(yaw), 0]) * radius * rng.uniform(1.15, 1.45)
        side = np.array([-np.sin(yaw), np.cos(yaw), 0]) * gap
        lift = np.array([0, 0, depth * 1.03])
        parts += [
            rod(lift - reach + s * side, lift + reach + s * side * 0.4, radius * 0.03, wood)
            for s in (-1, 1)
        ]
    return parts
