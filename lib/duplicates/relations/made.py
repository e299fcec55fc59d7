"""What a known copy is to its original, if the shape leaves nothing of a change to be seen."""

from typing import cast

import numpy as np

from lib.core.arrays import Floats
from lib.duplicates.relations.limits import NOISE
from lib.duplicates.relations.names import Relation
from lib.duplicates.relations.registration import misfit, refine
from lib.duplicates.relations.side import side
from lib.duplicates.relations.whole import polished
from lib.geometry.align import areas
from lib.geometry.mesh import Mesh

_PLANES = 200
_LOOK = 128
_KEPT = 6
_STEPS = 8
_UNCUT = 1e-6
_GOLDEN = (5**0.5 - 1) / 2


def made_relation(kind: str, original: Mesh, copy: Mesh) -> Relation:
    """Correct the kind of a copy for what its shape makes of it.

    Parameters
    ----------
    kind : str
        One of `lib.objects.copies.KINDS`, by which `copy` was made.
    original, copy : Mesh

    Returns
    -------
    str
        ``re-exported`` for the mirror image of a shape that is its own, for a part that
        lacks nothing and for other colours that are the same; else `kind`.
    """
    unchanged = (
        (kind == "mirrored" and asymmetry(original) <= NOISE)
        or (kind == "part-of" and areas(copy).sum() >= (1 - _UNCUT) * areas(original).sum())
        or (kind == "recoloured" and _palette(copy) == _palette(original))
    )
    return "re-exported" if unchanged else cast(Relation, kind)


def asymmetry(mesh: Mesh) -> float:
    """Measure how far a shape is from its mirror image, as a share of its diagonal.

    Planes through the centroid are tried in all directions, not only across the principal
    axes, from which poses are searched otherwise.
    """
    one = side(mesh)
    image = one.mirror_image()
    normals = np.concatenate([_half_sphere(_PLANES), one.frame.axes])
    # Reflected in its own plane, seen from the image across x.
    outer = normals[:, :, None] * normals[:, None, :]
    rotations = (np.eye(3) - 2 * outer) * np.array([-1.0, 1.0, 1.0])
    shifts = np.zeros((len(rotations), 3))
    score = misfit(image.cloud, one.cloud, rotations, shifts, _LOOK)
    order = np.argsort(score, kind="stable")[:_KEPT]
    refined = refine(image.cloud, one.cloud, rotations[order], shifts[order], _LOOK, _STEPS)
    poses = [*zip(rotations[order], shifts[order], strict=True), *zip(*refined, strict=True)]
    return min(polished(image, one, *pose).distance for pose in poses)


def _half_sphere(n: int) -> Floats:
    """Spread `n` directions over half the sphere along a spiral (Gonzalez 2010)."""
    z = (np.arange(n) + 0.5) / n
    angle = 2 * np.pi * _GOLDEN * np.arange(n)
    radius = np.sqrt(1 - z * z)
    # Sines of another processor may differ in the last bit.
    return np.round(np.stack([radius * np.cos(angle), radius * np.sin(angle), z], axis=1), 12)


def _palette(mesh: Mesh) -> set[tuple[int, ...]]:
    return {tuple(color) for color in np.unique(mesh.colors, axis=0).tolist()}
