"""Encoders whose attention is known, and objects for them to look at."""

import numpy as np

from lib.core.params.embed import EmbedParams
from lib.encoders._base import Encoder, Shape
from lib.geometry.mesh import Mesh

MESH = Mesh.build(np.eye(3), np.array([[0, 1, 2]]), (9, 9, 9))
SIZE = 16


class Quadrant(Encoder):
    """Sees how dark the upper left quarter of a view is, beside a constant; by mean over views."""

    dim = 2
    needs = "views"

    def encode(self, shapes):
        return np.stack([self.each(shape.require_views()).mean(axis=0) for shape in shapes])

    @staticmethod
    def each(views):
        half = views.shape[1] // 2
        dark = 1 - views[:, :half, :half].mean(axis=(1, 2, 3)) / 255
        return np.stack([np.ones(len(views)), dark], axis=1)


class Greatest(Quadrant):
    """The same by the maximum over views."""

    def encode(self, shapes):
        return np.stack([self.each(shape.require_views()).max(axis=0) for shape in shapes])


class OfMeshes(Encoder):
    dim = 2
    needs = "mesh"

    def encode(self, shapes):
        raise AssertionError(f"{len(shapes)} shapes are not to be asked about")


def made(kind=Quadrant):
    return kind(EmbedParams())


def ring(*darkness):
    """A view for each number: all of it so dark, from 0 for white to 1 for black."""
    views = np.empty((len(darkness), SIZE, SIZE, 3), dtype=np.uint8)
    views[:] = np.round(255 * (1 - np.array(darkness)))[:, None, None, None]
    return views


def shape(*darkness, key="a"):
    return Shape(key=key, surface=MESH, views=ring(*darkness))
