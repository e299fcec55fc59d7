"""Flower pots: a pot that dominates, soil, and a small flowering plant."""

import numpy as np

from lib.corpus.parametric.palette import CERAMICS, PLASTICS, STONES, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, lathe
from lib.corpus.parametric.parts_organic import (
    blob,
    centers,
    curve,
    hull,
    leaf,
    repaint,
    rotations,
    scatter,
    tube,
)

_CLAYS: list[Color] = [(190, 98, 62), (206, 118, 80), (168, 84, 56), (214, 140, 104)]
_BLOOMS: list[Color] = [
    (226, 50, 70), (246, 196, 60), (240, 130, 170), (250, 248, 240), (150, 90, 190), (240, 120, 50)
]  # fmt: skip
_GREENS: list[Color] = [(72, 136, 60), (96, 156, 72), (52, 112, 64), (120, 164, 84)]
_SOIL: Color = (66, 46, 34)


def build(rng: np.random.Generator) -> list[Part]:
    """One potted flower; kinds differ in the pot and in the flowers."""
    parts, mouth, level = pick(rng, [_clay, _clay, _round, _square, _urn])(rng)
    grown = pick(rng, [_daisies, _daisies, _tulips, _cushion, _sunflower])(rng, mouth)
    for part in grown:
        part.apply_translation((0, 0, level))
    return parts + grown


def _soil(radius: float, level: float) -> Part:
    return lathe(
        [(0, level - 0.003), (radius, level - 0.003), (radius, level), (0, level + 0.006)], _SOIL
    )


def _paint_band(rng: np.random.Generator, body: Part, height: float) -> None:
    """Band or dipped half, on some of the pots."""
    z, color = centers(body)[:, 2] / height, tint(rng, [*CERAMICS, *PLASTICS])
    style = rng.integers(4)
    if style == 0:
        low = rng.uniform(0.15, 0.5)
        repaint(body, (z > low) & (z < low + rng.uniform(0.1, 0.3)), color)
    elif style == 1:
        repaint(body, z < rng.uniform(0.25, 0.55), color)


def _clay(rng: np.random.Generator) -> tuple[list[Part], float, float]:
    """Cone frustum with a thick collar, often on a saucer."""
    height = rng.uniform(0.1, 0.22)
    top = height * rng.uniform(0.5, 0.64)
    foot, collar = top * rng.uniform(0.58, 0.75), height * rng.uniform(0.16, 0.26)
    color = tint(rng, _CLAYS if rng.random() < 0.7 else [*PLASTICS, *CERAMICS])
    lip, brim = top * rng.uniform(1.08, 1.16), height - collar
    z = np.linspace(0, brim, 16)
    side = np.stack([foot + (top - foot) * z / height, z], axis=1)
    profile = [(0, 0), *side, (lip * 0.97, brim), (lip, height), (lip * 0.9, height)]
    body = lathe([*profile, (lip * 0.86, height * 0.88), (0, height * 0.88)], color)
    _paint_band(rng, body, height)
    parts = [body, _soil(lip * 0.89, height * 0.94)]
    if rng.random() < 0.6:
        plate, rise = foot * rng.uniform(1.4, 1.7), height * 0.09
        outline = [(0, -0.008), (plate * 0.85, -0.008), (plate, rise), (plate * 0.94, rise)]
        parts.append(lathe([*outline, (plate * 0.8, 0.004), (0, 0.004)], shade(color, 0.92)))
    return parts, lip * 0.85, height * 0.94


def _round(rng: np.random.Generator) -> tuple[list[Part], float, float]:
    height = rng.uniform(0.1, 0.2)
    mouth, belly = height * rng.uniform(0.45, 0.6), height * rng.uniform(0.6, 0.75)
    foot = height * rng.uniform(0.3, 0.42)
    color = tint(rng, [*_CLAYS, *CERAMICS, *PLASTICS[:4]])
    side = curve([(foot, 0), (belly, height * rng.uniform(0.4, 0.6)), (mouth, height)], 18)
    wall = height * 0.07
    body = lathe(
        [(0, 0), *side, (mouth - wall, height), (mouth - wall, height * 0.85), (0, height * 0.85)],
        color,
    )
    _paint_band(rng, body, height)
    return [body, _soil(mouth - wall * 0.8, height * 0.93)], mouth - wall, height * 0.93


def _square(rng: np.random.Generator) -> tuple[list[Part], float, float]:
    """Square tub, smooth or of wooden slats."""
    height, top = rng.uniform(0.12, 0.2), rng.uniform(0.07, 0.1)
    foot = top * rng.uniform(0.7, 1.0)
    wooden = rng.random() < 0.5
    color = tint(rng, WOODS if wooden else [*STONES, *CERAMICS, *PLASTICS[:4]])
    z = np.linspace(0, height, 13)
    half = np.repeat((foot + (top - foot) * z / height)[:, None], 2, axis=1)
    half, z = np.concatenate([half, [half[-1] * 0.88] * 2]), np.append(z, [height, height * 0.9])
    body = hull(
        np.stack([0 * z, 0 * z, z], axis=1), half, color, power=rng.uniform(8, 30), sections=32
    )
    if wooden:
        repaint(
            body,
            np.isin((centers(body)[:, 2] * 6 / height).astype(int), [1, 3, 5]),
            shade(color, 0.82),
        )
    else:
        _paint_band(rng, body, height)
    inner = top * 1.8
    soil = box((inner, inner, 0.01), (0, 0, height * 0.93), _SOIL)
    return [body, soil], top * 0.85, height * 0.93


def _urn(rng: np.random.Generator) -> tuple[list[Part], float, float]:
    """Garden urn on a stem and a plinth."""
    height, mouth = rng.uniform(0.18, 0.28), rng.uniform(0.08, 0.11)
    color = tint(rng, [*STONES, *CERAMICS, *_CLAYS])
    base, stem = mouth * rng.uniform(0.6, 0.8), mouth * rng.uniform(0.22, 0.34)
    knots = [(base, height * 0.04), (stem, height * 0.2), (mouth * 0.75, height * 0.5)]
    side = curve([*knots, (mouth * 0.8, height * 0.85), (mouth, height)], 24)
    body = lathe(
        [
            (0, 0),
            (base, 0),
            *side,
            (mouth * 0.86, height),
            (mouth * 0.7, height * 0.85),
            (0, height * 0.85),
        ],
        color,
    )
    _paint_band(rng, body, height)
    plinth = box((2 * base, 2 * base, height * 0.08), (0, 0, -height * 0.02), color)
    return [body, plinth, _soil(mouth * 0.8, height * 0.95)], mouth * 0.8, height * 0.95


def _stems(
    rng: np.random.Generator, mouth: float, count: int, low: float, high: float
) -> tuple[list[Part], np.ndarray, np.ndarray]:
    """Stems from the soil, with tips, shape (count, 3), and headings, shape (count,)."""
    green = tint(rng, _GREENS)
    yaw = np.arange(count) * 2.399 + rng.uniform(0, 6)
    out = np.sqrt((np.arange(count) + 0.3) / count)
    parts, tips = [], []
    for angle, spread in zip(yaw, out, strict=True):
        heading = np.array([np.cos(angle), np.sin(angle), 0]) * mouth
        along, rise = np.linspace(0, 1, 6)[:, None], mouth * rng.uniform(low, high)
        path = heading * spread * (0.45 + 0.65 * along**1.4) + along * [0, 0, rise]
        parts.append(tube(path, mouth * 0.035, green, sections=5))
        tips.append(path[-1])
    return parts, np.array(tips), yaw


def _foliage(
    rng: np.random.Generator, mouth: float, count: int, length: float, slim: float
) -> Part:
    green = tint(rng, _GREENS)
    pattern = leaf(mouth * length, mouth * length * slim, green, droop=rng.uniform(0.2, 0.6))
    yaw = np.arange(count) * 2.399 + rng.uniform(0, 6)
    places = mouth * 0.4 * np.stack([np.cos(yaw), np.sin(yaw), 0 * yaw], axis=1)
    colors = [shade(green, factor) for factor in rng.uniform(0.82, 1.2, count)]
    turns = rotations(yaw, rng.uniform(0.35, 1.2, count))
    return scatter(pattern, places, turns, rng.uniform(0.7, 1.1, (count, 1)), colors)


def _daisies(rng: np.random.Generator, mouth: float) -> list[Part]:
    """Flat flowers: a ring of petals about a button."""
    count, petals = int(rng.integers(3, 8)), int(rng.integers(6, 12))
    stems, tips, yaw = _stems(rng, mouth, count, 0.7, 1.5)
    size, bloom = mouth * rng.uniform(0.32, 0.46), tint(rng, _BLOOMS)
    around = np.arange(petals) * 2 * np.pi / petals
    pattern = leaf(
        size, size * 4.4 / petals, bloom, droop=rng.uniform(-0.3, 0.2), widest=0.62, stations=5
    )
    flower = scatter(pattern, np.zeros((petals, 3)), rotations(around))
    button = blob(
        (0, 0, size * 0.06),
        (size * 0.3, size * 0.3, size * 0.16),
        tint(rng, [(240, 190, 50), (110, 66, 36)]),
        1,
    )
    # Flowers tip outwards, towards whoever looks from the side.
    turns = rotations(yaw, -rng.uniform(0.4, 0.9, count))
    heads = [scatter(part, tips, turns) for part in (flower, button)]
    return [
        *stems,
        *heads,
        _foliage(rng, mouth, int(rng.integers(9, 16)), 0.8, rng.uniform(0.3, 0.5)),
    ]


def _tulips(rng: np.random.Generator, mouth: float) -> list[Part]:
    count = int(rng.integers(3, 7))
    stems, tips, _ = _stems(rng, mouth, count, 1.1, 1.9)
    bloom = tint(rng, _BLOOMS)
    cup = lathe(
        [(0, -0.1), (0.38, 0.1), (0.5, 0.5), (0.4, 0.95), (0.22, 1.1), (0, 0.7)], bloom, sections=10
    )
    colors = [shade(bloom, factor) for factor in rng.uniform(0.88, 1.12, count)]
    heads = scatter(cup, tips, None, mouth * rng.uniform(0.38, 0.5), colors)
    return [
        *stems,
        heads,
        _foliage(rng, mouth, int(rng.integers(6, 11)), 1.5, rng.uniform(0.14, 0.22)),
    ]


def _cushion(rng: np.random.Generator, mouth: float) -> list[Part]:
    """Dome of leaves dotted with round flower heads."""
    count = int(rng.integers(18, 40))
    rank = (np.arange(count) + 0.5) / count
    yaw, polar = np.arange(count) * 2.399, np.arccos(1 - rank * 0.95)
    wide, tall = mouth * rng.uniform(1.0, 1.25), mouth * rng.uniform(0.8, 1.2)
    unit = np.stack(
        [np.sin(polar) * np.cos(yaw), np.sin(polar) * np.sin(yaw), np.cos(polar)], axis=1
    )
    places = unit * [wide, wide, tall]
    bloom, other = tint(rng, _BLOOMS), tint(rng, _BLOOMS)
    colors = np.where(rng.random((count, 1)) < 0.7, bloom, other)
    size = mouth * rng.uniform(0.13, 0.2)
    heads = scatter(
        blob((0, 0, 0), size, bloom, 1), places, None, rng.uniform(0.8, 1.2, (count, 1)), colors
    )
    green = tint(rng, _GREENS)
    bush = blob((0, 0, 0), (wide * 0.95, wide * 0.95, tall * 0.95), green, 2)
    return [bush, heads, _foliage(rng, mouth, 14, 1.2, 0.4)]


def _sunflower(rng: np.random.Generator, mouth: float) -> list[Part]:
    """One big flower that looks at +x, leaves along the stem."""
    rise, lean = mouth * rng.uniform(1.9, 2.8), mouth * rng.uniform(0.05, 0.35)
    along = np.linspace(0, 1, 8)[:, None]
    green, bloom = tint(rng, _GREENS), tint(rng, [(248, 196, 40), (240, 150, 40), (236, 130, 160)])
    path = along * [0, 0, rise] + along**2 * [lean, 0, 0]
    size, petals = mouth * rng.uniform(0.55, 0.75), int(rng.integers(12, 20))
    pattern = leaf(size, size * 0.34, bloom, droop=0.1, widest=0.6, stations=5)
    flower = scatter(
        pattern, np.zeros((petals, 3)), rotations(np.arange(petals) * 2 * np.pi / petals)
    )
    button = blob((0, 0, size * 0.04), (size * 0.48, size * 0.48, size * 0.14), (92, 58, 34), 2)
    turn = rotations(rng.uniform(0.2, 0.8), -rng.uniform(0.8, 1.2))
    heads = [scatter(part, path[-1:], turn) for part in (flower, button)]
    count = int(rng.integers(3, 6))
    yaw, pattern = (
        np.arange(count) * 2.4 + rng.uniform(0, 6),
        leaf(mouth * 0.8, mouth * 0.42, green),
    )
    leaves = scatter(pattern, path[2 : 2 + count], rotations(yaw, 0.4))
    return [tube(path, mouth * 0.055, green, 6), *heads, leaves, _foliage(rng, mouth, 6, 0.8, 0.5)]
