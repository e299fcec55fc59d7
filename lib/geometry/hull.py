"""The convex hull of points and what can be measured of it, flat ones included."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from lib.core.arrays import Floats
from lib.geometry.moments import surface_moments


@dataclass(frozen=True, eq=False)
class Hull:
    """Measures of a convex hull; all are continuous in the points.

    Those of the solid's inside, but for the volume, are not: the mass of a thin wedge
    lies elsewhere than that of a thin plate, however thin both are. Hence the surface's.

    Attributes
    ----------
    volume, area : float
        Of the solid and of its surface. Of a flat hull: zero, and both sides.
    width : float
        Mean distance between two parallel planes that just hold it, over all
        directions.
    centroid : ndarray of float64, shape (3,)
    covariance : ndarray of float64, shape (3, 3)
        Of the surface.
    """

    volume: float
    area: float
    width: float
    centroid: Floats
    covariance: Floats


def convex_hull(points: Floats) -> Hull:
    """Measure the hull of points that do not lie on one line.

    Parameters
    ----------
    points : ndarray of float64, shape (N, 3)

    Returns
    -------
    Hull
        Of points in a plane, what that of a plate tends to as it gets thinner: which
        of the two is made of a plate as thin as a rounding error makes no difference.
    """
    try:
        found = ConvexHull(points)
    except QhullError:
        return _flat(points)
    area, *moments = surface_moments(points[found.simplices.T])
    return Hull(float(found.volume), area, _mean_width(found), *moments)


def _flat(points: Floats) -> Hull:
    middle = points.mean(axis=0)
    axes = np.linalg.svd(points - middle, full_matrices=False)[2][:2]
    found = ConvexHull((points - middle) @ axes.T)
    rim = points[found.simplices.T]
    inside = np.broadcast_to(points[found.vertices].mean(axis=0), rim[0].shape)
    area, *moments = surface_moments(np.stack([*rim, inside]))
    # In two dimensions Qhull's area is a circumference.
    return Hull(0.0, 2 * area, float(found.area) / 4, *moments)


def _mean_width(hull: ConvexHull) -> float:
    """Sum of edge length times exterior angle, over 4 pi (Schneider, Convex Bodies, 2014)."""
    corners = hull.points[hull.simplices]
    # Qhull's neighbour k lies beyond the edge that corner k is not on.
    edges = corners[:, [1, 2, 0]] - corners[:, [2, 0, 1]]
    normals = hull.equations[:, None, :3]
    others = hull.equations[hull.neighbors, :3]
    sines = np.linalg.norm(np.cross(normals, others), axis=2)
    angles = np.arctan2(sines, (normals * others).sum(axis=2))
    # Each edge was met from both sides.
    return float((np.linalg.norm(edges, axis=2) * angles).sum()) / (8 * np.pi)
