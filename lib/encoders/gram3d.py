"""Gram-3D: how the surface on each sphere about the centroid lies to that on the others."""

from collections.abc import Sequence

import numpy as np

from lib.core.arrays import Floats
from lib.encoders._base import Encoder, Shape
from lib.encoders._shells import BLUR, DEGREES, PAIRS, blurred, gram, scattered, spread


class Gram3D(Encoder):
    """Inner products of 16 spheres' harmonics, degree by degree to 12; knows no rotation.

    12,000 surface points are blurred on a 48³ grid and read off on 16 spheres about
    their centroid. For each degree the Gram matrix of the spheres' coefficients, not
    only its diagonal, which is all that :mod:`~lib.encoders.zernike3d` keeps: the
    energy of a degree says how much structure a sphere has, the product with another
    sphere's how the two are turned to each other. Square roots with their sign, 13
    degrees × 136 pairs of spheres.
    """

    dim = DEGREES * PAIRS
    needs = "mesh"

    def encode(self, shapes: Sequence[Shape]) -> Floats:
        """Embed `shapes`, see :meth:`Encoder.encode`."""
        return np.stack([self._encode_one(shape) for shape in shapes])

    def _encode_one(self, shape: Shape) -> Floats:
        points = scattered(shape.mesh, shape.rng(self.params.seed))
        return gram(blurred(spread(points), BLUR))
