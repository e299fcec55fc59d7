import numpy as np
import pytest
import trimesh

from lib.duplicates.relations.surfaces import diagonal, face_distances, gap
from lib.geometry.mesh import Mesh
from lib.geometry.nearest import FaceTree


def ball(radius: float) -> Mesh:
    shape = trimesh.creation.icosphere(4, radius)
    return Mesh.build(shape.vertices, shape.faces, (255, 0, 0))


def test_concentric_balls_are_their_radii_apart() -> None:
    points = ball(1.2).triangles.mean(axis=1)
    found = gap(FaceTree.of(ball(1.0)), points, np.zeros_like(points))
    np.testing.assert_allclose(found.distances, 0.2, atol=0.005)
    assert found.colour == pytest.approx(1 / 3)
    shares = face_distances(ball(1.0), ball(1.2), np.eye(4))
    np.testing.assert_allclose(shares, 0.2 / (1.2 * 2 * 3**0.5), atol=0.002)


def test_the_pose_moves_the_first(rotation: np.ndarray, lamp: Mesh) -> None:
    pose = np.eye(4)
    pose[:3, :3], pose[:3, 3] = 2.5 * rotation, [1e6, -3, 5]
    there = Mesh(lamp.vertices @ pose[:3, :3].T + pose[:3, 3], lamp.faces, lamp.colors)
    np.testing.assert_allclose(face_distances(lamp, there, pose), 0, atol=1e-9)
    assert face_distances(lamp, there, np.eye(4)).min() > 1e3


def test_vertices_without_a_face_do_not_count() -> None:
    mesh = Mesh.build([[0.0, 0, 0], [3, 0, 0], [0, 4, 0], [99, 99, 99]], [[0, 1, 2]])
    assert diagonal(mesh) == 5
