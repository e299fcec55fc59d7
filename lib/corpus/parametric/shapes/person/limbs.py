"""Arms and legs of people, and how they are held."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from lib.core.arrays import Floats
from lib.corpus.parametric.parts import Color, Part
from lib.corpus.parametric.parts_organic import blob, tube
from lib.corpus.parametric.shapes.person.figure import Figure

Pose: TypeAlias = tuple[tuple[float, float, float], tuple[float, float, float]]

# Directions of upper arm, forearm (x ahead, y outwards, z up): one pair for both arms, or two.
ARMS: dict[str, list[Pose]] = {
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
LEGS: dict[str, list[Pose]] = {
    "stand": [((0.02, 0.1, -1), (-0.02, 0.06, -1))],
    "apart": [((0.05, 0.34, -1), (-0.05, 0.3, -1))],
    "relaxed": [((0.0, 0.08, -1), (0.0, 0.04, -1)), ((0.25, 0.22, -1), (-0.1, 0.16, -1))],
    "walk": [((-0.3, 0.06, -1), (-0.7, 0.02, -1)), ((0.5, 0.06, -1), (0.25, 0.02, -1))],
    "run": [((1.0, 0.08, -0.6), (-0.1, 0.02, -1)), ((-0.45, 0.08, -1), (-1.1, 0.02, -0.45))],
    "sit": [((1, 0.2, -0.08), (0.02, 0.02, -1))],
}


def _heading(
    rng: np.random.Generator, direction: tuple[float, float, float], side: float
) -> Floats:
    """Direction of a pose, a unit vector, on one side, moved a little."""
    vector = np.array(direction) * [1, side, 1] + rng.uniform(-0.07, 0.07, 3)
    return np.asarray(vector / np.linalg.norm(vector))


def _limb(start: Floats, end: Floats, radii: ArrayLike, color: Color, sections: int) -> Part:
    along = np.array([0, 0.33, 0.66, 1])[:, None]
    return tube(start + (end - start) * along, radii, color, sections)


def arm(rng: np.random.Generator, who: Figure, side: float, pose: Pose) -> list[Part]:
    """Shoulder to finger tips of the arm at `side`, -1 or 1 along y."""
    tall, thick = who.tall, who.tall * (0.6 + 0.4 * who.broad)
    shoulder = np.array([0, side * 0.112 * who.broad, 0.79]) * tall
    upper, fore = (_heading(rng, direction, side) for direction in pose)
    elbow = shoulder + upper * 0.165 * tall
    wrist = elbow + fore * 0.145 * tall
    sleeve = who.skin if who.style == "bare" else who.top
    cuff = who.top if who.style == "long" else who.skin
    below = []
    if who.style in ("short", "dress"):
        middle = shoulder + (elbow - shoulder) * 0.55
        above = tube([shoulder, middle], np.array([0.036, 0.038]) * thick, sleeve, 10)
        below = [tube([middle, elbow], np.array([0.03, 0.026]) * thick, who.skin, 10)]
    else:
        radii = np.array([0.034, 0.033, 0.029, 0.026]) * thick
        above = _limb(shoulder, elbow, radii, sleeve, 10)
    radii = np.array([0.026, 0.027, 0.022, 0.018]) * thick + 0.004 * thick * (who.style == "long")
    palm = wrist + fore * 0.035 * tall
    fingers = palm + fore * 0.03 * tall
    thumb = wrist + fore * 0.02 * tall + np.array([0.022, -side * 0.006, 0]) * tall
    return [
        blob(shoulder, 0.036 * thick, sleeve, 1),
        above,
        blob(elbow, 0.026 * thick, cuff, 1),
        _limb(elbow, wrist, radii, cuff, 10),
        *below,
        tube([wrist, palm, fingers], np.array([0.015, 0.023, 0.01]) * tall, who.skin),
        blob(thumb, 0.011 * tall, who.skin, 1),
    ]


def leg(rng: np.random.Generator, who: Figure, side: float, pose: Pose) -> list[Part]:
    """Hip to toes: long or short trousers, or bare below a skirt."""
    tall, thick = who.tall, who.tall * (0.55 + 0.45 * who.hips)
    hip = np.array([0, side * 0.05 * who.hips, 0.51]) * tall
    thigh, shin = (_heading(rng, direction, side) for direction in pose)
    knee = hip + thigh * 0.235 * tall
    ankle = knee + shin * 0.225 * tall
    # Both legs of a pair of trousers must agree, so the choice hangs on its colour.
    bare = who.skirt or sum(who.bottom) % 4 == 0
    cloth = who.skin if who.skirt else who.bottom
    calf = who.skin if bare else who.bottom
    cuff = 0.021 + (0.0 if bare else 0.006)
    # The sole follows the shin where the leg swings behind.
    forward = (
        np.array([1.0, side * rng.uniform(0.05, 0.3), 0])
        if shin[2] < -0.6
        else np.array([-shin[2] * 0.3, 0, -1.0])
    )
    forward /= np.linalg.norm(forward)
    heel = ankle + shin * 0.03 * tall - forward * 0.015 * tall
    foot = heel + np.outer([-0.012, 0, 0.05, 0.1, 0.118], forward) * tall
    return [
        blob(hip, 0.052 * thick, cloth, 1),
        _limb(hip, knee, np.array([0.054, 0.05, 0.043, 0.036]) * thick, cloth, 12),
        blob(knee, 0.036 * thick, calf, 1),
        _limb(knee, ankle, np.array([0.035, 0.036, 0.028, cuff]) * thick, calf, 12),
        tube(foot, np.array([0.016, 0.026, 0.027, 0.021, 0.008]) * tall, who.shoes, 10),
    ]
