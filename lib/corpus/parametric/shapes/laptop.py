"""Laptops: clamshells, thick old ones, gaming machines, tablets with a kickstand."""

import numpy as np

from lib.corpus.parametric.palette import PLASTICS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, rod, rounded_rectangle, slab, turn
from lib.corpus.parametric.parts_organic import scatter

_CASES: list[Color] = [
    (196, 198, 204),
    (150, 152, 158),
    (52, 54, 60),
    (230, 212, 200),
    (238, 238, 240),
    (60, 76, 110),
]
_WALLPAPERS: list[Color] = [
    (38, 96, 170),
    (30, 130, 140),
    (96, 60, 140),
    (220, 120, 70),
    (60, 120, 70),
    (40, 46, 60),
]


def build(rng: np.random.Generator) -> list[Part]:
    """One open laptop, the screen looking at +x."""
    return pick(rng, [_clamshell, _clamshell, _thick, _gaming, _tablet])(rng)


def _lid(
    rng: np.random.Generator,
    size: tuple[float, float, float],
    bezel: tuple[float, float],
    case: Color,
    dark: Color,
) -> list[Part]:
    """Screen standing on z = 0 in the plane x = 0, front towards +x.

    `size` is (thickness, width, height); `bezel` the frame at the sides and the chin.
    """
    thick, wide, tall = size
    side, chin = bezel
    corner = rng.uniform(0.004, 0.014)
    back = slab(rounded_rectangle(tall, wide, corner), thick, (0, 0, 0), case)
    turn(back, 90, (0, 1, 0))
    back.apply_translation((0, 0, tall / 2))
    front = thick / 2
    glass_tall = tall - side - chin
    glass_z = chin + glass_tall / 2
    glass_wide = wide - 2 * side
    parts = [back, box((0.001, wide * 0.985, tall * 0.975), (front, 0, tall / 2), dark)]
    parts.append(box((0.002, glass_wide, glass_tall), (front, 0, glass_z), tint(rng, _WALLPAPERS)))
    parts += _windows(rng, front + 0.001, glass_wide, glass_tall, glass_z)
    parts.append(
        box((0.002, 0.05, 0.05), (-front, 0, tall / 2), shade(case, rng.choice([0.6, 1.25])))
    )
    return parts


def _windows(
    rng: np.random.Generator, x: float, wide: float, tall: float, middle: float
) -> list[Part]:
    """Picture on the screen: a task bar and a few windows with title bars and lines."""
    parts = [
        box(
            (0.001, wide, tall * 0.06),
            (x, 0, middle - tall * 0.47),
            tint(rng, [(30, 32, 38), (220, 224, 230)]),
        )
    ]
    for number in range(int(rng.integers(1, 4))):
        w, h = wide * rng.uniform(0.3, 0.5), tall * rng.uniform(0.35, 0.6)
        y = rng.uniform(-1, 1) * (wide - w) / 2.2
        z = middle + tall * 0.03 + rng.uniform(-1, 1) * (tall * 0.88 - h) / 2
        depth = x + 0.0006 * (number + 1)
        page = tint(rng, [(246, 246, 248), (34, 36, 44), (232, 236, 240)])
        parts.append(box((0.001, w, h), (depth, y, z), page))
        parts.append(box((0.0012, w, h * 0.1), (depth, y, z + h * 0.45), tint(rng, PLASTICS)))
        lines = int(rng.integers(3, 7))
        rows = z + h * np.linspace(0.28, -0.38, lines)
        length = rng.uniform(0.4, 0.85, lines)
        places = np.stack([np.full(lines, depth), y + w * (length - 0.9) / 2, rows], axis=1)
        line = box((0.0014, w, h * 0.05), (0, 0, 0), tint(rng, PLASTICS))
        parts.append(
            scatter(line, places, None, np.stack([np.ones(lines), length, np.ones(lines)], axis=1))
        )
    return parts


def _keys(rng: np.random.Generator, wide: float, deep: float, color: Color, numpad: bool) -> Part:
    """Block of key caps about the origin, `wide` along y and `deep` along x, on z = 0."""
    columns = 18 if numpad else 14
    pitch, row = wide / columns, deep / 5.4
    places, scales = [], []
    for line in range(6):
        x = -deep / 2 + row * (line + 0.3)
        steps = np.arange(columns) * pitch - wide / 2 + pitch / 2
        if line == 5:
            steps = np.delete(steps, slice(4, 9))
            places.append((x, -wide / 2 + 6.5 * pitch, 0.0))
            scales.append((1.0, 5.15, 1.0))
        places += [(x, y, 0.0) for y in steps]
        scales += [(0.6 if line == 0 else 1.0, 1.0, 1.0)] * len(steps)
    # Rows run away from the user, who sits at +x, and left is at -y for him.
    cap = box((row * 0.86, pitch * 0.86, 0.003), (0, 0, 0), color)
    colors = np.tile(np.asarray(color), (len(places), 1))
    colors[rng.integers(len(places))] = tint(rng, PLASTICS)
    return scatter(cap, places, None, scales, colors)


def _machine(
    rng: np.random.Generator,
    wide: float,
    base: float,
    lid: float,
    case: Color,
    dark: Color,
    keys: Color,
) -> list[Part]:
    """Lower half with keys and a touch pad, and a lid hinged at its far edge."""
    deep = wide * rng.uniform(0.56, 0.8)
    corner = rng.uniform(0.004, 0.016)
    outline = rounded_rectangle(deep, wide, corner)
    parts = [slab(outline, base, (0, 0, base / 2), case)]
    bed = shade(case, 0.72)
    key_deep = deep * rng.uniform(0.42, 0.5)
    key_wide = wide * rng.uniform(0.82, 0.93)
    key_x = -deep / 2 + deep * 0.1 + key_deep / 2
    parts.append(box((key_deep * 1.06, key_wide * 1.03, 0.001), (key_x, 0, base), bed))
    block = _keys(rng, key_wide, key_deep, keys, wide > 0.345)
    block.apply_translation((key_x, 0, base + 0.0012))
    parts.append(block)
    pad = deep * rng.uniform(0.2, 0.3)
    pad_x = deep / 2 - pad / 2 - deep * 0.04
    parts.append(
        box(
            (pad, wide * rng.uniform(0.24, 0.4), 0.002),
            (pad_x, -wide * 0.03, base),
            shade(case, 0.86),
        )
    )
    side = wide * rng.uniform(0.015, 0.05)
    screen = _lid(rng, (lid, wide, deep), (side, side * rng.uniform(1.4, 2.4)), case, dark)
    angle = rng.uniform(-8, 48)
    for part in screen:
        turn(part, -angle, (0, 1, 0))
        part.apply_translation((-deep / 2 + lid / 2, 0, base * 0.9))
    hinge = rod(
        (-deep / 2, -wide * 0.38, base), (-deep / 2, wide * 0.38, base), lid * 0.7, shade(case, 0.5)
    )
    return [*parts, *screen, hinge]


def _clamshell(rng: np.random.Generator) -> list[Part]:
    case = tint(rng, _CASES)
    keys = tint(rng, [(34, 34, 38), (60, 62, 66), (236, 236, 238)])
    return _machine(
        rng,
        rng.uniform(0.28, 0.37),
        rng.uniform(0.009, 0.024),
        rng.uniform(0.004, 0.009),
        case,
        (20, 20, 24),
        keys,
    )


def _thick(rng: np.random.Generator) -> list[Part]:
    """Office machine of around 2000: deep base, drive bay, wide frame."""
    case = tint(rng, [(60, 62, 68), (44, 44, 48), (196, 190, 176), (110, 112, 118)])
    base = rng.uniform(0.03, 0.05)
    wide = rng.uniform(0.3, 0.36)
    parts = _machine(rng, wide, base, 0.014, case, shade(case, 0.8), shade(case, 0.55))
    bay = box((0.13, 0.004, base * 0.4), (0.02, wide / 2, base * 0.5), shade(case, 0.6))
    ports = scatter(
        box((0.018, 0.004, 0.008), (0, 0, 0), (24, 24, 26)),
        [(x, -wide / 2, base / 2) for x in (-0.08, -0.05, -0.02)],
    )
    return [*parts, bay, ports]


def _gaming(rng: np.random.Generator) -> list[Part]:
    """Dark, wide, with lit keys, a light bar and rear vents."""
    case, glow = tint(rng, [(36, 36, 40), (28, 30, 36), (52, 50, 56)]), tint(rng, PLASTICS[:4])
    wide, base = rng.uniform(0.36, 0.4), rng.uniform(0.022, 0.03)
    parts = _machine(rng, wide, base, 0.009, case, (14, 14, 16), glow)
    front = box((0.003, wide * 0.8, 0.004), (wide * 0.335, 0, base * 0.4), glow)
    rear = [
        box((0.03, wide * 0.2, base), (-wide * 0.35, hand * wide * 0.36, base * 0.55), glow)
        for hand in (-1, 1)
    ]
    return [*parts, front, *rear]


def _tablet(rng: np.random.Generator) -> list[Part]:
    """Thin cloth keyboard before a leaning slate with a kickstand."""
    wide = rng.uniform(0.26, 0.3)
    deep = wide * rng.uniform(0.62, 0.8)
    cloth, case = tint(rng, PLASTICS), tint(rng, _CASES)
    parts = [slab(rounded_rectangle(deep, wide, 0.008), 0.005, (0, 0, 0.0025), cloth)]
    block = _keys(rng, wide * 0.9, deep * 0.55, shade(cloth, 0.6), False)
    block.apply_translation((-deep * 0.14, 0, 0.006))
    parts.append(block)
    parts.append(box((deep * 0.2, wide * 0.34, 0.001), (deep * 0.32, 0, 0.0055), shade(cloth, 0.8)))
    lean = rng.uniform(8, 42)
    screen = _lid(rng, (0.008, wide, deep), (0.012, 0.014), case, (20, 20, 24))
    leg = box((0.002, wide * 0.9, deep * 0.62), (-0.006, 0, deep * 0.31), case)
    turn(leg, lean + 22, (0, 1, 0), (-0.006, 0, deep * 0.6))
    for part in [*screen, leg]:
        turn(part, -lean, (0, 1, 0))
        part.apply_translation((-deep / 2, 0, 0.004))
    return [*parts, *screen, leg]
