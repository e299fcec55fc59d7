import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from lib.duplicates.relations.pose import turned
from lib.duplicates.relations.registration import (
    Cloud,
    cloud,
    mirror_image,
    misfit,
    polish,
    refine,
)
from lib.geometry.mesh import Mesh
from lib.geometry.nearest import FaceTree
from lib.geometry.open3d import open3d

TURN = Rotation.from_rotvec([0.1, -0.15, 0.2]).as_matrix()
SHIFT = np.array([0.03, -0.02, 0.05])


def moved(one: Cloud) -> Cloud:
    return Cloud(turned(one.points, TURN[None], SHIFT[None])[0], one.normals @ TURN.T, one.colors)


def test_points_and_normals_lie_on_the_surface(torus: Mesh) -> None:
    one = cloud(torus, 1000, "ring")
    _, away = FaceTree.of(torus).nearest(one.points)
    assert away.max() < 1e-9
    np.testing.assert_allclose(np.linalg.norm(one.normals, axis=1), 1)
    ring = one.points * [1, 1, 0]
    outward = one.points - ring / np.linalg.norm(ring, axis=1)[:, None]
    outward /= np.linalg.norm(outward, axis=1)[:, None]
    assert (outward * one.normals).sum(axis=1).min() > 0.97
    assert (cloud(torus, 1000, "ring").points == one.points).all()
    assert (cloud(torus, 1000, "other").points != one.points).any()


def test_misfit_is_the_mean_distance_and_a_little_colour(lamp: Mesh) -> None:
    one = cloud(lamp, 500, "a")
    still = np.eye(3)[None], np.zeros((1, 3))
    assert misfit(one, one, *still, 500) == pytest.approx(0)
    black = Cloud(one.points, one.normals, np.zeros_like(one.colors))
    assert misfit(one, black, *still, 500) == pytest.approx(0.05 * one.colors.mean())
    away, _ = one.tree.query(one.points + SHIFT)
    assert misfit(one, one, np.eye(3)[None], SHIFT[None], 500)[0] == pytest.approx(away.mean())


def test_a_small_turn_is_found_again(lamp: Mesh) -> None:
    target = cloud(lamp, 2000, "a")
    source = moved(cloud(lamp, 1000, "b"))
    start = np.stack([np.eye(3)] * 2), np.stack([np.zeros(3), SHIFT])
    rotations, shifts = refine(source, target, *start, 250, 15)
    for rotation, shift in zip(rotations, shifts, strict=True):
        np.testing.assert_allclose(rotation @ TURN, np.eye(3), atol=0.01)
        rotation, shift = polish(source.points[:200], FaceTree.of(lamp), rotation, shift, 8)
        np.testing.assert_allclose(rotation @ TURN, np.eye(3), atol=1e-6)
        np.testing.assert_allclose(rotation @ SHIFT + shift, 0, atol=1e-6)
        np.testing.assert_allclose(rotation @ rotation.T, np.eye(3), atol=1e-12)


def test_open3d_finds_the_same_pose(lamp: Mesh) -> None:
    target, source = cloud(lamp, 2000, "a"), moved(cloud(lamp, 1000, "b"))
    rotations, shifts = refine(source, target, np.eye(3)[None], np.zeros((1, 3)), 1000, 30)
    library = open3d()
    there, here = (
        library.geometry.PointCloud(library.utility.Vector3dVector(one.points))
        for one in (target, source)
    )
    there.normals = library.utility.Vector3dVector(target.normals)
    registration = library.pipelines.registration
    found = registration.registration_icp(
        here,
        there,
        1.0,
        np.eye(4),
        registration.TransformationEstimationPointToPlane(),
        registration.ICPConvergenceCriteria(1e-9, 1e-9, 50),
    ).transformation
    np.testing.assert_allclose(rotations[0], found[:3, :3], atol=5e-3)
    np.testing.assert_allclose(shifts[0], found[:3, 3], atol=5e-3)


def test_a_board_slides_into_its_place() -> None:
    """Planes alone say nothing about a move within them."""
    rng = np.random.default_rng(0)
    flat = np.concatenate([rng.uniform(-1, 1, (500, 2)), np.zeros((500, 1))], axis=1)
    up = np.tile([0.0, 0, 1], (500, 1))
    board = Cloud(flat, up, np.zeros((500, 3)))
    _, shifts = refine(board, board, np.eye(3)[None], np.array([[0.2, -0.1, 0.3]]), 500, 40)
    assert np.abs(shifts).max() < 0.05


def test_a_mirror_image_has_left_and_right_exchanged(lamp: Mesh) -> None:
    one = cloud(lamp, 300, "a")
    twice = mirror_image(mirror_image(one))
    assert (twice.points == one.points).all()
    assert (mirror_image(one).points[:, 0] == -one.points[:, 0]).all()
    assert (mirror_image(one).normals[:, 0] == -one.normals[:, 0]).all()
