"""Necks of guitars, from the strings' bridge to the pegs."""

import numpy as np

from lib.corpus.parametric.palette import BRASSES, METALS, tint
from lib.corpus.parametric.parts import Color, Part, box, boxes, panel, stub
from lib.corpus.parametric.parts_organic import points, scatter, skin

_NECKS: list[Color] = [(176, 122, 72), (128, 78, 46), (206, 160, 100)]
_BOARDS: list[Color] = [(48, 34, 28), (36, 30, 30), (92, 58, 36), (214, 178, 122)]


def neck(
    rng: np.random.Generator,
    joint: float,
    length: float,
    front: float,
    strings: int,
    bridge: float,
    slanting: bool = False,
) -> list[Part]:
    """Neck, fingerboard with frets and dots, head with pegs, strings down to the bridge.

    Parameters
    ----------
    joint, bridge : float
        Heights in metres.
    length : float
        From the joint to the nut.
    front : float
        Where the fingerboard is, x in metres.
    strings : int
    slanting : bool, default False
        Whether the head may slant, with all pegs on one side.
    """
    wood, board = tint(rng, _NECKS), tint(rng, _BOARDS)
    top, half = joint + length, 0.023 + 0.003 * (strings - 6)
    low = joint - rng.uniform(0.04, 0.12)
    parts = [box((0.022, 2 * half * 0.92, length), (front - 0.011, 0, joint + length / 2), wood)]
    taper = [(-half * 1.2, low), (half * 1.2, low), (half, top), (-half, top)]
    parts.append(panel(taper, 0.007, (front, 0, 0), board, 0))
    # Equal temperament: each fret leaves the string 2^(-1/12) of its length.
    frets = top - (top - bridge) * (1 - 2 ** (-np.arange(1, 20) / 12))
    frets = frets[frets > low]
    parts.append(
        boxes((0.0025, 2.1 * half, 0.0028), points(front + 0.0038, 0, frets), (206, 206, 206))
    )
    marked = np.array([2, 4, 6, 8, 11])
    dots = points(front + 0.0035, 0, (frets[marked] + frets[marked - 1]) / 2)
    pale = (236, 232, 220) if sum(board) < 300 else (60, 50, 44)
    parts.append(scatter(stub((0, 0, 0), 0.0016, half * 0.24, pale, 10), dots))
    color = tint(rng, [wood, board, (30, 30, 32)])
    parts += _head(rng, front - 0.01, top, half, strings, slanting, color)
    parts.append(box((0.008, 2 * half, 0.006), (front + 0.003, 0, top), (240, 236, 224)))
    thin = np.array([(1, 1, 0), (-1, 1, 0), (-1, -1, 0), (1, -1, 0)]) * 0.0011
    for gap in np.linspace(-0.82, 0.82, strings):
        ends = (front + 0.012, gap * half * 1.25, bridge), (front + 0.007, gap * half * 0.85, top)
        parts.append(skin([thin + end for end in ends], (222, 220, 210)))
    return parts


def _head(
    rng: np.random.Generator,
    x: float,
    z: float,
    half: float,
    strings: int,
    slanting: bool,
    color: Color,
) -> list[Part]:
    """Head above the height `z` of a neck of half-width `half`, and its pegs."""
    tall = 0.15 + 0.016 * (strings - 6) if strings > 4 else 0.19
    metal = tint(rng, [*METALS, *BRASSES, (240, 236, 224)])
    spread = half * rng.uniform(1.3, 1.6)
    if slanting and rng.random() < 0.6:
        plan = [(-half, 0), (half, 0), (half * 1.2, tall * 0.2), (half * 0.5, tall * 1.05)]
        plan += [(-half * 0.4, tall * 1.12), (-half * 1.7, tall * 0.92), (-half * 1.35, tall * 0.2)]
        sides = np.full(strings, -1.0)
        heights, y = np.linspace(0.22, 0.9, strings) * tall, sides * (half * 1.3)
    else:
        ear = (spread * rng.uniform(0.9, 1.2), tall * 0.92)
        right = [(half, 0), (spread, tall * 0.18), ear, (spread * 0.4, tall)]
        left = [(-y, z) for y, z in right]
        plan = [left[0], *right, (0, tall * rng.uniform(0.94, 1.06)), *left[:0:-1]]
        rank = np.arange(strings)
        sides = np.where(rank % 2, 1.0, -1.0)
        heights = (0.24 + 0.6 * (rank // 2) / max(1, strings // 2 - 1)) * tall
        y = sides * spread
    parts = [panel(np.add(plan, (0, z)), 0.016, (x, 0, 0), color, 0)]
    for size, out in (((0.01, 0.03, 0.009), 0.012), ((0.014, 0.012, 0.018), 0.03)):
        parts.append(boxes(size, points(x, y + sides * out, z + heights), metal))
    return parts
