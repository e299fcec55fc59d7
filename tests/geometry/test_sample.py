import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.geometry.align import areas
from lib.geometry.mesh import Mesh
from lib.geometry.sample import surface_points

TRIANGLE = Mesh.build([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 2]])


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 200))
def test_points_lie_on_the_faces_named(seed: int, n_faces: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    mesh = Mesh.build(rng.normal(size=(3 * n_faces, 3)), np.arange(3 * n_faces))
    points, index = surface_points(mesh, n, rng)
    assert points.shape == (n, 3)
    weights = trimesh.triangles.points_to_barycentric(mesh.triangles[index], points)
    assert weights.min() > -1e-6
    np.testing.assert_allclose(
        np.einsum("nc,nck->nk", weights, mesh.triangles[index]), points, atol=1e-6
    )


def test_each_face_gets_its_share() -> None:
    mesh = Mesh.build(trimesh.creation.box([3, 2, 1]).vertices, trimesh.creation.box().faces)
    _, index = surface_points(mesh, 1000, np.random.default_rng(3))
    expected = 1000 * areas(mesh) / areas(mesh).sum()
    assert np.abs(np.bincount(index, minlength=12) - expected).max() < 1


def test_one_point_is_uniform_on_the_triangle() -> None:
    draws = [surface_points(TRIANGLE, 1, np.random.default_rng(seed))[0][0] for seed in range(4000)]
    x, y, _ = np.transpose(draws)
    assert x.mean() == pytest.approx(1 / 3, abs=0.015)
    assert (x**2).mean() == pytest.approx(1 / 6, abs=0.015)
    assert (x * y).mean() == pytest.approx(1 / 12, abs=0.01)


def test_a_set_is_more_even_than_independent_draws() -> None:
    mesh = Mesh.build(trimesh.creation.icosphere(3).vertices, trimesh.creation.icosphere(3).faces)
    means = [
        surface_points(mesh, 256, np.random.default_rng(seed))[0].mean(axis=0) for seed in range(40)
    ]
    # Independent draws from the unit sphere: 1 / sqrt(3 · 256) = 0.036 a coordinate.
    assert np.std(means) < 0.009


def test_the_generator_decides() -> None:
    one, _ = surface_points(TRIANGLE, 8, np.random.default_rng(1))
    same, _ = surface_points(TRIANGLE, 8, np.random.default_rng(1))
    other, _ = surface_points(TRIANGLE, 8, np.random.default_rng(2))
    np.testing.assert_array_equal(one, same)
    assert np.abs(one - other).max() > 0.01


def test_faces_without_area_get_nothing() -> None:
    mesh = Mesh.build(
        [[0, 0, 0], [1, 0, 0], [0, 1, 0], [9, 9, 9]],
        [[3, 3, 3], [0, 0, 1], [0, 1, 2], [1, 1, 1], [3, 3, 3]],
    )
    for seed in range(20):
        assert set(surface_points(mesh, 50, np.random.default_rng(seed))[1]) == {2}
