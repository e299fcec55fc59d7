"""Sofa: an upholstered seat for two or more."""

import numpy as np

from lib.corpus.parametric.palette import DARKS, FABRICS, LEATHERS, METALS, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import (
    Color,
    Part,
    box,
    ellipsoid,
    lathe,
    mirror,
    rod,
    rounded_box,
    taper,
    turn,
)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: box, rolled arms, corner, chaise longue, slender on legs."""
    kind = pick(rng, ("box", "rolled", "corner", "chaise", "slender"))
    cover = tint(rng, FABRICS if rng.random() < 0.7 else LEATHERS)
    seats = int(rng.integers(2, 4)) if kind != "corner" else 3
    wide, depth = rng.uniform(0.58, 0.72), rng.uniform(0.82, 1.0)
    seat, back = rng.uniform(0.4, 0.46), rng.uniform(0.34, 0.5)
    arm = rng.uniform(0.07, 0.1) if kind == "slender" else rng.uniform(0.14, 0.26)
    lift = rng.uniform(0.14, 0.2) if kind == "slender" else rng.uniform(0.04, 0.12)
    inner, rest = seats * wide, rng.uniform(0.16, 0.24)
    width, pad = inner + 2 * arm, rng.uniform(0.12, 0.18)
    base = seat - pad - lift
    accent = shade(cover, rng.uniform(1.08, 1.2))
    parts = [rounded_box((depth, width, base), (0, 0, lift + base / 2), cover, 0.03)]
    parts += _cushions(rng, depth, inner, seats, seat, pad, back, rest, accent, cover, lift)
    rise = seat + rng.uniform(0.12, 0.24)
    closed = [-1, 1] if kind not in ("corner", "chaise") else [1]
    for side in closed:
        parts += _arm(kind, side, depth, width, arm, lift, rise, cover)
    if kind in ("corner", "chaise"):
        parts += _wing(
            rng,
            kind,
            depth,
            width,
            wide,
            lift,
            base,
            pad,
            seat,
            back,
            rest,
            arm,
            rise,
            cover,
            accent,
        )
    parts += _feet(rng, kind, depth, width, lift)
    for _ in range(int(rng.integers(0, 4))):
        y = rng.uniform(-0.42, 0.42) * inner
        cushion = ellipsoid((0.07, 0.2, 0.2), (0, 0, 0), tint(rng, FABRICS), 0.6, 16)
        turn(cushion, -rng.uniform(12, 24), (0, 1, 0))
        turn(cushion, rng.uniform(-25, 25), (0, 0, 1))
        cushion.apply_translation((-depth / 2 + rest + 0.2, y, seat + 0.19))
        parts.append(cushion)
    return parts


def _cushions(
    rng: np.random.Generator,
    depth: float,
    inner: float,
    seats: int,
    seat: float,
    pad: float,
    back: float,
    rest: float,
    accent: Color,
    cover: Color,
    lift: float,
) -> list[Part]:
    """Seat and back cushions, one a place, before a solid or a tufted back."""
    tall = seat + back - lift - 0.04
    x = -depth / 2
    parts = [
        rounded_box(
            (rest * 0.7, inner + 0.1, tall), (x + rest * 0.35, 0, lift + tall / 2), cover, 0.06
        )
    ]
    bench = rng.random() < 0.25
    places = 1 if bench else seats
    for index in range(places):
        y = ((index + 0.5) / places - 0.5) * inner
        size = (depth - rest * 0.6, inner / places - 0.008, pad)
        parts.append(rounded_box(size, (rest * 0.3 + 0.01, y, seat - pad / 2), accent, 0.05))
    kind = pick(rng, ("loose", "tufted", "band"))
    if kind == "tufted":
        columns = seats * int(rng.integers(2, 4))
        for index in range(columns):
            y = ((index + 0.5) / columns - 0.5) * inner
            size = (0.12, inner / columns, back)
            parts.append(
                rounded_box(size, (x + rest * 0.8, y, seat + back / 2 - 0.02), accent, 0.05, 2)
            )
        return parts
    for index in range(seats if kind == "loose" else 1):
        count = seats if kind == "loose" else 1
        y = ((index + 0.5) / count - 0.5) * inner
        size = (rest * 0.8, inner / count - 0.01, back * rng.uniform(0.92, 1.06))
        cushion = rounded_box(size, (x + rest * 0.85, y, seat + size[2] / 2), accent, 0.07)
        parts.append(turn(cushion, -8, (0, 1, 0), (x + rest, y, seat)))
    return parts


def _arm(
    kind: str,
    side: int,
    depth: float,
    width: float,
    arm: float,
    lift: float,
    rise: float,
    cover: Color,
) -> list[Part]:
    y, tall = side * (width / 2 - arm / 2), rise - lift
    if kind == "rolled":
        radius = arm * 0.62
        low = rounded_box(
            (depth, arm * 0.8, tall - radius), (0, y, lift + (tall - radius) / 2), cover, 0.03
        )
        z = rise - radius * 0.6
        roll = rod((-depth / 2 + 0.02, y, z), (depth / 2 + 0.01, y, z), radius, cover, 20)
        scroll = rod(
            (depth / 2, y, z), (depth / 2 + 0.02, y, z), radius * 0.7, shade(cover, 0.8), 16
        )
        return [low, roll, scroll]
    return [rounded_box((depth, arm, tall), (0, y, lift + tall / 2), cover, min(0.06, arm * 0.4))]


def _wing(
    rng: np.random.Generator,
    kind: str,
    depth: float,
    width: float,
    wide: float,
    lift: float,
    base: float,
    pad: float,
    seat: float,
    back: float,
    rest: float,
    arm: float,
    rise: float,
    cover: Color,
    accent: Color,
) -> list[Part]:
    """Continue the seat forwards on the -y side: as a chaise, or with a back as a corner."""
    reach = rng.uniform(0.6, 0.8) if kind == "chaise" else rng.uniform(0.9, 1.4)
    y = -width / 2 + wide / 2 + (arm * 0.5 if kind == "chaise" else rest * 0.5)
    x = depth / 2 + reach / 2
    broad = wide + (arm if kind == "chaise" else rest)
    parts = [
        rounded_box((reach, broad, base), (x, y, lift + base / 2), cover, 0.03),
        rounded_box((reach - 0.01, broad - 0.02, pad), (x, y, seat - pad / 2), accent, 0.05),
    ]
    tall, edge = seat + back - lift - 0.04, -width / 2 + rest * 0.35
    if kind == "corner":
        long = depth + reach
        parts.append(
            rounded_box((long, rest * 0.7, tall), (reach / 2, edge, lift + tall / 2), cover, 0.06)
        )
        count = 2
        for index in range(count):
            at = -depth / 2 + rest + (long - rest) * (index + 0.5) / count
            size = ((long - rest) / count - 0.02, rest * 0.7, back)
            parts.append(rounded_box(size, (at, edge + rest * 0.5, seat + back / 2), accent, 0.06))
        end = rounded_box(
            (arm, broad, rise - lift), (depth / 2 + reach, y, (rise + lift) / 2), cover, 0.05
        )
        return [*parts, end] if rng.random() < 0.5 else parts
    low = rise - lift
    parts.append(
        rounded_box((depth, arm, low), (0, -width / 2 + arm / 2, lift + low / 2), cover, 0.05)
    )
    return parts


def _feet(
    rng: np.random.Generator, kind: str, depth: float, width: float, lift: float
) -> list[Part]:
    color = tint(rng, WOODS + METALS + DARKS)
    x, y, style = depth / 2 - 0.08, width / 2 - 0.08, pick(rng, ("cone", "bun", "sled"))
    corners = [(a, b) for a in (-x, x) for b in (-y, y)]
    if style == "sled" and kind == "slender":
        one = [box((depth * 0.9, 0.05, 0.02), (0, y, 0.01), color)]
        one += [
            box((0.02, 0.05, lift), (a, y, lift / 2), color) for a in (-depth * 0.44, depth * 0.44)
        ]
        return one + mirror(one, 1)
    if style == "bun":
        profile = [(0, 0), (0.03, 0), (0.045, lift * 0.5), (0.03, lift + 0.02), (0, lift + 0.02)]
        return [lathe(profile, color, (*corner, 0), 12) for corner in corners]
    return [
        taper((a, b, lift + 0.02), (a * 1.02, b * 1.01, 0), 0.03, 0.018, color) for a, b in corners
    ]
