"""The pose in which one surface lies within another, both at their own sizes."""

import numpy as np

from lib.core.arrays import Floats
from lib.duplicates.relations.pose import everywhere, rotations_between
from lib.duplicates.relations.registration import misfit, polish, refine
from lib.duplicates.relations.side import POINTS, Laid, Side, onto
from lib.duplicates.relations.triangles import shared_poses
from lib.duplicates.relations.whole import CLEAR, FAR

_STAGES = ((None, 64, 10), (10, 128, 8), (4, 256, 6))
"""How many poses are kept, on how many points, and improved how often."""

_LOOK = 128
_POLISH = 5


def lay_part(small: Side, large: Side) -> Laid:
    """Find the pose: that of the files, of shared triangles, or of the closest points.

    Parameters
    ----------
    small, large : Side
        In one unit, which is the radius of `large`.
    """
    radius = large.frame.radius
    files = ((small.frame.centroid - large.frame.centroid) / radius)[None]
    shared, moves = shared_poses(small.mesh, large.mesh)
    exact = np.concatenate([np.eye(3)[None], shared]), np.concatenate([files, moves])
    laid = _tried(small, large, *_best(small, large, *exact, _LOOK, 3))
    if min(one.distance for one in laid) < CLEAR:
        return min(laid, key=lambda one: one.cost)
    rotations = np.concatenate([rotations_between(small.frame, large.frame), everywhere()])
    shifts = np.zeros((len(rotations), 3))
    for keep, n, steps in _STAGES:
        if keep is not None:
            rotations, shifts = _best(small, large, rotations, shifts, n, keep)
        rotations, shifts = refine(small.cloud, large.cloud, rotations, shifts, n, steps)
    return min([*laid, *_tried(small, large, rotations, shifts)], key=lambda one: one.cost)


def _tried(small: Side, large: Side, rotations: Floats, shifts: Floats) -> list[Laid]:
    """Measure each pose, polished where it is near enough."""
    points, _ = small.cloud.thinned(POINTS)
    laid = []
    for rotation, shift in zip(rotations, shifts, strict=True):
        laid.append(onto(small, large, rotation, shift))
        if CLEAR <= laid[-1].distance < FAR:
            pose = polish(points, large.tree, rotation, shift, _POLISH)
            laid.append(onto(small, large, *pose))
    return laid


def _best(
    small: Side, large: Side, rotations: Floats, shifts: Floats, n: int, keep: int
) -> tuple[Floats, Floats]:
    score = misfit(small.cloud, large.cloud, rotations, shifts, n)
    order = np.argsort(score, kind="stable")[:keep]
    return rotations[order], shifts[order]
