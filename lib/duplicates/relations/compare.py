"""Two meshes laid over each other, and what is measured of them there.

Cheap questions come first: a pose in which both surfaces are one ends the search, and a
part is only looked for where the whole does not fit.
"""

import numpy as np

from lib.core.arrays import Floats
from lib.duplicates.relations.evidence import Evidence
from lib.duplicates.relations.limits import DIGITS, NOISE, gain
from lib.duplicates.relations.part import lay_part
from lib.duplicates.relations.pose import Frame, inverse
from lib.duplicates.relations.side import Laid, Side, onto, side, within
from lib.duplicates.relations.whole import CLEAR, lay_whole, polished
from lib.geometry.mesh import Mesh

_SAME = 0.003
"""Share of the diagonal below which no part is looked for."""

_NEAR = 0.01
"""Share of the diagonal within which a surface counts as covered."""

_GAIN = 1.5
"""What a reflection has to gain for its pose to be the one shown."""

_SIZE = 0.06
"""Sizes that differ by less may be one: noise and lost faces move a radius, too."""

_REFLECT = np.diag([-1.0, 1.0, 1.0])


def compare(a: Mesh, b: Mesh, *, identical: bool = False) -> Evidence:
    """Lay `a` over `b` and measure what is left between them.

    Parameters
    ----------
    a, b : Mesh
        In the units of their files, with an area above zero.
    identical : bool, optional
        The files have the same bytes: nothing is measured.

    Returns
    -------
    Evidence
        Depends on the two meshes alone. Once a pose without a reflection leaves nothing
        between the surfaces, the one with a reflection is not improved any more.
    """
    if identical:
        return Evidence(True, 0.0, 0.0, 1.0, 0.0, 1.0, False, 0.0, np.eye(4))
    one, other = side(a), side(b)
    proper, scale = _fitted(one, other, thorough=True)
    mirrored, its_scale = _fitted(one.mirror_image(), other, thorough=proper.distance > CLEAR)
    reflect = bool(gain(proper.distance, mirrored.distance) > _GAIN)
    best = mirrored if reflect else proper
    scale = its_scale if reflect else scale
    pose = _matrix(best, one.frame, other.frame, scale, reflect)

    a_is_part = one.area * one.frame.radius**2 < other.area * other.frame.radius**2
    small, large = (one, other) if a_is_part else (other, one)
    unit = large.frame.radius
    small, large = small.in_units(unit), large.in_units(unit)
    if best.distance <= _SAME:
        linear = pose[:3, :3] / scale
        part = onto(small, large, linear if a_is_part else linear.T, np.zeros(3))
    else:
        part = lay_part(small, large)
        if part.distance + NOISE < best.distance / 2:
            best, pose = part, _matrix(part, small.frame, large.frame, 1.0, False)
            pose = pose if a_is_part else inverse(pose)
    away = within(small, large, part.rotation, part.shift)
    return Evidence(
        identical=False,
        distance=round(proper.distance, DIGITS),
        mirrored=round(mirrored.distance, DIGITS),
        scale=round(scale, DIGITS),
        inside=round(part.distance, DIGITS),
        covered=round(float((away < _NEAR * large.diagonal).mean()), DIGITS),
        a_is_part=bool(a_is_part),
        colour=round(best.colour, DIGITS),
        pose=pose,
    )


def _fitted(a: Side, b: Side, *, thorough: bool) -> tuple[Laid, float]:
    """Lay all of `a` over all of `b`, and say how much larger `b` is."""
    scale = b.frame.radius / a.frame.radius
    laid = lay_whole(a, b, thorough=thorough)
    if laid.distance < CLEAR or abs(scale - 1) > _SIZE:
        return laid, scale
    own = polished(a.in_units(b.frame.radius), b, laid.rotation, laid.shift)
    return (own, 1.0) if own.distance < laid.distance else (laid, scale)


def _matrix(laid: Laid, a: Frame, b: Frame, scale: float, reflect: bool) -> Floats:
    """Write a pose of the frames as one of the files' coordinates, shape (4, 4)."""
    matrix = np.eye(4)
    matrix[:3, :3] = scale * (laid.rotation @ _REFLECT if reflect else laid.rotation)
    matrix[:3, 3] = b.centroid + b.radius * laid.shift - (matrix[:3, :3] * a.centroid).sum(axis=1)
    return matrix
