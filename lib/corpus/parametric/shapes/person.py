"""People: builds, hair, clothes and poses."""

from dataclasses import dataclass

import numpy as np

from lib.corpus.parametric.palette import FABRICS, LEATHERS, PLASTICS, WOODS, pick, shade, tint
from lib.corpus.parametric.parts import Color, Part, box, rod
from lib.corpus.parametric.parts_organic import Floats, blob, hull, lattice, repaint, tube

_SKINS: list[Color] = [
    (242, 206, 178),
    (226, 180, 144),
    (198, 148, 110),
    (150, 104, 74),
    (106, 72, 52),
]
_HAIRS: list[Color] = [
    (40, 30, 26),
    (84, 54, 34),
    (140, 94, 52),
    (222, 186, 112),
    (170, 80, 44),
    (170, 168, 166),
]
_TOPS: list[Color] = [*FABRICS, *PLASTICS, (250, 250, 248)]
_TROUSERS: list[Color] = [
    (48, 66, 104),
    (40, 42, 48),
    (96, 86, 72),
    (150, 136, 110),
    (70, 74, 80),
    (110, 130, 160),
]
_SHOES: list[Color] = [*LEATHERS, (236, 236, 236), (30, 30, 34), (196, 50, 50)]

_Pose = list[tuple[tuple[float, float, float], tuple[float, float, float]]]
# Directions of upper arm, forearm (x ahead, y outwards, z up): one pair for both arms, or two.
_ARMS: dict[str, _Pose] = {
    "down": [((0.05, 0.2, -1), (0.15, 0.1, -1))],
    "hips": [((-0.15, 0.8, -0.8), (0.25, -0.85, -0.4))],
    "wave": [((0.0, 1, 0.2), (0.1, 0.25, 1)), ((0.05, 0.2, -1), (0.15, 0.1, -1))],
    "cheer": [((0.05, 0.7, 0.9), (0.05, 0.25, 1))],
    "spread": [((0.0, 1, 0.05), (0.1, 1, 0.05))],
    "crossed": [((0.25, 0.35, -1), (0.7, -0.9, 0.25))],
    "point": [((1, 0.25, 0.1), (1, 0.05, 0.15)), ((0.05, 0.2, -1), (0.15, 0.1, -1))],
    "swing": [((0.55, 0.2, -1), (0.95, 0.05, -0.7)), ((-0.6, 0.25, -1), (-0.25, 0.15, -1))],
    "run": [((-0.95, 0.3, -0.6), (0.35, 0.1, -1)), ((0.75, 0.25, -0.8), (0.9, -0.1, 0.7))],
    "lap": [((0.3, 0.2, -1), (0.95, -0.1, -0.2))],
}
# Thigh, shin.
_LEGS: dict[str, _Pose] = {
    "stand": [((0.02, 0.1, -1), (-0.02, 0.06, -1))],
    "apart": [((0.05, 0.34, -1), (-0.05, 0.3, -1))],
    "relaxed": [((0.0, 0.08, -1), (0.0, 0.04, -1)), ((0.25, 0.22, -1), (-0.1, 0.16, -1))],
    "walk": [((-0.3, 0.06, -1), (-0.7, 0.02, -1)), ((0.5, 0.06, -1), (0.25, 0.02, -1))],
    "run": [((1.0, 0.08, -0.6), (-0.1, 0.02, -1)), ((-0.45, 0.08, -1), (-1.1, 0.02, -0.45))],
    "sit": [((1, 0.2, -0.08), (0.02, 0.02, -1))],
}
_POSES = [
    ("stand", "down"), ("stand", "hips"), ("relaxed", "wave"), ("apart", "cheer"),
    ("apart", "spread"), ("apart", "crossed"), ("relaxed", "point"), ("walk", "swing"),
    ("walk", "swing"), ("run", "run"), ("sit", "lap"), ("relaxed", "hips"),
    ("apart", "down"), ("sit", "wave"),
]  # fmt: skip


@dataclass(frozen=True)
class _Body:
    """Lengths in metres and colours of one person."""

    tall: float
    broad: float
    hips: float
    skin: Color
    top: Color
    bottom: Color
    shoes: Color


def build(rng: np.random.Generator) -> list[Part]:
    """One person who looks at +x, the lowest point on z = 0."""
    tall = rng.uniform(1.5, 1.95) if rng.random() < 0.8 else rng.uniform(1.0, 1.35)
    broad = rng.uniform(0.84, 1.22)
    female = rng.random() < 0.5
    person = _Body(
        tall=tall,
        broad=broad * (0.92 if female else 1.02),
        hips=broad * (1.06 if female else 0.94),
        skin=tint(rng, _SKINS),
        top=tint(rng, _TOPS),
        bottom=tint(rng, _TROUSERS),
        shoes=tint(rng, _SHOES),
    )
    legs, arms = pick(rng, _POSES)
    skirt = female and legs in ("stand", "relaxed") and rng.random() < 0.45
    style = (
        "dress" if skirt and rng.random() < 0.5 else pick(rng, ["short", "long", "long", "bare"])
    )
    parts = _torso(rng, person, female, skirt, style)
    parts += _head(rng, person, female)
    hand = rng.choice([-1.0, 1.0])
    for side in (-1.0, 1.0):
        choice = 0 if side == hand else -1
        parts += _arm(rng, person, side, _ARMS[arms][choice], style)
        parts += _leg(rng, person, side, _LEGS[legs][choice], skirt)
    if rng.random() < 0.15 and legs != "sit":
        parts.append(
            hull(
                [(-0.13 * tall, 0, z * tall) for z in (0.58, 0.62, 0.76, 0.79)],
                np.array([(0.03, 0.07), (0.05, 0.085), (0.045, 0.08), (0.02, 0.06)]) * tall,
                tint(rng, PLASTICS),
                power=4,
            )
        )
        straps = [
            tube(
                np.array(
                    [
                        (-0.08, s * 0.07, 0.8),
                        (0.03, s * 0.075, 0.82),
                        (0.085, s * 0.075, 0.74),
                        (0.06, s * 0.085, 0.64),
                    ]
                )
                * tall,
                0.012 * tall,
                (50, 50, 54),
                6,
            )
            for s in (-1, 1)
        ]
        parts += straps
    low = min(float(part.bounds[0, 2]) for part in parts)
    if legs == "sit":
        seat = 0.47 * tall
        wide = 0.2 * tall
        wood = tint(rng, [*WOODS, *FABRICS])
        if rng.random() < 0.5:
            parts.append(
                box((wide * 1.6, wide * 1.8, seat - low), (0.06 * tall, 0, (seat + low) / 2), wood)
            )
        else:
            parts.append(
                rod(
                    (0.05 * tall, 0, seat - 0.04 * tall),
                    (0.05 * tall, 0, seat),
                    wide * 0.9,
                    wood,
                    24,
                )
            )
            parts.append(
                rod(
                    (0.05 * tall, 0, low),
                    (0.05 * tall, 0, seat - 0.02 * tall),
                    0.02 * tall,
                    (90, 90, 94),
                )
            )
            parts.append(
                rod(
                    (0.05 * tall, 0, low),
                    (0.05 * tall, 0, low + 0.02 * tall),
                    wide * 0.7,
                    (90, 90, 94),
                    24,
                )
            )
    for part in parts:
        part.apply_translation((0, 0, -low))
    return parts


def _torso(
    rng: np.random.Generator, who: _Body, female: bool, skirt: bool, style: str
) -> list[Part]:
    """Chest and hips, belt, collar, and the skirt where there is one."""
    heavy = max(0.0, who.broad - 0.95)
    waist = (0.076 if female else 0.088) + 0.12 * heavy
    chest = 0.072 if female and who.tall > 1.4 else 0.066
    z = np.array([0.5, 0.52, 0.58, 0.63, 0.7, 0.755, 0.795, 0.815, 0.835])
    wide = np.array([0.098, 0.1, 0.1, waist, 0.102, 0.112, 0.113, 0.095, 0.05]) * np.where(
        z < 0.6, who.hips, who.broad
    )
    deep = np.array(
        [0.062, 0.068, 0.07, 0.055 + heavy * 0.2, chest + heavy * 0.08, chest, 0.056, 0.046, 0.034]
    )
    ahead = np.array([0, 0, 0, 0.004, 0.006, 0.004, 0, 0, 0]) + heavy * 0.05 * np.array(
        [0, 0, 0.4, 1, 0.8, 0.3, 0, 0, 0]
    )
    stations = np.stack([ahead, 0 * z, z], axis=1) * who.tall
    shirt = hull(
        stations, np.stack([deep, wide], axis=1) * who.tall, who.top, power=2.4, sections=20
    )
    row, column = lattice(len(z), 20)
    tucked = rng.random() < 0.6
    lower = who.top if style == "dress" else who.bottom
    repaint(shirt, row < (2 if tucked else 1), lower)
    pattern = rng.integers(5)
    if pattern == 0:
        repaint(shirt, (row == 4) | (row == 2), tint(rng, _TOPS))
    elif pattern == 1:
        # An open jacket: the columns in front show the shirt.
        repaint(shirt, (row > 1) & np.isin(column, [19, 18, 0]), tint(rng, _TOPS))
    parts = [shirt]
    if tucked and style != "dress":
        belt = np.interp([0.575, 0.592], z, wide), np.interp([0.575, 0.592], z, deep)
        parts.append(
            hull(
                [(0, 0, level * who.tall) for level in (0.575, 0.592)],
                np.stack([belt[1] + 0.003, belt[0] + 0.003], axis=1) * who.tall,
                (50, 38, 32),
                power=2.4,
                sections=20,
            )
        )
    if skirt:
        hem, flare = rng.uniform(0.2, 0.36), rng.uniform(0.12, 0.2)
        color = who.top if style == "dress" else tint(rng, _TOPS)
        z_skirt = np.linspace(hem, 0.6, 6)
        grow = np.linspace(flare, 0.094, 6) * who.hips
        parts.append(
            hull(
                np.stack([0 * z_skirt, 0 * z_skirt, z_skirt], axis=1) * who.tall,
                np.stack([grow * 0.82, grow], axis=1) * who.tall,
                color,
                sections=24,
            )
        )
    return parts


def _head(rng: np.random.Generator, who: _Body, female: bool) -> list[Part]:
    """Neck, face and hair or hat."""
    # Children have larger heads for their height.
    size = who.tall * (0.066 if who.tall > 1.4 else 0.08) * rng.uniform(0.95, 1.05)
    center = np.array([0.012 * who.tall, 0, 0.86 * who.tall + size * 1.05])
    long = size * rng.uniform(1.14, 1.28)
    parts = [rod((0, 0, 0.8 * who.tall), center * [0.5, 0, 1], 0.033 * who.tall, who.skin, 12)]
    parts.append(blob(center, (size, size * 0.84, long), who.skin, 3))
    parts.append(
        blob(
            center + np.array([0.98, 0, -0.05]) * size,
            np.array([0.16, 0.13, 0.18]) * size,
            shade(who.skin, 0.96),
            1,
        )
    )
    for side in (-1, 1):
        parts.append(
            blob(
                center + np.array([0.86, side * 0.33, 0.16]) * size,
                np.array([0.12, 0.14, 0.1]) * size,
                (250, 250, 250),
                1,
            )
        )
        parts.append(
            blob(
                center + np.array([0.95, side * 0.33, 0.16]) * size,
                np.array([0.06, 0.07, 0.07]) * size,
                (40, 32, 30),
                1,
            )
        )
        parts.append(
            blob(
                center + np.array([-0.05, side * 0.84, 0.0]) * size,
                np.array([0.18, 0.1, 0.25]) * size,
                shade(who.skin, 0.95),
                1,
            )
        )
    parts.append(
        box(
            np.array([0.1, 0.4, 0.07]) * size,
            center + np.array([0.84, 0, -0.52]) * size,
            (170, 80, 76),
        )
    )
    hair = tint(rng, _HAIRS)
    cap = blob(
        center + np.array([-0.16, 0, 0.2]) * size, (size * 1.04, size * 0.96, long * 1.02), hair, 2
    )
    style = pick(
        rng,
        ["long", "long", "bun", "tail", "short"]
        if female
        else ["short", "short", "short", "bald", "hat", "beard", "afro"],
    )
    if style == "bald":
        return parts
    parts.append(cap)
    if style == "long":
        drop = rng.uniform(1.6, 3.2) * size
        z = np.linspace(0, -drop, 5)
        stations = np.stack([-0.42 * size + 0 * z, 0 * z, z], axis=1) + center * [1, 1, 1]
        wide = np.array([1.0, 1.06, 1.0, 0.95, 0.8]) * size
        parts.append(
            hull(stations, np.stack([np.full(5, size * 0.5), wide], axis=1), hair, power=2.6)
        )
    elif style == "bun":
        parts.append(blob(center + np.array([-0.75, 0, 0.95]) * size, size * 0.45, hair, 2))
    elif style == "tail":
        path = (
            np.array([(-0.9, 0, 0.5), (-1.5, 0, 0.3), (-1.6, 0, -0.6), (-1.35, 0, -1.4)]) * size
            + center
        )
        parts.append(tube(path, size * np.array([0.2, 0.32, 0.3, 0.08]), hair))
    elif style == "hat":
        color = tint(rng, PLASTICS)
        brim = center + np.array([0, 0, 0.5]) * size
        parts.append(
            blob(np.add(brim, (0, 0, 0.1 * size)), (size * 1.12, size, long * 0.66), color, 2)
        )
        parts.append(
            hull(
                [np.add(brim, (0.75 * size, 0, 0)), np.add(brim, (0.75 * size, 0, 0.08 * size))],
                [(size * 0.85, size * 0.7)] * 2,
                color,
            )
        )
    elif style == "beard":
        parts.append(
            blob(
                center + np.array([0.18, 0, -0.62]) * size,
                np.array([0.78, 0.74, 0.62]) * size,
                hair,
                2,
            )
        )
        parts.append(
            blob(
                center + np.array([0.72, 0, -0.3]) * size,
                np.array([0.24, 0.3, 0.08]) * size,
                hair,
                1,
            )
        )
    elif style == "afro":
        parts.append(
            blob(
                center + np.array([-0.25, 0, 0.42]) * size,
                size * np.array([1.2, 1.3, 1.25]),
                hair,
                2,
            )
        )
    return parts


def _heading(
    rng: np.random.Generator, direction: tuple[float, float, float], side: float
) -> Floats:
    """Direction of a pose, a unit vector, on one side, moved a little."""
    vector = np.array(direction) * [1, side, 1] + rng.uniform(-0.07, 0.07, 3)
    return np.asarray(vector / np.linalg.norm(vector))


def _arm(
    rng: np.random.Generator,
    who: _Body,
    side: float,
    pose: tuple[tuple[float, float, float], ...],
    style: str,
) -> list[Part]:
    """Shoulder to finger tips; `style` says how far the sleeve goes."""
    tall, thick = who.tall, who.tall * (0.6 + 0.4 * who.broad)
    shoulder = np.array([0, side * 0.112 * who.broad, 0.79]) * tall
    upper, fore = (_heading(rng, direction, side) for direction in pose)
    elbow = shoulder + upper * 0.165 * tall
    wrist = elbow + fore * 0.145 * tall
    along = np.array([0, 0.33, 0.66, 1])[:, None]
    first, second = shoulder + (elbow - shoulder) * along, elbow + (wrist - elbow) * along
    sleeve = who.top if style != "bare" else who.skin
    cuff = who.top if style == "long" else who.skin
    extra = 0.004 * thick * (style == "long")
    parts = [
        blob(shoulder, 0.036 * thick, sleeve, 1),
        tube(
            first,
            np.array([0.034, 0.033, 0.029, 0.026]) * thick,
            who.skin if style == "bare" else who.top,
            10,
        ),
        blob(elbow, 0.026 * thick, cuff, 1),
        tube(second, np.array([0.026, 0.027, 0.022, 0.018]) * thick + extra, cuff, 10),
    ]
    if style in ("short", "dress"):
        middle = shoulder + (elbow - shoulder) * 0.55
        parts[1] = tube([shoulder, middle], np.array([0.036, 0.038]) * thick, who.top, 10)
        parts.append(tube([middle, elbow], np.array([0.03, 0.026]) * thick, who.skin, 10))
    palm = wrist + fore * 0.035 * tall
    hand = tube(
        [wrist, palm, palm + fore * 0.03 * tall], np.array([0.015, 0.023, 0.01]) * tall, who.skin, 8
    )
    thumb = wrist + fore * 0.02 * tall + np.array([0.022, -side * 0.006, 0]) * tall
    return [*parts, hand, blob(thumb, 0.011 * tall, who.skin, 1)]


def _leg(
    rng: np.random.Generator,
    who: _Body,
    side: float,
    pose: tuple[tuple[float, float, float], ...],
    bare: bool,
) -> list[Part]:
    """Hip to toes: long or short trousers, or bare below a skirt."""
    tall, thick = who.tall, who.tall * (0.55 + 0.45 * who.hips)
    hip = np.array([0, side * 0.05 * who.hips, 0.51]) * tall
    thigh, shin = (_heading(rng, direction, side) for direction in pose)
    knee = hip + thigh * 0.235 * tall
    ankle = knee + shin * 0.225 * tall
    along = np.array([0, 0.33, 0.66, 1])[:, None]
    # Both legs of a pair of trousers must agree, so the choice hangs on its colour.
    shorts = sum(who.bottom) % 4 == 0
    cloth, calf = (who.skin, who.skin) if bare else (who.bottom, who.skin if shorts else who.bottom)
    loose = 0.0 if bare or shorts else 0.006
    parts = [
        blob(hip, 0.052 * thick, cloth, 1),
        tube(hip + (knee - hip) * along, np.array([0.054, 0.05, 0.043, 0.036]) * thick, cloth, 12),
        blob(knee, 0.036 * thick, calf, 1),
        tube(
            knee + (ankle - knee) * along,
            np.array([0.035, 0.036, 0.028, 0.021 + loose]) * thick,
            calf,
            12,
        ),
    ]
    # The sole follows the shin where the leg swings behind.
    forward = (
        np.array([1.0, side * rng.uniform(0.05, 0.3), 0])
        if shin[2] < -0.6
        else np.array([-shin[2] * 0.3, 0, -1.0])
    )
    forward /= np.linalg.norm(forward)
    heel = ankle + shin * 0.03 * tall - forward * 0.015 * tall
    foot = [
        heel - forward * 0.012 * tall,
        heel,
        heel + forward * 0.05 * tall,
        heel + forward * 0.1 * tall,
        heel + forward * 0.118 * tall,
    ]
    return [*parts, tube(foot, np.array([0.016, 0.026, 0.027, 0.021, 0.008]) * tall, who.shoes, 10)]
