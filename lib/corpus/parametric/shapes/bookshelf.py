"""Bookshelf: open shelves full of books."""

import itertools

import numpy as np

from lib.corpus.parametric.furniture import carcass, front, handle, joined
from lib.corpus.parametric.palette import FABRICS, LACQUER, PLASTICS, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, boxes, panel

_COVERS = np.array([*FABRICS, *PLASTICS[:4], (238, 230, 210), (110, 40, 46)])


def build(rng: np.random.Generator) -> list[Part]:
    """One of: plain tall case, cube grid, case over cupboard doors, leaning ladder, steps."""
    color = tint(rng, WOODS if rng.random() < 0.7 else LACQUER)
    kind = pick(rng, ("tall", "grid", "cupboard", "ladder", "steps"))
    if kind == "ladder":
        return _ladder(rng, color)
    depth, board = rng.uniform(0.24, 0.36), rng.uniform(0.018, 0.035)
    if kind == "steps":
        return _steps(rng, color, depth, board)
    if kind == "grid":
        columns, rows = int(rng.integers(2, 5)), int(rng.integers(2, 6))
        cell = rng.uniform(0.32, 0.42)
        width, height = columns * cell, rows * cell
    else:
        columns, rows = int(rng.integers(1, 3)), int(rng.integers(4, 8))
        width, height = columns * rng.uniform(0.6, 0.9), rng.uniform(1.5, 2.3)
    low = rng.uniform(0.5, 0.75) if kind == "cupboard" else 0.0
    plinth = 0.0 if kind == "grid" else rng.uniform(0.04, 0.12)
    back = tint(rng, WOODS + LACQUER) if rng.random() < 0.4 else None
    parts = carcass(depth, width, plinth, height, board, color, back)
    if plinth:
        parts.append(box((depth * 0.9, width * 0.97, plinth), (-0.01, 0, plinth / 2), color))
    if kind == "tall" and rng.random() < 0.5:
        parts.append(box((depth + 0.06, width + 0.08, 0.05), (0, 0, height + 0.025), color))
    floor = plinth + low
    levels = np.linspace(floor, height - board, (rows if not low else max(3, rows - 2)) + 1)
    walls = np.linspace(-width / 2, width / 2, columns + 1)
    rails = [([depth - board, width - board, board], [board / 2, 0, z]) for z in levels[:-1]]
    middle = (floor + height) / 2
    rails += [([depth, board, height - floor], [0, y, middle]) for y in walls[1:-1]]
    if rails:
        parts.append(joined(rails, color))
    for bottom, top in itertools.pairwise(levels):
        for left, right in itertools.pairwise(walls):
            clear = (left + board, right - board, bottom + board, top - board / 2)
            parts += _books(rng, depth, *clear)
    if low:
        metal = tint(rng, [(178, 182, 188), (60, 58, 56), (196, 160, 84)])
        style = pick(rng, ("plain", "framed", "raised"))
        for left, right in itertools.pairwise(walls):
            for side in (-1, 1):
                y = (left + right) / 2 + side * (right - left) / 4
                leaf = ((right - left) / 2 - 0.006, low - 0.02)
                parts += front(style, depth / 2, y, plinth + low / 2, *leaf, shade(color, 0.94))
                grip = (depth / 2 + 0.02, y - side * (leaf[0] / 2 - 0.04), plinth + low * 0.7)
                parts += handle("knob", grip, metal, 0.1)
    return parts


def _books(
    rng: np.random.Generator, depth: float, left: float, right: float, low: float, top: float
) -> list[Part]:
    """Fill the clear space with upright books, not always to its end."""
    if rng.random() < 0.08:
        return []
    end = left + (right - left) * rng.uniform(0.45, 1.0)
    widths = rng.uniform(0.02, 0.06, 40)
    ends = left + np.cumsum(widths)
    count = max(1, int(np.searchsorted(ends, end)))
    heights = (top - low) * rng.uniform(0.62, 0.94, count)
    deep = depth * rng.uniform(0.6, 0.85, count)
    centers = np.column_stack(
        [depth * 0.46 - deep / 2, ends[:count] - widths[:count] / 2, low + heights / 2]
    )
    sizes = np.column_stack([deep, widths[:count] * 0.94, heights])
    covers = _COVERS[rng.integers(len(_COVERS), size=count)]
    return [boxes(sizes, centers, covers)]


def _steps(rng: np.random.Generator, color: Color, depth: float, board: float) -> list[Part]:
    """Columns of cubes that rise to one side or to the middle."""
    columns, cell = int(rng.integers(3, 6)), rng.uniform(0.3, 0.42)
    order = np.arange(columns)
    rising = pick(rng, (order, order[::-1], (columns - abs(2 * order - columns + 1)) // 2 + 1))
    least = int(rng.integers(1, 3))
    parts = []
    for column, height in enumerate(rising + least - min(rising)):
        y = (column - (columns - 1) / 2) * cell
        stack = carcass(depth, cell + board, 0, height * cell, board, color)
        levels = [[board / 2, 0, row * cell] for row in range(1, height)]
        if levels:
            stack.append(boxes([depth - board, cell, board], levels, color))
        for row in range(height):
            half = cell / 2 - board
            stack += _books(rng, depth, -half, half, row * cell + board, (row + 1) * cell - board)
        for part in stack:
            part.apply_translation((0, y, 0))
        parts += stack
    return parts


def _ladder(rng: np.random.Generator, color: Color) -> list[Part]:
    """Shelves that grow deeper towards the floor between two leaning uprights."""
    width, height = rng.uniform(0.55, 1.0), rng.uniform(1.6, 2.1)
    foot, tip, board = rng.uniform(0.42, 0.6), rng.uniform(0.2, 0.26), 0.03
    rail = tint(rng, [(44, 44, 48), color])
    rear = np.array([[0, 0], [0.05, 0], [0.05, height], [0, height]])
    lean = np.array([[foot - 0.06, 0], [foot, 0], [tip, height], [tip - 0.06, height]])
    parts = [
        panel(outline, board, (-foot / 2, side * width / 2, 0), rail, 1)
        for side in (-1, 1)
        for outline in (rear, lean)
    ]
    levels = np.linspace(rng.uniform(0.15, 0.3), height - 0.06, rng.integers(4, 7))
    for level, above in zip(levels, [*levels[1:], height + 0.25], strict=True):
        deep = foot + (tip - foot) * level / height
        middle = deep / 2 - foot / 2
        parts.append(box((deep, width, 0.025), (middle, 0, level), color))
        row = _books(rng, deep, -width / 2 + 0.03, width / 2 - 0.03, level + 0.012, above - 0.03)
        for part in row:
            part.apply_translation((middle, 0, 0))
        parts += row
    return parts
