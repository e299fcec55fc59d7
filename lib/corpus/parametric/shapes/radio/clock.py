"""Clock radios."""

import numpy as np

from lib.corpus.parametric.palette import CERAMICS, METALS, PLASTICS, WOODS, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, boxes, rod
from lib.corpus.parametric.parts_organic import curve, tube
from lib.corpus.parametric.shapes.radio.controls import DARK, case, dial, slots

_SEGMENTS = [
    "abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcfgd",
]  # fmt: skip
# Where the segments of a figure lie: y and z in half-widths and half-heights.
_AT = {
    "a": (0, 1), "b": (1, 0.5), "c": (1, -0.5), "d": (0, -1), "e": (-1, -0.5), "f": (-1, 0.5),
    "g": (0, 0),
}  # fmt: skip


def clock(rng: np.random.Generator) -> list[Part]:
    """Bedside set: lit figures, a grille at the side, a snooze bar on top."""
    wide, color = rng.uniform(0.2, 0.28), tint(rng, [DARK, *CERAMICS, *WOODS[:4], *PLASTICS])
    tall, deep = wide * rng.uniform(0.3, 0.56), wide * rng.uniform(0.34, 0.66)
    lit = tint(rng, [(230, 50, 40), (70, 220, 120), (90, 170, 250)])
    parts = [case(deep, wide, tall, color, tall * rng.uniform(0.06, 0.3))]
    side = rng.choice([-1.0, 1.0])
    y, z = side * wide * 0.17, tall * 0.56
    parts.append(box((0.004, wide * 0.52, tall * 0.6), (0.0005, y, z), (20, 20, 24)))
    parts += _time(rng, y, z, min(tall * 0.36, wide * 0.13), lit)
    size = (wide * 0.3, tall * 0.6)
    parts += slots(rng, (-side * wide * 0.28, z), size, (5, 9), shade(color, 0.8), level=True)
    parts += dial(rng, 0, tall * 0.14, wide * 0.7, tall * 0.12)
    snooze = (deep * 0.3, wide * rng.uniform(0.3, 0.5), 0.012)
    parts.append(box(snooze, (-deep * 0.4, 0, tall), shade(color, 0.6)))
    keys = [(-deep * 0.75, y, tall) for y in np.linspace(-0.3, 0.3, 4) * wide]
    parts.append(boxes((deep * 0.12, wide * 0.08, 0.01), keys, tint(rng, METALS)))
    wheel = [(-deep * 0.5, -side * wide * share, tall * 0.55) for share in (0.49, 0.53)]
    cord = [(-deep, 0, 0.02), (-deep - 0.05, 0.02, 0.006), (-deep - 0.08, 0.08, 0.004)]
    return [
        *parts,
        rod(wheel[0], wheel[1], tall * 0.2, DARK, 20),
        tube(curve(cord, 10), 0.003, DARK, 6),
    ]


def _time(rng: np.random.Generator, y: float, z: float, size: float, color: Color) -> list[Part]:
    """Four figures and the colon between hours and minutes; `size` is a figure's height."""
    hour, minute = int(rng.integers(24)), int(rng.integers(60))
    figures = (*divmod(hour, 10), *divmod(minute, 10))
    parts = [
        _digit(figure, y + spot * size * 0.86, z, size, color)
        for figure, spot in zip(figures, (-1.6, -0.65, 0.65, 1.6), strict=True)
    ]
    colon = [(0.004, y, z + hand * size * 0.25) for hand in (-1, 1)]
    return [*parts, boxes((0.003, size * 0.12, size * 0.12), colon, color)]


def _digit(figure: int, y: float, z: float, size: float, color: Color) -> Part:
    """Seven-segment figure; seen from +x, right is +y."""
    spots = [_AT[name] for name in _SEGMENTS[figure]]
    places = [(0.004, y + right * size * 0.28, z + up * size * 0.5) for right, up in spots]
    sizes = [
        (0.003, size * 0.16, size * 0.46) if right else (0.003, size * 0.56, size * 0.14)
        for right, _ in spots
    ]
    return boxes(sizes, places, color)
