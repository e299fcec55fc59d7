"""What `instance_and_class` looks at, as blocks of numbers: geometry, and a network's views."""

from collections.abc import Sequence

import numpy as np

from lib.core.arrays import Floats
from lib.core.rounding import rounded
from lib.encoders._base import Shape
from lib.encoders._ring_features import BETWEEN, MAX, MEAN, WIDTH, ring_features
from lib.encoders._shells import BLUR, DEGREES, PAIRS, blurred, evened, gram, scattered, spread
from lib.encoders.pointnet_proxy import soft_histogram

FIELDS = 2
"""Fields on the grid: the density of the surface, and the space that it takes, however
densely it lies there, which decimation and noise change less."""

EVENED_BLUR = 1.4
"""Standard deviation of the second field's Gaussian, grid steps."""

TUPLES = 8_000
"""Random triples of points that the histograms are of."""

_LENGTHS, _ANGLES = 64, 32
_FARTHEST, _WIDEST = 3.0, 1.4

DECIMALS = 6
"""Digits after the point that are kept."""

GEOMETRY = FIELDS * DEGREES * PAIRS + 2 * _LENGTHS + _ANGLES
RAW = GEOMETRY + WIDTH
"""Length of what :func:`raw_blocks` gives: geometry, then ring features."""


def raw_blocks(shapes: Sequence[Shape], seed: int) -> Floats:
    """Measure shapes.

    Parameters
    ----------
    shapes : sequence of Shape
    seed : int
        Of the surface points, together with each shape's key.

    Returns
    -------
    ndarray of float64, shape (N, RAW)
        Geometry, then ring features, rounded: a Gram matrix has entries that ought to
        be zero, and whose square root would carry rounding errors further.
    """
    geometry = np.stack([geometry_blocks(shape, seed) for shape in shapes])
    raw = np.concatenate([geometry, ring_features(shapes)], axis=1)
    return np.asarray(rounded(raw, DECIMALS), dtype=np.float64)


def geometry_blocks(shape: Shape, seed: int) -> Floats:
    """Measure the surface alone, shape (GEOMETRY,); its blocks have the length 1."""
    rng = shape.rng(seed)
    points = scattered(shape.mesh, rng)
    density = blurred(spread(points), BLUR)
    space = blurred(spread(*evened(points)), EVENED_BLUR)
    blocks = [gram(density), gram(space), shape_histograms(points, rng)]
    return np.concatenate([unit_rows(block) for block in blocks])


def shape_histograms(points: Floats, rng: np.random.Generator) -> Floats:
    """Square roots of three histograms of random triples (Osada et al. 2002).

    Parameters
    ----------
    points : ndarray of float64, shape (N, 3)
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of float64, shape (160,)
        Distances of the first two points, up to three times their mean, 64 bins;
        square roots of the triangles' areas, up to 1.4 mean distances, 64 bins;
        cosines of the angle at the second point, 32 bins. A value is shared by the two
        nearest bins, so that none lies on an edge.
    """
    i, j, k = rng.integers(len(points), size=(3, TUPLES))
    one, other = points[i] - points[j], points[k] - points[j]
    length, width = (np.sqrt((edge * edge).sum(axis=1)) for edge in (one, other))
    area = np.sqrt((np.cross(one, other) ** 2).sum(axis=1)) / 2
    cosine = (one * other).sum(axis=1) / np.maximum(length * width, 1e-9)
    unit = length.mean()
    shares = [
        soft_histogram(length / (_FARTHEST * unit), _LENGTHS),
        soft_histogram(np.sqrt(area) / (_WIDEST * unit), _LENGTHS),
        soft_histogram((cosine + 1) / 2, _ANGLES),
    ]
    return np.sqrt(np.concatenate(shares))


def network_blocks(raw: Floats, mean: Floats, deviation: Floats) -> tuple[Floats, Floats, Floats]:
    """Take what the network saw out of raw blocks, each row of length 1.

    Parameters
    ----------
    raw : ndarray of float64, shape (N, RAW)
        From :func:`raw_blocks`.
    mean, deviation : ndarray of float64, shape (944,)
        Of the layers between, over the shapes that are learned from.

    Returns
    -------
    (ndarray, ndarray, ndarray)
        Square roots of the final features' mean over the views, shape (N, 1280); their
        maximum, shape (N, 1280); layers between, standardised, shape (N, 944).
    """
    seen = raw[:, GEOMETRY:]
    between = (seen[:, BETWEEN] - mean) / deviation
    return unit_rows(np.sqrt(seen[:, MEAN])), unit_rows(seen[:, MAX]), unit_rows(between)


def unit_rows(values: Floats) -> Floats:
    """Scale rows to length 1; a row of zeros stays."""
    length = np.linalg.norm(values, axis=-1, keepdims=True)
    return np.asarray(values / np.where(length > 0, length, 1.0))
