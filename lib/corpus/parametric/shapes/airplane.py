"""Airplanes: airliners, business jets, turboprops, light planes, biplanes, gliders, fighters."""

import numpy as np

from lib.corpus.parametric.palette import METALS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, mirror, rod
from lib.corpus.parametric.parts_organic import (
    Floats,
    blob,
    centers,
    hull,
    lattice,
    repaint,
    scatter,
    skin,
)

_LIVERIES: list[Color] = [
    (30, 70, 150), (196, 36, 44), (236, 150, 40), (30, 130, 110), (110, 60, 140), (40, 44, 60),
    (240, 200, 50),
]  # fmt: skip
_WHITES: list[Color] = [(240, 241, 243), (226, 229, 233), (206, 211, 218)]
_CAMOUFLAGES: list[Color] = [
    (126, 134, 142),
    (96, 106, 92),
    (150, 140, 112),
    (78, 86, 98),
    (58, 62, 70),
]
_GLASS: Color = (48, 62, 78)
_RUBBER: Color = (36, 36, 38)


def build(rng: np.random.Generator) -> list[Part]:
    """One airplane, its nose towards +x, its wings along y."""
    kinds = [
        _airliner,
        _airliner,
        _airliner,
        _business,
        _turboprop,
        _light,
        _light,
        _biplane,
        _glider,
    ]
    return pick(rng, [*kinds, _fighter, _fighter])(rng)


# Aerofoil as (chord, thickness) fractions, nose first, over the top and back below.
_FOIL = np.array(
    [
        (0, 0),
        (0.08, 0.6),
        (0.3, 1),
        (0.65, 0.7),
        (1, 0.06),
        (1, -0.06),
        (0.65, -0.3),
        (0.3, -0.5),
        (0.08, -0.4),
    ]
)


def _wing(
    root: tuple[float, float, float],
    tip: tuple[float, float, float],
    chords: tuple[float, float],
    color: Color,
    thick: float = 0.06,
) -> Part:
    """Lifting surface between two leading-edge points; upright ones are thick along y."""
    start, end = np.array(root, dtype=float), np.array(tip, dtype=float)
    up = (
        np.array([0.0, 1, 0])
        if abs(end[2] - start[2]) > abs(end[1] - start[1])
        else np.array([0.0, 0, 1])
    )
    rings = []
    for along in (0.0, 0.33, 0.66, 0.97, 1.0):
        chord = (chords[0] + (chords[1] - chords[0]) * along) * (0.8 if along == 1 else 1)
        foil = np.outer(_FOIL[:, 0] * -chord, [1, 0, 0]) + np.outer(_FOIL[:, 1] * chord * thick, up)
        rings.append(start + (end - start) * along + foil)
    return skin(rings, color)


def _wings(
    root: tuple[float, float, float],
    tip: tuple[float, float, float],
    chords: tuple[float, float],
    color: Color,
    thick: float = 0.06,
) -> list[Part]:
    left = _wing(root, tip, chords, color, thick)
    return [left, *mirror([left], 1)]


def _fuselage(
    length: float,
    radius: float,
    nose: float,
    tail: float,
    color: Color,
    blunt: float = 0.5,
    squash: float = 1.0,
) -> Part:
    """Round body from x = -length/2 to length/2; `nose` and `tail` are their shares of it."""
    x = np.concatenate(
        [
            np.linspace(0, tail, 9)[:-1],
            np.linspace(tail, 1 - nose, 9)[:-1],
            1 - nose * np.linspace(1, 0, 11) ** 1.6,
        ]
    )
    behind = np.clip(1 - x / tail, 0, 1)
    ahead = np.clip((x - 1 + nose) / nose, 0, 1)
    size = radius * (1 - 0.9 * behind**1.7) * np.maximum((1 - ahead**2) ** blunt, 0.03)
    lift = radius * (0.62 * behind**1.7 - 0.22 * ahead**2)
    stations = np.stack([(x - 0.5) * length, 0 * x, lift], axis=1)
    return hull(stations, np.stack([size * squash, size], axis=1), color, axis=0, sections=20)


def _row(
    start: float, end: float, count: int, y: float, z: float, size: tuple[float, float, float]
) -> list[Part]:
    """Cabin windows along both sides."""
    x = np.linspace(start, end, count)
    places = np.concatenate(
        [np.stack([x, 0 * x + hand * y, 0 * x + z], axis=1) for hand in (-1, 1)]
    )
    return [scatter(box(size, (0, 0, 0), _GLASS), places)]


def _jet(at: tuple[float, float, float], long: float, radius: float, color: Color) -> list[Part]:
    """Nacelle about `at` with a bright lip, a dark intake and a cone behind."""
    x = np.array([0.5, 0.47, 0.3, 0, -0.3, -0.5]) * long
    size = radius * np.array([0.86, 0.95, 1.0, 1.0, 0.86, 0.7])
    stations = np.stack([x, 0 * x, 0 * x], axis=1) + at
    lip = np.add(np.array(at), (0.5 * long, 0, 0))
    parts = [hull(stations, np.stack([size, size], axis=1), color, axis=0, sections=18)]
    parts.append(
        rod(
            lip - [0.06 * long, 0, 0],
            np.add(lip, (0.01 * long, 0, 0)),
            radius * 0.9,
            (206, 208, 212),
            18,
        )
    )
    parts.append(rod(lip, np.add(lip, (0.014 * long, 0, 0)), radius * 0.74, (34, 34, 38), 18))
    parts.append(blob(lip, (radius * 0.5, radius * 0.24, radius * 0.24), (150, 152, 156), 1))
    end = np.array(at) - [0.5 * long, 0, 0]
    return [
        *parts,
        hull(
            [np.add(end, (0.05 * long, 0, 0)), end - [0.3 * long, 0, 0]],
            [(radius * 0.5,) * 2, (radius * 0.12,) * 2],
            (70, 70, 74),
            axis=0,
        ),
    ]


def _propeller(rng: np.random.Generator, at: Floats, radius: float, color: Color) -> list[Part]:
    """Spinner and two to five blades in the plane across x."""
    blades, start = int(rng.choice([2, 3, 4])), rng.uniform(0, 2)
    angle = start + np.arange(blades) * 2 * np.pi / blades
    blade = _wing((0, 0, 0), (0, 0, radius), (radius * 0.18, radius * 0.1), (60, 60, 64), 0.2)
    matrices = np.zeros((blades, 3, 3))
    matrices[:, 0, 0] = 1
    matrices[:, 1, 1] = matrices[:, 2, 2] = np.cos(angle)
    matrices[:, 1, 2], matrices[:, 2, 1] = np.sin(angle), -np.sin(angle)
    tips = scatter(blade, np.tile(at, (blades, 1)), matrices)
    return [tips, blob(at, (radius * 0.26, radius * 0.15, radius * 0.15), color, 1)]


def _wheel(at: tuple[float, float, float], radius: float, up: float) -> list[Part]:
    """Wheel on a leg that reaches `up` above it."""
    spot = np.array(at)
    wide = np.array([0, radius * 0.35, 0])
    return [
        rod(spot - wide, spot + wide, radius, _RUBBER, 14),
        rod(spot, np.add(spot, (0, 0, up)), radius * 0.2, (150, 152, 156), 6),
    ]


def _tail(
    rng: np.random.Generator,
    x: float,
    z: float,
    size: float,
    style: str,
    color: Color,
    plane: Color,
) -> list[Part]:
    """Fin and tailplane at the station `x`: low, cruciform or T."""
    sweep, tall = rng.uniform(0.35, 0.7) * size, size * rng.uniform(0.9, 1.1)
    chord = size * rng.uniform(0.75, 0.95)
    fin = _wing(
        (x + chord * 0.5, 0, z),
        (x + chord * 0.5 - sweep, 0, z + tall),
        (chord, chord * rng.uniform(0.4, 0.6)),
        color,
    )
    level = {"low": 0.05, "cross": 0.45, "t": 0.97}[style]
    start = x + chord * 0.38 - sweep * level
    span, reach = size * rng.uniform(0.95, 1.25), rng.uniform(0.3, 0.6) * size
    plane_chord = chord * (0.72 if style == "low" else 0.55)
    return [
        fin,
        *_wings(
            (start, 0, z + tall * level),
            (start - reach, span, z + tall * level + 0.06 * span),
            (plane_chord, plane_chord * 0.5),
            plane,
        ),
    ]


def _dress(
    rng: np.random.Generator,
    body: Part,
    length: float,
    radius: float,
    accent: Color,
    cockpit: bool = True,
) -> None:
    """Belly, stripe or painted tail, and a windscreen wrapped about the brow of a `_fuselage`."""
    spots = centers(body)
    x, z = spots[:, 0] / length, spots[:, 2] / radius
    row, column = lattice(27, 20)
    style = rng.integers(4)
    if style == 0:
        repaint(body, x < rng.uniform(-0.36, -0.2), accent)
    elif style == 1:
        repaint(body, np.abs(z - 0.02) < 0.2, accent)
    elif style == 2:
        repaint(body, z < -0.3, accent)
    else:
        repaint(body, z < -0.45, (168, 172, 178))
    if cockpit:
        repaint(body, np.isin(row, [20, 21]) & (column >= 1) & (column <= 7), _GLASS)


def _airliner(rng: np.random.Generator) -> list[Part]:
    """Low swept wing; two or four engines below it, or two or three at the tail."""
    length, white, accent = rng.uniform(30, 60), tint(rng, _WHITES, 0.03), tint(rng, _LIVERIES)
    radius = length * rng.uniform(0.048, 0.06)
    body = _fuselage(length, radius, rng.uniform(0.11, 0.15), rng.uniform(0.26, 0.34), white)
    _dress(rng, body, length, radius, accent)
    grey = tint(rng, [(196, 200, 206), *_WHITES], 0.04)
    span, sweep = length * rng.uniform(0.44, 0.52), rng.uniform(0.45, 0.72)
    chord, rise = length * rng.uniform(0.16, 0.2), rng.uniform(0.06, 0.13)
    lead, z = length * rng.uniform(0.1, 0.15), -radius * 0.55
    tip = (lead - span * sweep, span, z + span * rise)
    parts = [body, *_wings((lead, 0, z), tip, (chord, chord * rng.uniform(0.2, 0.3)), grey, 0.05)]
    nacelle = tint(rng, [white, accent, (206, 208, 214)])
    behind = rng.random() < 0.25
    size = radius * rng.uniform(0.42, 0.6)
    engines: list[Part] = []
    if behind:
        at = (-length * 0.3, radius * 1.45, radius * 0.35)
        engines = [
            *_jet(at, size * 3.6, size, nacelle),
            box((size * 2, radius, size * 0.3), (at[0], radius * 0.9, at[2]), white),
        ]
        if rng.random() < 0.3:
            parts += _jet((-length * 0.4, 0, radius * 1.5), size * 4, size, nacelle)
    else:
        for share in [0.34] if rng.random() < 0.7 else [0.3, 0.58]:
            x, y = lead - span * sweep * share + size * 1.2, span * share
            level = z + span * rise * share - size * 1.1
            engines += _jet((x, y, level), size * 3.4, size, nacelle)
            engines.append(
                box(
                    (size * 3, size * 0.25, size * 1.1),
                    (x - size * 1.2, y, level + size * 0.8),
                    white,
                )
            )
    parts += [*engines, *mirror(engines, 1)]
    if rng.random() < 0.5:
        winglet = _wing(
            tip,
            (tip[0] - chord * 0.25, span * 1.015, tip[2] + radius * 0.8),
            (chord * 0.2, chord * 0.08),
            accent,
        )
        parts += [winglet, *mirror([winglet], 1)]
    parts += _tail(
        rng,
        -length * 0.42,
        radius * 0.75,
        radius * rng.uniform(2.4, 3.0),
        "t" if behind else "low",
        accent,
        grey,
    )
    count = int(rng.integers(18, 32))
    parts += _row(
        -length * 0.28,
        length * 0.34,
        count,
        radius * 0.94,
        radius * 0.3,
        (length * 0.3 / count, radius * 0.1, radius * 0.16),
    )
    return parts


def _business(rng: np.random.Generator) -> list[Part]:
    """Small jet: engines at the tail, T-tail, six to ten windows."""
    length, white, accent = rng.uniform(13, 20), tint(rng, _WHITES, 0.03), tint(rng, _LIVERIES)
    radius = length * rng.uniform(0.055, 0.066)
    body = _fuselage(length, radius, rng.uniform(0.2, 0.26), 0.36, white)
    _dress(rng, body, length, radius, accent)
    span, chord, z = (
        length * rng.uniform(0.42, 0.52),
        length * rng.uniform(0.15, 0.19),
        -radius * 0.6,
    )
    lead = length * rng.uniform(0.04, 0.1)
    parts = [
        body,
        *_wings(
            (lead, 0, z),
            (lead - span * rng.uniform(0.3, 0.55), span, z + span * 0.06),
            (chord, chord * 0.36),
            white,
        ),
    ]
    size = radius * rng.uniform(0.5, 0.62)
    at = (-length * 0.24, radius * 1.5, radius * 0.5)
    pod = [
        *_jet(at, size * 4, size, white),
        box((size * 2, radius, size * 0.3), (at[0], radius * 0.9, at[2]), white),
    ]
    parts += [*pod, *mirror(pod, 1)]
    parts += _tail(rng, -length * 0.4, radius * 0.6, radius * 2.7, "t", accent, white)
    parts += _row(
        -length * 0.1,
        length * 0.2,
        int(rng.integers(5, 9)),
        radius * 0.93,
        radius * 0.32,
        (length * 0.02, radius * 0.14, radius * 0.24),
    )
    return parts


def _turboprop(rng: np.random.Generator) -> list[Part]:
    """Commuter: straight wing with two propeller engines, high or low."""
    length, white, accent = rng.uniform(18, 27), tint(rng, _WHITES, 0.03), tint(rng, _LIVERIES)
    radius = length * rng.uniform(0.05, 0.06)
    body = _fuselage(length, radius, 0.16, 0.36, white)
    _dress(rng, body, length, radius, accent)
    high = rng.random() < 0.65
    span, chord = length * rng.uniform(0.48, 0.58), length * rng.uniform(0.1, 0.13)
    lead, z = length * 0.1, radius * (0.95 if high else -0.6)
    parts = [
        body,
        *_wings(
            (lead, 0, z), (lead - chord * 0.3, span, z + span * 0.03), (chord, chord * 0.55), white
        ),
    ]
    y, size = span * rng.uniform(0.3, 0.38), radius * rng.uniform(0.4, 0.5)
    x = np.array([lead + chord * 0.75, lead + chord * 0.6, lead, lead - chord * 1.3])
    nacelle = hull(
        np.stack([x, 0 * x + y, 0 * x + z], axis=1),
        np.outer([0.6, 1, 1, 0.2], [size, size]),
        tint(rng, [white, accent]),
        axis=0,
    )
    engine = [
        nacelle,
        *_propeller(
            rng, np.array([lead + chord * 0.8, y, z]), radius * rng.uniform(1.3, 1.6), accent
        ),
    ]
    parts += [*engine, *mirror(engine, 1)]
    parts += _tail(
        rng, -length * 0.41, radius * 0.7, radius * 2.9, "t" if high else "cross", accent, white
    )
    parts += _row(
        -length * 0.24,
        length * 0.28,
        int(rng.integers(9, 17)),
        radius * 0.94,
        radius * 0.3,
        (length * 0.014, radius * 0.1, radius * 0.2),
    )
    return parts


def _light(rng: np.random.Generator) -> list[Part]:
    """Single propeller, straight wing on top with struts or below the cabin, fixed wheels."""
    length, paint, accent = (
        rng.uniform(6.5, 9),
        tint(rng, [*_WHITES, *_LIVERIES]),
        tint(rng, _LIVERIES),
    )
    radius = length * rng.uniform(0.075, 0.09)
    body = _fuselage(length, radius, 0.16, rng.uniform(0.5, 0.6), paint, blunt=0.3, squash=0.85)
    _dress(rng, body, length, radius, accent, cockpit=False)
    high = rng.random() < 0.55
    span, chord = length * rng.uniform(0.58, 0.7), length * rng.uniform(0.17, 0.22)
    lead, z = length * rng.uniform(0.16, 0.2), radius * (1.3 if high else -0.6)
    rise = span * (0.02 if high else rng.uniform(0.06, 0.1))
    parts = [
        body,
        *_wings(
            (lead, 0, z),
            (lead - chord * rng.uniform(0, 0.2), span, z + rise),
            (chord, chord * rng.uniform(0.6, 0.95)),
            tint(rng, [paint, accent]),
            0.1,
        ),
    ]
    x = np.array([0.27, 0.2, 0.04, -0.12]) * length
    top = radius * np.array([0.1, 0.72, 0.78, 0.2])
    cabin = hull(
        np.stack([x, 0 * x, 0 * x + radius * 0.6], axis=1),
        np.stack([np.array([0.5, 0.72, 0.72, 0.3]) * radius, top], axis=1),
        _GLASS,
        axis=0,
        power=3,
    )
    parts += [
        cabin,
        box((length * 0.26, radius * 0.5, radius * 0.1), (length * 0.1, 0, radius * 1.34), paint),
    ]
    if high:
        strut = rod(
            (lead - chord * 0.4, radius * 0.7, -radius * 0.6),
            (lead - chord * 0.4, span * 0.5, z),
            radius * 0.06,
            paint,
            6,
        )
        parts += [strut, *mirror([strut], 1)]
    parts += _propeller(
        rng, np.array([length * 0.505, 0, -radius * 0.18]), radius * rng.uniform(1.3, 1.6), accent
    )
    parts += _tail(
        rng, -length * 0.44, radius * 0.5, radius * rng.uniform(1.8, 2.3), "low", accent, paint
    )
    size = radius * 0.36
    gear = _wheel((lead - chord * 0.5, radius * 1.2, -radius * 1.75), size, radius * 0.9)
    if rng.random() < 0.4:
        gear.append(
            blob(
                (lead - chord * 0.5, radius * 1.2, -radius * 1.65),
                (size * 1.8, size * 0.7, size),
                accent,
                1,
            )
        )
    return [
        *parts,
        *gear,
        *mirror(gear, 1),
        *_wheel((length * 0.38, 0, -radius * 1.75), size * 0.85, radius),
    ]


def _biplane(rng: np.random.Generator) -> list[Part]:
    """Two straight wings, one above the other, struts between, a round engine in front."""
    length, paint, accent = (
        rng.uniform(6, 8),
        tint(rng, [*_LIVERIES, *_CAMOUFLAGES]),
        tint(rng, [*_LIVERIES, *_WHITES]),
    )
    radius = length * rng.uniform(0.07, 0.085)
    body = _fuselage(length, radius, 0.1, 0.6, paint, blunt=0.2)
    span, chord = length * rng.uniform(0.55, 0.68), length * rng.uniform(0.17, 0.21)
    lead, gap, stagger = (
        length * 0.26,
        radius * rng.uniform(2.1, 2.6),
        chord * rng.uniform(0.0, 0.35),
    )
    low = -radius * 0.7
    parts = [body]
    for x, z, color in ((lead + stagger, low + gap, accent), (lead, low, accent)):
        parts += _wings((x, 0, z), (x, span, z + span * 0.03), (chord, chord * 0.9), color, 0.08)
    struts = []
    for share in (0.14, 0.62) if rng.random() < 0.5 else (0.12, 0.42, 0.78):
        for back in (0.2, 0.75):
            foot, head = (
                (lead - chord * back, span * share, low),
                (lead + stagger - chord * back, span * share, low + gap),
            )
            struts.append(rod(foot, head, radius * 0.07, shade(paint, 0.6), 6))
    gear = _wheel((length * 0.22, radius * 1.1, -radius * 2.1), radius * 0.5, radius * 1.4)
    parts += [*struts, *gear, *mirror([*struts, *gear], 1)]
    nose = length * 0.5
    parts.append(
        rod((nose - length * 0.08, 0, 0), (nose, 0, 0), radius * 1.15, shade(paint, 0.7), 20)
    )
    angle = np.arange(7) * 2 * np.pi / 7
    heads = np.stack(
        [0 * angle + nose, radius * 0.75 * np.cos(angle), radius * 0.75 * np.sin(angle)], axis=1
    )
    parts.append(
        scatter(box((length * 0.04, radius * 0.3, radius * 0.3), (0, 0, 0), (60, 60, 64)), heads)
    )
    parts += _propeller(
        rng, np.array([nose + length * 0.03, 0, 0]), radius * rng.uniform(1.5, 1.9), (150, 110, 70)
    )
    parts.append(
        blob(
            (length * 0.02, 0, radius * 0.95),
            (radius * 0.75, radius * 0.5, radius * 0.3),
            (60, 44, 34),
            1,
        )
    )
    parts.append(blob((length * 0.02, 0, radius * 1.15), radius * 0.36, (200, 150, 110), 1))
    return parts + _tail(rng, -length * 0.44, radius * 0.4, radius * 2.0, "low", accent, accent)


def _glider(rng: np.random.Generator) -> list[Part]:
    """Slim body, very long straight wing, T-tail."""
    length, white, accent = rng.uniform(6.5, 8), tint(rng, _WHITES, 0.03), tint(rng, _LIVERIES)
    radius = length * rng.uniform(0.048, 0.07)
    body = _fuselage(length, radius, rng.uniform(0.2, 0.28), rng.uniform(0.58, 0.7), white)
    span, chord = length * rng.uniform(0.72, 1.15), length * rng.uniform(0.09, 0.15)
    lead, z = length * rng.uniform(0.1, 0.18), radius * rng.uniform(0.0, 0.8)
    taper = rng.uniform(0.3, 0.65)
    tip = (lead + chord * rng.uniform(-1.2, 0.2), span, z + span * rng.uniform(0.02, 0.15))
    parts = [body, *_wings((lead, 0, z), tip, (chord, chord * taper), white, 0.1)]
    mark = _wing(
        tuple(np.array([lead, 0, z]) * 0.12 + np.array(tip) * 0.88),
        tip,
        (chord * (0.14 + 0.88 * taper), chord * taper * 1.02),
        accent,
        0.12,
    )
    parts += [mark, *mirror([mark], 1)]
    parts.append(
        blob(
            (length * 0.27, 0, radius * 0.5),
            (length * 0.13, radius * 0.66, radius * 0.62),
            _GLASS,
            2,
        )
    )
    _dress(rng, body, length, radius, accent, cockpit=False)
    return parts + _tail(
        rng,
        -length * 0.44,
        radius * 0.4,
        radius * rng.uniform(1.9, 2.9),
        pick(rng, ["t", "t", "cross", "low"]),
        accent,
        white,
    )


def _fighter(rng: np.random.Generator) -> list[Part]:
    """Pointed nose, thin swept or delta wing, one or two fins, nozzles, weapons."""
    length, paint = rng.uniform(13, 18), tint(rng, _CAMOUFLAGES)
    radius, dark = length * rng.uniform(0.044, 0.055), shade(paint, 0.72)
    x = np.linspace(-0.5, 0.5, 17)
    size = np.interp(
        x, [-0.5, -0.3, 0.05, 0.25, 0.38, 0.46, 0.5], [0.72, 1.0, 1.0, 0.74, 0.46, 0.2, 0.02]
    )
    flat = (
        np.interp(x, [-0.5, 0.0, 0.2, 0.5], [1.7, 1.6, 1.05, 1.0])
        if rng.random() < 0.6
        else np.ones(17)
    )
    body = hull(
        np.stack([x * length, 0 * x, -0.1 * radius * (x > 0.2)], axis=1),
        np.stack([size * flat, size], axis=1) * radius,
        paint,
        axis=0,
        power=2.6,
        sections=20,
    )
    repaint(body, centers(body)[:, 0] > length * 0.43, dark)
    canopy = blob(
        (length * 0.24, 0, radius * 0.75),
        (length * 0.1, radius * 0.5, radius * 0.6),
        (70, 84, 92),
        2,
    )
    delta = rng.random() < 0.5
    span = length * (rng.uniform(0.28, 0.34) if delta else rng.uniform(0.3, 0.38))
    chord, lead = (
        length * (rng.uniform(0.36, 0.44) if delta else rng.uniform(0.24, 0.3)),
        length * rng.uniform(0.04, 0.1),
    )
    sweep = chord * rng.uniform(0.8, 0.92) if delta else span * rng.uniform(0.5, 0.85)
    parts = [
        body,
        canopy,
        *_wings(
            (lead, 0, 0),
            (lead - sweep, span, 0),
            (chord, chord * (0.12 if delta else 0.3)),
            paint,
            0.035,
        ),
    ]
    strake = _wing(
        (length * 0.22, radius * 0.3, radius * 0.1),
        (lead - chord * 0.2, radius * 2.6, radius * 0.1),
        (length * 0.3, length * 0.05),
        paint,
        0.03,
    )
    if delta and rng.random() < 0.6:
        parts += _wings(
            (length * 0.22, 0, radius * 0.4),
            (length * 0.14, span * 0.42, radius * 0.45),
            (length * 0.09, length * 0.03),
            paint,
            0.05,
        )
    else:
        parts += [strake, *mirror([strake], 1)]
    if not delta:
        parts += _wings(
            (-length * 0.3, 0, 0),
            (-length * 0.44, span * 0.62, -radius * 0.1),
            (length * 0.14, length * 0.06),
            paint,
            0.04,
        )
    twin = rng.random() < 0.55
    tall, lean = length * rng.uniform(0.15, 0.19), rng.uniform(0.0, 0.45)
    start = -length * (0.28 if delta else 0.22)
    if twin:
        fin = _wing(
            (start, radius * 1.1, radius * 0.5),
            (start - tall * 0.7, radius * 1.1 + lean * tall, tall + radius * 0.4),
            (length * 0.17, length * 0.08),
            dark,
            0.05,
        )
        parts += [fin, *mirror([fin], 1)]
    else:
        parts.append(
            _wing(
                (start, 0, radius * 0.6),
                (start - tall * 0.9, 0, tall * 1.2 + radius),
                (length * 0.2, length * 0.08),
                dark,
                0.05,
            )
        )
    for hand in (-1, 1):
        intake = [
            (length * 0.14, hand * radius * 1.15, -0.1 * radius),
            (-length * 0.16, hand * radius * 1.05, -0.1 * radius),
        ]
        parts.append(
            hull(
                intake,
                [(radius * 0.5, radius * 0.66), (radius * 0.6, radius * 0.66)],
                paint,
                axis=0,
                power=5,
            )
        )
        parts.append(
            box(
                (length * 0.006, radius * 0.7, radius * 0.95),
                (length * 0.142, hand * radius * 1.15, -0.1 * radius),
                (30, 30, 32),
            )
        )
    for y in (-0.75, 0.75) if twin else (0.0,):
        end = np.array([-length * 0.5, y * radius, 0])
        wide = radius * (0.66 if twin else 0.8)
        parts.append(
            rod(
                np.add(end, (length * 0.03, 0, 0)),
                end - [length * 0.035, 0, 0],
                wide,
                (70, 70, 74),
                16,
            )
        )
        parts.append(rod(end, end - [length * 0.037, 0, 0], wide * 0.8, (28, 28, 30), 16))
    stores = []
    for share in np.linspace(0.42, 0.96, int(rng.integers(1, 4))):
        spot = np.array([lead - sweep * share - length * 0.02, span * share, -radius * 0.42])
        stores.append(
            hull(
                [np.add(spot, (s * length, 0, 0)) for s in (0.08, 0.06, -0.08)],
                np.outer([0.1, 1, 1], [radius * 0.17] * 2),
                tint(rng, [(236, 236, 232), *METALS]),
                axis=0,
                sections=10,
            )
        )
        stores.append(
            box(
                (length * 0.05, radius * 0.1, radius * 0.4),
                np.add(spot, (0, 0, radius * 0.22)),
                dark,
            )
        )
    probe = rod((length * 0.49, 0, 0), (length * 0.53, 0, 0), radius * 0.05, dark, 6)
    return [*parts, *stores, *mirror(stores, 1), probe]
