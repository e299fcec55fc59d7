"""Stairs: a flight of steps, with or without a railing, climbing towards -x."""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.parametric.palette import DARKS, LACQUER, METALS, STONES, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, boxes, panel, pipe, rod, slab, turn


def build(rng: np.random.Generator) -> list[Part]:
    """One of: straight closed, straight open on strings, L with landing, spiral, curved, U."""
    return pick(rng, (_closed, _open, _corner, _spiral, _curved, _switchback))(rng)


def _look(rng: np.random.Generator) -> tuple[Color, Color, Color]:
    """Colours of treads, body and railing."""
    tread = tint(rng, [*WOODS, *STONES])
    body = tint(rng, [*LACQUER[:2], *STONES, *WOODS])
    return tread, body, tint(rng, [*METALS, *DARKS, *WOODS])


def _treads(
    count: int, run: float, rise: float, width: float, color: Color, overhang: float = 0.02
) -> Part:
    """Boards of a flight that starts at x = 0, z = 0 and climbs towards -x."""
    index = np.arange(count)
    centers = np.column_stack([-(index + 0.5) * run, 0 * index, (index + 1) * rise - 0.015])
    return boxes([run + 2 * overhang, width, 0.04], centers, color)


def _solid(count: int, run: float, rise: float, width: float, color: Color, base: float) -> Part:
    """Make the steps one block: on the floor, or `base` > 0 thick below the nosings."""
    corners = [(-(k // 2) * run, ((k + 1) // 2) * rise) for k in range(2 * count + 1)]
    under = (
        [(-count * run, base)]
        if base <= 0
        else [(-count * run, count * rise - base), (-base * run / rise, 0)]
    )
    return panel([*corners, *under], width, (0, 0, 0), color, 1)


def _railing(
    rng: np.random.Generator, path: Floats, color: Color, rail: Color, spaced: float
) -> list[Part]:
    """Handrail above `path`, shape (N, 3), with balusters, glass-like bars or cables."""
    height, radius = rng.uniform(0.85, 0.95), rng.uniform(0.022, 0.035)
    top = np.add(path, [0, 0, height])
    parts = [pipe(top, radius, rail, 8)]
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    length = np.concatenate([[0], np.cumsum(steps)])
    count = max(2, round(length[-1] / spaced))
    at = np.linspace(0, length[-1], count + 1)
    feet = np.column_stack([np.interp(at, length, path[:, axis]) for axis in range(3)])
    feet[:, 2] -= 0.06
    tall = height + 0.06
    if rng.random() < 0.6:
        thick = rng.uniform(0.02, 0.035)
        parts.append(boxes([thick, thick, tall], np.add(feet, [0, 0, tall / 2]), color))
    else:
        posts = feet[:: max(1, count // 4)]
        parts.append(boxes([0.035, 0.035, tall], np.add(posts, [0, 0, tall / 2]), color))
        for share in np.linspace(0.2, 0.8, int(rng.integers(2, 5))):
            parts.append(pipe(np.add(path, [0, 0, height * share]), 0.01, color, 4))
    for end in (feet[0], feet[-1]):
        parts.append(boxes([0.07, 0.07, tall + 0.08], [np.add(end, [0, 0, tall / 2])], rail))
    return parts


def _flight(rng: np.random.Generator) -> tuple[int, float, float, float]:
    """Draw number of steps, run, rise and width of a flight; run + 2 rise = 0.63 m."""
    rise = rng.uniform(0.155, 0.195)
    return int(rng.integers(7, 15)), 0.63 - 2 * rise, rise, rng.uniform(0.8, 1.4)


def _sides(rng: np.random.Generator) -> tuple[int, ...]:
    return pick(rng, ((-1,), (1,), (-1, 1), (-1, 1), ()))


def _line(count: int, run: float, rise: float, y: float) -> Floats:
    return np.array([[-run * 0.5, y, rise], [-(count - 0.5) * run, y, count * rise]])


def _closed(rng: np.random.Generator) -> list[Part]:
    """Straight flight as a block, on a slope or down to the floor."""
    tread, body, rail = _look(rng)
    count, run, rise, width = _flight(rng)
    base = 0.0 if rng.random() < 0.5 else rng.uniform(0.16, 0.3)
    parts = [_solid(count, run, rise, width, body, base)]
    parts.append(_treads(count, run, rise, width + 0.04, tread))
    for side in _sides(rng):
        parts += _railing(
            rng,
            _line(count, run, rise, side * (width / 2 - 0.04)),
            body,
            rail,
            rng.uniform(0.13, 0.32),
        )
    return parts


def _open(rng: np.random.Generator) -> list[Part]:
    """Treads without risers on one middle beam or two side strings."""
    tread, _, rail = _look(rng)
    count, run, rise, width = _flight(rng)
    string, parts = (
        tint(rng, [*METALS, *DARKS, *WOODS]),
        [_treads(count, run, rise, width, tread, 0.015)],
    )
    deep = rng.uniform(0.16, 0.26)
    end = np.array([-count * run, count * rise])
    outline = np.array(
        [[0.06, 0], [0.06, rise], np.add(end, [0, 0.02]), np.add(end, [0, -deep]), [-deep * 0.6, 0]]
    )
    places = (0.0,) if rng.random() < 0.35 else (-width / 2, width / 2)
    drop = 0.09 if places == (0.0,) else -0.02
    for y in places:
        parts.append(panel(outline, 0.1 if y == 0 else 0.045, (0, y, -drop), string, 1))
    for side in _sides(rng):
        path = _line(count, run, rise, side * (width / 2 + 0.01))
        parts += _railing(rng, path, string, rail, rng.uniform(0.15, 0.35))
    return parts


def _move(parts: list[Part], quarter: int, offset: tuple[float, float, float]) -> list[Part]:
    """Turn by quarters of a circle about z, then move."""
    for part in parts:
        for _ in range(quarter % 4):
            part.vertices = np.asarray(part.vertices) @ [[0, 1, 0], [-1, 0, 0], [0, 0, 1]]
        part.apply_translation(offset)
    return parts


def _corner(rng: np.random.Generator) -> list[Part]:
    """Two flights at a right angle around a landing."""
    tread, body, rail = _look(rng)
    count, run, rise, width = _flight(rng)
    first = count // 2
    second = count - first
    hand = pick(rng, (-1, 1))
    solid, spaced = rng.random() < 0.6, rng.uniform(0.13, 0.3)
    level = first * rise
    parts = [_solid(first, run, rise, width, body, 0.0 if solid else 0.2)]
    parts.append(_treads(first, run, rise, width + 0.03, tread))
    parts += _railing(rng, _line(first, run, rise, -hand * (width / 2 - 0.04)), body, rail, spaced)
    middle = (-first * run - width / 2, 0, level)
    thick = level if solid else 0.16
    parts.append(boxes([width, width, thick], [[middle[0], 0, level - thick / 2]], body))
    parts.append(boxes([width + 0.03, width + 0.03, 0.04], [[middle[0], 0, level - 0.015]], tread))
    upper = [_solid(second, run, rise, width, body, 0.2)]
    upper.append(_treads(second, run, rise, width + 0.03, tread))
    for side in (-1, 1) if rng.random() < 0.5 else (hand,):
        upper += _railing(
            rng, _line(second, run, rise, side * (width / 2 - 0.04)), body, rail, spaced
        )
    parts += _move(upper, 1 if hand < 0 else 3, (middle[0], hand * width / 2, level))
    if not solid:
        posts = [
            [middle[0] + a * (width / 2 - 0.06), b * (width / 2 - 0.06), level / 2]
            for a in (-1, 1)
            for b in (-1, 1)
        ]
        parts.append(boxes([0.09, 0.09, level], posts, rail))
    # Both flights show their risers to a camera between +x and +y.
    return _move(parts, 1 if hand > 0 else 0, (0, 0, 0))


def _switchback(rng: np.random.Generator) -> list[Part]:
    """Two parallel flights, the second going back above a half landing."""
    tread, body, rail = _look(rng)
    _, run, rise, _ = _flight(rng)
    count, width, gap = int(rng.integers(5, 9)), rng.uniform(0.75, 1.0), rng.uniform(0.06, 0.3)
    level, y = count * rise, (width + gap) / 2
    spaced, solid = rng.uniform(0.13, 0.3), rng.random() < 0.5
    lower = [
        _solid(count, run, rise, width, body, 0.0 if solid else 0.2),
        _treads(count, run, rise, width + 0.03, tread),
    ]
    lower += _railing(rng, _line(count, run, rise, -width / 2 + 0.04), body, rail, spaced)
    parts = _move(lower, 0, (0, y, 0))
    deep = rng.uniform(0.8, 1.1)
    thick = level if solid else 0.16
    x = -count * run - deep / 2
    parts.append(boxes([deep, 2 * width + gap, thick], [[x, 0, level - thick / 2]], body))
    parts.append(boxes([deep + 0.03, 2 * width + gap + 0.03, 0.04], [[x, 0, level - 0.015]], tread))
    upper = [
        _solid(count, run, rise, width, body, 0.2),
        _treads(count, run, rise, width + 0.03, tread),
    ]
    upper += _railing(rng, _line(count, run, rise, -width / 2 + 0.04), body, rail, spaced)
    parts += _move(upper, 2, (-count * run, -y, level))
    if not solid:
        posts = [[x - deep / 2 + 0.06, s * (width + gap / 2 - 0.06), level / 2] for s in (-1, 1)]
        parts.append(boxes([0.09, 0.09, level], posts, rail))
    # Seen more from the side, the two flights make a zigzag.
    return [turn(part, -30, (0, 0, 1)) for part in parts]


def _spiral(rng: np.random.Generator) -> list[Part]:
    """Winding treads about a post."""
    tread, _, rail = _look(rng)
    metal = tint(rng, [*METALS, *DARKS])
    count, radius = int(rng.integers(11, 17)), rng.uniform(0.75, 1.1)
    rise, swing = rng.uniform(0.18, 0.22), np.radians(rng.uniform(22, 32)) * pick(rng, (-1, 1))
    start, post = rng.uniform(0, 2 * np.pi), rng.uniform(0.05, 0.09)
    parts = [rod((0, 0, 0), (0, 0, count * rise + 0.95), post, metal, 16)]
    arc = np.linspace(0, abs(swing) * 1.12, 5)
    outer = np.column_stack([radius * np.cos(arc), radius * np.sin(arc)])
    outline = (
        np.vstack([[0, 0], outer])
        if rng.random() < 0.7
        else np.vstack([[0, -0.1], outer, [0, 0.1]])
    )
    path = []
    bars = []
    for step in range(count):
        angle = start + step * swing
        board = slab(outline, 0.045, (0, 0, 0), tread)
        turned = np.array(
            [[np.cos(angle), np.sin(angle), 0], [-np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
        )
        board.vertices = np.asarray(board.vertices) @ turned + [0, 0, (step + 1) * rise]
        parts.append(board)
        edge = angle + abs(swing) / 2
        foot = np.array(
            [0.96 * radius * np.cos(edge), 0.96 * radius * np.sin(edge), (step + 1) * rise]
        )
        path.append(np.add(foot, [0, 0, 0.9]))
        bars.append(np.add(foot, [0, 0, 0.45]))
    parts.append(boxes([0.022, 0.022, 0.9], bars, metal))
    smooth = np.array(path)
    parts.append(pipe(smooth, 0.025, rail, 8))
    if rng.random() < 0.4:
        parts += [pipe(smooth - [0, 0, drop], 0.01, metal, 4) for drop in (0.3, 0.6)]
    return parts


def _curved(rng: np.random.Generator) -> list[Part]:
    """Wedge-shaped steps along an arc, closed below or on a curved ramp."""
    tread, body, rail = _look(rng)
    count, _, rise, width = _flight(rng)
    count += 2
    inner, sweep = rng.uniform(0.9, 2.0), np.radians(rng.uniform(70, 130))
    hand, solid = pick(rng, (-1, 1)), rng.random() < 0.5
    outer = inner + width
    parts = []
    for step in range(count):
        arc = np.linspace(step, step + 1.08, 3) * sweep / count
        ring = np.vstack([
            np.column_stack([outer * np.cos(arc), outer * np.sin(arc)]),
            np.column_stack([inner * np.cos(arc), inner * np.sin(arc)])[::-1],
        ])  # fmt: skip
        ring[:, 0] = ring[:, 0] * hand
        top = (step + 1) * rise
        low = 0.0 if solid else max(0.0, top - rise - 0.16)
        parts.append(
            slab(ring, top - low, (0, 0, (top + low) / 2), body if step % 2 else shade(body, 0.97))
        )
        parts.append(slab(ring, 0.04, (0, 0, top), tread))
    angles = (np.arange(count) + 0.5) * sweep / count
    sides = (inner + 0.05, outer - 0.05) if rng.random() < 0.6 else (inner + 0.05,)
    for radius in sides:
        path = np.column_stack(
            [hand * radius * np.cos(angles), radius * np.sin(angles), (np.arange(count) + 1) * rise]
        )
        parts += _railing(rng, path, body, rail, rng.uniform(0.15, 0.3))
    # The middle step is turned towards the first cameras, so that treads and risers show.
    middle = np.degrees(sweep) / 2
    facing = middle - 90 if hand > 0 else 270 - middle
    return [turn(part, 35 - facing, (0, 0, 1)) for part in parts]
