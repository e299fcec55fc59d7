"""Which face of a mesh is nearest to a point, and how far it is.

In plain float64 arithmetic, so that every processor finds the same face. Libraries
that search a tree by vector instructions answer by processor where two faces are
equally near, and Open3D does not start at all on one without AVX.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from lib.core.arrays import Floats, Ints
from lib.core.jit import compiled
from lib.geometry.mesh import Mesh

_SLACK = 1e-12
"""Share of the largest coordinate by which a bound may be off through rounding."""

_LEAF = 4
"""Faces in a leaf of the tree."""

_DEEPEST = 64


@dataclass(frozen=True, eq=False)
class FaceTree:
    """The faces of a mesh in a binary tree of boxes, to be asked more than once.

    Leaves are runs of faces as a k-d tree of their centres orders them, and neighbouring
    boxes are joined two by two. Node 1 is the root, and node n has the children 2n and
    2n + 1.

    Attributes
    ----------
    mesh : Mesh
    corners : ndarray of float64, shape (F, 3, 3)
        In the order of the leaves.
    rows : ndarray of int64, shape (F,)
        Row of each in ``mesh.faces``.
    low, high : ndarray of float64, shape (2 L, 3)
        Corners of the box of each node; those of an empty one are infinite.
    """

    mesh: Mesh
    corners: Floats
    rows: Ints
    low: Floats
    high: Floats

    @classmethod
    def of(cls, mesh: Mesh) -> "FaceTree":
        """Build the tree of a mesh with at least one face."""
        centers = mesh.triangles.mean(axis=1)
        rows = cKDTree(centers, leafsize=_LEAF).indices.astype(np.int64)
        corners = mesh.triangles[rows]
        starts = np.arange(0, len(rows), _LEAF)
        leaves = 1 << max(0, len(starts) - 1).bit_length()
        low, high = np.full((2 * leaves, 3), np.inf), np.full((2 * leaves, 3), -np.inf)
        filled = slice(leaves, leaves + len(starts))
        low[filled] = np.minimum.reduceat(corners.min(axis=1), starts)
        high[filled] = np.maximum.reduceat(corners.max(axis=1), starts)
        while leaves > 1:
            children, leaves = slice(leaves, 2 * leaves), leaves // 2
            low[leaves : 2 * leaves] = low[children].reshape(leaves, 2, 3).min(axis=1)
            high[leaves : 2 * leaves] = high[children].reshape(leaves, 2, 3).max(axis=1)
        return cls(mesh, corners, rows, low, high)

    def nearest(self, points: Floats) -> tuple[Ints, Floats]:
        """Find the nearest face of each point, and its distance.

        Parameters
        ----------
        points : ndarray of float64, shape (P, 3)

        Returns
        -------
        faces : ndarray of int64, shape (P,)
            Row of ``mesh.faces``; the first of those that are equally near.
        distances : ndarray of float64, shape (P,)
            Of each point from that face, in the mesh's units.
        """
        slack = _SLACK * float(np.abs(self.corners).max())
        found, squares = _search(self.corners, self.rows, self.low, self.high, points, slack)
        return found, np.sqrt(squares)


def nearest_faces(mesh: Mesh, points: Floats) -> Ints:
    """Find the nearest face of each point.

    Parameters
    ----------
    mesh : Mesh
    points : ndarray of float64, shape (P, 3)

    Returns
    -------
    ndarray of int64, shape (P,)
        Row of ``mesh.faces``; the first of those that are equally near.
    """
    return FaceTree.of(mesh).nearest(points)[0]


@compiled
def _search(
    corners: Floats, rows: Ints, low: Floats, high: Floats, points: Floats, slack: float
) -> tuple[Ints, Floats]:
    """Descend to the nearer box first, and into no box that is farther than the best face."""
    leaves = len(low) // 2
    found, squares = np.empty(len(points), dtype=np.int64), np.empty(len(points))
    waiting, bounds = np.empty(_DEEPEST, dtype=np.int64), np.empty(_DEEPEST)
    for p in range(len(points)):
        best, most, row = np.inf, np.inf, -1
        waiting[0], bounds[0], size = 1, 0.0, 1
        while size:
            size -= 1
            node = waiting[size]
            if bounds[size] > most:
                continue
            if node < leaves:
                left = _square_from_box(low[2 * node], high[2 * node], points[p])
                right = _square_from_box(low[2 * node + 1], high[2 * node + 1], points[p])
                nearer = 0 if left <= right else 1
                waiting[size], bounds[size] = 2 * node + 1 - nearer, max(left, right)
                waiting[size + 1], bounds[size + 1] = 2 * node + nearer, min(left, right)
                size += 2
                continue
            start = (node - leaves) * _LEAF
            for f in range(start, min(start + _LEAF, len(rows))):
                square = _square_distance(corners[f], points[p])
                if square < best or (square == best and rows[f] < row):
                    best, row = square, rows[f]
                    most = (np.sqrt(square) + slack) ** 2
        found[p], squares[p] = row, best
    return found, squares


@compiled
def _square_from_box(low: Floats, high: Floats, point: Floats) -> float:
    """Distance of a point from a box, squared; 0 inside, infinite for an empty box."""
    total = 0.0
    for k in range(3):
        away = max(low[k] - point[k], point[k] - high[k], 0.0)
        total += away * away
    return total


@compiled
def _square_distance(corners: Floats, point: Floats) -> float:
    """Distance of a point from a triangle, squared (Ericson 2005, 5.1.5)."""
    # Number by number: three small arrays would take longer to allocate than all the rest.
    ax, ay, az = corners[0]
    bx, by, bz = corners[1, 0] - ax, corners[1, 1] - ay, corners[1, 2] - az
    cx, cy, cz = corners[2, 0] - ax, corners[2, 1] - ay, corners[2, 2] - az
    px, py, pz = point[0] - ax, point[1] - ay, point[2] - az
    aa = bx * bx + by * by + bz * bz
    ca = bx * cx + by * cy + bz * cz
    cc = cx * cx + cy * cy + cz * cz
    # Products of AB and AC with the vectors from A, B and C to the point.
    d1 = bx * px + by * py + bz * pz
    d2 = cx * px + cy * py + cz * pz
    d3, d4, d5, d6 = d1 - aa, d2 - ca, d1 - ca, d2 - cc
    va, vb, vc = d3 * d6 - d5 * d4, d5 * d2 - d1 * d6, d1 * d4 - d3 * d2
    if d1 <= 0 and d2 <= 0:
        v, w = 0.0, 0.0
    elif d3 >= 0 and d4 <= d3:
        v, w = 1.0, 0.0
    elif d6 >= 0 and d5 <= d6:
        v, w = 0.0, 1.0
    elif vc <= 0 and d1 >= 0 and d3 <= 0:
        v, w = d1 / (d1 - d3), 0.0
    elif vb <= 0 and d2 >= 0 and d6 <= 0:
        v, w = 0.0, d2 / (d2 - d6)
    elif va <= 0 and d4 >= d3 and d5 >= d6:
        w = (d4 - d3) / ((d4 - d3) + (d5 - d6))
        v = 1 - w
    else:
        v, w = vb / (va + vb + vc), vc / (va + vb + vc)
    x, y, z = px - v * bx - w * cx, py - v * by - w * cy, pz - v * bz - w * cz
    return float(x * x + y * y + z * z)
