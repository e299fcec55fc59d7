"""Door: a leaf or two in a frame, with handle and hinges."""

import itertools

import numpy as np

from lib.corpus.parametric.palette import (
    FABRICS,
    GLASS,
    LACQUER,
    WOODS,
    fittings,
    pick,
    shade,
    tint,
)
from lib.corpus.parametric.parts import Color, Part, box, boxes, ellipsoid, panel, pipe, rod, turn

_PAINTS: list[Color] = [*LACQUER, *FABRICS[:3], (30, 66, 60), (128, 36, 40)]


def build(rng: np.random.Generator) -> list[Part]:
    """One of: panelled, glazed, flush with a light, planked, arched, double; ajar at times."""
    color = tint(rng, WOODS if rng.random() < 0.5 else _PAINTS)
    metal = fittings(rng, color)
    width, height, thick = rng.uniform(0.78, 1.0), rng.uniform(1.98, 2.2), rng.uniform(0.04, 0.055)
    style = pick(rng, (_panelled, _panelled, _glazed, _flush, _planked))
    double, arched = rng.random() < 0.2, rng.random() < 0.2
    frame_color = pick(rng, (shade(color, 0.8), tint(rng, LACQUER), tint(rng, WOODS)))
    leaf = [box((thick, width, height), (0, 0, height / 2), color)]
    leaf += style(rng, width, height, thick, color)
    hand = pick(rng, (-1, 1))
    hinges = [[0, -hand * width / 2, height * share] for share in (0.12, 0.5, 0.88)]
    leaf.append(boxes([thick + 0.016, 0.03, 0.11], hinges, metal))
    leaf += _handles(rng, hand * (width / 2 - 0.07), thick, metal)
    opening = width + 0.01
    if double:
        twin = [part.copy() for part in leaf]
        for part in twin:
            turn(part, 180, (0, 0, 1))
            part.apply_translation((0, hand * width / 2, 0))
        for part in leaf:
            part.apply_translation((0, -hand * width / 2, 0))
        leaf, opening = leaf + twin, 2 * width + 0.01
    elif rng.random() < 0.35:
        angle = rng.uniform(8, 24) * hand
        for part in leaf:
            turn(part, -angle, (0, 0, 1), (0, -hand * width / 2, 0))
    return leaf + _frame(rng, opening, height, thick, frame_color, arched)


def _frame(
    rng: np.random.Generator, width: float, height: float, thick: float, color: Color, arched: bool
) -> list[Part]:
    """Casing around the opening, perhaps with a fanlight or a step."""
    rim, deep = rng.uniform(0.07, 0.14), thick + rng.uniform(0.04, 0.1)
    tall = height + 0.01
    posts = [[0, side * (width + rim) / 2, tall / 2] for side in (-1, 1)]
    parts = [boxes([deep, rim, tall], posts, color)]
    parts.append(box((deep, width + 2 * rim, rim), (0, 0, tall + rim / 2), color))
    if arched:
        angles = np.linspace(0, np.pi, 22)
        half, rise = width / 2 + rim, min(width / 2, 0.6) * rng.uniform(0.6, 1.0) + rim
        bow = np.column_stack([half * np.cos(angles), rise * np.sin(angles)])
        parts.append(panel(bow, deep * 0.98, (0, 0, tall + rim / 2), color, 0))
        pane = bow * [1 - rim / half, 1 - rim / rise]
        parts.append(panel(pane, deep * 1.04, (0, 0, tall + rim), GLASS, 0))
        for angle in np.radians([45, 90, 135]):
            tip = (0, 0.94 * half * np.cos(angle), tall + rim + 0.9 * (rise - rim) * np.sin(angle))
            parts.append(rod((0, 0, tall + rim), tip, deep * 0.56, color, 4))
    elif rng.random() < 0.4:
        crown = (deep + 0.06, width + 2 * rim + 0.1, rim * 0.5)
        parts.append(box(crown, (0, 0, tall + rim * 1.25), shade(color, 0.9)))
    if rng.random() < 0.5:
        step = (deep + 0.16, width + 2 * rim, 0.04)
        parts.append(box(step, (0.04, 0, -0.02), (150, 146, 140)))
    return parts


def _panelled(
    rng: np.random.Generator, width: float, height: float, thick: float, color: Color
) -> list[Part]:
    """Raise fields in one or two columns and one to four rows of unequal height."""
    columns, rows = int(rng.integers(1, 3)), int(rng.integers(1, 5))
    rail, foot = rng.uniform(0.09, 0.13), rng.uniform(0.16, 0.24)
    shares = rng.uniform(0.5, 1.6, rows)
    clear = height - foot - rail * rows
    talls = clear * shares / shares.sum()
    wide = (width - rail * (columns + 1)) / columns
    glazed_top = rows > 1 and rng.random() < 0.3
    parts, z = [], foot
    for row, tall in enumerate(talls):
        for column in range(columns):
            y = ((column + 0.5) / columns - 0.5) * (width - rail)
            sink = GLASS if glazed_top and row == rows - 1 else shade(color, 0.72)
            parts.append(box((thick + 0.008, wide, tall), (0, y, z + tall / 2), sink))
            if sink != GLASS:
                field = (thick + 0.03, wide - 0.07, tall - 0.07)
                parts.append(box(field, (0, y, z + tall / 2), shade(color, 1.06)))
        z += tall + rail
    return parts


def _glazed(
    rng: np.random.Generator, width: float, height: float, thick: float, color: Color
) -> list[Part]:
    """Let in a pane with glazing bars."""
    rail, foot = rng.uniform(0.1, 0.14), rng.uniform(0.2, 0.9)
    wide, tall = width - 2 * rail, height - foot - rail
    z, columns, rows = foot + tall / 2, int(rng.integers(1, 4)), int(rng.integers(1, 6))
    parts = [box((thick + 0.012, wide, tall), (0, 0, z), GLASS)]
    ys = np.linspace(-wide / 2, wide / 2, columns + 1)[1:-1]
    zs = np.linspace(z - tall / 2, z + tall / 2, rows + 1)[1:-1]
    if len(ys):
        parts.append(boxes([thick + 0.03, 0.028, tall], [[0, y, z] for y in ys], color))
    if len(zs):
        parts.append(boxes([thick + 0.03, wide, 0.028], [[0, 0, at] for at in zs], color))
    if foot > 0.5:
        low = (thick + 0.02, wide, foot - 0.3)
        parts.append(box(low, (0, 0, foot / 2 + 0.03), shade(color, 0.85)))
    return parts


def _flush(
    rng: np.random.Generator, width: float, height: float, thick: float, color: Color
) -> list[Part]:
    """Keep the leaf plain but for grooves, a light, a letter box or a kick plate."""
    parts, dark = [], shade(color, 0.7)
    kind = pick(rng, ("round", "slot", "squares", "grooves"))
    if kind == "round":
        z, radius = height * 0.74, rng.uniform(0.13, 0.2)
        parts.append(
            rod((-thick / 2 - 0.012, 0, z), (thick / 2 + 0.012, 0, z), radius + 0.025, dark, 28)
        )
        parts.append(rod((-thick / 2 - 0.016, 0, z), (thick / 2 + 0.016, 0, z), radius, GLASS, 28))
    elif kind == "slot":
        tall, y = height * rng.uniform(0.4, 0.75), width * rng.uniform(-0.2, 0.2)
        parts.append(box((thick + 0.016, 0.16, tall + 0.04), (0, y, height * 0.55), dark))
        parts.append(box((thick + 0.024, 0.12, tall), (0, y, height * 0.55), GLASS))
    elif kind == "squares":
        zs = np.linspace(height * 0.3, height * 0.85, int(rng.integers(3, 6)))
        side = rng.uniform(0.14, 0.24)
        parts.append(
            boxes([thick + 0.016, side + 0.04, side + 0.04], [[0, 0, z] for z in zs], dark)
        )
        parts.append(boxes([thick + 0.024, side, side], [[0, 0, z] for z in zs], GLASS))
    else:
        zs = np.linspace(0, height, int(rng.integers(4, 8)))[1:-1]
        parts.append(boxes([thick + 0.006, width, 0.014], [[0, 0, z] for z in zs], dark))
    if rng.random() < 0.5:
        parts.append(box((thick + 0.012, width - 0.04, 0.2), (0, 0, 0.12), (176, 178, 182)))
    return parts


def _planked(
    rng: np.random.Generator, width: float, height: float, thick: float, color: Color
) -> list[Part]:
    """Upright boards held by ledges and one or two braces."""
    count = int(rng.integers(4, 9))
    seams = np.linspace(-width / 2, width / 2, count + 1)[1:-1]
    dark, x = shade(color, 0.78), thick / 2
    parts = [
        boxes(
            [thick + 0.006, 0.014, height], [[0, y, height / 2] for y in seams], shade(color, 0.5)
        )
    ]
    ledges = [0.14, height / 2, height - 0.14] if rng.random() < 0.6 else [0.16, height - 0.16]
    parts.append(boxes([0.03, width, 0.13], [[x + 0.012, 0, z] for z in ledges], dark))
    side = pick(rng, (-1, 1))
    for low, top in itertools.pairwise(ledges):
        run, rise = width - 0.12, top - low - 0.13
        brace = box(
            (0.028, float(np.hypot(run, rise)), 0.11), (x + 0.012, 0, (low + top) / 2), dark
        )
        parts.append(
            turn(
                brace, side * np.degrees(np.arctan2(rise, run)), (1, 0, 0), (0, 0, (low + top) / 2)
            )
        )
    return parts


def _handles(rng: np.random.Generator, y: float, thick: float, metal: Color) -> list[Part]:
    """Knob, lever or pull on both faces, with its plate."""
    kind, z = pick(rng, ("knob", "lever", "pull")), rng.uniform(0.95, 1.08)
    parts = []
    for face in (-1, 1):
        x = face * thick / 2
        out = x + face * 0.055
        if kind == "pull":
            tall = rng.uniform(0.15, 0.4)
            path = [(x, y, z - tall), (out, y, z - tall), (out, y, z + tall), (x, y, z + tall)]
            parts.append(pipe(path, 0.014, metal, 8))
            continue
        parts.append(box((0.012, 0.05, 0.2), (x + face * 0.006, y, z - 0.02), metal))
        parts.append(rod((x, y, z), (out, y, z), 0.012, metal, 8))
        if kind == "knob":
            parts.append(ellipsoid((0.03, 0.034, 0.034), (out, y, z), metal, 1, 14))
        else:
            parts.append(rod((out, y, z), (out, y - np.sign(y) * 0.12, z), 0.012, metal, 8))
    return parts
