"""Small meshes that many tests share."""

import numpy as np
import pytest
import trimesh

from lib.geometry.mesh import Mesh


def from_trimesh(shape: trimesh.Trimesh, color: tuple[int, int, int] = (200, 80, 40)) -> Mesh:
    return Mesh.build(shape.vertices, shape.faces, color)


@pytest.fixture
def cone() -> Mesh:
    """An upright cone, red below half its height and blue above."""
    shape = trimesh.creation.cone(radius=1.0, height=2.0, sections=48).subdivide()
    high = shape.triangles_center[:, 2] > 1.0
    return Mesh.build(
        shape.vertices, shape.faces, np.where(high[:, None], (40, 80, 220), (220, 60, 40))
    )


@pytest.fixture
def torus() -> Mesh:
    """A lying ring of 2,048 faces."""
    return from_trimesh(trimesh.creation.torus(1.0, 0.35, major_sections=32, minor_sections=32))


@pytest.fixture
def grey_box() -> Mesh:
    """A grey brick of 192 faces."""
    shape = trimesh.creation.box((1.0, 2.0, 0.5)).subdivide().subdivide()
    return from_trimesh(shape, (128, 128, 128))
