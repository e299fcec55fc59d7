"""Points of a surface on a grid of integers, in the object's own frame."""

import math

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.geometry.align import center, covariance
from lib.geometry.mesh import Mesh
from lib.geometry.sample import surface_points

REACH = 4.0
"""Coordinates run from -REACH to REACH, in units of the surface's root mean square radius;
what lies beyond, at most a sixteenth of any surface, is put on the edge."""

STEPS = 2047
"""Integers on either side of zero."""

_DIGITS = 9
_SWEEPS = 16

FLIPS: Ints = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
"""The rotations that turn each axis into itself or its opposite."""


def own_points(mesh: Mesh, n: int, rng: np.random.Generator) -> Ints:
    """Draw points from a surface, in the frame of its principal axes.

    The centroid is the origin, the root mean square radius one; x lies along the
    axis of largest variance, z along that of the smallest, and the frame is
    right-handed. That leaves four frames, which `FLIPS` turns into each other: which
    of them is given depends on the pose. Where two variances are nearly equal their
    axes mean little, and an altered copy may have others.

    Parameters
    ----------
    mesh : Mesh
    n : int
        Number of points.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int64, shape (n, 3)
        In steps of ``REACH / STEPS``, -STEPS to STEPS.
    """
    centered = center(mesh)
    # Sums differ in their last bits between processors, and axes of nearly equal
    # variance multiply that. From the rounded matrix on, all are the same everywhere.
    moments = np.round(covariance(centered), _DIGITS)
    axes = principal_frame(moments)
    turned = Mesh(centered.vertices @ axes.T, mesh.faces, mesh.colors)
    points, _ = surface_points(turned, n, rng)
    radius = math.sqrt(float(moments[0, 0]) + float(moments[1, 1]) + float(moments[2, 2]))
    steps = np.rint(points * (STEPS / (REACH * radius)))
    return np.clip(steps, -STEPS, STEPS).astype(np.int64)


def principal_frame(moments: Floats) -> Floats:
    """Eigenvectors of a symmetric matrix by Jacobi's rotations (Jacobi 1846).

    Written out in Python's own floats, which round each operation as IEEE 754 says:
    LAPACK's last bits depend on the processor.

    Parameters
    ----------
    moments : ndarray of float64, shape (3, 3)
        Symmetric.

    Returns
    -------
    ndarray of float64, shape (3, 3)
        Rows of length 1, the largest eigenvalue's first, right-handed.
    """
    a = [[float(value) for value in row] for row in moments]
    v = [[float(i == j) for j in range(3)] for i in range(3)]
    for _ in range(_SWEEPS):
        if a[0][1] == a[0][2] == a[1][2] == 0:
            break
        for p, q in ((0, 1), (0, 2), (1, 2)):
            _rotate(a, v, p, q)
    order = sorted(range(3), key=lambda i: -a[i][i])
    x, y = v[order[0]], v[order[1]]
    z = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]]
    return np.array([x, y, z])


def _rotate(a: list[list[float]], v: list[list[float]], p: int, q: int) -> None:
    """Turn the axes p and q so that a[p][q] becomes zero."""
    apq = a[p][q]
    # Below the last bit of both variances it cannot turn anything any more.
    if a[p][p] + apq == a[p][p] and a[q][q] + apq == a[q][q]:
        a[p][q] = a[q][p] = 0.0
        return
    theta = (a[q][q] - a[p][p]) / (2 * apq)
    t = math.copysign(1 / (abs(theta) + math.sqrt(theta * theta + 1)), theta)
    c = 1 / math.sqrt(t * t + 1)
    s = t * c
    a[p][p] -= t * apq
    a[q][q] += t * apq
    a[p][q] = a[q][p] = 0.0
    r = 3 - p - q
    arp, arq = a[r][p], a[r][q]
    a[r][p] = a[p][r] = c * arp - s * arq
    a[r][q] = a[q][r] = s * arp + c * arq
    for k in range(3):
        vp, vq = v[p][k], v[q][k]
        v[p][k], v[q][k] = c * vp - s * vq, s * vp + c * vq
