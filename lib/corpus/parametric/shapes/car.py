"""Cars: sedans, hatchbacks, estates, off-roaders, pickups, vans, sports cars."""

from dataclasses import dataclass, replace

import numpy as np

from lib.corpus.parametric.palette import DARKS, METALS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, mirror, panel, rod
from lib.corpus.parametric.parts_organic import blob, hull, lattice, repaint, scatter, skin, tube

_PAINTS: list[Color] = [
    (190, 30, 36), (36, 84, 160), (230, 232, 234), (40, 42, 48), (168, 174, 180), (236, 186, 50),
    (40, 110, 80), (226, 110, 40), (120, 30, 50), (90, 160, 190),
]  # fmt: skip
_GLASS: Color = (54, 70, 84)


@dataclass(frozen=True)
class _Form:
    """Proportions of a kind: metres, and fractions of the length from the middle for x."""

    length: tuple[float, float]
    belt: float
    roof: float
    hood: float
    nose: float
    deck: float
    rear: tuple[float, float]
    front: tuple[float, float]
    wheel: float


# `rear` and `front` are where the windows start at the belt and end at the roof.
_FORMS = {
    "sedan": _Form((4.4, 5.0), 0.95, 1.42, 0.88, 0.72, 0.98, (-0.37, -0.2), (0.22, 0.06), 0.33),
    "hatchback": _Form((3.6, 4.2), 0.96, 1.48, 0.9, 0.74, 0.96, (-0.485, -0.36), (0.27, 0.1), 0.31),
    "estate": _Form((4.5, 4.9), 0.96, 1.46, 0.9, 0.74, 0.96, (-0.485, -0.42), (0.22, 0.07), 0.33),
    "offroad": _Form((4.3, 4.9), 1.16, 1.78, 1.1, 0.98, 1.16, (-0.48, -0.44), (0.23, 0.13), 0.4),
    "pickup": _Form((5.0, 5.6), 1.12, 1.74, 1.06, 0.94, 0.78, (-0.1, -0.07), (0.2, 0.1), 0.39),
    "van": _Form((4.8, 5.6), 1.2, 2.05, 1.05, 0.84, 1.2, (-0.49, -0.475), (0.4, 0.26), 0.35),
    "sports": _Form((4.1, 4.6), 0.83, 1.2, 0.78, 0.58, 0.86, (-0.4, -0.13), (0.2, 0.02), 0.31),
}


def build(rng: np.random.Generator) -> list[Part]:
    """One car, its bonnet towards +x, its wheels on z = 0."""
    kind = pick(
        rng, ["sedan", "sedan", "hatchback", "estate", "offroad", "pickup", "van", "sports"]
    )
    form = _vary(rng, _FORMS[kind])
    length = rng.uniform(*form.length)
    half = np.clip(length * rng.uniform(0.175, 0.21), 0.76, 1.02)
    stretch = rng.uniform(0.92, 1.09)
    paint = tint(rng, _PAINTS)
    wheel = form.wheel * rng.uniform(0.9, 1.12)
    low = wheel * rng.uniform(0.52, 0.68) + (0.08 if kind in ("offroad", "pickup") else 0.0)
    roof_paint = paint if rng.random() < 0.75 else tint(rng, [*DARKS, (236, 236, 234)])
    parts = _body(rng, form, kind, length, half, stretch, low, paint)
    cabin = _cabin(rng, form, kind, length, half, stretch, paint, roof_paint)
    parts += [cabin, *_wheels(rng, length, half, wheel, low)]
    parts += _lights(rng, form, length, half, stretch, low, paint)
    if kind == "pickup":
        parts += _bed(form, length, half, stretch, paint)
    parts += _extras(rng, form, kind, length, half, stretch, paint)
    return parts


def _vary(rng: np.random.Generator, form: _Form) -> _Form:
    """Move the lines of a kind within what is built on the road."""
    rear, front = rng.uniform(-0.02, 0.035), rng.uniform(-0.03, 0.03)
    slope = rng.uniform(-0.03, 0.03)
    return replace(
        form,
        length=(form.length[0] * 0.94, form.length[1] * 1.05),
        roof=form.belt + (form.roof - form.belt) * rng.uniform(0.86, 1.16),
        hood=form.hood * rng.uniform(0.93, 1.05),
        nose=form.nose * rng.uniform(0.88, 1.1),
        deck=form.deck * rng.uniform(0.96, 1.04),
        rear=(max(form.rear[0], -0.495 + max(rear, 0)), form.rear[1] + rear),
        front=(form.front[0] + front, form.front[1] + front + slope),
    )


def _body(
    rng: np.random.Generator,
    form: _Form,
    kind: str,
    length: float,
    half: float,
    stretch: float,
    low: float,
    paint: Color,
) -> list[Part]:
    """Lower body: rounded sections along x under the bonnet, belt and boot lines."""
    at = np.array(
        [
            -0.5,
            -0.485,
            -0.45,
            -0.4,
            form.rear[0],
            form.front[0],
            form.front[0] + 0.02,
            0.42,
            0.47,
            0.492,
            0.5,
        ]
    )
    if kind == "pickup":
        at[3:5] = -0.14, -0.12
    tall = np.array([form.deck * 0.9, form.deck * 0.97, form.deck, form.deck, form.belt, form.belt])
    tail = [form.belt * 0.99, form.hood * 0.96, form.nose * 1.06, form.nose, form.nose * 0.9]
    tops = np.concatenate([tall, tail]) * stretch
    order = np.argsort(at, kind="stable")
    x = np.concatenate([[-0.5, -0.49], np.linspace(-0.47, 0.46, 22), [0.485, 0.497, 0.5]])
    top = np.interp(x, at[order], tops[order])
    plan = (
        1
        - rng.uniform(0.02, 0.06) * (2 * np.abs(x)) ** 3
        - 0.12 * np.clip(np.abs(x) / 0.5 - 0.9, 0, 1) * 10 * 0.6
    )
    rise = low + 0.1 * np.clip(np.abs(x) / 0.5 - 0.86, 0, 1) * 7 * 0.6
    stations = np.stack([x * length, 0 * x, (top + rise) / 2], axis=1)
    halves = np.stack([half * plan, (top - rise) / 2], axis=1)
    shell = hull(stations, halves, paint, axis=0, power=rng.uniform(4.5, 7), sections=28)
    sill = box(
        (length * 0.66, half * 1.99, 0.09),
        (0, 0, low + 0.06),
        shade(paint, 0.55) if rng.random() < 0.6 else (40, 40, 44),
    )
    parts = [shell, sill]
    door = (form.rear[1] * 0.4 + form.front[0] * 0.6) * length
    wide = min((form.front[0] - form.rear[1]) * length * 0.42, 1.05)
    lines = [door, door - wide] + (
        [door - 2 * wide * 0.92] if kind not in ("pickup", "sports") else []
    )
    seams = np.array(
        [
            (x_line, hand * half * 0.975, (low + form.belt * stretch) / 2 + 0.05)
            for x_line in lines
            for hand in (-1, 1)
        ]
    )
    parts.append(
        scatter(box((0.018, 0.05, (form.belt - low) * 0.72), (0, 0, 0), shade(paint, 0.5)), seams)
    )
    handles = np.add(seams[2:], (wide * 0.14, 0, (form.belt - low) * 0.2))
    parts.append(scatter(box((0.16, 0.07, 0.03), (0, 0, 0), tint(rng, METALS)), handles))
    return parts


def _cabin(
    rng: np.random.Generator,
    form: _Form,
    kind: str,
    length: float,
    half: float,
    stretch: float,
    paint: Color,
    roof: Color,
) -> Part:
    """Windows, pillars and roof: plan rings that shrink and shift from belt to roof."""
    pillar = rng.uniform(-0.1, 0.1)
    side = [
        (1.0, 0.0),
        (0.99, 0.5),
        (0.94, 0.88),
        (0.86, 1.0),
        (pillar + 0.05, 1.0),
        (pillar - 0.05, 1.0),
    ]
    side += [(-0.52, 1.0), (-0.6, 1.0), (-0.93, 1.0), (-0.98, 0.9), (-1.0, 0.5)]
    plan = np.array([*side, (-1.0, 0.0), *((u, -v) for u, v in side[:0:-1])])
    belt, top = form.belt * stretch, form.roof * stretch
    up = np.array([-0.25, 0.0, 0.06, 0.5, 0.86, 0.95, 1.0])
    crown = np.array([0, 0, 0, 0, 0.0, 0.03, 0.12])
    share = np.clip(up, 0, 1) ** 1.15
    rear = (form.rear[0] + (form.rear[1] - form.rear[0]) * share + crown * 0.2) * length
    front = (form.front[0] + (form.front[1] - form.front[0]) * share - crown * 0.3) * length
    wide = half * (0.93 - rng.uniform(0.12, 0.2) * share - crown * 0.8)
    middle, reach = (rear + front) / 2, (front - rear) / 2
    z = belt - 0.03 + (top - belt + 0.03) * up
    rings = np.stack(
        [
            middle[:, None] + reach[:, None] * plan[:, 0],
            wide[:, None] * plan[:, 1],
            z[:, None] + 0 * plan[:, 0],
        ],
        axis=-1,
    )
    part = skin(rings, roof)
    row, column = lattice(len(up), len(plan))
    half_columns = np.minimum(column, len(plan) - 1 - column)
    windows = (row >= 2) & (row <= 3)
    pillars = [2, 4, 8] if kind in ("sports", "sedan") else [2, 4, 6, 8]
    if kind == "pickup":
        pillars = [2, 7, 8]
    if kind == "van" and rng.random() < 0.6:
        pillars = [2, 4, 5, 6, 7, 8, 9, 10]
    repaint(part, row < 2, paint)
    repaint(part, windows, _GLASS)
    return repaint(part, windows & np.isin(half_columns, pillars), paint)


def _wheels(
    rng: np.random.Generator, length: float, half: float, radius: float, low: float
) -> list[Part]:
    """Four wheels with rims and spokes, in dark arches."""
    front, rear = length * rng.uniform(0.28, 0.34), -length * rng.uniform(0.24, 0.32)
    angle = np.linspace(0, np.pi, 15)
    arch = np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius * 1.1 + [0, radius]
    arch = np.concatenate([arch, [(-radius * 1.1, low), (radius * 1.1, low)]])
    parts = [panel(arch, 2 * half * 0.995, (x, 0, 0), (24, 24, 26), 1) for x in (front, rear)]
    wide = rng.uniform(0.19, 0.25)
    rim, spokes = tint(rng, [*METALS, (60, 62, 66)]), int(rng.choice([5, 6, 8, 10]))
    tyre = rod((0, -wide, 0), (0, 0, 0), radius, (32, 32, 34), 24)
    dish = rod((0, -0.02, 0), (0, 0.008, 0), radius * 0.68, shade(rim, 0.45), 20)
    turns = np.arange(spokes) * 2 * np.pi / spokes
    bar = box((radius * 0.6, 0.03, radius * 1.1 / spokes), (radius * 0.34, 0.004, 0), rim)
    matrices = np.zeros((spokes, 3, 3))
    matrices[:, 1, 1] = 1
    matrices[:, 0, 0] = matrices[:, 2, 2] = np.cos(turns)
    matrices[:, 2, 0], matrices[:, 0, 2] = np.sin(turns), -np.sin(turns)
    star = scatter(bar, np.zeros((spokes, 3)), matrices)
    hub = rod((0, 0, 0), (0, 0.024, 0), radius * 0.16, rim, 12)
    out = half * 1.01
    left = [
        scatter(part, [(x, out, radius) for x in (front, rear)]) for part in (tyre, dish, star, hub)
    ]
    return parts + left + mirror(left, 1)


def _lights(
    rng: np.random.Generator,
    form: _Form,
    length: float,
    half: float,
    stretch: float,
    low: float,
    paint: Color,
) -> list[Part]:
    """Lamps, grille, bumpers and plates at both ends."""
    nose, tail = length * 0.5, -length * 0.5
    level = form.nose * stretch * 0.76
    wide, tall = half * rng.uniform(0.26, 0.4), rng.uniform(0.12, 0.2)
    dark = (38, 38, 42)
    if rng.random() < 0.35:
        lamp = blob(
            (nose - 0.02, half * 0.62, level), (0.06, tall * 0.7, tall * 0.7), (250, 250, 236), 2
        )
    else:
        lamp = box(
            (0.14, wide, tall), (nose - 0.05, half * 0.83 - wide / 2, level), (250, 250, 236)
        )
    back = form.deck * stretch * 0.82
    red = box(
        (0.12, wide * 0.8, tall * rng.uniform(1.0, 1.8)),
        (tail + 0.04, half * 0.83 - wide * 0.4, back),
        (200, 30, 34),
    )
    parts = [lamp, red, *mirror([lamp, red], 1)]
    grille = box(
        (0.06, half * rng.uniform(0.5, 0.85), tall * rng.uniform(0.8, 1.3)),
        (nose - 0.02, 0, level - 0.02),
        dark,
    )
    bars = [(nose + 0.01, 0, level - 0.02 + tall * s) for s in (-0.3, 0, 0.3)]
    parts += [grille, scatter(box((0.02, half * 0.5, 0.015), (0, 0, 0), tint(rng, METALS)), bars)]
    bumper = dark if rng.random() < 0.5 else shade(paint, 0.8)
    for x in (nose - 0.04, tail + 0.04):
        parts.append(
            hull(
                [(x, y * half, low + 0.14) for y in (-0.9, -0.8, 0.8, 0.9)],
                [(0.05, 0.06), (0.09, 0.08), (0.09, 0.08), (0.05, 0.06)],
                bumper,
                axis=1,
                power=4,
            )
        )
        parts.append(
            box((0.03, 0.5, 0.11), (x + np.sign(x) * 0.085, 0, low + 0.15), (240, 238, 220))
        )
    return parts


def _bed(form: _Form, length: float, half: float, stretch: float, paint: Color) -> list[Part]:
    """Open load bed: two sides, a tailgate, a dark floor."""
    start, end = -0.492 * length, (form.rear[0] - 0.01) * length
    low, high = form.deck * stretch * 0.9, form.belt * stretch * 0.97
    size = (end - start, 0.09, high - low)
    middle = (start + end) / 2
    side = box(size, (middle, half * 0.9, (low + high) / 2), paint)
    floor = box((end - start, half * 1.76, 0.04), (middle, 0, form.deck * stretch), (44, 44, 48))
    gate = box((0.08, half * 1.86, high - low), (start + 0.05, 0, (low + high) / 2), paint)
    return [side, *mirror([side], 1), floor, gate]


def _extras(
    rng: np.random.Generator,
    form: _Form,
    kind: str,
    length: float,
    half: float,
    stretch: float,
    paint: Color,
) -> list[Part]:
    """Door mirrors for all; a roof rack, a spoiler, a sign, a stripe for some."""
    x, belt, roof = (form.front[0] - 0.055) * length, form.belt * stretch, form.roof * stretch
    glass = blob(
        (x, half * 1.03, belt + 0.08),
        (0.06, 0.11, 0.075),
        paint if rng.random() < 0.6 else (40, 40, 44),
        1,
    )
    parts = [glass, *mirror([glass], 1)]
    middle = (form.rear[1] + form.front[1]) / 2 * length
    long = (form.front[1] - form.rear[1]) * length
    style = rng.random()
    if kind in ("estate", "offroad", "van") and style < 0.5:
        rail = tube(
            [
                (middle - long * 0.45, half * 0.6, roof),
                (middle - long * 0.4, half * 0.6, roof + 0.07),
                (middle + long * 0.4, half * 0.6, roof + 0.07),
                (middle + long * 0.45, half * 0.6, roof),
            ],
            0.025,
            tint(rng, METALS),
            6,
        )
        bars = [
            rod(
                (middle + long * s, -half * 0.6, roof + 0.07),
                (middle + long * s, half * 0.6, roof + 0.07),
                0.02,
                (50, 50, 54),
                6,
            )
            for s in (-0.25, 0.25)
        ]
        return [*parts, rail, *mirror([rail], 1), *bars]
    if kind == "sports" and style < 0.6:
        deck = form.deck * stretch
        wing = box((0.26, half * 1.7, 0.035), (-length * 0.46, 0, deck + 0.2), paint)
        posts = [
            box((0.12, 0.04, 0.22), (-length * 0.46, hand * half * 0.6, deck + 0.1), (40, 40, 44))
            for hand in (-1, 1)
        ]
        stripe = box((long, half * 0.2, 0.01), (middle, 0, roof), (240, 240, 240))
        return [*parts, wing, *posts, stripe]
    if kind == "sedan" and style < 0.16:
        return [*parts, box((0.18, 0.5, 0.16), (middle, 0, roof + 0.07), (250, 206, 60))]
    if kind == "sedan" and style < 0.26:
        lamps = [
            box((0.16, 0.5, 0.1), (middle, hand * 0.26, roof + 0.05), color)
            for hand, color in ((-1, (220, 40, 40)), (1, (50, 90, 220)))
        ]
        return [*parts, *lamps]
    if kind == "offroad" and style < 0.85:
        spare = rod(
            (-length * 0.5, 0, belt * 0.86),
            (-length * 0.5 - 0.2, 0, belt * 0.86),
            form.wheel,
            (36, 36, 38),
            24,
        )
        cover = rod(
            (-length * 0.5 - 0.2, 0, belt * 0.86),
            (-length * 0.5 - 0.21, 0, belt * 0.86),
            form.wheel * 0.7,
            paint,
            20,
        )
        return [*parts, spare, cover]
    return parts
