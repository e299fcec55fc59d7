import numpy as np
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st

from lib.geometry.mesh import Mesh
from lib.geometry.nearest import FaceTree, nearest_faces
from lib.geometry.open3d import open3d


def distances(mesh: Mesh, point: np.ndarray) -> np.ndarray:
    """Distance of a point from every face, by trimesh."""
    triangles = mesh.triangles
    there = trimesh.triangles.closest_point(triangles, np.tile(point, (len(triangles), 1)))
    return np.linalg.norm(there - point, axis=1)


@given(st.integers(0, 2**32 - 1))
def test_no_face_is_nearer(seed: int) -> None:
    """Faces of all sizes, slivers and points among them, and points far and near."""
    rng = np.random.default_rng(seed)
    sizes = 10.0 ** rng.uniform(-4, 0.5, (30, 1, 1))
    triangles = rng.standard_normal((30, 1, 3)) + sizes * rng.standard_normal((30, 3, 3))
    triangles[::7, 2] = triangles[::7, 1]
    mesh = Mesh.build(triangles.reshape(-1, 3), np.arange(90))
    points = rng.standard_normal((20, 3)) * rng.choice([0.1, 1, 50], (20, 1))
    for point, face in zip(points, nearest_faces(mesh, points), strict=True):
        all_of_them = distances(mesh, point)
        assert all_of_them[face] <= all_of_them.min() + 1e-9


def test_of_equally_near_faces_it_is_the_first(grey_box: Mesh) -> None:
    twice = Mesh.build(grey_box.vertices, np.concatenate([grey_box.faces, grey_box.faces]))
    points = grey_box.triangles.mean(axis=1)
    np.testing.assert_array_equal(nearest_faces(twice, points), np.arange(len(points)))


@pytest.mark.parametrize("shift", [0.0, 0.05])
def test_open3d_finds_as_near_a_face(torus: Mesh, shift: float) -> None:
    points = torus.triangles.mean(axis=1) * (1 + shift)
    scene = open3d().t.geometry.RaycastingScene(nthreads=1)
    scene.add_triangles(torus.vertices.astype(np.float32), torus.faces.astype(np.uint32))
    away = scene.compute_distance(points.astype(np.float32)).numpy()
    lone = torus.triangles[nearest_faces(torus, points)]
    ours = np.linalg.norm(trimesh.triangles.closest_point(lone, points) - points, axis=1)
    np.testing.assert_allclose(ours, away, atol=1e-6)


@given(st.integers(0, 2**32 - 1), st.integers(1, 70))
def test_distances_are_those_from_the_nearest_faces(seed: int, count: int) -> None:
    """Whatever the number of leaves, and for points on the surface, too."""
    rng = np.random.default_rng(seed)
    mesh = Mesh.build(rng.standard_normal((3 * count, 3)), np.arange(3 * count))
    points = np.concatenate([2 * rng.standard_normal((10, 3)), mesh.vertices[:3]])
    faces, away = FaceTree.of(mesh).nearest(points)
    np.testing.assert_array_equal(faces, nearest_faces(mesh, points))
    np.testing.assert_allclose(away, [distances(mesh, p).min() for p in points], atol=1e-9)


def test_many_faces_in_one_place() -> None:
    mesh = Mesh.build(np.eye(3), np.tile([0, 1, 2], (1000, 1)))
    faces, away = FaceTree.of(mesh).nearest(np.array([[0.0, 0, 0], [1, 1, 1]]))
    np.testing.assert_array_equal(faces, 0)
    np.testing.assert_allclose(away, [3**-0.5, 2 * 3**-0.5])
