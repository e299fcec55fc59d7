import numpy as np
import pytest
import trimesh
from scipy.spatial.transform import Rotation

from lib.geometry.align import align, areas, center, covariance, principal_axes, third_moments
from lib.geometry.mesh import Mesh

WEDGE = Mesh.build(
    [[0, 0, 0], [4, 0, 0], [0, 2, 0], [0, 0, 1], [1, 1, 0.5]],
    [[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 4], [2, 3, 4], [3, 1, 4]],
)


def _of(shape: trimesh.Trimesh) -> Mesh:
    return Mesh.build(shape.vertices, shape.faces)


def test_moments_of_the_unit_right_triangle() -> None:
    triangle = Mesh.build([[0, 0, 0], [1, 0, 0], [0, 1, 0]], [[0, 1, 2]])
    assert areas(triangle) == pytest.approx([0.5])
    expected = [[1 / 6, 1 / 12, 0], [1 / 12, 1 / 6, 0], [0, 0, 0]]
    np.testing.assert_allclose(covariance(triangle), expected, atol=1e-15)
    np.testing.assert_allclose(third_moments(triangle), [0.1, 0.1, 0], atol=1e-15)


def test_moments_do_not_depend_on_how_the_surface_is_cut() -> None:
    fine = _of(WEDGE.to_trimesh().subdivide().subdivide())
    np.testing.assert_allclose(covariance(fine), covariance(WEDGE), rtol=1e-12)
    np.testing.assert_allclose(third_moments(fine), third_moments(WEDGE), rtol=1e-12)


def test_center_puts_the_surface_centroid_at_the_origin() -> None:
    moved = center(Mesh(WEDGE.vertices * 3 + [1e4, -2e4, 5], WEDGE.faces, WEDGE.colors))
    np.testing.assert_allclose(moved.to_trimesh().centroid, 0, atol=1e-9)
    assert np.linalg.norm(moved.vertices, axis=1).max() == pytest.approx(1)


def test_unused_vertices_do_not_count() -> None:
    far = Mesh(np.vstack([WEDGE.vertices, [[1e6, 0, 0]]]), WEDGE.faces, WEDGE.colors)
    np.testing.assert_array_equal(center(far).triangles, center(WEDGE).triangles)


@pytest.mark.parametrize("seed", range(5))
def test_align_undoes_any_rotation(seed: int) -> None:
    turn = Rotation.random(rng=np.random.default_rng(seed))
    turned = Mesh(turn.apply(WEDGE.vertices) * 2.5 + 7, WEDGE.faces, WEDGE.colors)
    np.testing.assert_allclose(align(turned).vertices, align(WEDGE).vertices, atol=1e-7)


def test_axes_descend_by_variance_and_point_to_the_longer_tail() -> None:
    aligned = align(WEDGE)
    matrix = covariance(aligned)
    np.testing.assert_allclose(matrix, np.diag(np.diag(matrix)), atol=1e-9)
    assert np.all(np.diff(np.diag(matrix)) < 0)
    assert np.all(third_moments(aligned) > 0)


def test_a_mirror_twin_aligns_to_the_same() -> None:
    mirrored = Mesh(WEDGE.vertices * [-1, 1, 1], WEDGE.faces, WEDGE.colors)
    np.testing.assert_allclose(align(mirrored).vertices, align(WEDGE).vertices, atol=1e-7)


@pytest.mark.parametrize(
    "shape",
    [trimesh.creation.box(), trimesh.creation.icosphere(2), trimesh.creation.cylinder(1, 1)],
    ids=["cube", "sphere", "cylinder"],
)
def test_equal_variances_do_not_leave_the_pose_to_rounding_errors(shape: trimesh.Trimesh) -> None:
    mesh = _of(shape)
    shuffled = Mesh(mesh.vertices, np.random.default_rng(1).permutation(mesh.faces), mesh.colors)
    np.testing.assert_allclose(
        principal_axes(center(shuffled)), principal_axes(center(mesh)), atol=1e-6
    )
