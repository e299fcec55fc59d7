"""Which face of a mesh is nearest to a point.

In plain float64 arithmetic, so that every processor finds the same face. Libraries
that search a tree by vector instructions answer by processor where two faces are
equally near, and Open3D does not start at all on one without AVX.
"""

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.geometry.jit import compiled
from lib.geometry.mesh import Mesh

_SLACK = 1e-12
"""Share of the largest coordinate by which a bound may be off through rounding."""


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
    corners = mesh.triangles
    middle = corners.mean(axis=1)
    reach = np.sqrt(((corners - middle[:, None]) ** 2).sum(axis=2).max(axis=1))
    # Faces of about a size together, from left to right: where all are small, only
    # those in a thin slab about a point can be the nearest.
    size = np.frexp(reach)[1]
    order = np.lexsort((middle[:, 0], size))
    ends = np.append(np.flatnonzero(np.diff(size[order])) + 1, len(order))
    slack = _SLACK * float(np.abs(corners).max())
    return np.asarray(
        _search(corners[order], middle[order], reach[order] + slack, order, ends, points)
    )


@compiled
def _search(
    corners: Floats,
    middle: Floats,
    reach: Floats,
    order: Ints,
    ends: Ints,
    points: Floats,
) -> Ints:
    """Walk each group outwards from a point for as long as a face there can be nearer.

    `corners` has shape (F, 3, 3); a group ends before each of `ends`, is sorted by
    the first coordinate of `middle`, and no face reaches beyond `reach` from there.
    """
    widest = np.empty(len(ends))
    for g in range(len(ends)):
        widest[g] = reach[(ends[g - 1] if g else 0) : ends[g]].max()
    found = np.empty(len(points), dtype=np.int64)
    for p in range(len(points)):
        x, y, z = points[p]
        best, near, row = np.inf, np.inf, len(order)
        for g in range(len(ends)):
            start = ends[g - 1] if g else 0
            right = start + np.searchsorted(middle[start : ends[g], 0], x)
            left = right - 1
            while left >= start or right < ends[g]:
                to_left = x - middle[left, 0] if left >= start else np.inf
                to_right = middle[right, 0] - x if right < ends[g] else np.inf
                if min(to_left, to_right) > near + widest[g]:
                    break
                if to_left < to_right:
                    f = left
                    left -= 1
                else:
                    f = right
                    right += 1
                far = (x - middle[f, 0]) ** 2 + (y - middle[f, 1]) ** 2 + (z - middle[f, 2]) ** 2
                if far <= (near + reach[f]) ** 2:
                    square = _square_distance(corners[f], points[p])
                    if square < best or (square == best and order[f] < row):
                        best, near, row = square, np.sqrt(square), order[f]
        found[p] = row
    return found


@compiled
def _square_distance(corners: Floats, point: Floats) -> float:
    """Distance of a point from a triangle, squared (Ericson 2005, 5.1.5)."""
    ab, ac, ap = np.empty(3), np.empty(3), np.empty(3)
    for k in range(3):
        ab[k] = corners[1, k] - corners[0, k]
        ac[k] = corners[2, k] - corners[0, k]
        ap[k] = point[k] - corners[0, k]
    aa = ab[0] * ab[0] + ab[1] * ab[1] + ab[2] * ab[2]
    ca = ab[0] * ac[0] + ab[1] * ac[1] + ab[2] * ac[2]
    cc = ac[0] * ac[0] + ac[1] * ac[1] + ac[2] * ac[2]
    # Products of AB and AC with the vectors from A, B and C to the point.
    d1 = ab[0] * ap[0] + ab[1] * ap[1] + ab[2] * ap[2]
    d2 = ac[0] * ap[0] + ac[1] * ap[1] + ac[2] * ap[2]
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
    total = 0.0
    for k in range(3):
        total += (ap[k] - v * ab[k] - w * ac[k]) ** 2
    return total
