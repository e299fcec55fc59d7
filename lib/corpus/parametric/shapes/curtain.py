"""Curtains: corrugated cloth that hangs from a rod or a track."""

import numpy as np

from lib.corpus.parametric.palette import BRASSES, DARKS, FABRICS, METALS, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, lathe, rod
from lib.corpus.parametric.parts_organic import blob, centers, repaint, scatter, sheet, tube

_CLOTHS: list[Color] = [*FABRICS, (240, 236, 226), (226, 214, 190), (164, 44, 56), (54, 110, 120)]


def build(rng: np.random.Generator) -> list[Part]:
    """One window's curtains, seen from the room at +x, the floor below z = 0."""
    kind = pick(rng, ["pair", "pair", "tied", "tied", "single", "cafe", "full"])
    wide, tall = rng.uniform(1.3, 2.2), rng.uniform(1.5, 2.4)
    if kind == "cafe":
        tall = rng.uniform(0.6, 0.9)
    cloth, other = tint(rng, _CLOTHS), tint(rng, _CLOTHS)
    style = int(rng.integers(5))
    half = wide / 2
    spans = {
        "pair": [(-half, -half * rng.uniform(0.3, 0.6)), (half * rng.uniform(0.3, 0.6), half)],
        "tied": [(-half, -half * rng.uniform(0.02, 0.3)), (half * rng.uniform(0.02, 0.3), half)],
        "single": [(-half, half * rng.uniform(-0.1, 0.8))],
        "cafe": [(-half, -half * 0.03), (half * 0.03, half)],
        "full": [(-half, -half * 0.01), (half * 0.01, half)],
    }[kind]
    fold = rng.uniform(0.13, 0.24)
    pinch, level = rng.uniform(0.3, 0.5), rng.uniform(0.3, 0.45)
    parts = []
    for low, high in spans:
        outer = low if low + high < 0 else high
        tie = (outer, pinch, level) if kind == "tied" else None
        panel = _cloth(rng, low, high, tall, fold, tie, cloth)
        parts.append(_pattern(panel, style, tall, other))
        if tie:
            parts.append(_tie(outer, low, high, pinch, tall * level, shade(other, 0.9)))
    if kind == "full" or (kind == "pair" and rng.random() < 0.4):
        sheer = tint(rng, [(246, 244, 238), (236, 238, 240)], 0.03)
        inner = (-half * 0.95, half * 0.95)
        back = _cloth(rng, *inner, tall * 0.98, fold * 0.8, None, sheer)
        back.apply_translation((-0.05 - fold * 0.9, 0, tall * 0.02))
        parts.append(back)
    if rng.random() < 0.3 and kind != "cafe":
        return parts + _valance(rng, wide, tall, other)
    rings = rng.random() < 0.6
    return parts + _rod(rng, wide, tall, [edge for span in spans for edge in span], rings)


def _cloth(
    rng: np.random.Generator,
    low: float,
    high: float,
    tall: float,
    fold: float,
    tie: tuple[float, float, float] | None,
    color: Color,
) -> Part:
    """Panel from y = `low` to `high`, hanging from z = `tall` to the floor.

    `tie` gathers it: the edge it is drawn to, the width left there, the height of it.
    """
    folds = max(3, round((high - low) / fold))
    columns, rows = 6 * folds + 1, 13 if tie else 7
    u = np.linspace(0, 1, columns)
    z = np.linspace(tall, 0, rows)[:, None]
    y = np.broadcast_to(low + (high - low) * u, (rows, columns))
    depth = fold * rng.uniform(0.34, 0.5)
    phase = rng.uniform(0, 6, 2)
    wander = 0.06 * np.sin(2 * np.pi * u * 1.7 + phase[0]) * (1 - z / tall)
    x = depth * np.sin(2 * np.pi * (folds * u + wander)) * (0.75 + 0.35 * (1 - z / tall))
    x = x + depth * 0.35 * np.sin(2 * np.pi * u * folds * 0.37 + phase[1])
    if tie:
        edge, left, level = tie
        above = np.clip((z / tall - level) / (1 - level), 0, 1)
        below = np.clip(1 - z / tall / level, 0, 1)
        keep = left + (1 - left) * np.where(z / tall > level, above**0.8, 0.55 * below**0.7)
        y = edge + (y - edge) * keep
    points = np.stack([x, y, np.broadcast_to(z, x.shape)], axis=-1)
    return sheet(points, (-0.006, 0, 0), color)


def _pattern(panel: Part, style: int, tall: float, color: Color) -> Part:
    """Border at the hem, broad bands, a leading edge, or plain cloth."""
    spots = centers(panel)
    height = spots[:, 2] / tall
    if style == 0:
        return repaint(panel, (height > 0.05) & (height < 0.2), color)
    if style == 1:
        return repaint(panel, (height * 6).astype(int) % 2 == 1, color)
    if style == 2:
        return repaint(panel, height < 0.36, color)
    return panel


def _tie(edge: float, low: float, high: float, pinch: float, level: float, color: Color) -> Part:
    """Band about the gathered cloth."""
    width = (high - low) * pinch * 1.03
    middle = edge + width / 2 * np.sign(low + high) * -1
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = np.stack([0.085 * np.cos(angle), width * 0.53 * np.sin(angle)], axis=1)
    rows = [
        np.column_stack([np.add(ring, (0, middle)), np.full(24, level + dz)])
        for dz in (-0.035, 0.035)
    ]
    closed = np.stack([np.concatenate([row, row[:1]]) for row in rows])
    return sheet(closed, (0.004, 0, 0), color)


def _rod(
    rng: np.random.Generator, wide: float, tall: float, edges: list[float], rings: bool
) -> list[Part]:
    """Rod with finials, wall brackets and, for some, rings the cloth hangs on."""
    color, thick = tint(rng, [*WOODS, *METALS, *BRASSES, *DARKS]), rng.uniform(0.014, 0.024)
    level = tall + (thick * 2.2 if rings else -0.02)
    reach = wide / 2 + rng.uniform(0.08, 0.16)
    parts = [rod((0, -reach, level), (0, reach, level), thick, color, 14)]
    size, style = thick * rng.uniform(1.8, 2.6), rng.integers(3)
    for hand in (-1, 1):
        tip = (0, hand * (reach + size * 0.6), level)
        if style == 0:
            parts.append(blob(tip, size, color, 2))
        elif style == 1:
            parts.append(blob(tip, (size * 0.8, size * 1.8, size * 0.8), color, 2))
        else:
            knob = lathe(
                [
                    (0, -size),
                    (size * 1.2, -size * 0.6),
                    (size * 0.5, 0),
                    (size, size),
                    (0, size * 1.4),
                ],
                color,
                sections=16,
            )
            knob.apply_transform([[1, 0, 0, 0], [0, 0, hand, 0], [0, -hand, 0, 0], [0, 0, 0, 1]])
            knob.apply_translation(tip)
            parts.append(knob)
        parts.append(
            rod(
                (0, hand * reach * 0.9, level),
                (-0.14, hand * reach * 0.9, level),
                thick * 0.6,
                color,
                8,
            )
        )
        parts.append(box((0.012, 0.05, 0.09), (-0.14, hand * reach * 0.9, level), color))
    if rings:
        angle = np.linspace(0, 2 * np.pi, 13)
        loop = np.stack([np.cos(angle), 0.15 * np.sin(angle), np.sin(angle)], axis=1)
        ring = tube(loop * thick * 1.7, thick * 0.28, shade(color, 0.8), 5)
        y = np.concatenate(
            [
                np.linspace(a, b, max(3, round((b - a) / 0.13)))
                for a, b in zip(edges[::2], edges[1::2], strict=True)
            ]
        )
        parts.append(scatter(ring, np.stack([0 * y, y, 0 * y + level - thick * 0.5], axis=1)))
    return parts


def _valance(rng: np.random.Generator, wide: float, tall: float, color: Color) -> list[Part]:
    """Board or gathered frill that hides the track."""
    reach, drop = wide / 2 + 0.06, tall * rng.uniform(0.1, 0.18)
    y = np.linspace(-reach, reach, 81)
    waves = int(rng.integers(3, 8))
    hem = tall - drop * (0.75 + 0.25 * np.abs(np.sin(np.pi * waves * (y + reach) / (2 * reach))))
    depth = 0.09 + 0.018 * np.sin(2 * np.pi * (y + reach) / rng.uniform(0.12, 0.24)) * (
        rng.random() < 0.6
    )
    rows = [
        np.stack([depth, y, tall + 0.06 + (hem - tall - 0.06) * step], axis=1)
        for step in np.linspace(0, 1, 5)
    ]
    frill = sheet(np.stack(rows), (-0.008, 0, 0), color)
    top = box((0.2, 2 * reach, 0.02), (0.0, 0, tall + 0.06), tint(rng, WOODS))
    return [frill, top]
