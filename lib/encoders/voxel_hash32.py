"""Voxel-hash-32: the perceptual hash of images, in three dimensions."""

from collections.abc import Sequence

import numpy as np
from scipy.fft import dctn

from lib.core.arrays import Bools, Bytes, Floats, Ints
from lib.encoders._base import Encoder, Shape
from lib.geometry.align import align
from lib.geometry.mesh import Mesh
from lib.geometry.voxels import fill, occupancy

GRID = 32
"""Voxels along an edge."""

BITS = 128
"""Length of the hash."""

_SPAN = 8
_DIGITS = 9


def _lowest_frequencies() -> tuple[Ints, ...]:
    """Index the `BITS` lowest frequencies, the mean left out, ordered by their sum."""
    grid = np.stack(np.meshgrid(*[np.arange(_SPAN)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    order = np.lexsort((grid[:, 2], grid[:, 1], grid[:, 0], grid.sum(axis=1)))
    return tuple(grid[order[1 : BITS + 1]].T)


_FREQUENCIES = _lowest_frequencies()


class VoxelHash32(Encoder):
    """128-bit perceptual hash of the PCA-aligned, filled 32³ voxels, compared bit by bit.

    The vector holds the bits as 0 and 1. About half of them are set, which makes
    cosine nearly a falling function of Hamming distance.
    """

    dim = BITS
    needs = "mesh"

    def encode(self, shapes: Sequence[Shape]) -> Floats:
        """Embed `shapes`, see :meth:`Encoder.encode`."""
        return np.stack([hash_bits(shape.mesh) for shape in shapes]).astype(np.float64)


def hash_bits(mesh: Mesh) -> Bytes:
    """Hash `mesh` after turning it into its principal axes.

    Returns
    -------
    ndarray of uint8, shape (128,)
        0 or 1; at least half of them 1.
    """
    return grid_bits(fill(occupancy(align(mesh), GRID)))


def grid_bits(occupied: Bools) -> Bytes:
    """Compare low-frequency cosine coefficients with their median.

    Parameters
    ----------
    occupied : ndarray of bool, shape (n, n, n)

    Returns
    -------
    ndarray of uint8, shape (128,)
        1 where the coefficient is not below the median of the 128; frequencies
        ascend by the sum of their three indices.
    """
    coefficients = dctn(occupied.astype(np.float64), norm="ortho")[_FREQUENCIES]
    # Symmetric objects have coefficients that are zero but for rounding errors.
    coefficients = np.round(coefficients, _DIGITS)
    return np.asarray(coefficients >= np.median(coefficients), dtype=np.uint8)
