"""Chair: a seat for one with a back."""

import numpy as np

from lib.corpus.parametric.furniture import four_legs, stretcher
from lib.corpus.parametric.palette import (
    DARKS,
    FABRICS,
    LEATHERS,
    METALS,
    PLASTICS,
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
    ellipsoid,
    lathe,
    loft,
    mirror,
    pipe,
    rod,
    rounded_box,
    rounded_rectangle,
    slab,
    taper,
    turn,
)


def build(rng: np.random.Generator) -> list[Part]:
    """One of: wooden dining chair, shell, office swivel chair, cantilever, armchair."""
    kinds = (_dining, _dining, _shell, _office, _cantilever, _arm)
    return pick(rng, kinds)(rng)


def _dining(rng: np.random.Generator) -> list[Part]:
    color = tint(rng, [*WOODS, *PLASTICS[3:]])
    width, depth = rng.uniform(0.38, 0.5), rng.uniform(0.38, 0.48)
    seat, back = rng.uniform(0.42, 0.48), rng.uniform(0.36, 0.62)
    thick = rng.uniform(0.03, 0.045)
    kind = pick(rng, ("square", "tapered", "turned", "splayed"))
    parts = four_legs(kind, depth * 0.94, width * 0.94, seat, thick, color)
    if rng.random() < 0.6:
        cover = tint(rng, FABRICS + LEATHERS)
        parts.append(box((depth, width, 0.03), (0, 0, seat), color))
        pad = rounded_box((depth * 0.94, width * 0.94, 0.06), (0.01, 0, seat + 0.03), cover, 0.025)
        parts.append(pad)
    else:
        outline = rounded_rectangle(depth, width, rng.uniform(0.01, 0.1))
        parts.append(slab(outline, 0.035, (0, 0, seat), shade(color, 1.1)))
    if kind != "splayed" and rng.random() < 0.6:
        x, y, z = depth * 0.44, width * 0.44, seat * rng.uniform(0.25, 0.5)
        ends = [((-x, -y), (x, -y)), ((-x, y), (x, y)), ((0, -y), (0, y))]
        parts += [stretcher((*a, z), (*b, z), color) for a, b in ends]
    rest = _back(rng, width, back, thick, color)
    lean = -rng.uniform(3, 14)
    for part in rest:
        part.apply_translation((-depth / 2 + thick / 2, 0, seat))
        turn(part, lean, (0, 1, 0), (-depth / 2, 0, seat))
    if rng.random() < 0.25:
        parts += _arms(depth, width, seat, rng.uniform(0.2, 0.26), thick, color)
    return parts + rest


def _back(
    rng: np.random.Generator, width: float, height: float, thick: float, color: Color
) -> list[Part]:
    """Backrest that stands at x = 0 on z = 0."""
    kind = rng.choice(["ladder", "spindle", "panel", "hoop", "cross"])
    half = width / 2 - thick / 2
    if kind == "hoop":
        angles = np.linspace(0, np.pi, 14)
        hoop = np.column_stack(
            [np.zeros(14), half * np.cos(angles), height * np.sin(angles) ** 0.6]
        )
        parts = [pipe(hoop, thick / 2.4, color, 8)]
        for y in np.linspace(-half, half, int(rng.integers(5, 9)))[1:-1]:
            top = height * (1 - (y / half) ** 2) ** 0.3
            parts.append(rod((0, y * 0.7, 0), (0, y, top), 0.008, color, 8))
        return parts
    parts = [
        taper((0, side * half, 0), (0, side * half, height), thick / 2, thick / 2.6, color, 4)
        for side in (-1, 1)
    ]
    crest = rng.uniform(0.05, 0.12)
    parts.append(rounded_box((0.025, width, crest), (0, 0, height - crest / 2), color, 0.012, 2))
    if kind == "ladder":
        levels = np.linspace(0.12, height - crest, int(rng.integers(2, 5)), endpoint=False)
        parts.append(boxes([0.016, 2 * half, 0.04], [[0, 0, z] for z in levels], color))
    elif kind == "spindle":
        count = int(rng.integers(3, 8))
        ys = np.linspace(-half, half, count + 2)[1:-1]
        slats = [[0, y, (height - crest) / 2] for y in ys]
        parts.append(boxes([0.014, rng.uniform(0.014, 0.04), height - crest], slats, color))
    elif kind == "panel":
        cover = tint(rng, FABRICS + LEATHERS)
        size = (0.04, 2 * half - 0.02, height * rng.uniform(0.55, 0.8))
        parts.append(rounded_box(size, (0.008, 0, height - crest - size[2] / 2), cover, 0.018))
    else:
        for side in (-1, 1):
            ends = ((0, -side * half, 0.04), (0, side * half, height - crest))
            parts.append(rod(*ends, 0.013, color, 8))
    return parts


def _arms(
    depth: float, width: float, seat: float, rise: float, thick: float, color: Color
) -> list[Part]:
    y, x = width / 2 + thick / 3, depth / 2 - thick
    one = [
        rod((x, y, seat - 0.02), (x, y, seat + rise), thick / 2.6, color, 8),
        rounded_box((depth, thick * 1.5, 0.03), (0, y, seat + rise), color, 0.012, 2),
    ]
    return one + mirror(one, 1)


def _shell(rng: np.random.Generator) -> list[Part]:
    """Moulded shell on splayed dowels, wire or a trumpet foot."""
    color = tint(rng, PLASTICS + FABRICS)
    width, depth = rng.uniform(0.44, 0.54), rng.uniform(0.42, 0.5)
    seat, back = rng.uniform(0.42, 0.46), rng.uniform(0.34, 0.46)
    lift = rng.uniform(0.03, 0.2)
    across, along = np.linspace(-1, 1, 11), np.linspace(0, 1, 15)
    v, u = np.meshgrid(across, along)
    knee = np.clip((u - 0.45) / 0.2, 0, 1)
    x = depth * (0.5 - u / 0.6 * np.where(u < 0.6, 1, 0) - np.where(u >= 0.6, 1, 0))
    x = x - 0.12 * np.clip((u - 0.6) / 0.4, 0, 1)
    z = seat + back * np.clip((u - 0.5) / 0.5, 0, 1) ** 1.25
    z = z + lift * np.abs(v) ** 2.5 * (1 - 0.6 * knee) * np.clip(u / 0.3, 0, 1)
    x = x + 0.1 * knee * np.abs(v) ** 2
    y = width / 2 * v * (1 - 0.25 * np.clip((u - 0.8) / 0.2, 0, 1) ** 2) * (0.92 + 0.08 * knee)
    skin = np.stack([x, y, z], axis=-1)
    under = skin - np.stack([0.012 * knee, 0 * knee, 0.014 * (1 - knee)], axis=-1) - (0.002, 0, 0)
    # A closed shell: each ring runs along the top of a row and back underneath.
    rings = np.concatenate([skin, under[:, ::-1]], axis=1)
    parts = [loft(rings[::-1], color)]
    foot = pick(rng, ("dowels", "wire", "trumpet"))
    if foot == "trumpet":
        profile = [(0, 0), (0.24, 0), (0.23, 0.012), (0.08, 0.05), (0.03, 0.15), (0.03, 0.3)]
        return [*parts, lathe([*profile, (0.1, seat), (0, seat)], tint(rng, [color, *METALS]))]
    leg = tint(rng, WOODS if foot == "dowels" else METALS + DARKS)
    radius = 0.018 if foot == "dowels" else 0.008
    spread = rng.uniform(1.5, 2.1)
    corners = [(0.13, 0.12), (0.13, -0.12), (-0.13, 0.12), (-0.13, -0.12)]
    for a, b in corners:
        parts.append(taper((a, b, seat), (a * spread, b * spread, 0), radius, radius * 0.7, leg))
    if foot == "wire":
        height = seat * 0.5
        k = 1 + (spread - 1) * 0.5
        for side in (-1, 1):
            ends = ((-0.13 * k, -0.12 * k * side, height), (0.13 * k, 0.12 * k * side, height))
            parts.append(rod(*ends, 0.006, leg, 8))
    return parts


def _office(rng: np.random.Generator) -> list[Part]:
    """Swivel chair on a star of castors."""
    cover, metal = tint(rng, FABRICS + DARKS + LEATHERS), tint(rng, METALS + DARKS)
    seat, width = rng.uniform(0.46, 0.54), rng.uniform(0.46, 0.54)
    back = rng.uniform(0.4, 0.72)
    arms = 5 if rng.random() < 0.8 else 4
    parts = [rod((0, 0, 0.1), (0, 0, seat), 0.028, metal)]
    for index in range(arms):
        angle = 2 * np.pi * (index + 0.25) / arms
        x, y = 0.3 * np.cos(angle), 0.3 * np.sin(angle)
        parts.append(taper((0, 0, 0.13), (x, y, 0.075), 0.035, 0.02, metal, 6))
        wheel = rod((x, y - 0.02, 0.03), (x, y + 0.02, 0.03), 0.03, (38, 38, 42), 12)
        parts.append(wheel)
    parts.append(rounded_box((width, width, 0.09), (0, 0, seat), cover, 0.04))
    rest = rounded_box(
        (rng.uniform(0.06, 0.1), width * rng.uniform(0.8, 0.98), back),
        (-width / 2 - 0.02, 0, seat + 0.12 + back / 2), cover, 0.045,
    )  # fmt: skip
    spine = rod((-width / 4, 0, seat - 0.05), (-width / 2 - 0.06, 0, seat - 0.03), 0.02, metal, 8)
    post = rod((-width / 2 - 0.06, 0, seat - 0.04), (-width / 2 - 0.05, 0, seat + 0.3), 0.02, metal)
    upper = [rest]
    if rng.random() < 0.3:
        head = (-width / 2 - 0.02, 0, seat + 0.23 + back)
        stub = (-width / 2 - 0.02, 0, seat + 0.15 + back)
        upper.append(box((0.02, 0.1, 0.14), stub, metal))
        upper.append(rounded_box((0.06, 0.28, 0.14), head, shade(cover, 0.85), 0.03))
    lean = rng.uniform(2, 9)
    for part in upper:
        turn(part, -lean, (0, 1, 0), (-width / 2, 0, seat))
    if rng.random() < 0.65:
        rise = rng.uniform(0.18, 0.25)
        y = width / 2 + 0.04
        one = [
            pipe(
                [(0, width / 3, seat - 0.03), (0, y, seat - 0.03), (0, y, seat + rise)],
                0.013,
                metal,
            ),
            rounded_box((0.28, 0.07, 0.035), (0.02, y, seat + rise), (48, 48, 52), 0.015),
        ]
        parts += one + mirror(one, 1)
    return [*parts, spine, post, *upper]


def _cantilever(rng: np.random.Generator) -> list[Part]:
    """Bent tube without back legs."""
    metal, cover = tint(rng, METALS), tint(rng, [*LEATHERS, *WOODS, *FABRICS])
    width, depth = rng.uniform(0.42, 0.5), rng.uniform(0.42, 0.5)
    seat, back = rng.uniform(0.43, 0.47), rng.uniform(0.34, 0.5)
    x, y, lean = depth / 2, width / 2, rng.uniform(0.06, 0.14)
    side = [
        (-x - lean, y, seat + back), (-x, y, seat), (x - 0.05, y, seat + 0.01), (x, y, seat - 0.06),
        (x, y, 0.07), (x - 0.05, y, 0.015), (-x, y, 0.015),
    ]  # fmt: skip
    tube = [pipe(side, 0.014, metal)]
    parts = tube + mirror(tube, 1)
    parts.append(rod((-x, -y, 0.015), (-x, y, 0.015), 0.013, metal))
    parts.append(rounded_box((depth, width, 0.045), (0, 0, seat + 0.02), cover, 0.02))
    tall = back * rng.uniform(0.5, 0.85)
    rest = rounded_box((0.035, width, tall), (-x, 0, seat + back - tall / 2), cover, 0.015)
    parts.append(turn(rest, -np.degrees(np.arctan2(lean, back)), (0, 1, 0), (-x, 0, seat)))
    if rng.random() < 0.4:
        arm = [
            pipe([(-x - lean / 2, y, seat + 0.2), (x, y, seat + 0.2), (x, y, seat)], 0.013, metal)
        ]
        parts += arm + mirror(arm, 1)
    return parts


def _arm(rng: np.random.Generator) -> list[Part]:
    """Upholstered armchair with block, rolled, wooden or winged sides."""
    cover, wood = tint(rng, FABRICS + LEATHERS), tint(rng, WOODS)
    accent = shade(cover, 1.12) if rng.random() < 0.6 else tint(rng, FABRICS)
    width, depth = rng.uniform(0.64, 0.85), rng.uniform(0.66, 0.82)
    seat, back, arm = rng.uniform(0.38, 0.44), rng.uniform(0.36, 0.68), rng.uniform(0.09, 0.16)
    foot, kind = rng.uniform(0.08, 0.2), pick(rng, ("block", "rolled", "wood", "wing"))
    leg = pick(rng, ("tapered", "turned", "square", "splayed"))
    parts = four_legs(leg, depth * 0.9, width * 0.88, foot + 0.02, 0.05, wood)
    parts.append(rounded_box((depth, width, 0.16), (0, 0, foot + 0.08), cover, 0.03))
    inner, pad = width - 2 * arm, seat - foot - 0.1
    cushion = (depth * 0.8, inner, pad)
    parts.append(rounded_box(cushion, (0.06, 0, seat - pad / 2 + 0.04), accent, 0.05))
    tall, x = seat + back - foot, -depth / 2
    rest = rounded_box((0.16, width * 0.96, tall), (x + 0.08, 0, foot + tall / 2), cover, 0.07)
    parts.append(turn(rest, -rng.uniform(4, 14), (0, 1, 0), (x, 0, foot)))
    y, top = width / 2 - arm / 2, seat + rng.uniform(0.14, 0.24)
    if kind == "wood":
        one = [
            rounded_box((depth * 0.95, 0.07, 0.035), (0, y, top), wood, 0.015),
            taper((depth * 0.42, y, top), (depth * 0.44, y, 0), 0.025, 0.018, wood),
            taper((x * 0.9, y, top), (x * 0.94, y, 0), 0.025, 0.018, wood),
        ]
    else:
        size = (depth * 0.9, arm, top - foot)
        one = [rounded_box(size, (0.02, y, (foot + top) / 2), cover, 0.045)]
    if kind == "rolled":
        one.append(rod((x + 0.04, y, top), (depth / 2, y, top), arm * 0.62, cover, 16))
    elif kind == "wing":
        flank = (depth * rng.uniform(0.3, 0.45), 0.07, back * 0.85)
        spot = (x + flank[0] / 2 + 0.06, width / 2 - 0.045, seat + back * 0.52)
        one.append(rounded_box(flank, spot, cover, 0.034))
    if rng.random() < 0.4:
        pillow = (0.06, inner * 0.4, 0.16)
        spot = (x + 0.22, 0, seat + 0.2)
        parts.append(ellipsoid(pillow, spot, tint(rng, FABRICS), 0.6, 16))
    return parts + one + mirror(one, 1)
