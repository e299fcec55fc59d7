"""Five generations of game consoles, each with its width on the table in metres."""

import numpy as np

from lib.corpus.parametric.palette import shade, tint
from lib.corpus.parametric.parts import Color, Part, box, boxes, rod, rounded_box, slab, stub, torus
from lib.corpus.parametric.parts_organic import blob, hull, points
from lib.corpus.parametric.shapes.xbox.details import GREEN, WHITES, front, holes, place, stood


def bulky(rng: np.random.Generator, color: Color) -> tuple[list[Part], float]:
    """First generation: a heavy box, a crossed lid with a green jewel, four sockets."""
    wide, tall = rng.uniform(0.28, 0.35), rng.uniform(0.075, 0.12)
    deep = wide * rng.uniform(0.72, 0.92)
    stations = points(0, 0, [0, 0.012, tall * 0.5, tall * 0.53, tall])
    halves = np.outer([0.95, 0.98, 0.98, 1.0, 0.96], [deep / 2, wide / 2])
    x, z = deep * 0.49, tall * 0.25
    parts = [
        hull(stations, halves, color, power=14, sections=32),
        *_cross(wide * 0.62, 0.008, shade(color, 1.3), tall),
        stub((0, 0, tall), 0.016, wide * 0.13, shade(color, 1.5), 32, axis=2),
        blob((0, 0, tall + 0.012), (wide * 0.1, wide * 0.1, 0.012), GREEN, 2),
        box((0.012, wide * 0.5, tall * 0.2), (x - 0.002, 0.04, tall * 0.66), shade(color, 1.6)),
    ]
    for y in np.array([-0.36, -0.2, 0.2, 0.36]) * wide:
        parts.append(stub((x - 0.01, y, z), 0.012, tall * 0.11, (120, 122, 126), 16))
        parts.append(stub((x - 0.01, y, z), 0.013, tall * 0.07, (20, 20, 22)))
    parts.append(stub((x - 0.01, -wide * 0.36, tall * 0.68), 0.016, tall * 0.1, GREEN, 20))
    along = np.linspace(-0.36, 0.36, int(rng.integers(6, 10))) * deep
    slits = np.concatenate([points(along, y, tall * 0.3) for y in (-wide * 0.488, wide * 0.488)])
    parts.append(boxes((deep * 0.03, 0.008, tall * 0.32), slits, shade(color, 0.5)))
    return parts, wide


def _cross(size: float, height: float, color: Color, top: float) -> list[Part]:
    """Two crossing ridges on the lid, the machine's trade dress."""
    halves = [(size, size * 0.13), (size * 0.96, size * 0.07)]
    parts = []
    for angle in (38, -38):
        stations = [(0, 0, -height), (0, 0, height)]
        ridge = hull(stations, halves, color, power=6, sections=16)
        parts += place([ridge], angle, (0, 0, 1), (0, 0, top))
    return parts


def waisted(rng: np.random.Generator, color: Color) -> tuple[list[Part], float]:
    """Second generation: sides that curve inwards, a ring of light, lying or upright."""
    if rng.random() < 0.7:
        color = tint(rng, WHITES)
    wide, tall = rng.uniform(0.27, 0.33), rng.uniform(0.065, 0.1)
    deep = rng.uniform(0.2, 0.28)
    y = np.linspace(-wide / 2, wide / 2, 15)
    pinch = 1 - rng.uniform(0.1, 0.2) * np.cos(np.pi * y / wide) ** 2
    halves = np.stack([deep / 2 * (0.4 + 0.6 * pinch), tall / 2 * pinch], axis=1)
    grey, x = tint(rng, [(180, 184, 188), (120, 124, 130)]), deep / 2 * 0.95
    tray = (x - 0.006, -wide * 0.06, tall * 0.64)
    power = np.array([x, wide * 0.4, tall * 0.5])
    parts = [
        hull(points(0, y, tall / 2), halves, color, axis=1, power=16, sections=32),
        box((0.008, wide * 0.7, tall * 0.13), tray, grey),
        box((0.01, wide * 0.5, tall * 0.03), tray, (40, 40, 44)),
        stub(power - [0.02, 0, 0], 0.023, tall * 0.2, grey, 24),
        torus(tall * 0.22, tall * 0.04, np.add(power, (0.003, 0, 0)), GREEN, (1, 0, 0)),
    ]
    along = np.linspace(-0.3, 0.1, 9).repeat(5) * deep
    up = tall / 2 + np.tile([-0.12, -0.06, 0.0, 0.06, 0.12], 9) * tall * 2
    for side in (-wide / 2, wide / 2):
        parts.append(boxes((0.006, 0.004, 0.005), points(along, side, up), shade(color, 0.4)))
    flap = (x - 0.005, -wide * 0.28, tall * 0.28)
    parts.append(box((0.01, wide * 0.2, tall * 0.26), flap, shade(color, 0.86)))
    if rng.random() < 0.55:
        return stood(parts, 90, wide, tall), tall + 0.3
    return parts, wide


def two_tone(rng: np.random.Generator, color: Color) -> tuple[list[Part], float]:
    """Third generation: a flat slab, half of it gloss, half of it slotted."""
    wide, tall, deep = rng.uniform(0.28, 0.37), rng.uniform(0.055, 0.1), rng.uniform(0.22, 0.3)
    lift, dark = 0.008, shade(color, 0.4)
    split = rng.uniform(-0.05, 0.12) * wide
    seam = (deep * 1.004, wide * 1.004, tall * rng.uniform(0.04, 0.1))
    rows = int(rng.integers(10, 17))
    x = (np.arange(rows) - (rows - 1) / 2) * deep * 0.92 / rows
    half, top = wide / 2 - split, lift + tall
    slots = points((np.arange(14) - 6.5) * deep * 0.06, wide / 2, lift + tall * 0.7)
    gloss = (deep * 0.98, wide / 2 + split - 0.006, 0.003)
    return [
        box((deep, wide, tall), (0, 0, lift + tall / 2), color),
        box(seam, (0, 0, lift + tall * 0.46), dark),
        box((deep * 0.9, wide * 0.9, 0.02), (0, 0, 0.01), shade(color, 0.5)),
        boxes((deep * 0.4 / rows, half * 0.9, 0.004), points(x, split + half / 2, top), dark),
        box(gloss, (0, (split - wide / 2) / 2, top), shade(color, 0.72)),
        boxes((deep * 0.02, 0.004, tall * 0.4), slots, dark),
        *front(rng, deep / 2, wide, tall, lift, color),
    ], wide


def tower(rng: np.random.Generator, color: Color) -> tuple[list[Part], float]:
    """Fourth generation: a square tower with a sunken round vent on top."""
    side, tall = rng.uniform(0.13, 0.18), rng.uniform(0.25, 0.34)
    top, trim = tall + 0.008, shade(color, 0.6)
    count, vent = int(rng.integers(36, 60)), tint(rng, [GREEN, (16, 16, 18)])
    dark = shade(color, 0.4) if sum(color) > 150 else (96, 98, 104)
    x, y = side / 2, rng.choice([-1.0, 1.0]) * side * 0.3
    parts = [
        rounded_box((side, side, tall), (0, 0, tall / 2 + 0.008), color, 0.004),
        rod((0, 0, 0), (0, 0, 0.012), side * 0.42, trim, 32),
        torus(side * 0.44, side * 0.02, (0, 0, top), trim, (0, 0, 1)),
        stub((0, 0, top - 0.004), 0.005, side * 0.43, shade(color, 0.5), 32, axis=2),
        holes(side * 0.39, count, (0, 0, top + 0.001), side * 0.035, vent),
        box((0.004, 0.004, side * 0.8), (x, y, tall * rng.uniform(0.3, 0.45)), dark),
        stub((x, y, tall * 0.92), 0.003, side * 0.06, (236, 236, 236), 20),
        box((0.004, side * 0.14, 0.007), (x, -y, tall * 0.12), dark),
    ]
    z = np.linspace(0.1, 0.9, int(rng.integers(8, 14))) * tall
    if rng.random() < 0.5:
        parts.append(boxes((side * 0.7, 0.003, tall * 0.02), points(0, side / 2, z), trim))
    return parts, side + 0.2


def slim(rng: np.random.Generator, color: Color) -> tuple[list[Part], float]:
    """Small flat or standing box with one dark round vent on its broad face."""
    if rng.random() < 0.6:
        color = tint(rng, WHITES)
    wide, deep, tall = rng.uniform(0.24, 0.32), rng.uniform(0.12, 0.19), rng.uniform(0.05, 0.08)
    top, count = tall + 0.005, int(rng.integers(40, 64))
    shift = rng.uniform(-0.16, 0.2) * wide
    angle = np.linspace(0, 2 * np.pi, 33)[:-1]
    disc = deep * 0.4 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    feet = [(x * deep, y * wide, 0.003) for x in (-0.35, 0.35) for y in (-0.42, 0.42)]
    parts = [
        rounded_box((deep, wide, tall), (0, 0, tall / 2 + 0.005), color, 0.005),
        slab(disc, 0.004, (0, shift, top), (28, 28, 30)),
        holes(deep * 0.36, count, (0, shift, top + 0.002), deep * 0.025, (84, 86, 90)),
        *front(rng, deep / 2, wide, tall, 0.005, color),
        boxes((0.02, 0.02, 0.008), feet, (40, 40, 42)),
    ]
    if rng.random() < 0.45:
        return stood(parts, -90, wide, tall), tall + 0.28
    return parts, wide
