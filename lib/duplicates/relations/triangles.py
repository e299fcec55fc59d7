"""Poses from triangles that two meshes share: exact where one was made from the other."""

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.geometry.mesh import Mesh

_STEP = 1e-5
"""Lengths are compared in steps of this, in radii."""

_SCALENE = 1e-3
"""Least difference of two edges, so that corners cannot be mixed up."""

_BITS = 21
_MOST = 32
_EACH = 8


def shared_poses(a: Mesh, b: Mesh) -> tuple[Floats, Floats]:
    """Lay triangles of `a` over congruent ones of `b`, the rarest and largest first.

    Parameters
    ----------
    a, b : Mesh
        In one unit, of about the meshes' radius.

    Returns
    -------
    rotations : ndarray of float64, shape (S, 3, 3)
    shifts : ndarray of float64, shape (S, 3)
        At most 32 poses; none where no triangle occurs in both.
    """
    key_a, corners_a = _triangles(a)
    key_b, corners_b = _triangles(b)
    first, first_a = np.unique(key_a, return_index=True)
    order = np.argsort(key_b, kind="stable")
    start = np.searchsorted(key_b[order], first, side="left")
    count = np.searchsorted(key_b[order], first, side="right") - start
    # The longest edge is in the highest bits of the key.
    rank = np.lexsort((-first, count))
    rank = rank[count[rank] > 0][:_MOST]
    pairs = [(first_a[k], order[start[k] + j]) for k in rank for j in range(min(count[k], _EACH))][
        :_MOST
    ]
    rows_a, rows_b = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return _between(corners_a[rows_a], corners_b[rows_b])


def _triangles(mesh: Mesh) -> tuple[Ints, Floats]:
    """Return a key of each scalene triangle's edges, and its corners in order of those."""
    corners = mesh.triangles
    edges = np.roll(corners, -1, axis=1) - np.roll(corners, 1, axis=1)
    lengths = np.sqrt((edges * edges).sum(axis=2))
    order = np.argsort(lengths, axis=1)
    lengths = np.take_along_axis(lengths, order, axis=1)
    corners = np.take_along_axis(corners, order[:, :, None], axis=1)
    steps = np.round(lengths / _STEP).astype(np.int64)
    gaps = np.diff(lengths, axis=1).min(axis=1)
    # Neither alike edges nor a sliver, whose plane hangs on last digits.
    slack = lengths[:, 0] + lengths[:, 1] - lengths[:, 2]
    usable = (gaps > _SCALENE) & (slack > _SCALENE) & (steps[:, 2] < 1 << _BITS)
    short, middle, long = steps[usable].T
    return (long << 2 * _BITS) | (middle << _BITS) | short, corners[usable]


def _between(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Return the pose that takes each triangle of `a` to that of `b`, both (S, 3, 3)."""
    rotations = (_axes(b)[:, :, :, None] * _axes(a)[:, :, None, :]).sum(axis=1)
    moved = (rotations * a.mean(axis=1)[:, None]).sum(axis=2)
    return rotations, b.mean(axis=1) - moved


def _axes(corners: Floats) -> Floats:
    """Right-handed axes of each triangle as rows, shape (S, 3, 3)."""
    along = _unit(corners[:, 1] - corners[:, 0])
    normal = _unit(np.cross(along, corners[:, 2] - corners[:, 0]))
    return np.stack([along, np.cross(normal, along), normal], axis=1)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.sqrt((vectors * vectors).sum(axis=1))[:, None])
