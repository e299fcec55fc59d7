"""PointNet-proxy: what a few statistics of surface points say, without learning."""

from collections.abc import Sequence

import numpy as np

from lib.core.arrays import Floats
from lib.encoders._base import Encoder, Shape
from lib.geometry.align import align
from lib.geometry.sample import surface_points

POINTS = 1024
"""Surface points an object."""

BINS = 16
"""Bins of the histogram."""


class PointNetProxy(Encoder):
    """3 PCA eigenvalues and a 16-bin histogram of z of 1,024 surface points; no trained network.

    z is the coordinate along the axis of least variance, in units of the points'
    root mean square radius, from -1 to 1; what lies beyond counts in the
    outermost bin. Eigenvalues and histogram are scaled to length 1 each, so that
    either has the same say in a cosine.
    """

    dim = 3 + BINS
    needs = "mesh"

    def encode(self, shapes: Sequence[Shape]) -> Floats:
        """Embed `shapes`, see :meth:`Encoder.encode`."""
        return np.stack([self._encode_one(shape) for shape in shapes])

    def _encode_one(self, shape: Shape) -> Floats:
        mesh = align(shape.mesh)
        points, index = surface_points(mesh, POINTS, shape.rng(self.params.seed))
        centered = points - points.mean(axis=0)
        eigenvalues = np.linalg.eigvalsh(centered.T @ centered / POINTS)[::-1]
        histogram = soft_histogram(self._values(centered, mesh.triangles[index]))
        return np.concatenate(
            [eigenvalues / np.linalg.norm(eigenvalues), histogram / np.linalg.norm(histogram)]
        )

    def _values(
        self,
        points: Floats,
        triangles: Floats,  # noqa: ARG002
    ) -> Floats:
        """Return what the histogram is of, from 0 to 1, shape (POINTS,)."""
        radius = np.sqrt((points**2).sum(axis=1).mean())
        return np.asarray((points[:, 2] / radius + 1) / 2)


def soft_histogram(values: Floats, bins: int = BINS) -> Floats:
    """Histogram over [0, 1] in which a value is shared by the two nearest bins.

    Sharing by distance to the bins' centres makes the result a continuous
    function of the values, so that one on the border of two bins, as all points
    of a plate are, cannot fall into either by a rounding error.

    Parameters
    ----------
    values : ndarray, shape (N,)
        Clipped to [0, 1].
    bins : int, optional

    Returns
    -------
    ndarray of float64, shape (bins,)
        Sums to 1.
    """
    place = np.clip(values * bins - 0.5, 0, bins - 1)
    lower = np.minimum(place.astype(np.int64), bins - 2)
    share = place - lower
    counts = np.bincount(lower, 1 - share, bins) + np.bincount(lower + 1, share, bins)
    return np.asarray(counts / len(values))
