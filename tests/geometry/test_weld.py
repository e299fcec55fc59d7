import numpy as np
import pytest
import trimesh

from lib.geometry.mesh import Mesh
from lib.geometry.perturb import permute
from lib.geometry.weld import euler_number, weld

SHAPES = {
    "box": trimesh.creation.box(),
    "sphere": trimesh.creation.icosphere(2),
    "torus": trimesh.creation.torus(1, 0.3),
    "two": trimesh.util.concatenate(
        [trimesh.creation.box(), trimesh.creation.icosphere(1).apply_translation([3, 0, 0])]
    ),
    "open": trimesh.creation.cone(1, 1).slice_plane([0, 0, 0.5], [0, 0, 1]),
}
EULER = {"box": 2, "sphere": 2, "torus": 0, "two": 4, "open": 1}


def _mesh(name: str) -> Mesh:
    return Mesh.build(SHAPES[name].vertices, SHAPES[name].faces)


def _soup(mesh: Mesh) -> Mesh:
    return Mesh.build(mesh.triangles.reshape(-1, 3), np.arange(3 * len(mesh.faces)))


@pytest.mark.parametrize("name", SHAPES)
def test_known_euler_numbers(name: str) -> None:
    assert euler_number(weld(_mesh(name))[1]) == EULER[name]
    assert EULER[name] == SHAPES[name].euler_number


@pytest.mark.parametrize("name", SHAPES)
def test_neither_a_soup_nor_the_order_makes_a_difference(name: str) -> None:
    mesh = _mesh(name)
    expected = weld(mesh)
    for other in (_soup(mesh), permute(_soup(mesh), np.random.default_rng(1))):
        for one, two in zip(weld(other), expected, strict=True):
            np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize("name", SHAPES)
def test_triangles_and_their_sides_are_kept(name: str) -> None:
    mesh = _mesh(name)
    points, faces, winding = weld(mesh)
    assert len(np.unique(points, axis=0)) == len(points)
    assert (np.diff(faces, axis=1) > 0).all()
    a, b, c = points[faces].transpose(1, 0, 2)
    normals = np.cross(b - a, c - a) * winding[:, None]
    expected = np.cross(
        mesh.triangles[:, 1] - mesh.triangles[:, 0], mesh.triangles[:, 2] - mesh.triangles[:, 0]
    )
    for rows in (normals, expected):
        rows[:] = np.round(rows, 12) + 0.0
    assert sorted(map(tuple, normals)) == sorted(map(tuple, expected))


def test_copies_count_once_and_those_of_both_sides_have_none() -> None:
    corners = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [5, 5, 5]]
    faces = [[0, 1, 2], [1, 2, 0], [2, 1, 3], [3, 1, 2], [1, 2, 3]]
    points, found, winding = weld(Mesh.build(corners, faces))
    # Points are sorted by x, y and z, and the unused one is gone.
    np.testing.assert_array_equal(points, [[0, 0, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0]])
    np.testing.assert_array_equal(found, [[0, 2, 3], [1, 2, 3]])
    np.testing.assert_array_equal(winding, [-1, -1])
    both = weld(Mesh.build(corners, [*faces, [2, 1, 0], [0, 2, 1]]))
    np.testing.assert_array_equal(both[2], [0, -1])


def test_a_face_whose_corners_meet_is_no_triangle() -> None:
    corners = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 0, -0.0], [7, 7, 7]]
    points, faces, _ = weld(Mesh.build(corners, [[0, 1, 2], [1, 2, 3], [4, 4, 0]]))
    assert len(points) == 3
    assert len(faces) == 1
