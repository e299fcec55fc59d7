"""Area, centroid and covariance of triangles, and the volume that they enclose.

What `lib.geometry.align` has for a mesh, for triangles that belong to none.
"""

import numpy as np

from lib.core.arrays import Floats, Ints


def surface_moments(corners: Floats) -> tuple[float, Floats, Floats]:
    """Measure a surface.

    Parameters
    ----------
    corners : ndarray of float64, shape (3, F, 3)
        First, second and third corner of each triangle; an area above zero.

    Returns
    -------
    area : float
    centroid : ndarray of float64, shape (3,)
        Mean of x over the surface.
    covariance : ndarray of float64, shape (3, 3)
        Mean of (x - centroid)(x - centroid)ᵀ, see `lib.geometry.align.covariance`.
    """
    normals = _normals(corners)
    areas = np.sqrt(np.einsum("fk,fk->f", normals, normals)) / 2
    area = float(areas.sum())
    centroid = areas @ (corners[0] + corners[1] + corners[2]) / (3 * area)
    moved = corners - centroid
    spread = np.concatenate([*moved, moved[0] + moved[1] + moved[2]])
    covariance = (spread * np.tile(areas, 4)[:, None]).T @ spread / (12 * area)
    return area, centroid, covariance


def enclosed_volume(corners: Floats, winding: Ints, about: Floats) -> float:
    """Sum of the signed tetrahedra from a point to each triangle, without its sign.

    The volume of a closed surface, whichever the point. One that is open is closed by
    the cone from its rim to the point.

    Parameters
    ----------
    corners : ndarray of float64, shape (3, F, 3)
    winding : ndarray of int64, shape (F,)
        What each triangle counts, see :func:`lib.geometry.weld.weld`.
    about : ndarray of float64, shape (3,)
    """
    heights = np.einsum("fk,fk->f", _normals(corners), corners[0] - about)
    return abs(float(winding @ heights)) / 6


def standard_deviations(covariance: Floats) -> Floats:
    """Return standard deviations along the principal axes, largest first, shape (3,)."""
    variances = np.linalg.eigvalsh(covariance)[::-1]
    return np.asarray(np.sqrt(np.maximum(variances, 0.0)))


def _normals(corners: Floats) -> Floats:
    """Twice the area along each triangle's normal, in a fraction of the time of ``np.cross``."""
    (a, b, c), (x, y, z) = (corners[1] - corners[0]).T, (corners[2] - corners[0]).T
    return np.stack([b * z - c * y, c * x - a * z, a * y - b * x], axis=1)
