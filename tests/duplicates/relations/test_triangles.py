import numpy as np

from lib.duplicates.relations.triangles import shared_poses
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import cut_away, permute
from lib.geometry.variants import mirror


def test_a_moved_part_gives_its_pose_away(lamp: Mesh, rotation: np.ndarray) -> None:
    part = permute(cut_away(lamp, (1, 1, 0.2), 0.4), np.random.default_rng(0))
    shift = np.array([0.4, -0.2, 0.7])
    away = Mesh((part.vertices - shift) @ rotation, part.faces, part.colors)
    rotations, shifts = shared_poses(away, lamp)
    assert 1 <= len(rotations) <= 32
    right = np.abs(rotations - rotation).max(axis=(1, 2)) < 1e-6
    right &= np.abs(shifts - shift).max(axis=1) < 1e-6
    assert right.any()
    np.testing.assert_allclose(np.linalg.det(rotations), 1)


def test_a_mirror_image_shares_triangles_but_no_pose(lamp: Mesh) -> None:
    image = mirror(lamp, (1, 0, 0))
    for rotation, shift in zip(*shared_poses(image, lamp), strict=True):
        laid = image.vertices @ rotation.T + shift
        assert np.abs(laid - lamp.vertices).max() > 0.01


def test_unlike_triangles_give_no_pose(lamp: Mesh) -> None:
    odd = Mesh.build([[0.0, 0, 0], [1.2345, 0, 0], [0, 0.789, 0.1]], [[0, 1, 2]])
    rotations, shifts = shared_poses(odd, lamp)
    assert rotations.shape == (0, 3, 3)
    assert shifts.shape == (0, 3)


def test_equal_edges_and_slivers_are_passed_over() -> None:
    corners = [[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [3, 0, 0]]
    mesh = Mesh.build(corners, [[0, 1, 2], [0, 1, 3]])
    assert len(shared_poses(mesh, mesh)[0]) == 0
