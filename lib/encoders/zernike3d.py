"""Zernike-3D: spherical-harmonic energy in concentric shells."""

import functools
from collections.abc import Sequence

import numpy as np

from lib.core.arrays import Floats
from lib.encoders._base import Encoder, Shape
from lib.encoders._harmonics import real_harmonics
from lib.geometry.align import center
from lib.geometry.mesh import Mesh
from lib.geometry.voxels import fill, voxelize

GRID = 32
"""Voxels along an edge."""

SHELLS = 7
"""Concentric shells n = 0 ... 6 of equal thickness; shell n has degrees l = 0 ... n."""

_FINE = 2
# Position of the harmonics of degree l among those of all degrees.
_DEGREES = [slice(degree**2, (degree + 1) ** 2) for degree in range(SHELLS)]


class Zernike3D(Encoder):
    """Energy of 32³ voxels in 7 shells by spherical-harmonic degree, F(n, l); knows no rotation.

    With c(n, l, m) the coefficient of the spherical harmonic Y(l, m) on shell n,
    F(n, l) = sqrt(sum over m of |c(n, l, m)|²) for n = 0 ... 6 and l = 0 ... n,
    n first: 28 numbers. A rotation mixes the coefficients of one degree among
    themselves and leaves their sum of squares (Kazhdan et al. 2003); unlike
    Zernike moments proper (Novotni & Klein 2003) the shells have no radial
    polynomial.

    The surface's centroid is the centre, its farthest vertex lies on the sphere.
    """

    dim = SHELLS * (SHELLS + 1) // 2
    needs = "mesh"

    def encode(self, shapes: Sequence[Shape]) -> Floats:
        """Embed `shapes`, see :meth:`Encoder.encode`."""
        return np.stack([shell_energies(voxel_shares(shape.mesh)) for shape in shapes])


def voxel_shares(mesh: Mesh) -> Floats:
    """Share of each voxel that the object fills, in eighths, shape (32, 32, 32).

    A voxel counts by its 8 octants that the surface passes through or closes in.
    Whole voxels would say more about how the surface lies to the grid: rotated
    clones of an object then differ as much as objects do.
    """
    octants = fill(voxelize(center(mesh), GRID * _FINE)).astype(np.uint8)
    octants = octants[::2] + octants[1::2]
    octants = octants[:, ::2] + octants[:, 1::2]
    octants = octants[:, :, ::2] + octants[:, :, 1::2]
    return octants / _FINE**3


def shell_energies(shares: Floats) -> Floats:
    """F(n, l) of a voxel grid.

    Parameters
    ----------
    shares : ndarray, shape (32, 32, 32)
        The function on the voxels, the ball of radius 1 filling the grid.

    Returns
    -------
    ndarray of float64, shape (28,)
    """
    harmonics, shells = basis()
    voxels = np.flatnonzero(shares)
    weighted = harmonics[voxels] * shares.reshape(-1)[voxels, None]
    power = (shells[voxels].T @ weighted) ** 2
    return np.sqrt(
        [power[n, _DEGREES[degree]].sum() for n in range(SHELLS) for degree in range(n + 1)]
    )


@functools.cache
def basis() -> tuple[Floats, Floats]:
    """Harmonics and shells at the voxels' centres.

    Returns
    -------
    harmonics : ndarray of float64, shape (32768, 49)
        Real orthonormal spherical harmonics, degrees 0 ... 6.
    shells : ndarray of float64, shape (32768, 7)
        Weight of a voxel in each shell: 1 at the shell's middle radius, falling
        linearly to 0 at that of the next, so that no voxel jumps from shell to
        shell; scaled such that the sum over voxels stands for the integral over
        the sphere of directions, whatever the shell's volume.
    """
    # Coordinates of `voxelize`: its outermost fine cells have their centres at -1 and 1.
    fine = GRID * _FINE
    axis = (np.arange(GRID) * _FINE + (_FINE - fine) / 2) * 2 / (fine - 1)
    x, y, z = (part.reshape(-1) for part in np.meshgrid(axis, axis, axis, indexing="ij"))
    radius = np.sqrt(x**2 + y**2 + z**2)
    harmonics = real_harmonics(np.arccos(z / radius), np.arctan2(y, x), SHELLS)
    place = np.clip(radius * SHELLS - 0.5, 0, SHELLS - 1)
    shells = np.clip(1 - np.abs(place[:, None] - np.arange(SHELLS)), 0, 1)
    shells *= 4 * np.pi / shells[radius <= 1].sum(axis=0)
    return harmonics, shells
