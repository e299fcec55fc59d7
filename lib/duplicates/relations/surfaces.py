"""How far two surfaces lie from each other in a given pose, by exact nearest faces."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats
from lib.geometry.mesh import Mesh
from lib.geometry.nearest import FaceTree


class Gap(NamedTuple):
    """What lies between points and a surface.

    Attributes
    ----------
    distances : ndarray of float64, shape (P,)
        Of each point from the surface.
    colour : float
        Mean difference of the colours there, in [0, 1].
    """

    distances: Floats
    colour: float


def gap(tree: FaceTree, points: Floats, colors: Floats) -> Gap:
    """Measure points against a surface.

    Parameters
    ----------
    tree : FaceTree
    points : ndarray of float64, shape (P, 3)
        In the coordinates of the tree's mesh.
    colors : ndarray of float64, shape (P, 3)
        In [0, 1].
    """
    faces, distances = tree.nearest(points)
    wrong = np.abs(tree.mesh.colors[faces] / 255.0 - colors).mean()
    return Gap(distances, float(wrong))


def diagonal(mesh: Mesh) -> float:
    """Length of the diagonal of the bounding box of all faces."""
    return math.hypot(*np.ptp(mesh.vertices[np.unique(mesh.faces)], axis=0))


def face_distances(a: Mesh, b: Mesh, pose: npt.ArrayLike) -> Floats:
    """Measure how far each face of `b` lies from `a`.

    Parameters
    ----------
    a, b : Mesh
    pose : array-like of float, shape (4, 4)
        Takes a's coordinates to b's, as in `Evidence`.

    Returns
    -------
    ndarray of float64, shape (F,)
        Distance of the face's centre from the moved surface, as a share of the diagonal
        of b's bounding box.
    """
    matrix = np.asarray(pose, dtype=np.float64)
    # About a corner of b, so that objects far from the origin keep their digits.
    anchor = b.triangles[0, 0]
    moved = (a.vertices[:, None] * matrix[:3, :3]).sum(axis=2) + (matrix[:3, 3] - anchor)
    centers = (b.triangles - anchor).mean(axis=1)
    _, distances = FaceTree.of(Mesh(moved, a.faces, a.colors)).nearest(centers)
    return np.asarray(distances / diagonal(b))
