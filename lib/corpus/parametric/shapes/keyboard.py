"""Computer keyboards: full size, without number pad, compact, split, with or without a cable."""

import numpy as np

from lib.corpus.parametric.palette import PLASTICS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, rod, rounded_rectangle, slab, turn
from lib.corpus.parametric.parts_organic import curve, hull, scatter, tube

_Rows = list[list[float]]
# Widths of the keys of each row in units of one key, back row first; negative is a gap.
_MAIN: _Rows = [
    [1, -1, 1, 1, 1, 1, -0.5, 1, 1, 1, 1, -0.5, 1, 1, 1, 1],
    [*[1.0] * 13, 2],
    [1.5] + [1] * 12 + [1.5],
    [1.75] + [1] * 11 + [2.25],
    [2.25] + [1] * 10 + [2.75],
    [1.25, 1.25, 1.25, 6.25, 1.25, 1.25, 1.25, 1.25],
]
_ARROWS: _Rows = [[1, 1, 1], [1, 1, 1], [1, 1, 1], [], [-1, 1, -1], [1, 1, 1]]
_PAD: _Rows = [[], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1], [1, 1, 1, 1], [2, 1, 1]]
_UNIT = 0.019

# Case, letter keys, other keys.
_SCHEMES: list[tuple[Color, Color, Color]] = [
    ((28, 28, 32), (112, 114, 122), (84, 86, 94)),
    ((206, 198, 176), (236, 230, 214), (176, 168, 152)),
    ((190, 194, 200), (246, 246, 248), (238, 238, 240)),
    ((240, 240, 242), (250, 250, 250), (196, 204, 214)),
    ((52, 62, 84), (228, 224, 210), (84, 110, 150)),
    ((70, 72, 78), (214, 216, 220), (120, 124, 132)),
]


def build(rng: np.random.Generator) -> list[Part]:
    """One keyboard, the space bar towards +x, the rows along y."""
    kind = pick(rng, ["full", "full", "full", "tenkeyless", "tenkeyless", "compact", "split"])
    case, letters, others = (tint(rng, [color], 0.1) for color in pick(rng, _SCHEMES))
    accent = tint(rng, PLASTICS)
    lift = rng.uniform(0.002, 0.012)
    if kind == "split":
        parts = _split(rng, lift, case, letters, others)
    else:
        parts = _board(rng, kind, lift, case, letters, others, accent)
    if rng.random() < 0.6:
        back = min(float(part.bounds[0, 0]) for part in parts)
        y = rng.uniform(-0.1, 0.1)
        path = [
            (back, y, 0.01),
            (back - 0.03, y, 0.006),
            (back - 0.06, y + rng.uniform(-0.06, 0.06), 0.004),
        ]
        parts.append(tube(curve(path, 12), 0.0025, (40, 40, 42), 6))
    return parts


def _block(rows: _Rows, left: float) -> np.ndarray:
    """Keys of a block from y = `left` in units: rows of (row, middle, width)."""
    keys = []
    for number, row in enumerate(rows):
        at = left
        for width in row:
            if width > 0:
                keys.append((number, at + width / 2, width))
            at += abs(width)
    return np.array(keys)


def _caps(keys: np.ndarray, lift: float, colors: np.ndarray, rows: int, wide: float) -> Part:
    """Key caps, smaller on top, centred about x = 0 and y = 0, on z = 0."""
    half = _UNIT * 0.45
    cap = hull(
        [(0, 0, 0), (0, 0, lift)],
        [(half, half), (half * 0.78, half * 0.78)],
        (0, 0, 0),
        power=40,
        sections=4,
    )
    grow = 1 + (keys[:, 2] - 1) / 0.9
    places = np.stack(
        [(keys[:, 0] - (rows - 1) / 2) * _UNIT, (keys[:, 1] - wide / 2) * _UNIT, 0 * grow], axis=1
    )
    scales = np.stack([np.ones(len(keys)), grow, np.ones(len(keys))], axis=1)
    return scatter(cap, places, None, scales, colors)


def _board(
    rng: np.random.Generator,
    kind: str,
    lift: float,
    case: Color,
    letters: Color,
    others: Color,
    accent: Color,
) -> list[Part]:
    keys, wide = _block(_MAIN, 0), 15.0
    if kind != "compact":
        keys, wide = np.concatenate([keys, _block(_ARROWS, 15.4)]), 18.4
    if kind == "full":
        keys, wide = np.concatenate([keys, _block(_PAD, 18.8)]), 22.8
    elif kind == "compact" and rng.random() < 0.5:
        keys = keys[keys[:, 0] > 0] - [1, 0, 0]
    rows = int(keys[:, 0].max()) + 1
    # Where there is room, the function row stands apart.
    if rows == 6 and rng.random() < 0.7:
        keys[keys[:, 0] == 0, 0] -= 0.35
        rows_deep = 6.35
    else:
        rows_deep = float(rows)
    plain = (
        (keys[:, 2] == 1) & (keys[:, 1] > 1) & (keys[:, 1] < 14) & (keys[:, 0] > keys[:, 0].min())
    )
    colors = np.where(plain[:, None], letters, others)
    colors[0] = accent
    style = rng.integers(4)
    if style == 0:
        colors[keys[:, 2] > 2] = accent
    elif style == 1 and sum(case) < 180:
        hue = keys[:, 1:2] / wide
        colors = np.clip(np.abs((hue * 6 + [0, 4, 2]) % 6 - 3) - 1, 0, 1) * 190 + 50
    margin = rng.uniform(0.004, 0.014)
    deep_m, wide_m = rows_deep * _UNIT + 2 * margin, wide * _UNIT + 2 * margin
    rest = rng.uniform(0.03, 0.1) if rng.random() < 0.3 else 0.0
    thick = rng.uniform(0.008, 0.026)
    # Some cases reach far beyond the keys, at the back for lights and at the sides.
    back = rng.uniform(0.01, 0.06) if rng.random() < 0.4 else 0.0
    wide_m += rng.uniform(0.01, 0.06) if rng.random() < 0.3 else 0.0
    outline = rounded_rectangle(deep_m + back, wide_m, rng.uniform(0.002, 0.014))
    shift = (6.35 - rows) / 2 * _UNIT if rows_deep > 6 else 0.0
    parts = [slab(outline, thick, (-shift - back / 2, 0, thick / 2), case)]
    parts.append(
        box((rows_deep * _UNIT, wide * _UNIT, 0.001), (-shift, 0, thick), shade(case, 0.6))
    )
    block = _caps(keys, lift, colors, rows, wide)
    block.apply_translation((0, 0, thick))
    parts.append(block)
    if rest:
        parts.append(
            slab(
                rounded_rectangle(rest, wide_m, 0.01),
                thick * 0.6,
                (deep_m / 2 + rest / 2 - 0.004 - shift, 0, thick * 0.3),
                shade(case, 0.8),
            )
        )
    if kind == "full":
        lights = [
            (-3 * _UNIT, (20 + k) * _UNIT - wide * _UNIT / 2, thick + 0.001) for k in range(3)
        ]
        parts.append(scatter(box((0.004, 0.004, 0.002), (0, 0, 0), (90, 220, 120)), lights))
    if rng.random() < 0.2:
        knob = np.array([-2.9 * _UNIT - shift, wide * _UNIT / 2 - 0.012, thick])
        parts.append(rod(knob, np.add(knob, (0, 0, 0.014)), 0.009, accent, 20))
    tilt = rng.uniform(2, 14)
    feet = [
        box(
            (0.012, 0.03, 0.02),
            (-deep_m * 0.44 - shift - back, hand * wide_m * 0.4, -0.004),
            shade(case, 0.7),
        )
        for hand in (-1, 1)
    ]
    return [turn(part, tilt, (0, 1, 0), (deep_m / 2, 0, 0)) for part in [*parts, *feet]]


def _split(
    rng: np.random.Generator, lift: float, case: Color, letters: Color, others: Color
) -> list[Part]:
    """Two halves turned towards the user, with a palm rest, joined or apart."""
    fan, gap = rng.uniform(3, 20), rng.uniform(0.0, 0.1)
    rest, tent = rng.uniform(0.03, 0.1), rng.uniform(3, 18)
    thick = rng.uniform(0.012, 0.02)
    parts: list[Part] = []
    for hand in (-1, 1):
        left = hand < 0
        rows: _Rows = [
            [1] * 7,
            [1.5] + [1] * 5,
            [1.75] + [1] * 5,
            [2.25] + [1] * 5,
            [1.25, 1.25, 1.25, 3],
        ]
        keys = _block(rows if left else [row[::-1] for row in rows], 0)
        if not left:
            ends = np.array([sum(row) for row in rows])
            keys[:, 1] += 7.5 - ends[keys[:, 0].astype(int)]
        colors = np.where((keys[:, 2] == 1)[:, None], letters, others)
        block = _caps(keys, lift, colors, 5, 7.5)
        block.apply_translation((0, 0, thick))
        wide, deep = 7.5 * _UNIT + 0.014, 5 * _UNIT + 0.014 + rest
        base = slab(rounded_rectangle(deep, wide, 0.014), thick, (rest / 2, 0, thick / 2), case)
        pad = slab(
            rounded_rectangle(rest * 0.8, wide * 0.94, 0.012),
            0.004,
            (deep / 2, 0, thick + 0.001),
            shade(case, 0.75),
        )
        for part in (base, block, pad):
            turn(part, -hand * tent, (1, 0, 0), (0, hand * wide / 2, 0))
            part.apply_translation((0, hand * (wide + gap) / 2, 0))
            turn(part, hand * fan, (0, 0, 1), (0, 0, 0))
            turn(part, 4, (0, 1, 0))
            parts.append(part)
    if gap < 0.025:
        parts.append(box((0.07, gap + 0.05, thick), (0.0, 0, thick * 0.6), case))
    return parts
