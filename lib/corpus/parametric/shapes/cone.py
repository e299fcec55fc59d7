"""Cones: traffic cones, plain cones, sports markers, ice-cream cones."""

import itertools

import numpy as np

from lib.corpus.parametric.palette import PLASTICS, STONES, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, lathe, rod, rounded_rectangle, slab, torus
from lib.corpus.parametric.parts_organic import blob, centers, repaint, tube

_SIGNALS: list[Color] = [
    (242, 104, 34),
    (250, 128, 30),
    (226, 62, 40),
    (240, 196, 40),
    (150, 200, 50),
]
_WHITES: list[Color] = [(246, 246, 244), (232, 234, 238), (250, 240, 120)]
_ICES: list[Color] = [
    (248, 240, 214),
    (240, 168, 186),
    (112, 70, 46),
    (170, 214, 170),
    (250, 214, 120),
]


def build(rng: np.random.Generator) -> list[Part]:
    """One cone; kinds differ in base, slope, stripes and truncation."""
    kinds = [_traffic, _traffic, _traffic, _plain, _plain, _marker, _ice_cream]
    return pick(rng, kinds)(rng)


def _frustum(
    low: float,
    high: float,
    bottom: float,
    top: float,
    color: Color,
    bend: float,
    sections: int = 36,
) -> Part:
    """Cone side from z = `low` to `high`; `bend` above 0 makes it flare at the foot."""
    along = np.linspace(0, 1, 25)
    wide = bottom + (top - bottom) * along ** (1 - bend)
    side = np.stack([wide, low + (high - low) * along], axis=1)
    return lathe([(0, low), *side, (0, high)], color, sections=sections)


def _stripe(part: Part, color: Color, bands: list[tuple[float, float]]) -> Part:
    z = centers(part)[:, 2]
    for low, high in bands:
        repaint(part, (z > low) & (z < high), color)
    return part


def _bands(rng: np.random.Generator, height: float) -> list[tuple[float, float]]:
    count = int(rng.choice([1, 2, 2, 3]))
    wide = rng.uniform(0.1, 0.2) if count > 1 else rng.uniform(0.2, 0.34)
    top = rng.uniform(0.8, 0.9)
    step = rng.uniform(1.6, 2.1) * wide
    return [(height * (top - k * step - wide), height * (top - k * step)) for k in range(count)]


def _traffic(rng: np.random.Generator) -> list[Part]:
    height = rng.uniform(0.3, 1.0)
    bottom, top = height * rng.uniform(0.13, 0.3), height * rng.uniform(0.025, 0.06)
    orange = tint(rng, _SIGNALS[:3] if rng.random() < 0.75 else _SIGNALS, 0.05)
    foot = height * rng.uniform(0.03, 0.09)
    body = _frustum(foot, height, bottom, top, orange, rng.uniform(0, 0.25))
    parts = [_stripe(body, tint(rng, _WHITES, 0.02), _bands(rng, height))]
    rubber = orange if rng.random() < 0.55 else tint(rng, [(40, 40, 42), (70, 70, 74)])
    side = 2 * bottom * rng.uniform(1.12, 1.55)
    corner = side * rng.uniform(0.03, 0.2)
    plan = rounded_rectangle(side, side, corner)
    if rng.random() < 0.25:
        angle = (np.arange(8) + 0.5) * np.pi / 4
        plan = np.stack([np.cos(angle), np.sin(angle)], axis=1) * side * 0.56
    parts.append(slab(plan, foot, (0, 0, foot / 2), rubber))
    parts.append(
        lathe([(0, foot), (bottom * 1.12, foot), (bottom, foot * 1.8), (0, foot * 1.8)], orange)
    )
    closure = rng.integers(4)
    if closure == 0:
        lamp = tint(rng, [(250, 200, 40), (220, 40, 40)])
        parts.append(rod((0, 0, height), (0, 0, height * 1.04), top * 1.3, (50, 50, 52)))
        parts.append(blob((0, 0, height * 1.1), (top * 1.2, top * 2, height * 0.07), lamp))
    elif closure == 1:
        parts.append(torus(top * 1.3, top * 0.4, (0, 0, height * 0.98), orange, (0, 0, 1)))
    else:
        parts.append(
            lathe(
                [(0, height * 0.995), (top * 0.75, height * 0.995), (0, height * 1.001)],
                (40, 30, 26),
            )
        )
    return parts


def _plain(rng: np.random.Generator) -> list[Part]:
    """Cone of geometry lessons, pointed or cut off, on edge-coloured ground or none."""
    height = rng.uniform(0.1, 0.4)
    bottom = height * rng.uniform(0.16, 0.85)
    top = bottom * (rng.uniform(0.12, 0.45) if rng.random() < 0.4 else 0.01)
    color = tint(rng, pick(rng, [PLASTICS, WOODS, STONES]), 0.1)
    sides = int(rng.integers(10, 16)) if rng.random() < 0.25 else 36
    body = _frustum(0, height, bottom, top, color, rng.uniform(-0.2, 0.2), sections=sides)
    style, other = rng.integers(4), tint(rng, PLASTICS, 0.1)
    if style == 0:
        cuts = np.linspace(0, height, 2 * int(rng.integers(2, 5)) + 1)
        _stripe(body, other, [*zip(cuts[:-1:2], cuts[1::2], strict=True)])
    elif style == 1:
        _stripe(body, other, [(height * rng.uniform(0.55, 0.8), height * 1.1)])
    elif style == 2:
        thick = height * rng.uniform(0.04, 0.16)
        wide = bottom * rng.uniform(1.05, 1.6)
        return [body, lathe([(0, -thick), (wide, -thick), (wide, 0), (0, 0)], other)]
    return [body]


def _marker(rng: np.random.Generator) -> list[Part]:
    """Open-topped training cone with a round brim and holes for hurdle poles."""
    height = rng.uniform(0.12, 0.36)
    bottom, top = height * rng.uniform(0.28, 0.42), height * rng.uniform(0.06, 0.12)
    color = tint(rng, [*_SIGNALS, *PLASTICS[:4]], 0.05)
    brim, thick = bottom * rng.uniform(1.2, 1.5), height * 0.025
    wall = top * 0.3
    outside = [(brim, 0), (brim, thick), (bottom, thick * 1.5), (top, height)]
    fine = np.concatenate([np.linspace(a, b, 7)[:-1] for a, b in itertools.pairwise(outside)])
    inside = [(top - wall, height), (bottom - wall, thick), (0, thick)]
    parts = [lathe([(0, 0), *fine, (top, height), *inside], color, sections=36)]
    rings = rng.integers(1, 4)
    for level in np.linspace(0.35, 0.8, rings):
        wide = bottom + (top - bottom) * level
        angle = np.arange(4) * np.pi / 2 + np.pi / 4
        for a in angle:
            out = np.array([np.cos(a), np.sin(a), 0])
            spot = out * wide + [0, 0, height * level]
            parts.append(
                rod(
                    spot - out * 0.1 * bottom,
                    spot + out * 0.025 * bottom,
                    top * 0.4,
                    shade(color, 0.35),
                )
            )
    return parts


def _ice_cream(rng: np.random.Generator) -> list[Part]:
    """Waffle cone, point down, with one to three scoops or a soft-ice swirl."""
    height, radius = rng.uniform(0.1, 0.15), rng.uniform(0.024, 0.032)
    wafer = tint(rng, [(214, 160, 90), (226, 178, 110), (190, 130, 66)])
    parts = [lathe([(0, 0), (radius, height), (0, height)], wafer)]
    for hand in (-1, 1):
        for start in np.arange(6) * np.pi / 3:
            along = np.linspace(0.15, 0.98, 10)
            angle = start + hand * along * 1.6
            spiral = along * radius * 1.01
            path = np.stack(
                [spiral * np.cos(angle), spiral * np.sin(angle), along * height], axis=1
            )
            parts.append(tube(path, radius * 0.035, shade(wafer, 0.78), sections=4))
    parts.append(
        lathe(
            [
                (0, height * 0.86),
                (radius * 1.06, height * 0.86),
                (radius * 1.12, height),
                (0, height),
            ],
            wafer,
        )
    )
    if rng.random() < 0.35:
        turns = np.linspace(0, 1, 40)
        angle = turns * 2 * np.pi * rng.uniform(2.5, 3.5)
        wide = radius * 0.62 * (1 - turns)
        path = np.stack(
            [wide * np.cos(angle), wide * np.sin(angle), height + turns * radius * 2.4], axis=1
        )
        return [*parts, tube(path, radius * (0.5 - 0.38 * turns), tint(rng, _ICES), sections=10)]
    count = int(rng.integers(1, 4))
    for level in range(count):
        size = radius * rng.uniform(1.05, 1.2) * 0.95**level
        spot = (0, rng.uniform(-0.1, 0.1) * radius, height + size * 0.45 + level * radius * 1.35)
        parts.append(blob(spot, size, tint(rng, _ICES)))
    if rng.random() < 0.5:
        parts.append(
            blob(
                (0, 0, height + radius * (1.6 + 1.3 * (count - 1))), radius * 0.3, (196, 30, 44), 1
            )
        )
    return parts
