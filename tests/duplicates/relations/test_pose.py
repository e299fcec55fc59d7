import numpy as np
import pytest
import trimesh
from scipy.spatial.transform import Rotation

from lib.duplicates.relations.pose import (
    everywhere,
    frame,
    inverse,
    placed,
    reflected,
    rotations_between,
    turned,
)
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import rotate


def test_the_frame_of_a_box_is_known() -> None:
    """Three pairs of sides: the integral of x² is a³bc/6 + a³bc/6 + a²bc·a/2 and so on."""
    a, b, c = 3.0, 2.0, 1.0
    shape = trimesh.creation.box((a, b, c))
    found = frame(Mesh.build(shape.vertices + np.array([7, -5, 100]), shape.faces))
    np.testing.assert_allclose(found.centroid, [7, -5, 100])
    area = 2 * (a * b + b * c + c * a)
    squares = [
        (2 * (u * v + u * w) * u * u / 12 + 2 * v * w * u * u / 4) / area
        for u, v, w in ((a, b, c), (b, c, a), (c, a, b))
    ]
    assert found.radius == pytest.approx(np.sqrt(sum(squares)))
    np.testing.assert_allclose(found.spread, np.array(squares) / sum(squares), atol=1e-8)
    np.testing.assert_allclose(np.abs(found.axes), np.eye(3), atol=1e-6)


@pytest.mark.parametrize("offset", [0.0, 1e6])
@pytest.mark.parametrize("unit", [1e-3, 1e3])
def test_place_and_unit_go_into_the_frame(lamp: Mesh, offset: float, unit: float) -> None:
    moved = Mesh(lamp.vertices * unit + offset * unit, lamp.faces, lamp.colors)
    own, other = frame(lamp), frame(moved)
    assert other.radius == pytest.approx(own.radius * unit, rel=1e-8)
    np.testing.assert_allclose(
        placed(moved, other.centroid, other.radius).vertices,
        placed(lamp, own.centroid, own.radius).vertices,
        atol=1e-8,
    )


def test_axes_of_a_turned_shape_lie_on_each_other(lamp: Mesh) -> None:
    copy = rotate(lamp, [1, 2, 3], 77)
    expected = Rotation.from_rotvec(np.radians(77) * np.array([1, 2, 3]) / 14**0.5).as_matrix()
    found = rotations_between(frame(lamp), frame(copy))
    assert found.shape == (4, 3, 3)
    assert np.abs(found - expected).max(axis=(1, 2)).min() < 1e-6


def test_ambiguous_axes_are_turned_about_the_lone_one(table: Mesh, torus: Mesh) -> None:
    assert len(rotations_between(frame(table), frame(table))) == 48
    ball = trimesh.creation.icosphere(1)
    around = frame(Mesh.build(ball.vertices, ball.faces))
    assert len(rotations_between(around, around)) == 64
    for found in (rotations_between(frame(torus), frame(table)), everywhere()):
        np.testing.assert_allclose(np.linalg.det(found), 1)


@pytest.mark.parametrize("size", [(1.0, 1.0, 4.0), (3.0, 3.0, 1.0)])
def test_turns_about_the_lone_axis_are_among_them(size: tuple[float, ...]) -> None:
    shape = trimesh.creation.box(size)
    mesh = Mesh.build(shape.vertices, shape.faces)
    turn = Rotation.from_rotvec([0, 0, 37], degrees=True).as_matrix()
    found = rotations_between(frame(mesh), frame(rotate(mesh, [0, 0, 1], 37)))
    away = Rotation.from_matrix(found @ turn.T).magnitude()
    assert np.degrees(away.min()) <= 7.5


def test_no_rotation_is_far_from_those_of_the_icosahedron() -> None:
    random = Rotation.random(2000, rng=np.random.default_rng(0))
    away = [(random * turn.inv()).magnitude() for turn in Rotation.from_matrix(everywhere())]
    assert np.degrees(np.min(away, axis=0)).max() < 45


def test_a_reflected_frame_is_that_of_the_reflected_mesh(lamp: Mesh) -> None:
    image = Mesh(lamp.vertices * [-1, 1, 1], lamp.faces, lamp.colors)
    found, expected = reflected(frame(lamp)), frame(image)
    np.testing.assert_allclose(found.centroid, expected.centroid, atol=1e-12)
    np.testing.assert_allclose(np.abs(found.axes), np.abs(expected.axes), atol=1e-6)
    assert np.linalg.det(found.axes) == pytest.approx(1)


def test_points_are_turned_and_moved(rotation: np.ndarray) -> None:
    points = np.random.default_rng(0).standard_normal((5, 3))
    shift = np.array([1.0, 2, 3])
    np.testing.assert_allclose(
        turned(points, rotation[None], shift[None])[0], points @ rotation.T + shift
    )


@pytest.mark.parametrize("flip", [1.0, -1.0])
@pytest.mark.parametrize("scale", [0.2, 1.0, 30.0])
def test_a_pose_is_inverted_as_numpy_does(scale: float, flip: float) -> None:
    pose = np.eye(4)
    turn = Rotation.from_rotvec([0.3, -1.1, 0.7]).as_matrix()
    pose[:3, :3] = scale * turn @ np.diag([flip, 1.0, 1.0])
    pose[:3, 3] = [3.0, -2.0, 0.5]
    np.testing.assert_allclose(inverse(pose), np.linalg.inv(pose), atol=1e-12)
