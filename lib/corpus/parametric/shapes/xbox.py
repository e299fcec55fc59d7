"""Game consoles: a box with a disc slot, vents and a power light, most with a controller."""

import numpy as np

from lib.corpus.parametric.palette import pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, rod, rounded_box, slab, torus, turn
from lib.corpus.parametric.parts_organic import blob, hull, scatter, tube

_BLACKS: list[Color] = [(34, 34, 38), (26, 26, 28), (52, 54, 58)]
_WHITES: list[Color] = [(238, 238, 236), (226, 226, 222), (206, 208, 210)]
_SPECIAL: list[Color] = [(60, 92, 60), (50, 70, 120), (150, 44, 44)]
_GREEN: Color = (124, 200, 50)


def build(rng: np.random.Generator) -> list[Part]:
    """One console, its disc slot towards +x; kinds follow five generations of the machine."""
    color = tint(rng, pick(rng, [_BLACKS, _BLACKS, _WHITES, _SPECIAL]))
    parts, wide = pick(rng, [_bulky, _waisted, _two_tone, _tower, _slim])(rng, color)
    if rng.random() < 0.93:
        pad = _controller(rng, color if rng.random() < 0.6 else tint(rng, [*_WHITES, *_BLACKS]))
        yaw = rng.uniform(-60, 60)
        place = (rng.uniform(0.22, 0.32), rng.uniform(-0.45, 0.45) * wide, 0.03)
        for part in pad:
            turn(part, yaw, (0, 0, 1))
            part.apply_translation(place)
        parts += pad
    return parts


def _front(
    rng: np.random.Generator, x: float, wide: float, tall: float, low: float, color: Color
) -> list[Part]:
    """Disc slot with an eject button, power button with a lit ring, two sockets."""
    dark = shade(color, 0.4) if sum(color) > 150 else (90, 92, 98)
    z = low + tall * rng.uniform(0.55, 0.72)
    slot = wide * rng.uniform(0.42, 0.52)
    side = rng.choice([-1.0, 1.0])
    power = (x, side * wide * 0.38, low + tall * 0.5)
    radius = min(tall * 0.22, wide * 0.05)
    return [
        box((0.006, slot, tall * 0.07), (x, -side * wide * 0.1, z), dark),
        box(
            (0.006, slot * 0.06, tall * 0.08),
            (x, -side * wide * 0.1 + slot * 0.56, z),
            (180, 182, 186),
        ),
        rod(power, np.add(power, (0.005, 0, 0)), radius, (214, 216, 218), 24),
        torus(radius * 1.15, radius * 0.16, np.add(power, (0.002, 0, 0)), _GREEN, (1, 0, 0)),
        *(
            box(
                (0.005, wide * 0.035, tall * 0.09),
                (x, -side * wide * spot, low + tall * 0.24),
                dark,
            )
            for spot in (0.36, 0.3)
        ),
    ]


def _cross(
    size: float, height: float, color: Color, about: tuple[float, float, float]
) -> list[Part]:
    """Two crossing ridges on the lid, the machine's trade dress."""
    parts = []
    for angle in (38, -38):
        ridge = hull(
            [(0, 0, -height), (0, 0, height)],
            [(size, size * 0.13), (size * 0.96, size * 0.07)],
            color,
            power=6,
            sections=16,
        )
        turn(ridge, angle, (0, 0, 1))
        ridge.apply_translation(about)
        parts.append(ridge)
    return parts


def _vents(size: tuple[float, float, float], places: np.ndarray, color: Color) -> Part:
    return scatter(box(size, (0, 0, 0), color), places)


def _bulky(rng: np.random.Generator, color: Color) -> tuple[list[Part], float]:
    """First generation: a heavy box, a crossed lid with a green jewel, four sockets."""
    wide, tall = rng.uniform(0.28, 0.35), rng.uniform(0.075, 0.12)
    deep = wide * rng.uniform(0.72, 0.92)
    z = np.array([0, 0.012, tall * 0.5, tall * 0.53, tall])
    grow = np.array([0.95, 0.98, 0.98, 1.0, 0.96])
    stations = np.stack([0 * z, 0 * z, z], axis=1)
    parts = [hull(stations, np.outer(grow, [deep / 2, wide / 2]), color, power=14, sections=32)]
    parts += _cross(wide * 0.62, 0.008, shade(color, 1.3), (0, 0, tall))
    parts.append(rod((0, 0, tall), (0, 0, tall + 0.016), wide * 0.13, shade(color, 1.5), 32))
    parts.append(blob((0, 0, tall + 0.012), (wide * 0.1, wide * 0.1, 0.012), _GREEN, 2))
    front = deep * 0.49
    parts.append(
        box((0.012, wide * 0.5, tall * 0.2), (front - 0.002, 0.04, tall * 0.66), shade(color, 1.6))
    )
    sockets = np.array([-0.36, -0.2, 0.2, 0.36]) * wide
    for y in sockets:
        parts.append(
            rod(
                (front - 0.01, y, tall * 0.25),
                (front + 0.002, y, tall * 0.25),
                tall * 0.11,
                (120, 122, 126),
                16,
            )
        )
        parts.append(
            rod(
                (front - 0.01, y, tall * 0.25),
                (front + 0.003, y, tall * 0.25),
                tall * 0.07,
                (20, 20, 22),
                12,
            )
        )
    parts.append(
        rod(
            (front - 0.01, -wide * 0.36, tall * 0.68),
            (front + 0.006, -wide * 0.36, tall * 0.68),
            tall * 0.1,
            _GREEN,
            20,
        )
    )
    count = int(rng.integers(6, 10))
    x = np.linspace(-0.36, 0.36, count) * deep
    sides = [
        np.stack([x, 0 * x + hand * wide * 0.488, 0 * x + tall * 0.3], axis=1) for hand in (-1, 1)
    ]
    parts.append(
        _vents((deep * 0.03, 0.008, tall * 0.32), np.concatenate(sides), shade(color, 0.5))
    )
    return parts, wide


def _waisted(rng: np.random.Generator, color: Color) -> tuple[list[Part], float]:
    """Second generation: sides that curve inwards, a ring of light, lying or upright."""
    if rng.random() < 0.7:
        color = tint(rng, _WHITES)
    wide, tall = rng.uniform(0.27, 0.33), rng.uniform(0.065, 0.1)
    deep = rng.uniform(0.2, 0.28)
    y = np.linspace(-wide / 2, wide / 2, 15)
    pinch = 1 - rng.uniform(0.1, 0.2) * np.cos(np.pi * y / wide) ** 2
    stations = np.stack([0 * y, y, 0 * y + tall / 2], axis=1)
    halves = np.stack([deep / 2 * (0.4 + 0.6 * pinch), tall / 2 * pinch], axis=1)
    parts = [hull(stations, halves, color, axis=1, power=16, sections=32)]
    grey, front = tint(rng, [(180, 184, 188), (120, 124, 130)]), deep / 2 * 0.95
    parts.append(
        box((0.008, wide * 0.7, tall * 0.13), (front - 0.006, -wide * 0.06, tall * 0.64), grey)
    )
    parts.append(
        box(
            (0.01, wide * 0.5, tall * 0.03),
            (front - 0.006, -wide * 0.06, tall * 0.64),
            (40, 40, 44),
        )
    )
    power = (front, wide * 0.4, tall * 0.5)
    parts.append(
        rod(np.subtract(power, (0.02, 0, 0)), np.add(power, (0.003, 0, 0)), tall * 0.2, grey, 24)
    )
    parts.append(torus(tall * 0.22, tall * 0.04, np.add(power, (0.003, 0, 0)), _GREEN, (1, 0, 0)))
    flap = box(
        (0.01, wide * 0.2, tall * 0.26),
        (front - 0.005, -wide * 0.28, tall * 0.28),
        shade(color, 0.86),
    )
    dots = np.array(
        [(x, yy) for x in np.linspace(-0.3, 0.1, 9) for yy in (-0.12, -0.06, 0.0, 0.06, 0.12)]
    )
    for hand in (-1, 1):
        places = np.stack(
            [dots[:, 0] * deep, 0 * dots[:, 0] + hand * wide / 2, tall / 2 + dots[:, 1] * tall * 2],
            axis=1,
        )
        parts.append(_vents((0.006, 0.004, 0.005), places, shade(color, 0.4)))
    parts.append(flap)
    if rng.random() < 0.55:
        for part in parts:
            turn(part, 90, (1, 0, 0), (0, 0, tall / 2))
            part.apply_translation((0, 0, wide / 2 - tall / 2))
        return parts, tall + 0.3
    return parts, wide


def _two_tone(rng: np.random.Generator, color: Color) -> tuple[list[Part], float]:
    """Third generation: a flat slab, half of it gloss, half of it slotted."""
    wide, tall, deep = rng.uniform(0.28, 0.37), rng.uniform(0.055, 0.1), rng.uniform(0.22, 0.3)
    lift = 0.008
    dark, split = shade(color, 0.72), rng.uniform(-0.05, 0.12) * wide
    parts = [box((deep, wide, tall), (0, 0, lift + tall / 2), color)]
    gap = tall * rng.uniform(0.04, 0.1)
    parts.append(
        box((deep * 1.004, wide * 1.004, gap), (0, 0, lift + tall * 0.46), shade(color, 0.4))
    )
    parts.append(box((deep * 0.9, wide * 0.9, 0.02), (0, 0, 0.01), shade(color, 0.5)))
    rows = int(rng.integers(10, 17))
    x = (np.arange(rows) - (rows - 1) / 2) * deep * 0.92 / rows
    half = wide / 2 - split
    places = np.stack([x, 0 * x + split + half / 2, 0 * x + lift + tall], axis=1)
    parts.append(_vents((deep * 0.4 / rows, half * 0.9, 0.004), places, shade(color, 0.4)))
    parts.append(
        box(
            (deep * 0.98, wide / 2 + split - 0.006, 0.003),
            (0, (split - wide / 2) / 2, lift + tall),
            dark,
        )
    )
    slots = (np.arange(14) - 6.5) * deep * 0.06
    places = np.stack([slots, 0 * slots + wide / 2, 0 * slots + lift + tall * 0.7], axis=1)
    parts.append(_vents((deep * 0.02, 0.004, tall * 0.4), places, shade(color, 0.4)))
    return parts + _front(rng, deep / 2, wide, tall, lift, color), wide


def _holes(radius: float, count: int, z: float, hole: float, color: Color) -> Part:
    """Round field of holes on the lid, in sunflower order."""
    rank = np.arange(count)
    out, angle = radius * np.sqrt((rank + 0.5) / count), rank * 2.39996
    places = np.stack([out * np.cos(angle), out * np.sin(angle), 0 * out + z], axis=1)
    return scatter(rod((0, 0, -0.002), (0, 0, 0.002), hole, color, 8), places)


def _tower(rng: np.random.Generator, color: Color) -> tuple[list[Part], float]:
    """Fourth generation: a square tower with a sunken round vent on top."""
    side, tall = rng.uniform(0.13, 0.18), rng.uniform(0.25, 0.34)
    parts = [rounded_box((side, side, tall), (0, 0, tall / 2 + 0.008), color, 0.004)]
    parts.append(rod((0, 0, 0), (0, 0, 0.012), side * 0.42, shade(color, 0.6), 32))
    top = tall + 0.008
    parts.append(torus(side * 0.44, side * 0.02, (0, 0, top), shade(color, 0.6), (0, 0, 1)))
    parts.append(rod((0, 0, top - 0.004), (0, 0, top + 0.001), side * 0.43, shade(color, 0.5), 32))
    parts.append(
        _holes(
            side * 0.39,
            int(rng.integers(36, 60)),
            top + 0.001,
            side * 0.035,
            tint(rng, [_GREEN, (16, 16, 18)]),
        )
    )
    dark = shade(color, 0.4) if sum(color) > 150 else (96, 98, 104)
    front, hand = side / 2, rng.choice([-1.0, 1.0])
    parts.append(
        box(
            (0.004, 0.004, side * 0.8),
            (front, hand * side * 0.3, tall * rng.uniform(0.3, 0.45)),
            dark,
        )
    )
    power = (front, hand * side * 0.3, tall * 0.92)
    parts.append(rod(power, np.add(power, (0.003, 0, 0)), side * 0.06, (236, 236, 236), 20))
    parts.append(box((0.004, side * 0.14, 0.007), (front, -hand * side * 0.3, tall * 0.12), dark))
    z = np.linspace(0.1, 0.9, int(rng.integers(8, 14))) * tall
    places = np.stack([0 * z, 0 * z + side / 2, z], axis=1)
    if rng.random() < 0.5:
        parts.append(_vents((side * 0.7, 0.003, tall * 0.02), places, shade(color, 0.6)))
    return parts, side + 0.2


def _slim(rng: np.random.Generator, color: Color) -> tuple[list[Part], float]:
    """Small flat or standing box with one dark round vent on its broad face."""
    if rng.random() < 0.6:
        color = tint(rng, _WHITES)
    wide, deep, tall = rng.uniform(0.24, 0.32), rng.uniform(0.12, 0.19), rng.uniform(0.05, 0.08)
    parts = [rounded_box((deep, wide, tall), (0, 0, tall / 2 + 0.005), color, 0.005)]
    top = tall + 0.005
    disc = slab(
        [
            (deep * 0.4 * np.cos(a), deep * 0.4 * np.sin(a))
            for a in np.linspace(0, 2 * np.pi, 33)[:-1]
        ],
        0.004,
        (0, 0, top),
        (28, 28, 30),
    )
    holes = _holes(deep * 0.36, int(rng.integers(40, 64)), top + 0.002, deep * 0.025, (84, 86, 90))
    shift = rng.uniform(-0.16, 0.2) * wide
    for part in (disc, holes):
        part.apply_translation((0, shift, 0))
    parts += [disc, holes, *_front(rng, deep / 2, wide, tall, 0.005, color)]
    feet = [(x * deep, y * wide, 0.003) for x in (-0.35, 0.35) for y in (-0.42, 0.42)]
    parts.append(scatter(box((0.02, 0.02, 0.008), (0, 0, 0), (40, 40, 42)), feet))
    if rng.random() < 0.45:
        for part in parts:
            turn(part, -90, (1, 0, 0), (0, 0, tall / 2))
            part.apply_translation((0, 0, wide / 2 - tall / 2))
        return parts, tall + 0.28
    return parts, wide


def _controller(rng: np.random.Generator, color: Color) -> list[Part]:
    """Two-handed pad about the origin, its far edge towards -x."""
    y = np.array([-0.078, -0.07, -0.05, -0.025, 0, 0.025, 0.05, 0.07, 0.078])
    bulge = np.array([0.3, 0.8, 1.0, 0.95, 0.92, 0.95, 1.0, 0.8, 0.3])
    stations = np.stack([0.012 * (bulge < 0.95), y, 0 * y], axis=1)
    body = hull(stations, np.outer(bulge, [0.036, 0.018]), color, axis=1, power=3, sections=16)
    grips = [
        tube(
            [(0.0, hand * 0.055, 0), (0.035, hand * 0.068, -0.004), (0.07, hand * 0.074, -0.012)],
            [0.022, 0.02, 0.012],
            color,
            10,
        )
        for hand in (-1, 1)
    ]
    dark = shade(color, 0.5) if sum(color) > 200 else (90, 92, 98)
    parts = [body, *grips]
    for at in ((-0.008, -0.046), (0.014, 0.022)):
        parts.append(rod((*at, 0.01), (*at, 0.026), 0.005, dark, 10))
        parts.append(rod((*at, 0.025), (*at, 0.029), 0.009, dark, 14))
    for size in ((0.024, 0.008, 0.02), (0.008, 0.024, 0.02)):
        parts.append(box(size, (0.014, -0.022, 0.012), dark))
    spots = [
        (-0.018, 0.046, 0.017),
        (0.002, 0.046, 0.017),
        (-0.008, 0.036, 0.017),
        (-0.008, 0.056, 0.017),
    ]
    colors = [(240, 200, 50), (100, 190, 60), (60, 110, 210), (220, 60, 50)]
    parts.append(
        scatter(rod((0, 0, -0.002), (0, 0, 0.003), 0.0048, dark, 10), spots, colors=colors)
    )
    parts.append(blob((-0.02, 0, 0.016), (0.008, 0.008, 0.004), (226, 228, 230), 1))
    if rng.random() < 0.3:
        cable = [(-0.03, 0, 0), (-0.06, 0.01, -0.012), (-0.1, -0.02, -0.024)]
        parts.append(tube(cable, 0.003, (40, 40, 42), 6))
    return parts
