"""Vases: tall turned shapes with a belly, a neck and a lip; some hold stems."""

import numpy as np

from lib.corpus.parametric.palette import CERAMICS, GLASS, STONES, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, lathe
from lib.corpus.parametric.parts_organic import (
    blob,
    centers,
    curve,
    leaf,
    repaint,
    rotations,
    scatter,
    skin,
    tube,
)

_GLAZES: list[Color] = [
    (44, 92, 150), (170, 62, 50), (60, 120, 110), (214, 160, 70), (120, 84, 130), (40, 44, 52),
    (188, 110, 70), (150, 176, 150),
]  # fmt: skip
_BLOOMS: list[Color] = [(220, 60, 80), (244, 200, 80), (236, 150, 180), (250, 246, 236)]


def build(rng: np.random.Generator) -> list[Part]:
    """One vase; kinds differ in outline, cross-section, handles and what stands in it."""
    height = rng.uniform(0.22, 0.5)
    outline, belly = pick(rng, [_amphora, _bottle, _trumpet, _gourd, _shoulder])(rng, height)
    side = curve(outline, 34)
    side[:, 0] = np.maximum(side[:, 0], height * 0.03)
    color = tint(rng, pick(rng, [_GLAZES, _GLAZES, CERAMICS, STONES, [GLASS]]), 0.12)
    section = rng.integers(5)
    body = _ribbed(rng, side, color) if section == 0 else _turned(side, color)
    _decorate(rng, body, height)
    parts = [body]
    if section == 1:
        parts += _handles(rng, side, shade(color, rng.uniform(0.8, 1.1)))
    if rng.random() < 0.35:
        parts += pick(rng, [_twigs, _tulips])(rng, height, float(side[-1, 0]))
    elif belly < 0.2 and section > 2:
        parts.append(
            lathe(
                [(0, -0.012), (side[0, 0] * 1.25, -0.012), (side[0, 0] * 1.1, 0), (0, 0)],
                (60, 44, 36),
            )
        )
    return parts


def _amphora(rng: np.random.Generator, h: float) -> tuple[list[tuple[float, float]], float]:
    belly, neck = h * rng.uniform(0.24, 0.34), h * rng.uniform(0.07, 0.12)
    foot, lip = h * rng.uniform(0.1, 0.15), neck * rng.uniform(1.4, 2.1)
    high = rng.uniform(0.42, 0.6)
    knots = [(foot, 0), (foot * 0.85, h * 0.05), (belly, h * high), (neck, h * 0.84), (lip, h)]
    return knots, belly / h


def _bottle(rng: np.random.Generator, h: float) -> tuple[list[tuple[float, float]], float]:
    """Round belly below, long thin neck above."""
    belly, neck = h * rng.uniform(0.2, 0.3), h * rng.uniform(0.045, 0.075)
    knots = [(belly * 0.6, 0), (belly, h * rng.uniform(0.2, 0.28)), (neck * 1.6, h * 0.52)]
    return [*knots, (neck, h * 0.75), (neck * rng.uniform(1.1, 1.9), h)], belly / h


def _trumpet(rng: np.random.Generator, h: float) -> tuple[list[tuple[float, float]], float]:
    waist, lip = h * rng.uniform(0.07, 0.11), h * rng.uniform(0.18, 0.27)
    foot = h * rng.uniform(0.11, 0.17)
    at = rng.uniform(0.25, 0.5)
    knots = [(foot, 0), (waist, h * at), (waist * 1.35, h * (at + 0.25)), (lip, h)]
    return knots, lip / h


def _gourd(rng: np.random.Generator, h: float) -> tuple[list[tuple[float, float]], float]:
    """Two bellies with a waist between them."""
    low, high = h * rng.uniform(0.22, 0.28), h * rng.uniform(0.13, 0.18)
    waist, lip = h * rng.uniform(0.08, 0.11), h * rng.uniform(0.06, 0.13)
    knots = [(low * 0.65, 0), (low, h * 0.24), (waist, h * rng.uniform(0.5, 0.56))]
    return [*knots, (high, h * 0.72), (lip * 0.85, h * 0.93), (lip, h)], low / h


def _shoulder(rng: np.random.Generator, h: float) -> tuple[list[tuple[float, float]], float]:
    """Narrow at the foot, widest under a short neck."""
    wide, foot = h * rng.uniform(0.2, 0.28), h * rng.uniform(0.09, 0.13)
    neck = h * rng.uniform(0.07, 0.1)
    knots = [(foot, 0), (foot * 1.15, h * 0.2), (wide, h * rng.uniform(0.66, 0.74))]
    return [*knots, (neck, h * 0.93), (neck * rng.uniform(1.15, 1.5), h)], wide / h


def _turned(side: np.ndarray, color: Color) -> Part:
    height = side[-1, 1]
    inner = [(side[k, 0] - height * 0.014, side[k, 1]) for k in (-1, -4, -8)]
    return lathe([(0, 0), *side, *inner, (0, height * 0.7)], color, sections=36)


def _ribbed(rng: np.random.Generator, side: np.ndarray, color: Color) -> Part:
    """Lobed or few-sided plan, twisted on the way up."""
    around = 48
    angle = np.arange(around) * 2 * np.pi / around
    lobes, depth = int(rng.integers(5, 13)), rng.uniform(0.04, 0.09)
    twist = rng.uniform(-1.2, 1.2) * side[:, 1:] / side[-1, 1]
    wide = side[:, :1] * (1 + depth * np.cos(lobes * (angle + twist)))
    outer = np.stack([wide * np.cos(angle), wide * np.sin(angle), 0 * wide + side[:, 1:]], axis=-1)
    inner = outer[[-1, -8]] * [0.88, 0.88, 1]
    inner[1, :, :2] *= 0.6
    return skin(np.concatenate([outer, inner]), color)


def _decorate(rng: np.random.Generator, body: Part, height: float) -> None:
    """Bands, a dipped glaze, or nothing."""
    z, style, color = (
        centers(body)[:, 2] / height,
        rng.integers(5),
        tint(rng, [*_GLAZES, *CERAMICS]),
    )
    if style == 0:
        repaint(body, z > rng.uniform(0.5, 0.8), color)
    elif style == 1:
        repaint(body, z < rng.uniform(0.2, 0.5), color)
    elif style == 2:
        for low in rng.uniform(0.1, 0.85, int(rng.integers(1, 4))):
            repaint(body, (z > low) & (z < low + rng.uniform(0.05, 0.12)), color)
    elif style == 3:
        repaint(body, np.sin(z * 2 * np.pi * rng.integers(4, 9)) > 0.3, color)


def _handles(rng: np.random.Generator, side: np.ndarray, color: Color) -> list[Part]:
    """Pair of ears between neck and belly."""
    height = side[-1, 1]
    high, low = height * rng.uniform(0.88, 0.96), height * rng.uniform(0.55, 0.7)
    top, bottom = np.interp([high, low], side[:, 1], side[:, 0])
    reach = max(top, bottom) + height * rng.uniform(0.05, 0.12)
    middle = low + (high - low) * rng.uniform(0.55, 0.9)
    knots = np.array([(0, top * 0.9, high), (0, reach, middle), (0, bottom * 0.95, low)])
    thick = height * rng.uniform(0.012, 0.02)
    return [tube(curve(knots * [1, hand, 1], 14), thick, color) for hand in (-1, 1)]


def _twigs(rng: np.random.Generator, height: float, mouth: float) -> list[Part]:
    """Dry branches with buds."""
    wood, bud = tint(rng, [(96, 70, 50), (130, 104, 76)]), tint(rng, _BLOOMS)
    parts, spots = [], []
    for _ in range(int(rng.integers(4, 8))):
        yaw, out, rise = rng.uniform(0, 2 * np.pi), rng.uniform(0.15, 0.42), rng.uniform(0.5, 0.9)
        along = np.linspace(0, 1, 9)[:, None]
        heading = np.array([np.cos(yaw), np.sin(yaw), 0])
        path = heading * (mouth * 0.5 * along + height * out * along**1.6)
        path = path + along * [0, 0, height * (0.3 + rise)] + [0, 0, height * 0.72]
        parts.append(tube(path, height * np.linspace(0.008, 0.003, 9), wood, sections=5))
        spots.append(path[3:] + rng.uniform(-0.012, 0.012, (6, 3)) * height)
    places = np.concatenate(spots)
    return [*parts, scatter(blob((0, 0, 0), height * 0.02, bud, 1), places)]


def _tulips(rng: np.random.Generator, height: float, mouth: float) -> list[Part]:
    """Cut flowers on green stems with long leaves."""
    green, bloom = tint(rng, [(70, 130, 60), (96, 146, 70)]), tint(rng, _BLOOMS)
    count = int(rng.integers(3, 8))
    yaw = np.arange(count) * 2.4 + rng.uniform(0, 6)
    lean = rng.uniform(0.1, 0.4, count)
    rise = rng.uniform(0.4, 0.75, count)
    parts, tips = [], []
    for angle, out, up in zip(yaw, lean, rise, strict=True):
        along = np.linspace(0, 1, 7)[:, None]
        heading = np.array([np.cos(angle), np.sin(angle), 0])
        path = heading * height * out * along**1.5 + along * [0, 0, height * (up + 0.25)]
        path = np.add(path, (0, 0, height * 0.75))
        parts.append(tube(path, height * 0.009, green, sections=5))
        tips.append(path[-1])
    cup = lathe(
        [(0, -0.1), (0.35, 0.1), (0.5, 0.5), (0.42, 0.9), (0.2, 1.05), (0, 0.7)], bloom, sections=10
    )
    parts.append(scatter(cup, tips, rotations(yaw, 0.0), scales=height * 0.13))
    blade = leaf(height * 0.5, height * 0.07, green, droop=0.5, widest=0.35)
    rim = mouth * 0.5 * np.stack([np.cos(yaw), np.sin(yaw), 0 * yaw], axis=1) + [
        0,
        0,
        height * 0.97,
    ]
    return [*parts, scatter(blade, rim, rotations(yaw + 0.7, rng.uniform(0.7, 1.2, count)))]
