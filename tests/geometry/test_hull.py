import numpy as np
import pytest
import trimesh
from scipy.spatial.transform import Rotation

from lib.geometry.align import center, covariance
from lib.geometry.hull import convex_hull
from lib.geometry.mesh import Mesh

TURN = Rotation.from_rotvec([0.3, -1.1, 0.7])


def test_a_box() -> None:
    hull = convex_hull(np.array(trimesh.creation.box([1, 2, 3]).vertices) + np.array([5, 6, 7]))
    assert hull.volume == pytest.approx(6)
    assert hull.area == pytest.approx(22)
    # Of a box it is half the sum of the edges.
    assert hull.width == pytest.approx(3)
    np.testing.assert_allclose(hull.centroid, [5, 6, 7])
    # Of a cuboid's surface along the edge of length 3: that of its sides, and its two ends.
    assert hull.covariance[2, 2] == pytest.approx((18 * 9 / 12 + 4 * 9 / 4) / 22)


def test_a_ball() -> None:
    hull = convex_hull(np.array(trimesh.creation.icosphere(5).vertices))
    assert hull.volume == pytest.approx(4 / 3 * np.pi, rel=2e-3)
    assert hull.area == pytest.approx(4 * np.pi, rel=2e-3)
    assert hull.width == pytest.approx(2, rel=2e-3)
    np.testing.assert_allclose(hull.covariance, np.eye(3) / 3, atol=1e-3)


@pytest.mark.parametrize("seed", range(5))
def test_against_trimesh(seed: int) -> None:
    points = np.random.default_rng(seed).standard_normal((40, 3)) * [3, 2, 1]
    hull, expected = convex_hull(points), trimesh.convex.convex_hull(points)
    assert hull.volume == pytest.approx(expected.volume)
    assert hull.area == pytest.approx(expected.area)
    assert hull.width == pytest.approx(expected.integral_mean_curvature / (2 * np.pi))
    mesh = center(Mesh.build(expected.vertices, expected.faces))
    np.testing.assert_allclose(hull.centroid, expected.centroid, atol=1e-12)
    scale = np.linalg.norm(expected.vertices - expected.centroid, axis=1).max() ** 2
    np.testing.assert_allclose(hull.covariance, covariance(mesh) * scale, atol=1e-12)


def test_coplanar_facets_have_no_edge_between_them() -> None:
    grid = np.stack(np.meshgrid(*[np.linspace(0, 1, 6)] * 3), axis=-1).reshape(-1, 3)
    assert convex_hull(TURN.apply(grid)).width == pytest.approx(1.5)


def test_a_disc_is_flat() -> None:
    angles = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    disc = np.stack([np.cos(angles), np.sin(angles), np.zeros(400)], axis=1)
    hull = convex_hull(disc + np.array([1, 2, 3]))
    assert hull.volume == 0
    assert hull.area == pytest.approx(2 * np.pi, rel=1e-3)
    assert hull.width == pytest.approx(np.pi / 2, rel=1e-3)
    np.testing.assert_allclose(hull.centroid, [1, 2, 3], atol=1e-12)
    np.testing.assert_allclose(hull.covariance, np.diag([0.25, 0.25, 0]), atol=1e-4)


@pytest.mark.parametrize("thickness", [0.0, 1e-18, 1e-14, 1e-10])
@pytest.mark.parametrize("turn", [Rotation.identity(), TURN], ids=["as it is", "turned"])
def test_a_plate_is_what_ever_thinner_ones_tend_to(thickness: float, turn: Rotation) -> None:
    triangle = np.array([[0, 0, 0], [2, 0, 0], [0, 1, 0]])
    points = turn.apply(np.concatenate([triangle, triangle + np.array([0, 0, thickness])]))
    hull = convex_hull(points)
    assert hull.volume == pytest.approx(0, abs=1e-9)
    assert hull.area == pytest.approx(2)
    assert hull.width == pytest.approx((3 + np.sqrt(5)) / 4)
    np.testing.assert_allclose(hull.centroid, points.mean(axis=0), atol=1e-9)
    assert np.trace(hull.covariance) == pytest.approx(5 / 18)


def test_a_wedge_as_thin_is_a_plate_too() -> None:
    square = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 1e-12], [0, 1, 0]])
    plate, wedge = convex_hull(square * [1, 1, 0]), convex_hull(square)
    assert wedge.volume > 0
    assert wedge.width == pytest.approx(plate.width)
    np.testing.assert_allclose(wedge.centroid, plate.centroid, atol=1e-9)
    np.testing.assert_allclose(wedge.covariance, plate.covariance, atol=1e-9)


def test_three_points_are_enough() -> None:
    assert convex_hull(np.eye(3)).area == pytest.approx(np.sqrt(3))
