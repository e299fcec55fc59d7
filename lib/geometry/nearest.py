"""Which face of a mesh is nearest to a point, and how far it is.

In plain float64 arithmetic, so that every processor finds the same face. Libraries
that search a tree by vector instructions answer by processor where two faces are
equally near, and Open3D does not start at all on one without AVX.
"""

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.core.jit import compiled
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
    return nearest_surface(mesh, points)[0]


def nearest_surface(mesh: Mesh, points: Floats) -> tuple[Ints, Floats]:
    """Find the nearest face of each point, and its distance.

    Parameters
    ----------
    mesh : Mesh
    points : ndarray of float64, shape (P, 3)

    Returns
    -------
    faces : ndarray of int64, shape (P,)
        As from :func:`nearest_faces`.
    distances : ndarray of float64, shape (P,)
        Of each point from that face, in the mesh's units.
    """
    corners = mesh.triangles
    middle = corners.mean(axis=1)
    reach = np.sqrt(((corners - middle[:, None]) ** 2).sum(axis=2).max(axis=1))
    # Faces of about a size together, in order along the axis on which they are spread the
    # widest: where all are small, only those in a thin slab about a point can be the nearest.
    size, axis = np.frexp(reach)[1], int(np.argmax(middle.std(axis=0)))
    order = np.lexsort((middle[:, axis], size))
    ends = np.append(np.flatnonzero(np.diff(size[order])) + 1, len(order))
    slack = _SLACK * float(np.abs(corners).max())
    found, squares = _search(
        corners[order], middle[order], reach[order] + slack, order, ends, points, axis
    )
    return found, np.sqrt(squares)


@compiled
def _search(
    corners: Floats,
    middle: Floats,
    reach: Floats,
    order: Ints,
    ends: Ints,
    points: Floats,
    axis: int,
) -> tuple[Ints, Floats]:
    """Walk each group outwards from a point for as long as a face there can be nearer.

    `corners` has shape (F, 3, 3); a group ends before each of `ends`, is sorted by
    the coordinate `axis` of `middle`, and no face reaches beyond `reach` from there.
    """
    widest = np.empty(len(ends))
    for g in range(len(ends)):
        widest[g] = reach[(ends[g - 1] if g else 0) : ends[g]].max()
    found, squares = np.empty(len(points), dtype=np.int64), np.empty(len(points))
    for p in range(len(points)):
        x, y, z = points[p]
        along = points[p, axis]
        best, near, row = np.inf, np.inf, len(order)
        for g in range(len(ends)):
            start = ends[g - 1] if g else 0
            right = start + np.searchsorted(middle[start : ends[g], axis], along)
            left = right - 1
            while left >= start or right < ends[g]:
                to_left = along - middle[left, axis] if left >= start else np.inf
                to_right = middle[right, axis] - along if right < ends[g] else np.inf
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
        found[p], squares[p] = row, best
    return found, squares


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
