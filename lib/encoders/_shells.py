"""Functions on concentric shells, and what of them no rotation changes.

A surface is sampled, spread over a grid and read off on 16 spheres about its
centroid, where spherical harmonics up to degree 12 describe it. A rotation mixes
the coefficients of one degree among themselves, on all spheres alike. So not only
the energy of a degree on each sphere stays (Kazhdan et al. 2003), but also every
inner product between two spheres: how what lies on one is turned against what
lies on the other.
"""

import functools

import numpy as np
from scipy import sparse
from scipy.ndimage import gaussian_filter
from scipy.special import sph_harm_y

from lib.core.arrays import Floats
from lib.geometry.jit import compiled
from lib.geometry.mesh import Mesh
from lib.geometry.sample import surface_points

POINTS = 12000
"""Surface points an object."""

GRID = 48
"""Points of the grid along an edge."""

REACH = 2.4
"""Half an edge of the grid, in root mean square radii; what lies beyond counts at its border."""

SHELLS = 16
"""Spheres; number k has the radius (k + 0.75) / 16 of the grid's reach."""

DEGREES = 13
"""Degrees of the harmonics: 0 ... 12."""

PAIRS = SHELLS * (SHELLS + 1) // 2
"""Pairs of spheres, each with itself included."""

BLUR = 1.2
"""Standard deviation of the Gaussian that the points are blurred by, grid steps."""

_COARSE = 0.09
_FULL = 4
_RADII = (np.arange(SHELLS) + 0.75) / SHELLS * REACH
# A quadrature of the sphere that is exact for products of two harmonics of degree 12.
_LATITUDES, _LONGITUDES = 18, 36


def scattered(mesh: Mesh, rng: np.random.Generator) -> Floats:
    """Draw surface points, centred, at a root mean square radius of 1.

    Parameters
    ----------
    mesh : Mesh
        Any position and scale.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of float64, shape (12000, 3)
    """
    points, _ = surface_points(mesh, POINTS, rng)
    return _standardised(points, np.ones(len(points)))


def evened(points: Floats) -> tuple[Floats, Floats]:
    """Points that stand for equal parts of space, however dense the surface is there.

    Points in one cell of a grid of step 0.09 become one at their centroid. Cells of
    fewer than four points weigh less, so that a speck does not count as much as a
    wall.

    Parameters
    ----------
    points : ndarray of float64, shape (N, 3)
        From :func:`scattered`.

    Returns
    -------
    points : ndarray of float64, shape (M, 3)
        Centred and scaled anew.
    weights : ndarray of float64, shape (M,)
        Sum to M.
    """
    cells = np.floor(points / _COARSE).astype(np.int64)
    cells -= cells.min(axis=0)
    spans = cells.max(axis=0) + 1
    flat = (cells[:, 0] * spans[1] + cells[:, 1]) * spans[2] + cells[:, 2]
    _, place, counts = np.unique(flat, return_inverse=True, return_counts=True)
    sums = [np.bincount(place, points[:, axis]) for axis in range(3)]
    weights = np.minimum(counts, _FULL) / _FULL
    weights *= len(weights) / weights.sum()
    return _standardised(np.stack(sums, axis=1) / counts[:, None], weights), weights


def spread(points: Floats, weights: Floats | None = None) -> Floats:
    """Share each point among the eight grid points about it.

    Parameters
    ----------
    points : ndarray of float64, shape (N, 3)
        In root mean square radii.
    weights : ndarray of float64, shape (N,), optional
        1 each when not given.

    Returns
    -------
    ndarray of float64, shape (48, 48, 48)
        Sums to 1,000, whatever the number of points.
    """
    if weights is None:
        weights = np.ones(len(points))
    place = np.clip((points / REACH + 1) * ((GRID - 1) / 2), 0, GRID - 1.001)
    grid = np.zeros(GRID**3)
    _splat(place, weights * (1000 / len(points)), grid)
    return grid.reshape(GRID, GRID, GRID)


def blurred(grid: Floats, sigma: float) -> Floats:
    """Blur a grid by a Gaussian of standard deviation `sigma`, grid steps."""
    return np.asarray(gaussian_filter(grid, sigma))


def gram(field: Floats) -> Floats:
    """Inner products of a field's spheres, degree by degree.

    Parameters
    ----------
    field : ndarray of float64, shape (48, 48, 48)

    Returns
    -------
    ndarray of float64, shape (1768,)
        For each of the degrees 0 ... 12 the upper triangle of the 16 × 16 Gram
        matrix of the spheres' coefficients, each times its radius. The square root
        is taken and the sign kept, so that large entries do not outweigh all others.
    """
    sampler, harmonics = _sampling()
    values = (sampler @ field.reshape(-1)).reshape(SHELLS, -1)
    coefficients = values @ harmonics * _RADII[:, None]
    upper = np.triu_indices(SHELLS)
    products = []
    for degree in range(DEGREES):
        part = coefficients[:, degree**2 : (degree + 1) ** 2]
        products.append((part @ part.T)[upper])
    found = np.concatenate(products)
    return np.asarray(np.sign(found) * np.sqrt(np.abs(found)))


def real_harmonics(directions: Floats) -> Floats:
    """Real orthonormal spherical harmonics of degrees 0 ... 12.

    Parameters
    ----------
    directions : ndarray of float64, shape (N, 3)
        Unit vectors.

    Returns
    -------
    ndarray of float64, shape (N, 169)
        Degree l in the columns l² ... (l + 1)² - 1.
    """
    polar = np.arccos(np.clip(directions[:, 2], -1, 1))
    azimuth = np.arctan2(directions[:, 1], directions[:, 0])
    columns = []
    for degree in range(DEGREES):
        for order in range(-degree, degree + 1):
            value = sph_harm_y(degree, abs(order), polar, azimuth)
            part = value.imag if order < 0 else value.real
            columns.append(part * (np.sqrt(2) if order else 1.0))
    return np.stack(columns, axis=1)


def _standardised(points: Floats, weights: Floats) -> Floats:
    """Weighted centroid to the origin, weighted root mean square radius to 1."""
    share = (weights / weights.sum())[:, None]
    centered = points - (points * share).sum(axis=0)
    return np.asarray(centered / np.sqrt((centered**2 * share).sum()))


@functools.cache
def _sampling() -> tuple[sparse.csr_array, Floats]:
    """Read a grid on the spheres, and turn the values there into coefficients.

    Returns
    -------
    sampler : sparse array, shape (16 * 648, 48³)
        Trilinear.
    harmonics : ndarray of float64, shape (648, 169)
        Times the weights of a Gauss-Legendre quadrature of the sphere.
    """
    nodes, weights = np.polynomial.legendre.leggauss(_LATITUDES)
    angles = np.arange(_LONGITUDES) * 2 * np.pi / _LONGITUDES
    level = np.sqrt(1 - nodes**2)
    directions = np.stack(
        [
            np.outer(level, np.cos(angles)),
            np.outer(level, np.sin(angles)),
            np.outer(nodes, np.ones(_LONGITUDES)),
        ],
        axis=-1,
    ).reshape(-1, 3)
    harmonics = real_harmonics(directions)
    harmonics *= np.repeat(weights, _LONGITUDES)[:, None] * (2 * np.pi / _LONGITUDES)

    places = (_RADII[:, None, None] * directions / REACH + 1) * ((GRID - 1) / 2)
    places = places.reshape(-1, 3)
    lower = places.astype(np.int64)
    share = places - lower
    rows, columns, values = [], [], []
    for corner in np.ndindex(2, 2, 2):
        index = lower + corner
        rows.append(np.arange(len(places)))
        columns.append((index[:, 0] * GRID + index[:, 1]) * GRID + index[:, 2])
        values.append(np.where(corner, share, 1 - share).prod(axis=1))
    sampler = sparse.coo_array(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))),
        shape=(len(places), GRID**3),
    )
    return sampler.tocsr(), harmonics


@compiled
def _splat(place: Floats, weights: Floats, grid: Floats) -> None:
    for n in range(len(place)):
        x, y, z = place[n]
        i, j, k = int(x), int(y), int(z)
        u, v, w = x - i, y - j, z - k
        for a in range(2):
            p = (u if a else 1 - u) * weights[n]
            for b in range(2):
                q = p * (v if b else 1 - v)
                start = ((i + a) * GRID + j + b) * GRID + k
                grid[start] += q * (1 - w)
                grid[start + 1] += q * w
