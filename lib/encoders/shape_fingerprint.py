"""Shape fingerprint: scale-free numbers of a mesh, each a point on a half circle."""

from collections.abc import Sequence

import numpy as np

from lib.core.arrays import Floats
from lib.encoders._base import Encoder, Shape
from lib.geometry.hull import convex_hull
from lib.geometry.mesh import Mesh
from lib.geometry.moments import enclosed_volume, standard_deviations, surface_moments
from lib.geometry.weld import euler_number, weld

MIDDLES = {
    "surface_ball": 0.1,
    "solidity": 0.25,
    "area_over_hull": 1.0,
    "spread_over_hull": 1.0,
    "offset": 0.1,
}
"""The ratios that have no upper end, and the value of each that lies halfway."""

SHARES = (
    "hull_ball",
    "surface_second_axis",
    "surface_third_axis",
    "hull_second_axis",
    "hull_third_axis",
    "hull_area_by_width",
    "width_over_reach",
    "radius_over_reach",
)
"""The ratios that geometry keeps between 0 and 1."""

EULER_END = 1000
"""Euler numbers beyond this, either way, count as this."""

_THIN = 1e-3
_BALL = 6 * np.sqrt(np.pi)


class ShapeFingerprint(Encoder):
    """13 ratios of area, volume, convex hull and spread, and the Euler number; knows no pose.

    With A, V and r the surface's area, enclosed volume and root mean square distance from
    its centroid, R the distance of the farthest point, Aₕ, Vₕ and rₕ the same of the convex
    hull, and W the hull's mean width:

    - how much of a ball: 6√π V / A^1.5 and 6√π Vₕ / Aₕ^1.5;
    - V / (Vₕ + Aₕ^1.5 / 1000), A / Aₕ, (r / rₕ)², r / R, W / 2R, Aₕ / πW²;
    - second and third standard deviation along the principal axes over the first, of
      surface and hull; distance between the two centroids over r;
    - the Euler number χ of the surface, vertices welded by position.

    What lies between 0 and 1 (`SHARES`) is a share as it is; another ratio x becomes
    x / (x + middle), with the constants `MIDDLES`; χ becomes (1 + asinh χ / asinh 1000) / 2,
    cut off at -1000 and 1000. Each share s is written as (cos πs, sin πs), cosines first.
    The cosine of two vectors is then the mean of fourteen cosines, one of what each number
    differs by, so that none outweighs another. The constants are round numbers, chosen
    before anything was scored.

    Mean width and standard deviations stand where others take the edges of a bounding
    box. The axes of a cube or a vase are not determined, and a box along them leaps with
    the last bit; one along x, y and z turns with the object. Volume is the size of the sum
    of signed tetrahedra about the surface's centroid, which every mesh has: one that is
    open counts as closed by the cone from its rim, and triangles listed both ways cancel.
    Triangles that are listed twice count once. All numbers but χ are continuous in the
    positions of the vertices.
    """

    dim = 2 * (len(MIDDLES) + len(SHARES) + 1)
    needs = "mesh"

    def encode(self, shapes: Sequence[Shape]) -> Floats:
        """Embed `shapes`, see :meth:`Encoder.encode`."""
        return np.stack([on_half_circles(*measure(shape.mesh)) for shape in shapes])


def measure(mesh: Mesh) -> tuple[dict[str, float], int]:
    """Measure a mesh.

    Parameters
    ----------
    mesh : Mesh
        With an area above zero.

    Returns
    -------
    ratios : dict of str to float
        By name, those of `MIDDLES` and then of `SHARES`; each 0 or more.
    euler : int
        Euler number of the welded surface.
    """
    points, faces, winding = weld(mesh)
    # Plain subtraction and division give every processor, and so Qhull, the same bits.
    points = (points - points.min(axis=0)) / np.ptp(points, axis=0).max()
    hull = convex_hull(points)
    corners = points.take(faces.T, axis=0)
    area, centroid, covariance = surface_moments(corners)
    volume = enclosed_volume(corners, winding, centroid)
    surface, wrapping = map(standard_deviations, (covariance, hull.covariance))
    radius, reach = np.linalg.norm(surface), np.linalg.norm(points - centroid, axis=1).max()
    values = (
        _BALL * volume / area**1.5,
        volume / (hull.volume + _THIN * hull.area**1.5),
        area / hull.area,
        (radius / np.linalg.norm(wrapping)) ** 2,
        np.linalg.norm(centroid - hull.centroid) / radius,
        _BALL * hull.volume / hull.area**1.5,
        *surface[1:] / surface[0],
        *wrapping[1:] / wrapping[0],
        hull.area / (np.pi * hull.width**2),
        hull.width / (2 * reach),
        radius / reach,
    )
    names = (*MIDDLES, *SHARES)
    return dict(zip(names, map(float, values), strict=True)), euler_number(faces)


def on_half_circles(ratios: dict[str, float], euler: int) -> Floats:
    """Write ratios and Euler number as the encoder's vector, shape (28,)."""
    shares = [ratios[name] / (ratios[name] + middle) for name, middle in MIDDLES.items()]
    shares += [ratios[name] for name in SHARES]
    bounded = np.clip(euler, -EULER_END, EULER_END)
    shares.append((1 + np.arcsinh(bounded) / np.arcsinh(EULER_END)) / 2)
    angles = np.pi * np.array(shares)
    return np.concatenate([np.cos(angles), np.sin(angles)])
