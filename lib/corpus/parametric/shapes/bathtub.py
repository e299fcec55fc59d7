"""Bathtub: a basin to lie in, with taps."""

import numpy as np

from lib.corpus.parametric.palette import (
    BRASSES,
    CERAMICS,
    METALS,
    PLASTICS,
    STONES,
    WOODS,
    pick,
    tint,
)
from lib.corpus.parametric.parts import (
    Color,
    Part,
    box,
    ellipsoid,
    lathe,
    loft,
    oval,
    pipe,
    rod,
    taper,
)
from lib.corpus.parametric.parts_organic import repaint

_SHELLS: list[Color] = [*CERAMICS, *PLASTICS[:2], (60, 70, 92), (58, 96, 90), (120, 40, 48)]


def build(rng: np.random.Generator) -> list[Part]:
    """One of: claw-foot, free-standing, slipper, built-in with a panelled front, on a plinth."""
    kind = pick(rng, ("claw", "free", "slipper", "built-in", "plinth"))
    length, width = rng.uniform(1.45, 1.85), rng.uniform(0.68, 0.86)
    height, metal = rng.uniform(0.5, 0.62), tint(rng, METALS + BRASSES)
    white, shell = tint(rng, CERAMICS, 0.03), tint(rng, _SHELLS)
    lift = rng.uniform(0.12, 0.18) if kind in ("claw", "slipper") else 0.0
    raised = rng.uniform(0.12, 0.28) if kind in ("slipper", "claw") else rng.uniform(0, 0.06)
    if kind == "built-in":
        shell = tint(rng, [*STONES, *WOODS, *CERAMICS])
        squareness, base, raised = rng.uniform(8, 14), 1.0, 0.0
    else:
        squareness = rng.uniform(2.2, 4)
        base = rng.uniform(0.55, 0.9) if kind != "plinth" else rng.uniform(0.45, 0.6)
    parts = [_tub(rng, (length, width, height), lift, raised, squareness, base, shell, white)]
    if kind in ("claw", "slipper"):
        for a in (-0.3, 0.3):
            for b in (-0.26, 0.26):
                parts += _claw((b * width, a * length), lift + 0.16, metal)
    if kind == "plinth":
        plinth = [(0, 0), (0.5, 0), (0.48, 0.06), (0.4, 0.12), (0, 0.12)]
        foot = lathe(plinth, tint(rng, [*STONES, *WOODS]))
        foot.apply_scale((width * 0.72, length * 0.72, 1))
        parts.append(foot)
    if kind == "built-in":
        parts += _panels(rng, length, width, height)
    return parts + _taps(rng, length, width, height + lift, metal)


def _tub(
    rng: np.random.Generator,
    size: tuple[float, float, float],
    lift: float,
    raised: float,
    squareness: float,
    base: float,
    shell: Color,
    white: Color,
) -> Part:
    """One closed skin: up the outside, over the rim, down the inside."""
    length, width, height = size
    built_in = base == 1.0
    rim, depth = rng.uniform(0.035, 0.07), height * rng.uniform(0.72, 0.85)
    share = np.linspace(0, 1, 9)
    bulge = share if not built_in else np.ones(9)
    swell = base + (1 - base) * bulge ** rng.uniform(0.35, 0.9)
    inner_square = squareness if not built_in else rng.uniform(2.6, 5)
    rows = [(s, h * height, squareness) for s, h in zip(swell, share, strict=True)]
    rows += [
        (1.0, height + 0.012, squareness),
        (1 - rim / width * 1.2, height + 0.012, inner_square),
    ]
    inset = 1 - 2.4 * rim / width
    low = base * 0.86 if not built_in else rng.uniform(0.6, 0.75)
    inside = np.linspace(1, 0, 8)
    rows += [
        (inset * (low + (1 - low) * s**0.5), height - depth * (1 - s), inner_square) for s in inside
    ]
    rings = []
    for scale, z, power in rows:
        outline = oval(width * scale, length * scale - (1 - scale) * 0.1, power, 40)
        # Only the upper half of the wall rises to the head end.
        slope = np.clip(outline[:, 1] / (length / 2), 0, 1) ** 2
        rings.append(np.column_stack([outline, lift + z + raised * slope * (z / height) ** 2]))
    part = loft(rings, shell)
    ring_of_face = np.asarray(part.faces).min(axis=1) // 40
    return repaint(part, ring_of_face >= 9, white)


def _claw(foot: tuple[float, float], top: float, color: Color) -> list[Part]:
    x, y = foot
    out = np.array([np.sign(x) * 0.05, np.sign(y) * 0.05])
    return [
        taper((x, y, top), (x + out[0], y + out[1], 0.03), 0.06, 0.028, color),
        ellipsoid((0.045, 0.045, 0.035), (x + out[0], y + out[1], 0.035), color, 1, 12),
    ]


def _panels(rng: np.random.Generator, length: float, width: float, height: float) -> list[Part]:
    """Wooden or tiled apron on the long front, perhaps a step."""
    color = tint(rng, [*WOODS, *STONES])
    count = int(rng.integers(2, 6))
    wide = length / count
    parts = [
        box(
            (0.02, wide - 0.06, height - 0.14),
            (width / 2, ((index + 0.5) / count - 0.5) * length, height / 2 - 0.01),
            color,
        )
        for index in range(count)
    ]
    if rng.random() < 0.4:
        parts.append(box((0.3, length * 0.5, 0.16), (width / 2 + 0.15, 0, 0.08), color))
    return parts


def _taps(
    rng: np.random.Generator, length: float, width: float, rim: float, metal: Color
) -> list[Part]:
    """Mixer at the foot end or on the floor beside the tub, perhaps a shower."""
    kind = pick(rng, ("deck", "floor", "shower"))
    y = -length / 2 + 0.05
    handles = [
        lathe(
            [(0, 0), (0.025, 0), (0.02, 0.05), (0.03, 0.06), (0.03, 0.08), (0, 0.08)],
            metal,
            (x, y, rim),
            10,
        )
        for x in (-0.12, 0.12)
    ]
    rise = rng.uniform(0.14, 0.24)
    spout = [(0, y, rim - 0.05), (0, y, rim + rise * 0.7), (0, y + 0.05, rim + rise)]
    spout += [(0, y + 0.14, rim + rise), (0, y + 0.17, rim + rise * 0.75)]
    drain = lathe(
        [(0, 0), (0.035, 0), (0.035, 0.01), (0, 0.01)], metal, (0, y + 0.3, rim * 0.3), 12
    )
    parts = [drain, pipe(spout, 0.016, metal, 8), *handles]
    if kind == "floor":
        x = -width / 2 - 0.06
        stand = [
            (x, 0, 0),
            (x, 0, rim + rise),
            (x + 0.05, 0, rim + rise + 0.05),
            (x + 0.22, 0, rim + rise + 0.03),
        ]
        return [
            drain,
            pipe(stand, 0.018, metal, 8),
            rod((x, -0.1, rim + 0.08), (x, 0.1, rim + 0.08), 0.018, metal),
        ]
    if kind == "shower":
        top = rim + rng.uniform(0.9, 1.3)
        arm = [(0, y, rim), (0, y, top), (0, y + 0.06, top + 0.05), (0, y + 0.3, top + 0.05)]
        parts.append(pipe(arm, 0.014, metal, 8))
        parts.append(taper((0, y + 0.3, top + 0.05), (0, y + 0.3, top), 0.02, 0.1, metal))
    return parts
