"""The pose in which all of one surface lies over all of another."""

from collections.abc import Sequence

import numpy as np

from lib.core.arrays import Floats
from lib.duplicates.relations.pose import rotations_between
from lib.duplicates.relations.registration import misfit, polish, refine
from lib.duplicates.relations.side import POINTS, Laid, Side, lay
from lib.duplicates.relations.triangles import shared_poses

CLEAR = 1e-5
"""Share of the diagonal below which nothing is left to improve."""

FAR = 0.03
"""Share of the diagonal beyond which a pose is not worth polishing."""

_UNLIKE = 0.15
"""Difference of the spreads from which on two surfaces cannot be one."""

_PLAIN = 0.02
"""Difference of the colours below which they are the same."""

_LOOK = 128
_STEPS = 8
_POLISH = 5


def lay_whole(a: Side, b: Side, *, thorough: bool = True) -> Laid:
    """Find the pose, both sides being of radius 1.

    Parameters
    ----------
    a, b : Side
    thorough : bool, optional
        Improve what the principal axes give.
    """
    rotations = rotations_between(a.frame, b.frame)
    shifts = np.zeros((len(rotations), 3))
    rotations, shifts = _best(a, b, rotations, shifts, 3 if len(rotations) == 4 else 6)
    laid = [lay(a, b, rotations[0], shifts[0])]
    unlike = np.abs(a.frame.spread - b.frame.spread).max() > _UNLIKE
    if unlike or not thorough or _settled(laid):
        return laid[0]
    # Symmetric shapes fit in many poses; colours may fit in one of them alone.
    laid += [lay(a, b, *pose) for pose in zip(rotations[1:], shifts[1:], strict=True)]
    shared = _best(a, b, *shared_poses(a.mesh, b.mesh), 3)
    laid += [polished(a, b, *pose) for pose in zip(*shared, strict=True)]
    if not _settled(laid):
        rotations, shifts = refine(a.cloud, b.cloud, rotations, shifts, _LOOK, _STEPS)
        chosen = _best(a, b, rotations, shifts, 3)
        laid += [polished(a, b, *pose) for pose in zip(*chosen, strict=True)]
    return min(laid, key=lambda one: one.cost)


def _settled(laid: Sequence[Laid]) -> bool:
    """Whether a pose fits in shape and colours."""
    return any(one.distance < CLEAR and one.colour < _PLAIN for one in laid)


def polished(a: Side, b: Side, rotation: Floats, shift: Floats) -> Laid:
    """Improve a pose against the surface itself, if it is near enough."""
    before = lay(a, b, rotation, shift)
    if before.distance > FAR:
        return before
    points, _ = a.cloud.thinned(POINTS)
    after = lay(a, b, *polish(points, b.tree, rotation, shift, _POLISH))
    return min(before, after, key=lambda one: one.cost)


def _best(a: Side, b: Side, rotations: Floats, shifts: Floats, keep: int) -> tuple[Floats, Floats]:
    """Keep the poses with the least misfit, the best first."""
    if not len(rotations):
        return rotations, shifts
    score = misfit(a.cloud, b.cloud, rotations, shifts, _LOOK)
    order = np.argsort(score, kind="stable")[:keep]
    return rotations[order], shifts[order]
