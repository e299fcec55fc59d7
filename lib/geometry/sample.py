"""Points on a surface, spread evenly."""

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.geometry.align import areas
from lib.geometry.mesh import Mesh

_STEP = np.array([0.7548776662466927, 0.5698402909980532])
"""The R2 sequence's step: 1/p and 1/p² for the real root p of p³ = p + 1."""

_BITS = 10


def surface_points(mesh: Mesh, n: int, rng: np.random.Generator) -> tuple[Floats, Ints]:
    """Draw `n` points from the surface, each uniform by area.

    Systematic sampling: faces are laid end to end along a space-filling curve,
    and every n-th part of the total area gives one point; within faces the points
    follow a low-discrepancy sequence (Roberts's R2). One random shift moves all
    of it (Cranley & Patterson 1976), so a single point is uniform while the set
    is far more even than independent draws, in space as well as by area.

    Parameters
    ----------
    mesh : Mesh
        With an area above zero.
    n : int
        Number of points.
    rng : numpy.random.Generator
        Source of the shift; three numbers are drawn.

    Returns
    -------
    points : ndarray of float64, shape (n, 3)
    face_index : ndarray of int64, shape (n,)
        The face that each point lies on.
    """
    corners = mesh.triangles
    order = _along_curve(corners.mean(axis=1))
    reached = np.cumsum(areas(mesh)[order])
    shift = rng.random(3)
    place = (np.arange(n) + shift[0]) / n * reached[-1]
    # An area of zero occupies no stretch, and rounding must not step past the end.
    last = int(np.searchsorted(reached, reached[-1]))
    index = order[np.minimum(np.searchsorted(reached, place, side="right"), last)]
    u, v = ((shift[1:] + np.arange(n)[:, None] * _STEP) % 1).T
    # The square root makes the map from the unit square to the triangle keep areas.
    root = np.sqrt(u)
    weights = np.stack([1 - root, root * (1 - v), root * v], axis=1)
    return (weights[:, :, None] * corners[index]).sum(axis=1), index


def _along_curve(points: Floats) -> Ints:
    """Order of `points` along the Morton curve of their bounding cube (Morton 1966)."""
    low = points.min(axis=0)
    extent = np.ptp(points, axis=0).max()
    top = (1 << _BITS) - 1
    cells = ((points - low) * (top / extent if extent > 0 else 0.0)).astype(np.int64)
    code = np.zeros(len(points), dtype=np.int64)
    for bit in range(_BITS):
        for axis in range(3):
            code |= ((cells[:, axis] >> bit) & 1) << (3 * bit + axis)
    return np.argsort(code, kind="stable")
