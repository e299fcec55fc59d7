"""Shapes whose relations are known."""

import numpy as np
import pytest
import trimesh
from scipy.spatial.transform import Rotation

from lib.geometry.mesh import Mesh


def joined(*shapes: trimesh.Trimesh) -> Mesh:
    whole = trimesh.util.concatenate(list(shapes))
    return Mesh.build(whole.vertices, whole.faces, (180, 90, 40))


@pytest.fixture
def lamp() -> Mesh:
    """A crooked thing of a foot, a post and two unlike arms: no symmetry at all."""
    foot = trimesh.creation.box((1.0, 0.6, 0.1)).subdivide().subdivide()
    post = trimesh.creation.cylinder(radius=0.06, height=1.2, sections=12)
    post.apply_translation((0.2, 0.1, 0.65))
    arm = trimesh.creation.box((0.7, 0.08, 0.08)).subdivide()
    arm.apply_translation((0.5, 0.1, 1.2))
    other = trimesh.creation.icosphere(2, 0.15)
    other.apply_translation((0.15, 0.4, 0.8))
    return joined(foot, post, arm, other)


@pytest.fixture
def table() -> Mesh:
    """A square table: four turns and four mirrors leave it as it is."""
    parts = [trimesh.creation.box((1.0, 1.0, 0.05)).subdivide().subdivide()]
    for x, y in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        leg = trimesh.creation.box((0.06, 0.06, 0.7)).subdivide()
        leg.apply_translation((0.45 * x, 0.45 * y, -0.35))
        parts.append(leg)
    return joined(*parts)


@pytest.fixture
def rotation() -> np.ndarray:
    return np.asarray(Rotation.from_rotvec([0.7, -1.1, 0.4]).as_matrix())
