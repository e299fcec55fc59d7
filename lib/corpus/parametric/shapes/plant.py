"""Leafy house plants in small pots: palms, rubber plants, snake plants, succulents, ferns."""

import numpy as np
import trimesh

from lib.core.arrays import Floats
from lib.corpus.parametric.palette import CERAMICS, DARKS, STONES, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, lathe
from lib.corpus.parametric.parts_organic import blob, curve, leaf, rotations, scatter, tube

_GREENS: list[Color] = [(52, 112, 58), (74, 138, 66), (98, 150, 76), (40, 92, 60), (124, 160, 90)]
_BARKS: list[Color] = [(122, 92, 64), (98, 74, 54), (146, 118, 88)]
_POTS: list[Color] = [(196, 108, 72), *CERAMICS, *DARKS, *STONES, *WOODS[:3]]


def build(rng: np.random.Generator) -> list[Part]:
    """One plant; kinds differ in how stems and leaves are arranged."""
    kinds = [_palm, _rubber, _rubber, _snake, _succulent, _fern, _broad, _cactus]
    return pick(rng, kinds)(rng)


def _pot(rng: np.random.Generator, radius: float) -> list[Part]:
    """Pot below z = 0 with soil at z = 0."""
    depth, foot = radius * rng.uniform(1.2, 2.0), radius * rng.uniform(0.6, 0.98)
    color, lip = tint(rng, _POTS), radius * rng.uniform(1.0, 1.12)
    rim = radius * 0.15
    side = [(foot, -depth), (radius, -rim), (lip, -rim), (lip, rim)]
    if rng.random() < 0.4:
        bulge = [(foot, -depth), (radius * rng.uniform(1.05, 1.25), -depth * 0.5), (radius, rim)]
        side = [*map(tuple, curve(bulge, 10))]
    body = lathe([(0, -depth), *side, (radius * 0.88, rim), (radius * 0.86, 0), (0, 0)], color)
    soil = lathe(
        [(0, -0.01), (radius * 0.9, -0.01), (radius * 0.9, 0), (0, radius * 0.05)], (66, 48, 36)
    )
    return [body, soil]


def _heading(yaw: np.ndarray) -> Floats:
    return np.stack([np.cos(yaw), np.sin(yaw), 0 * yaw], axis=1)


def _shades(rng: np.random.Generator, green: Color, count: int) -> list[Color]:
    return [shade(green, factor) for factor in rng.uniform(0.78, 1.22, count)]


def _frond(rng: np.random.Generator, length: float, green: Color, pairs: int, slim: float) -> Part:
    """Feather leaf that starts at the origin, arches along +x, with leaflets in pairs."""
    along = np.linspace(0, 1, 9)
    sag = rng.uniform(0.35, 0.75)
    rise = rng.uniform(0.45, 0.7)
    x, z = length * along, length * (rise * along - sag * along**2.2)
    spine = tube(np.stack([x, 0 * x, z], axis=1), length * np.linspace(0.014, 0.004, 9), green, 4)
    at = np.repeat(np.linspace(0.16, 1.0, pairs), 2)
    hand = np.tile([1.0, -1.0], pairs)
    size = 0.34 * length * np.sin(np.pi * (0.12 + 0.82 * at)) ** 0.7
    pattern = leaf(1.0, slim, green, droop=0.35, widest=0.35, stations=3)
    places = np.stack([np.interp(at, along, x), 0 * at, np.interp(at, along, z)], axis=1)
    slope = np.arctan2(rise - 2.2 * sag * at**1.2, 1.0)
    turns = rotations(hand * np.linspace(1.25, 0.35, 2 * pairs), slope * 0.5 + 0.1)
    leaflets = scatter(pattern, places, turns, size[:, None])
    return trimesh.util.concatenate([leaflets, spine])


def _crown(rng: np.random.Generator, frond: Part, count: int, top: float, green: Color) -> Part:
    """Fronds, copies of one, all round, the later ones steeper."""
    yaw = np.arange(count) * 2.399 + rng.uniform(0, 6)
    pitch = np.linspace(-0.25, 0.75, count) + rng.uniform(-0.1, 0.1, count)
    places = np.tile([[0.0, 0.0, top]], (count, 1))
    scales = rng.uniform(0.8, 1.1, (count, 1))
    return scatter(frond, places, rotations(yaw, pitch), scales, _shades(rng, green, count))


def _palm(rng: np.random.Generator) -> list[Part]:
    """Bare ringed trunk under a crown of feather fronds."""
    tall, radius = rng.uniform(0.35, 0.9), rng.uniform(0.1, 0.16)
    green, bark = tint(rng, _GREENS), tint(rng, _BARKS)
    along = np.linspace(0, 1, 22)[:, None]
    path = along * [0, 0, tall] + along**2 * [0, rng.uniform(-0.1, 0.1), 0]
    thick = radius * (0.3 - 0.14 * along[:, 0]) * np.where(np.arange(22) % 2, 1.0, 0.86)
    frond = _frond(
        rng, rng.uniform(0.45, 0.7), green, int(rng.integers(7, 11)), rng.uniform(0.1, 0.18)
    )
    crown = _crown(rng, frond, int(rng.integers(8, 13)), tall, green)
    crown.apply_translation(path[-1] * [1, 1, 0])
    return [*_pot(rng, radius), tube(path, thick, bark, 9), crown]


def _fern(rng: np.random.Generator) -> list[Part]:
    """Fronds straight from the soil, arching over the rim."""
    radius, green = rng.uniform(0.09, 0.13), tint(rng, _GREENS)
    frond = _frond(
        rng, rng.uniform(0.34, 0.5), green, int(rng.integers(7, 10)), rng.uniform(0.16, 0.26)
    )
    return [*_pot(rng, radius), _crown(rng, frond, int(rng.integers(11, 16)), 0.0, green)]


def _rubber(rng: np.random.Generator) -> list[Part]:
    """One to three upright stems with leaves in a spiral, as ficus and dracaena."""
    radius, green = rng.uniform(0.08, 0.13), tint(rng, _GREENS)
    length = rng.uniform(0.2, 0.34)
    pattern = leaf(
        length, length * rng.uniform(0.3, 0.66), green, droop=rng.uniform(0.1, 0.7),
        widest=rng.uniform(0.35, 0.6), stations=6,
    )  # fmt: skip
    parts = _pot(rng, radius)
    stems = int(rng.integers(1, 4))
    for stem in range(stems):
        tall, yaw = rng.uniform(0.45, 0.9) * (1 - 0.18 * stem), rng.uniform(0, 2 * np.pi)
        lean = rng.uniform(0.0, 0.12) if stems == 1 else rng.uniform(0.08, 0.2)
        along = np.linspace(0, 1, 9)
        foot = radius * 0.35 * (stems > 1)
        path = np.stack(
            [
                np.cos(yaw) * (foot + lean * along),
                np.sin(yaw) * (foot + lean * along),
                tall * along,
            ],
            axis=1,
        )
        parts.append(tube(path, radius * np.linspace(0.13, 0.06, 9), tint(rng, _BARKS), 6))
        count = int(rng.integers(14, 25))
        at = np.linspace(rng.uniform(0.15, 0.5), 1.0, count)
        places = np.stack([np.interp(at, along, path[:, axis]) for axis in range(3)], axis=1)
        turns = rotations(np.arange(count) * 2.399, np.linspace(0.2, 1.15, count))
        sizes = np.linspace(1.0, 0.6, count)[:, None]
        parts.append(scatter(pattern, places, turns, sizes, _shades(rng, green, count)))
    return parts


def _snake(rng: np.random.Generator) -> list[Part]:
    """Stiff upright swords with pale edges."""
    radius, green = rng.uniform(0.08, 0.12), tint(rng, _GREENS)
    tall, count = rng.uniform(0.4, 0.75), int(rng.integers(8, 16))
    pattern = leaf(
        tall, tall * rng.uniform(0.1, 0.16), green, droop=-0.06, fold=0.6, widest=0.4, stations=9
    )
    yaw = np.arange(count) * 2.399 + rng.uniform(0, 6)
    out = np.sqrt((np.arange(count) + 0.5) / count)
    places = _heading(yaw) * radius * 0.6 * out[:, None]
    turns = rotations(
        yaw, 1.5 - 0.3 * out - rng.uniform(0, 0.12, count), rng.uniform(-0.6, 0.6, count)
    )
    sizes = rng.uniform(0.6, 1.0, (count, 1))
    swords = scatter(pattern, places, turns, sizes, _shades(rng, green, count))
    parts = [*_pot(rng, radius), swords]
    if rng.random() < 0.5:
        pale = [tint(rng, [(206, 204, 110)])] * count
        parts.append(scatter(pattern, places, turns, sizes * [0.99, 1.2, 0.9], pale))
    return parts


def _succulent(rng: np.random.Generator) -> list[Part]:
    """Rosette of fat pointed leaves: aloe, agave, echeveria."""
    radius = rng.uniform(0.06, 0.1)
    green = tint(rng, [(110, 160, 120), (132, 172, 140), (92, 140, 90), (150, 160, 110)])
    count = int(rng.integers(18, 36))
    length = radius * rng.uniform(1.5, 2.8)
    pattern = leaf(
        length, length * rng.uniform(0.2, 0.36), green, droop=rng.uniform(-0.3, 0.0), fold=0.7,
        widest=rng.uniform(0.3, 0.6),
    )  # fmt: skip
    rank = np.arange(count) / (count - 1)
    yaw = np.arange(count) * 2.399
    turns = rotations(yaw, 0.15 + 1.2 * rank)
    places = _heading(yaw) * radius * 0.3 * (1 - rank[:, None]) + np.outer(
        rank, [0, 0, radius * 0.3]
    )
    sizes = 1.0 - 0.4 * rank[:, None]
    tone = np.linspace(0.85, 1.2, count)
    colors = [shade(green, factor) for factor in tone]
    return [*_pot(rng, radius), scatter(pattern, places, turns, sizes, colors)]


def _broad(rng: np.random.Generator) -> list[Part]:
    """Big hanging blades on long stalks: monstera, peace lily, calathea."""
    radius, green = rng.uniform(0.09, 0.13), tint(rng, _GREENS)
    count, size = int(rng.integers(8, 15)), rng.uniform(0.2, 0.32)
    parts, tips = _pot(rng, radius), []
    yaw = np.arange(count) * 2.399 + rng.uniform(0, 6)
    out = np.linspace(0.9, 0.1, count)
    for angle, spread in zip(yaw, out, strict=True):
        reach, rise = rng.uniform(0.18, 0.36) * spread, rng.uniform(0.25, 0.4) + 0.3 * (1 - spread)
        along = np.linspace(0, 1, 6)[:, None]
        path = np.array([[np.cos(angle), np.sin(angle), 0]]) * reach * along**1.5 + along * [
            0,
            0,
            rise,
        ]
        parts.append(tube(path, size * 0.025, green, 5))
        tips.append(path[-1])
    pattern = leaf(
        size, size * rng.uniform(0.5, 0.85), green, droop=rng.uniform(0.3, 0.8), widest=0.34
    )
    turns = rotations(yaw, rng.uniform(-0.3, 0.4, count))
    sizes = rng.uniform(0.8, 1.15, (count, 1))
    return [*parts, scatter(pattern, tips, turns, sizes, _shades(rng, green, count))]


def _cactus(rng: np.random.Generator) -> list[Part]:
    """Ribbed column with side arms and a flower."""
    radius, green = (
        rng.uniform(0.08, 0.12),
        tint(rng, [(70, 128, 70), (96, 148, 84), (60, 110, 80)]),
    )
    tall, thick = rng.uniform(0.3, 0.6), radius * rng.uniform(0.42, 0.6)
    ribs = np.where(np.arange(16) % 2, 1.0, 0.8)

    def column(path: Floats, wide: float) -> Part:
        ends = np.array([0.94, 1, 1, 1, 1, 1, 0.96, 0.75, 0.4])
        trunk = tube(curve(path, 9), wide * ends, green, sections=16)
        spine = np.repeat(curve(path, 9), 16, axis=0)
        vertices = np.asarray(trunk.vertices)
        vertices[:-2] = spine + (vertices[:-2] - spine) * np.tile(ribs, 9)[:, None]
        trunk.vertices = vertices
        return trunk

    parts = [
        *_pot(rng, radius),
        column(np.array([[0, 0, 0], [0, 0, tall / 2], [0, 0, tall]]), thick),
    ]
    for hand in rng.permutation([-1, 1])[: int(rng.integers(1, 3))]:
        level, reach, up = (
            tall * rng.uniform(0.25, 0.5),
            thick * rng.uniform(2.0, 2.8),
            tall * rng.uniform(0.2, 0.4),
        )
        knots = [
            (0, 0, level),
            (0, hand * reach * 0.8, level + 0.02),
            (0, hand * reach, level + up),
        ]
        parts.append(column(np.array(knots), thick * 0.62))
    bloom = tint(rng, [(236, 90, 140), (248, 200, 70), (240, 90, 60)])
    parts.append(blob((0, 0, tall), (thick * 0.4, thick * 0.4, thick * 0.35), bloom, 1))
    return parts
