import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from trimesh.transformations import random_rotation_matrix

from lib.core.arrays import Floats, Ints
from lib.corpus.files.polygons import triangulate

U = np.array([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)], dtype=np.float64)


def cut(corner: Floats) -> tuple[Floats, Ints]:
    """One polygon's triangles."""
    flat = np.column_stack([corner, np.zeros(len(corner))]) if corner.shape[1] == 2 else corner
    count = len(flat)
    places, polygon = triangulate(flat, np.array([count]), np.arange(count))
    assert (polygon == 0).all()
    return flat, places


def signed_areas(corner: Floats) -> Floats:
    """Upward areas of the triangles of a polygon in the plane."""
    vertices, faces = cut(corner)
    a, b, c = vertices[faces].swapaxes(0, 1)
    areas: Floats = np.cross(b - a, c - a)[:, 2] / 2
    return areas


def shoelace(corner: Floats) -> float:
    x, y = corner.T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)


def place(corner: Floats, seed: int, far: float) -> Floats:
    """Put a polygon of the plane somewhere in space."""
    generator = np.random.default_rng(seed)
    turn = random_rotation_matrix(generator.random(3))[:3, :3]
    there: Floats = np.column_stack([corner, np.zeros(len(corner))]) @ turn.T
    return there + far * generator.normal(size=3)


def star(radii: list[float], turns: list[float]) -> Floats:
    """A polygon around the origin, counter-clockwise, none of its corners straight on."""
    steps = np.array(turns[: len(radii)])
    angle = np.cumsum(steps) / steps.sum() * 2 * np.pi
    corner: Floats = np.array(radii)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return corner


@pytest.mark.parametrize("first", range(8))
@pytest.mark.parametrize("step", [1, -1])
def test_concave_polygon_keeps_area_and_sense(first: int, step: int) -> None:
    corner = np.roll(U, first, axis=0)[::step]
    areas = signed_areas(corner)
    assert areas.sum() == pytest.approx(7 * step)
    assert (areas * step > 0).all()


def test_far_from_the_origin_the_shape_counts_not_the_place() -> None:
    vertices, faces = cut(U[:, [0, 1, 0]] + np.array([3e9, -1e9, 2e9]))
    a, b, c = vertices[faces].swapaxes(0, 1)
    assert np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2 == pytest.approx(7 * 2**0.5)


def test_convex_polygon_is_a_fan() -> None:
    _, faces = cut(np.array([(0, 0), (1, 0), (2, 1), (1, 2), (0, 1)], dtype=np.float64))
    assert faces.tolist() == [[0, 1, 2], [0, 2, 3], [0, 3, 4]]


def test_polygons_come_in_their_order_and_small_ones_give_nothing() -> None:
    vertices = np.column_stack([U, np.zeros(8)])
    counts = np.array([4, 2, 8, 0, 3, 1, 4])
    corners = np.concatenate(
        [[0, 1, 2, 7], [0, 1], np.arange(8), [0, 1, 2], [5], [1, 2, 3, 4]]
    ).astype(np.int64)
    places, polygon = triangulate(vertices, counts, corners)
    assert polygon.tolist() == [0, 0, *[2] * 6, 4, 6, 6]
    starts = np.cumsum(counts) - counts
    assert (places >= starts[polygon][:, None]).all()
    assert (places < (starts + counts)[polygon][:, None]).all()
    assert corners[places[polygon == 4]].tolist() == [[0, 1, 2]]


def test_no_polygons() -> None:
    none = np.zeros(0, dtype=np.int64)
    places, polygon = triangulate(np.zeros((0, 3)), none, none)
    assert (places.shape, polygon.shape) == ((0, 3), (0,))


@pytest.mark.parametrize(
    "corner",
    [
        # Straight corners, and a corner given twice, at the turn inwards and at the seam.
        [(0, 0), (1, 0), (3, 0), (3, 3), (2, 3), (2, 2), (2, 1), (1, 1), (1, 3), (0, 3)],
        [(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (2, 1), (1, 1), (1, 3), (0, 3)],
        [*U.tolist(), U[0].tolist()],
        [(2, 1), (2, 1), (1, 1), (1, 3), (0, 3), (0, 0), (3, 0), (3, 3), (2, 3), (2, 1)],
    ],
)
def test_straight_and_doubled_corners(corner: list[tuple[float, float]]) -> None:
    areas = signed_areas(np.array(corner, dtype=np.float64))
    assert areas.sum() == pytest.approx(7)
    assert (areas >= 0).all()


def test_hole_that_a_bridge_joins_to_the_rim_stays_open() -> None:
    rim = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    hole = [(1, 1), (1, 3), (3, 3), (3, 1), (1, 1)]
    areas = signed_areas(np.array(rim + hole, dtype=np.float64))
    assert np.abs(areas).sum() == pytest.approx(12)


def test_polygon_that_crosses_itself_stays_a_fan() -> None:
    angle = np.arange(5) * 4 * np.pi / 5
    _, faces = cut(np.column_stack([np.cos(angle), np.sin(angle)]))
    assert faces.tolist() == [[0, 1, 2], [0, 2, 3], [0, 3, 4]]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("value", [np.nan, np.inf, 1e300])
def test_corners_that_are_not_numbers_pass_through(value: float) -> None:
    corner = np.column_stack([U, np.zeros(8)])
    corner[3] = value
    _, faces = cut(corner)
    assert len(faces) == 6


@settings(max_examples=100)
@given(st.data())
def test_any_star_keeps_its_area_anywhere(data: st.DataObject) -> None:
    count = data.draw(st.integers(3, 30))
    radii = data.draw(st.lists(st.floats(0.2, 5), min_size=count, max_size=count))
    turns = data.draw(st.lists(st.floats(1, 1.9), min_size=count, max_size=count))
    flat = star(radii, turns)
    corner = place(flat, data.draw(st.integers(0, 99)), data.draw(st.sampled_from([0.0, 1e4, 1e7])))
    vertices, faces = cut(np.roll(corner, data.draw(st.integers(0, count - 1)), axis=0))
    area = trimesh.Trimesh(vertices - vertices[0], faces, process=False).area
    assert area == pytest.approx(shoelace(flat), rel=1e-5)


@settings(max_examples=50)
@given(st.lists(st.floats(0, 6.28), min_size=3, max_size=40, unique=True), st.integers(0, 99))
def test_any_convex_polygon_keeps_its_area(angles: list[float], seed: int) -> None:
    flat = np.column_stack([np.cos(np.sort(angles)), np.sin(np.sort(angles))])
    vertices, faces = cut(place(flat, seed, 10))
    area = trimesh.Trimesh(vertices, faces, process=False).area
    assert area == pytest.approx(shoelace(flat), rel=1e-6, abs=1e-9)
