"""Contrastive: a small PointNet that has learned to tell each object from all others."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from lib.core.arrays import Floats
from lib.encoders._base import Shape
from lib.encoders._frames import own_points
from lib.encoders._pointnet import PointNet
from lib.encoders._trained import TrainedEncoder

POINTS = 1024
"""Surface points an object."""


class Contrastive(TrainedEncoder):
    """PointNet on 1,024 surface points, trained to find an object's altered copies among others.

    Points lie in the frame of the object's principal axes, and what the network says is
    averaged over the four ways in which the axes may point. It was trained on the train
    split and the mining pool by InfoNCE (van den Oord et al. 2018): a copy made by the
    recipes of tiers 2 to 4 has to be nearer than all other objects of a batch, and
    objects of its class nearer than those of others (Khosla et al. 2020). Objects with
    axes of nearly equal variance have no frame of their own; there it relies on having
    seen such copies.
    """

    dim = 128
    needs = "mesh"

    @cached_property
    def _network(self) -> PointNet:
        return PointNet(self.learned.arrays)

    def prepare(self) -> None:
        """Read the weights and check that sums are exact, see :meth:`Encoder.prepare`."""
        assert self._network

    def encode(self, shapes: Sequence[Shape]) -> Floats:
        """Embed `shapes`, see :meth:`Encoder.encode`."""
        return np.stack([self._encode_one(shape) for shape in shapes])

    def _encode_one(self, shape: Shape) -> Floats:
        return self._network(own_points(shape.mesh, POINTS, shape.rng(self.params.seed)))
