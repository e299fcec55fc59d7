"""Table: a top on legs, a pedestal or trestles, without drawers."""

import numpy as np

from lib.corpus.parametric.furniture import four_legs
from lib.corpus.parametric.palette import (
    DARKS,
    GLASS,
    LACQUER,
    METALS,
    STONES,
    WOODS,
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
    mirror,
    oval,
    panel,
    pipe,
    rod,
    rounded_rectangle,
    slab,
    taper,
)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: four legs, pedestal, trestles, low coffee table, picnic table, tubular frame."""
    return pick(rng, (_dining, _dining, _pedestal, _trestle, _coffee, _picnic, _frame))(rng)


def _top(
    rng: np.random.Generator, depth: float, width: float, level: float, color: Color
) -> list[Part]:
    """Rectangular, rounded, oval or boat-shaped board whose upper face is at `level`."""
    kind = pick(rng, ("rectangle", "rounded", "oval", "boat"))
    thick = rng.uniform(0.022, 0.05)
    if kind == "rectangle":
        outline = rounded_rectangle(depth, width, 0.008)
    elif kind == "rounded":
        outline = rounded_rectangle(depth, width, rng.uniform(0.06, 0.45) * min(depth, width))
    elif kind == "oval":
        outline = oval(depth * 1.1, width * 1.05, rng.uniform(2, 3.5), 44)
    else:
        outline = oval(depth * 1.05, width * 1.02, rng.uniform(4, 9), 44)
    center = (0, 0, level - thick / 2)
    parts = [slab(outline, thick, center, color)]
    if rng.random() < 0.4:
        parts.append(
            slab(outline * 0.96, thick * 0.6, (0, 0, level - thick * 1.25), shade(color, 0.75))
        )
    return parts


def _dining(rng: np.random.Generator) -> list[Part]:
    """Four legs and an apron."""
    top, body = tint(rng, [*WOODS, *LACQUER, *STONES[:2]]), tint(rng, WOODS + LACQUER)
    depth, width, level = rng.uniform(0.75, 1.0), rng.uniform(0.8, 2.1), rng.uniform(0.72, 0.78)
    kind, thick = pick(rng, ("square", "tapered", "turned", "splayed")), rng.uniform(0.05, 0.095)
    parts = _top(rng, depth, width, level, top)
    inset = rng.uniform(0.08, 0.22)
    parts += four_legs(kind, depth - inset, width - inset, level - 0.02, thick, body)
    apron = rng.uniform(0.06, 0.12)
    x, y, z = (depth - inset - thick) / 2, (width - inset - thick) / 2, level - 0.03 - apron / 2
    parts.append(
        boxes(
            [[0.025, 2 * y, apron]] * 2 + [[2 * x, 0.025, apron]] * 2,
            [[-x, 0, z], [x, 0, z], [0, -y, z], [0, y, z]],
            shade(body, 0.9),
        )
    )
    if kind in ("square", "turned") and rng.random() < 0.35:
        low = rng.uniform(0.12, 0.25)
        parts.append(
            boxes(
                [[2 * x, 0.04, 0.05]] * 2 + [[0.05, 2 * y, 0.04]],
                [[0, -y, low], [0, y, low], [0, 0, low]],
                body,
            )
        )
    return parts


def _pedestal(rng: np.random.Generator) -> list[Part]:
    """Round or oval top on a turned column, tulip foot, feet or a cross."""
    top, body = (
        tint(rng, [*WOODS, *STONES, *LACQUER]),
        tint(rng, [*WOODS, *METALS, *DARKS, *LACQUER[:2]]),
    )
    radius, level = rng.uniform(0.32, 0.68), rng.uniform(0.7, 0.78)
    if rng.random() < 0.2:
        level = rng.uniform(0.98, 1.1)
        radius = rng.uniform(0.28, 0.36)
    stretch, thick = rng.uniform(1.0, 1.35), rng.uniform(0.02, 0.045)
    parts = [
        slab(oval(2 * radius, 2 * radius * stretch, 2, 48), thick, (0, 0, level - thick / 2), top)
    ]
    column, foot = rng.uniform(0.035, 0.075), radius * rng.uniform(0.55, 0.75)
    kind, under = pick(rng, ("tulip", "disc", "feet", "cross")), level - thick
    if kind == "tulip":
        profile = [
            (0, 0),
            (foot, 0),
            (foot * 0.95, 0.015),
            (foot * 0.45, 0.06),
            (column * 1.2, 0.22),
            (column, under * 0.55),
            (column * 1.6, under * 0.85),
            (column * 4, under),
            (0, under),
        ]
        return [*parts, lathe(profile, body)]
    if kind == "disc":
        profile = [
            (0, 0),
            (foot, 0),
            (foot, 0.03),
            (column, 0.05),
            (column, under - 0.03),
            (column * 3, under - 0.02),
            (column * 3, under),
            (0, under),
        ]
        return [*parts, lathe(profile, body)]
    share = np.array([0.18, 0.22, 0.3, 0.4, 0.5, 0.62, 0.8, 0.9, 1.0])
    swell = np.array([1.3, 1.6, 1.1, 1.7, 1.9, 1.2, 1.0, 1.5, 2.4])
    rings = np.column_stack([swell * column, share * under])
    parts.append(lathe([(0, 0.18 * under), *rings, (0, under)], body, sections=20))
    count = 4 if kind == "cross" else int(rng.integers(3, 5))
    for angle in 2 * np.pi * (np.arange(count) + 0.5) / count:
        x, y = foot * np.cos(angle), foot * np.sin(angle)
        if kind == "cross":
            parts.append(taper((0, 0, 0.16), (x, y, 0.03), 0.05, 0.03, body, 4))
            parts.append(rod((x, y, 0), (x, y, 0.05), 0.025, shade(body, 0.7), 10))
        else:
            bend = [
                (0, 0, under * 0.32),
                (x * 0.4, y * 0.4, under * 0.3),
                (x * 0.8, y * 0.8, 0.06),
                (x, y, 0.02),
            ]
            parts.append(pipe(bend, 0.026, body, 8))
    return parts


def _trestle(rng: np.random.Generator) -> list[Part]:
    """Board on two A-frames, X-frames or shaped ends joined by a beam."""
    top, body = tint(rng, WOODS), tint(rng, [*WOODS, *DARKS, *METALS])
    depth, width, level = rng.uniform(0.7, 0.95), rng.uniform(1.3, 2.3), rng.uniform(0.72, 0.77)
    thick, y = rng.uniform(0.035, 0.06), width / 2 - rng.uniform(0.2, 0.4)
    parts = [box((depth, width, thick), (0, 0, level - thick / 2), top)]
    under, half, kind = level - thick, depth * 0.42, pick(rng, ("A", "X", "shaped", "V"))
    if kind == "X":
        one = [
            taper((s * half, y, 0), (-s * half, y, under), 0.035, 0.035, body, 4) for s in (-1, 1)
        ]
    elif kind == "shaped":
        outline = [
            (-half, 0),
            (half, 0),
            (half, 0.06),
            (0.1, 0.1),
            (0.08, under - 0.12),
            (half * 0.9, under - 0.05),
            (half * 0.9, under),
        ]
        outline += [
            (-half * 0.9, under),
            (-half * 0.9, under - 0.05),
            (-0.08, under - 0.12),
            (-0.1, 0.1),
            (-half, 0.06),
        ]
        one = [panel(outline, 0.06, (0, y, 0), body, 1)]
    elif kind == "A":
        one = [
            taper((s * half, y + t * 0.14, 0), (s * 0.2, y, under), 0.025, 0.025, body, 4)
            for s in (-1, 1)
            for t in (-1, 1)
        ]
        one.append(box((half * 1.5, 0.2, 0.03), (0, y, under * 0.35), body))
        one.append(box((0.6 * depth, 0.06, 0.06), (0, y, under - 0.03), body))
    else:
        one = [taper((0.04 * s, y, 0), (s * half, y, under), 0.03, 0.03, body, 4) for s in (-1, 1)]
        one.append(box((depth * 0.7, 0.1, 0.04), (0, y, 0.02), body))
    if kind != "A":
        beam = under * (0.5 if kind == "X" else rng.uniform(0.2, 0.6))
        parts.append(box((0.05, 2 * y, 0.08), (0, 0, beam), shade(body, 0.85)))
    return [*parts, *one, *mirror(one, 1)]


def _coffee(rng: np.random.Generator) -> list[Part]:
    """Low table with a shelf, often with a glass top."""
    body, level = tint(rng, [*WOODS, *METALS, *DARKS]), rng.uniform(0.36, 0.48)
    top = GLASS if rng.random() < 0.4 else tint(rng, [*WOODS, *STONES])
    depth, width = rng.uniform(0.5, 0.75), rng.uniform(0.8, 1.3)
    parts = _top(rng, depth, width, level, top)
    kind = pick(rng, ("square", "tapered", "splayed", "hairpin"))
    parts += four_legs(
        kind, depth * 0.84, width * 0.86, level - 0.03, rng.uniform(0.035, 0.06), body
    )
    if kind in ("square", "tapered") and rng.random() < 0.75:
        shelf = (depth * 0.8, width * 0.82, 0.02)
        parts.append(box(shelf, (0, 0, level * rng.uniform(0.25, 0.45)), tint(rng, WOODS + DARKS)))
    return parts


def _picnic(rng: np.random.Generator) -> list[Part]:
    """Slatted garden table, round or long, with a parasol hole or crossed legs."""
    wood = tint(rng, [*WOODS, *LACQUER[2:], (236, 234, 228)])
    depth, width, level = rng.uniform(0.7, 0.9), rng.uniform(0.8, 1.7), rng.uniform(0.7, 0.75)
    count = int(rng.integers(5, 9))
    pitch = depth / count
    xs = (np.arange(count) + 0.5) * pitch - depth / 2
    parts = [boxes([pitch * 0.86, width, 0.03], [[x, 0, level - 0.015] for x in xs], wood)]
    y, frame = width / 2 - rng.uniform(0.08, 0.2), shade(wood, rng.uniform(0.7, 0.95))
    one = [box((depth * 0.94, 0.05, 0.06), (0, y, level - 0.06), frame)]
    if rng.random() < 0.5:
        x = depth * 0.4
        one += [
            taper(
                (s * x, y + 0.03 * s, 0),
                (-s * x, y + 0.03 * s, level - 0.05),
                0.025,
                0.025,
                frame,
                4,
            )
            for s in (-1, 1)
        ]
        parts.append(rod((0, -y, level * 0.48), (0, y, level * 0.48), 0.02, frame))
    else:
        x = depth / 2 - 0.06
        one += [
            box((0.07, 0.07, level - 0.05), (s * x, y, (level - 0.05) / 2), frame) for s in (-1, 1)
        ]
        one.append(box((2 * x, 0.04, 0.05), (0, y, level * 0.2), frame))
        parts.append(box((0.05, 2 * y, 0.04), (0, 0, level * 0.2), frame))
    return [*parts, *one, *mirror(one, 1)]


def _frame(rng: np.random.Generator) -> list[Part]:
    """Board or glass on a welded frame of tubes: hoops, loops or hairpins."""
    metal = tint(rng, METALS + DARKS)
    top = GLASS if rng.random() < 0.35 else tint(rng, [*WOODS, *LACQUER, *STONES])
    depth, width, level = rng.uniform(0.7, 0.95), rng.uniform(0.9, 2.0), rng.uniform(0.71, 0.77)
    parts = _top(rng, depth, width, level, top)
    kind, under = pick(rng, ("loop", "trapeze", "hairpin", "wires")), level - 0.045
    x, y = depth / 2 - 0.08, width / 2 - rng.uniform(0.1, 0.3)
    if kind == "hairpin":
        parts += four_legs("hairpin", 2 * x, 2 * y, under, 0.07, metal)
        return parts
    if kind == "wires":
        parts += [
            rod((a * x * 0.35, b * y * 0.35, 0), (a * x, b * y, under), 0.016, metal)
            for a in (-1, 1)
            for b in (-1, 1)
        ]
        parts += [
            rod((a * x, b * y * 0.5, 0), (a * x * 0.3, b * y * 0.8, under), 0.016, metal)
            for a in (-1, 1)
            for b in (-1, 1)
        ]
        return parts
    foot = x * (0.6 if kind == "trapeze" else 1.0)
    thick = rng.uniform(0.03, 0.06)
    corners = [(-foot, y, thick / 2), (foot, y, thick / 2), (x, y, under), (-x, y, under)]
    one = [
        taper(a, b, thick / 2, thick / 2, metal, 4)
        for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
    ]
    if rng.random() < 0.5:
        parts.append(box((thick, 2 * y, thick), (0, 0, under - thick / 2), metal))
    return [*parts, *one, *mirror(one, 1)]
