"""People: builds, hair, clothes and poses."""

import numpy as np

from lib.corpus.parametric.palette import FABRICS, PLASTICS, WOODS, pick, tint
from lib.corpus.parametric.parts import Part, box, rod, stub
from lib.corpus.parametric.parts_organic import hull, points, tube
from lib.corpus.parametric.shapes.person.figure import SHOES, SKINS, TOPS, TROUSERS, Figure
from lib.corpus.parametric.shapes.person.head import head
from lib.corpus.parametric.shapes.person.limbs import ARMS, LEGS, arm, leg
from lib.corpus.parametric.shapes.person.torso import torso

# Keys of `LEGS` and `ARMS`.
_POSES = [
    ("stand", "down"), ("stand", "hips"), ("relaxed", "wave"), ("apart", "cheer"),
    ("apart", "spread"), ("apart", "crossed"), ("relaxed", "point"), ("walk", "swing"),
    ("walk", "swing"), ("run", "run"), ("sit", "lap"), ("relaxed", "hips"),
    ("apart", "down"), ("sit", "wave"),
]  # fmt: skip


def build(rng: np.random.Generator) -> list[Part]:
    """One person who looks at +x, the lowest point on z = 0."""
    tall = rng.uniform(1.5, 1.95) if rng.random() < 0.8 else rng.uniform(1.0, 1.35)
    broad = rng.uniform(0.84, 1.22)
    female = rng.random() < 0.5
    widths = (broad * 0.92, broad * 1.06) if female else (broad * 1.02, broad * 0.94)
    skin, top, bottom, shoes = (tint(rng, colors) for colors in (SKINS, TOPS, TROUSERS, SHOES))
    legs, arms = pick(rng, _POSES)
    skirt = female and legs in ("stand", "relaxed") and rng.random() < 0.45
    dressed = skirt and rng.random() < 0.5
    style = "dress" if dressed else pick(rng, ["short", "long", "long", "bare"])
    who = Figure(tall, *widths, female, skin, top, bottom, shoes, skirt, style)
    parts = [*torso(rng, who), *head(rng, who)]
    hand = rng.choice([-1.0, 1.0])
    for side in (-1.0, 1.0):
        choice = 0 if side == hand else -1
        parts += arm(rng, who, side, ARMS[arms][choice])
        parts += leg(rng, who, side, LEGS[legs][choice])
    if rng.random() < 0.15 and legs != "sit":
        parts += _backpack(rng, tall)
    low = min(float(part.bounds[0, 2]) for part in parts)
    if legs == "sit":
        parts += _seat(rng, tall, low)
    for part in parts:
        part.apply_translation((0, 0, -low))
    return parts


def _backpack(rng: np.random.Generator, tall: float) -> list[Part]:
    halves = np.array([(0.03, 0.07), (0.05, 0.085), (0.045, 0.08), (0.02, 0.06)])
    middles = points(-0.13, 0, [0.58, 0.62, 0.76, 0.79])
    parts = [hull(middles * tall, halves * tall, tint(rng, PLASTICS), power=4)]
    strap = np.array(
        [(-0.08, 0.07, 0.8), (0.03, 0.075, 0.82), (0.085, 0.075, 0.74), (0.06, 0.085, 0.64)]
    )
    for side in (-1, 1):
        parts.append(tube(strap * [1, side, 1] * tall, 0.012 * tall, (50, 50, 54), 6))
    return parts


def _seat(rng: np.random.Generator, tall: float, low: float) -> list[Part]:
    """Block or swivel stool from height `low` up to the hips."""
    seat, wide, color = 0.47 * tall, 0.2 * tall, tint(rng, [*WOODS, *FABRICS])
    if rng.random() < 0.5:
        size = (wide * 1.6, wide * 1.8, seat - low)
        return [box(size, (0.06 * tall, 0, (seat + low) / 2), color)]
    top, foot = np.array([0.05 * tall, 0, seat]), (0.05 * tall, 0, low)
    up, metal = np.array([0, 0, tall]), (90, 90, 94)
    return [
        rod(top - 0.04 * up, top, wide * 0.9, color, 24),
        rod(foot, top - 0.02 * up, 0.02 * tall, metal),
        stub(foot, 0.02 * tall, wide * 0.7, metal, 24, axis=2),
    ]
