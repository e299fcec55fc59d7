import numpy as np
import numpy.typing as npt
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.geometry.mesh import Mesh
from lib.geometry.voxels import fill, occupancy, voxelize


def _of(shape: trimesh.Trimesh) -> Mesh:
    return Mesh.build(shape.vertices, shape.faces)


def _overlaps(polygon: npt.NDArray[np.float64], low: npt.NDArray[np.int64]) -> bool:
    """Clip the polygon by the six walls of a unit cell (Sutherland & Hodgman 1974)."""
    points = list(polygon)
    for axis in range(3):
        for sign, wall in ((1, low[axis]), (-1, -(low[axis] + 1))):
            kept = []
            for one, two in zip(points, points[1:] + points[:1], strict=True):
                a, b = sign * one[axis] - wall, sign * two[axis] - wall
                if a >= 0:
                    kept.append(one)
                if a * b < 0:
                    kept.append(one + (two - one) * a / (a - b))
            points = kept
    return bool(points)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_cells_are_those_that_clipping_finds(seed: int) -> None:
    n = 6
    corners = np.random.default_rng(seed).uniform(-1, 1, (3, 3))
    steps = np.round(corners * ((n - 1) / 2 * 4096)) / 4096 + n / 2
    cells = np.argwhere(np.ones((n, n, n), dtype=bool))
    expected = np.array([_overlaps(steps, cell) for cell in cells]).reshape(n, n, n)
    found = voxelize(Mesh.build(corners, [[0, 1, 2]]), n)
    np.testing.assert_array_equal(found, expected)


def test_a_cube_occupies_the_walls_of_the_grid() -> None:
    found = occupancy(_of(trimesh.creation.box()), 8)
    hull = np.ones((8, 8, 8), dtype=bool)
    hull[1:-1, 1:-1, 1:-1] = False
    np.testing.assert_array_equal(found, hull)


def test_axes_are_x_y_z() -> None:
    found = occupancy(_of(trimesh.creation.box([8, 4, 1])), 16)
    spans = [np.ptp(np.flatnonzero(found.any(axis=axes))) + 1 for axes in ((1, 2), (0, 2), (0, 1))]
    assert spans[0] == 16
    assert spans[0] > spans[1] > spans[2]


@pytest.mark.parametrize("error", [-1e-7, -1e-12, 1e-12, 1e-7])
def test_rounding_errors_on_a_wall_between_cells_do_not_count(error: float) -> None:
    square = [[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]
    faces = [[0, 1, 2], [0, 2, 3]]
    moved = np.add(square, [0, 0, error])
    exact = voxelize(Mesh.build(square, faces))
    np.testing.assert_array_equal(voxelize(Mesh.build(moved, faces)), exact)
    assert set(np.flatnonzero(exact.any(axis=(0, 1)))) == {16}


@pytest.mark.parametrize(
    "shape",
    [trimesh.creation.box([3, 2, 1]), trimesh.creation.icosphere(2), trimesh.creation.cone(1, 2)],
    ids=["box", "sphere", "cone"],
)
@pytest.mark.parametrize(
    ("scale", "shift"), [(1.7, [3, -2, 5]), (1e-6, [0, 0, 1]), (4e5, [9, 9, 9])]
)
def test_position_and_scale_do_not_count(
    shape: trimesh.Trimesh, scale: float, shift: list[float]
) -> None:
    mesh = _of(shape)
    moved = Mesh(mesh.vertices * scale + shift, mesh.faces, mesh.colors)
    np.testing.assert_array_equal(occupancy(moved), occupancy(mesh))


def test_order_of_faces_does_not_count() -> None:
    mesh = _of(trimesh.creation.torus(1, 0.3))
    shuffled = Mesh(mesh.vertices, np.random.default_rng(2).permutation(mesh.faces), mesh.colors)
    np.testing.assert_array_equal(occupancy(shuffled), occupancy(mesh))


def test_what_lies_outside_the_cube_is_left_out() -> None:
    far = Mesh.build([[5, 5, 5], [6, 5, 5], [5, 6, 5]], [[0, 1, 2]])
    assert not voxelize(far).any()
    through = Mesh.build([[-9, 0.1, 0.1], [9, 0.1, 0.1], [9, 0.11, 0.1]], [[0, 1, 2]])
    assert voxelize(through).any(axis=(1, 2)).all()


def test_fill_closes_a_shell_and_leaves_an_open_bowl() -> None:
    shell = occupancy(_of(trimesh.creation.box()), 8)
    assert fill(shell).all()
    bowl = shell.copy()
    bowl[1:-1, 1:-1, -1] = False
    np.testing.assert_array_equal(fill(bowl), bowl)


def test_fill_of_a_sphere_has_its_volume() -> None:
    solid = fill(occupancy(_of(trimesh.creation.icosphere(4)), 64))
    # Cells that the surface passes through count whole: half a cell more all around.
    radius = 63 / 2
    assert 4 / 3 * np.pi * radius**3 < solid.sum() < 4 / 3 * np.pi * (radius + 1) ** 3
