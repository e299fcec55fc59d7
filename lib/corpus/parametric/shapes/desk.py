"""Desk: a work top with a knee hole and drawers, seen from the sitter's side."""

import numpy as np

from lib.corpus.parametric.furniture import carcass, drawers, front, handle, leg
from lib.corpus.parametric.palette import (
    BRASSES,
    DARKS,
    FABRICS,
    LACQUER,
    METALS,
    WOODS,
    fittings,
    pick,
    shade,
    tint,
)
from lib.corpus.parametric.parts import (
    Color,
    Part,
    box,
    boxes,
    lathe,
    pipe,
    rod,
    rounded_box,
    slab,
    taper,
)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: two pedestals, one pedestal, L-shaped, writing desk with hutch, rising desk."""
    return pick(rng, (_pedestals, _pedestals, _corner, _hutch, _rising))(rng)


def _look(rng: np.random.Generator) -> tuple[Color, Color, Color, str, str]:
    """Colours of top, body and metal, and the kinds of front and grip."""
    body = tint(rng, WOODS if rng.random() < 0.6 else LACQUER)
    top = shade(body, rng.uniform(0.8, 1.15)) if rng.random() < 0.5 else tint(rng, WOODS + DARKS)
    metal = fittings(rng, body)
    return (
        top,
        body,
        metal,
        pick(rng, ("plain", "raised", "framed")),
        pick(rng, ("knob", "bar", "cup")),
    )


def _pedestal(
    rng: np.random.Generator,
    center: tuple[float, float],
    size: tuple[float, float],
    span: tuple[float, float],
    body: Color,
    metal: Color,
    style: str,
    grip: str,
) -> list[Part]:
    """Block of two to four drawers between two heights."""
    x, y = center
    depth, width = size
    low, top = span
    block = carcass(depth, width, low, top, 0.02, body)
    for part in block:
        part.apply_translation((x, y, 0))
    rows = int(rng.integers(2, 5))
    shares = np.cumsum([0, 1.6, *[1.0] * (rows - 1)]) if rng.random() < 0.5 else np.arange(rows + 1)
    levels = low + 0.01 + (top - low - 0.02) * shares / shares[-1]
    face = shade(body, 1.1)
    return block + drawers(x + depth / 2, y, width - 0.01, levels, style, face, grip, metal)


def _pedestals(rng: np.random.Generator) -> list[Part]:
    """Put drawers on one or both sides of the knees."""
    top_color, body, metal, style, grip = _look(rng)
    both = rng.random() < 0.5
    width = rng.uniform(1.45, 1.9) if both else rng.uniform(1.1, 1.6)
    depth, height, thick = rng.uniform(0.6, 0.85), rng.uniform(0.72, 0.77), rng.uniform(0.025, 0.05)
    under, wide = height - thick, rng.uniform(0.34, 0.46)
    foot = rng.uniform(0.03, 0.12)
    parts = [box((depth + 0.04, width + 0.04, thick), (0, 0, height - thick / 2), top_color)]
    look = (body, metal, style, grip)
    deep, y = depth * 0.94, width / 2 - wide / 2
    parts += _pedestal(rng, (0, y), (deep, wide), (foot, under), *look)
    parts.append(box((deep * 0.94, wide * 0.94, foot), (0, y, foot / 2), shade(body, 0.7)))
    if both:
        parts += _pedestal(rng, (0, -y), (deep, wide), (foot, under), *look)
        parts.append(box((deep * 0.94, wide * 0.94, foot), (0, -y, foot / 2), shade(body, 0.7)))
        gap = width - 2 * wide
        parts += drawers(
            deep / 2, 0, gap, [under - 0.11, under], "plain", shade(body, 1.1), grip, metal
        )
    elif rng.random() < 0.5:
        kind = pick(rng, ("square", "tapered"))
        for x in (-depth / 2 + 0.05, depth / 2 - 0.05):
            parts += leg(kind, (x, -width / 2 + 0.05), under, 0.06, body)
    else:
        parts.append(box((deep, 0.03, under), (0, -width / 2 + 0.03, under / 2), body))
    drop = under * rng.uniform(0.4, 0.95)
    parts.append(
        box((0.02, width - 0.06, drop), (-depth * 0.42, 0, under - drop / 2), shade(body, 0.85))
    )
    if both and rng.random() < 0.5:
        pad = box((depth * 0.5, width * 0.38, 0.006), (0.05, 0, height + 0.003), (52, 74, 60))
        parts.append(pad)
    return parts + _things(rng, depth, width, height)


def _corner(rng: np.random.Generator) -> list[Part]:
    """Two tops that meet at a right angle, drawers under one end."""
    top_color, body, metal, style, grip = _look(rng)
    width, wing = rng.uniform(1.4, 1.8), rng.uniform(1.1, 1.6)
    deep, height, thick = rng.uniform(0.55, 0.68), rng.uniform(0.72, 0.76), rng.uniform(0.025, 0.04)
    side, under = pick(rng, (-1, 1)), height - thick
    edge = -side * (width / 2 - deep / 2)
    outline = np.array([
        (-deep / 2, -width / 2), (deep / 2, -width / 2), (deep / 2, width / 2 - deep),
        (wing - deep / 2, width / 2 - deep), (wing - deep / 2, width / 2), (-deep / 2, width / 2),
    ]) * [1, -side]  # fmt: skip
    parts = [slab(outline, thick, (0, 0, height - thick / 2), top_color)]
    wide = rng.uniform(0.36, 0.46)
    place = (0, side * (width / 2 - wide / 2))
    parts += _pedestal(rng, place, (deep * 0.95, wide), (0.04, under), body, metal, style, grip)
    tip = wing - deep / 2 - 0.04
    if rng.random() < 0.5:
        parts.append(box((0.03, deep * 0.9, under), (tip, edge, under / 2), body))
        parts.append(
            box(
                (wing * 0.9, 0.02, under * 0.6),
                (wing / 2 - deep / 2, -side * (width / 2 - 0.05), under * 0.7),
                body,
            )
        )
    else:
        for y in (edge - deep * 0.4, edge + deep * 0.4):
            parts.append(rod((tip, y, 0), (tip, y, under), 0.025, metal))
    parts.append(
        rod(
            (-deep * 0.42, -side * (width / 2 - 0.06), 0),
            (-deep * 0.42, -side * (width / 2 - 0.06), under),
            0.025,
            metal,
        )
    )
    back = box(
        (0.02, width - 0.05, under * 0.6), (-deep * 0.45, 0, under * 0.68), shade(body, 0.85)
    )
    return [*parts, back, *_things(rng, deep, width * 0.7, height)]


def _hutch(rng: np.random.Generator) -> list[Part]:
    """Stand pigeon holes on a slender writing desk."""
    top_color, body, metal, style, grip = _look(rng)
    width, depth = rng.uniform(0.95, 1.4), rng.uniform(0.52, 0.65)
    height, thick, apron = rng.uniform(0.73, 0.77), 0.03, rng.uniform(0.11, 0.15)
    under = height - thick
    parts = [box((depth + 0.03, width + 0.04, thick), (0, 0, height - thick / 2), top_color)]
    parts.append(box((depth - 0.06, width - 0.06, apron), (0, 0, under - apron / 2), body))
    kind = pick(rng, ("square", "tapered", "turned"))
    for x in (-depth / 2 + 0.04, depth / 2 - 0.04):
        for y in (-width / 2 + 0.04, width / 2 - 0.04):
            parts += leg(kind, (x, y), under, rng.uniform(0.05, 0.051), body)
    count = int(rng.integers(2, 4))
    wide = (width - 0.14) / count
    for index in range(count):
        y = ((index + 0.5) / count - 0.5) * (width - 0.14)
        seams = [under - apron + 0.005, under - 0.005]
        parts += drawers(depth / 2 - 0.03, y, wide, seams, style, shade(body, 1.1), grip, metal)
    tall, deep = rng.uniform(0.28, 0.6), rng.uniform(0.2, 0.26)
    hutch = carcass(deep, width, height, height + tall, 0.018, body)
    bays = int(rng.integers(3, 6))
    inner = [
        [0.01, y, height + tall / 2] for y in np.linspace(-width / 2, width / 2, bays + 1)[1:-1]
    ]
    hutch.append(boxes([deep - 0.02, 0.014, tall], inner, body))
    shelf = height + tall * rng.uniform(0.4, 0.6)
    hutch.append(box((deep - 0.02, width - 0.02, 0.014), (0.01, 0, shelf), body))
    bay = width / bays
    for index in (0, bays - 1):
        y = ((index + 0.5) / bays - 0.5) * width
        tip = (deep / 2 + 0.02, y, (shelf + height) / 2)
        hutch += front(
            "plain",
            deep / 2,
            y,
            (shelf + height) / 2,
            bay - 0.02,
            shelf - height - 0.03,
            shade(body, 1.1),
        )
        hutch += handle("knob", tip, metal, 0.05)
    papers = [[0.02, ((i + 0.5) / bays - 0.5) * width, shelf + 0.06] for i in range(1, bays - 1)]
    hutch.append(boxes([deep * 0.6, bay * 0.5, 0.1], papers, [tint(rng, FABRICS) for _ in papers]))
    for part in hutch:
        part.apply_translation((-depth / 2 + deep / 2, 0, 0))
    return parts + hutch


def _rising(rng: np.random.Generator) -> list[Part]:
    """Top on two telescopic columns with feet, a hanging drawer and a screen or keyboard."""
    top_color, body, metal, style, _ = _look(rng)
    width, depth, height = rng.uniform(1.2, 1.7), rng.uniform(0.65, 0.8), rng.uniform(0.7, 1.0)
    parts = [box((depth, width, 0.028), (0, 0, height - 0.014), top_color)]
    for side in (-1, 1):
        y = side * (width / 2 - rng.uniform(0.2, 0.21))
        parts.append(box((depth * 0.9, 0.07, 0.03), (0, y, 0.015), metal))
        parts.append(box((0.08, 0.06, height * 0.6), (0, y, height * 0.3), metal))
        parts.append(box((0.06, 0.045, height * 0.5), (0, y, height * 0.72), shade(metal, 1.15)))
        parts.append(box((depth * 0.8, 0.05, 0.03), (0, y, height - 0.045), metal))
    parts.append(box((0.03, width - 0.4, 0.05), (0, 0, height - 0.06), metal))
    wide, x = rng.uniform(0.34, 0.42), depth * 0.04
    tall = rng.uniform(0.14, 0.3)
    low = height - 0.03 - tall
    side = pick(rng, (-1, 1))
    y = side * width * 0.2
    cabinet = box((depth * 0.8, wide, tall), (x, y, low + tall / 2), body)
    levels = np.linspace(low, low + tall, 2 if tall < 0.2 else 3)
    fronts = drawers(x + depth * 0.4, y, wide, levels, style, shade(body, 1.1), "bar", metal)
    return [*parts, cabinet, *fronts, *_things(rng, depth, width, height)]


def _things(rng: np.random.Generator, depth: float, width: float, height: float) -> list[Part]:
    """Lay out a lamp, papers, a pen pot, a book."""
    parts: list[Part] = []
    side = pick(rng, (-1, 1))
    if rng.random() < 0.5:
        metal, at = tint(rng, [*FABRICS, *METALS, *BRASSES]), (-depth * 0.3, side * width * 0.38)
        x, y = at
        parts.append(lathe([(0, 0), (0.08, 0), (0.08, 0.015), (0, 0.02)], metal, (*at, height), 16))
        neck = [(x, y, height), (x - 0.06, y, height + 0.22), (x + 0.1, y, height + 0.4)]
        parts.append(pipe(neck, 0.009, metal, 8))
        parts.append(taper(neck[-1], (x + 0.16, y, height + 0.32), 0.025, 0.08, metal, 14))
    sheets = [[depth * 0.12, -side * width * 0.2, height + 0.004]]
    parts.append(boxes([0.297, 0.21, 0.008], sheets, (246, 246, 242)))
    if rng.random() < 0.5:
        cup = [(0, 0), (0.04, 0), (0.04, 0.1), (0.034, 0.1), (0.034, 0.03), (0, 0.03)]
        parts.append(
            lathe(cup, tint(rng, FABRICS), (-depth * 0.2, -side * width * 0.3, height), 12)
        )
    if rng.random() < 0.4:
        book = rounded_box((0.22, 0.16, 0.05), (0, 0, height + 0.03), tint(rng, FABRICS), 0.008, 2)
        book.apply_translation((depth * 0.1, -side * width * 0.36, 0))
        parts.append(book)
    return parts
