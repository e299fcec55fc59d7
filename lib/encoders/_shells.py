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

from lib.core.arrays import Floats
from lib.core.jit import compiled
from lib.encoders._harmonics import real_harmonics
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
    """Blur a grid by a Gaussian of standard deviation `sigma`, grid steps, cut at four of them.

    What lies beyond an edge mirrors what lies before it, as in SciPy's
    ``gaussian_filter``, which takes several times as long.
    """
    reach = int(4 * sigma + 0.5)
    taps = np.exp(-0.5 / sigma**2 * np.arange(-reach, reach + 1) ** 2)
    taps /= taps.sum()
    for _ in range(grid.ndim):
        rows = np.ascontiguousarray(grid).reshape(len(grid), -1)
        out = np.empty_like(rows)
        _blur_rows(rows, taps[reach:], out)
        # The next axis comes first; after three turns all are in place again.
        grid = np.moveaxis(out.reshape(grid.shape), 0, -1)
    return grid


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
    polar = np.arccos(np.clip(directions[:, 2], -1, 1))
    azimuth = np.arctan2(directions[:, 1], directions[:, 0])
    harmonics = real_harmonics(polar, azimuth, DEGREES)
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
def _blur_rows(rows: Floats, taps: Floats, out: Floats) -> None:
    count = len(rows)
    for i in range(count):
        for j in range(rows.shape[1]):
            out[i, j] = rows[i, j] * taps[0]
        for k in range(len(taps) - 1, 0, -1):
            before, after = i - k, i + k
            if before < 0:
                before = -before - 1
            if after >= count:
                after = 2 * count - 1 - after
            for j in range(rows.shape[1]):
                out[i, j] += (rows[before, j] + rows[after, j]) * taps[k]


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
