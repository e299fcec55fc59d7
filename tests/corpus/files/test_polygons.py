import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.corpus.files.polygons import triangulate

# A U: 3 by 3, with a notch of 1 by 2.
U = np.array([[0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3]], dtype=np.float64)


def flat(ring: np.ndarray) -> np.ndarray:
    return np.column_stack([ring, np.zeros(len(ring))])


def normals(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    a, b, c = vertices[faces].swapaxes(0, 1)
    return np.cross(b - a, c - a) / 2


def cut(*rings: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Triangulate rings of points; returns vertices, faces and the ring of each face."""
    vertices = np.concatenate(rings)
    counts = np.array([len(ring) for ring in rings])
    corners = np.arange(len(vertices))
    places, polygon = triangulate(vertices, counts, corners)
    return vertices, corners[places], polygon


def test_convex_polygons_become_fans_and_keep_their_order() -> None:
    square = flat(np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]]))
    _, faces, polygon = cut(square[:3], square, square[:3])
    assert faces.tolist() == [[0, 1, 2], [3, 4, 5], [3, 5, 6], [7, 8, 9]]
    assert polygon.tolist() == [0, 1, 1, 2]


def test_a_concave_polygon_is_covered_once() -> None:
    for ring, sign in ((flat(U), 1), (flat(U[::-1]), -1)):
        vertices, faces, _ = cut(ring)
        area = normals(vertices, faces)
        assert len(faces) == 6
        assert np.linalg.norm(area, axis=1).sum() == pytest.approx(7)
        assert area.sum(axis=0) == pytest.approx([0, 0, 7 * sign])


@pytest.mark.parametrize("first", range(4))
def test_a_quad_with_a_reflex_corner_is_cut_there(first: int) -> None:
    # An arrowhead: 3 by 3 with the corner (1, 1) inside; area by the shoelace rule 3.
    arrow = flat(np.roll(np.array([[0.0, 0], [3, 0], [1, 1], [0, 3]]), first, axis=0))
    vertices, faces, _ = cut(arrow)
    assert np.linalg.norm(normals(vertices, faces), axis=1).sum() == pytest.approx(3)


def test_fewer_than_three_corners_give_nothing() -> None:
    vertices = flat(U)
    places, polygon = triangulate(vertices, np.array([2, 3, 0, 1]), np.array([0, 1, 0, 1, 2, 3]))
    assert places.tolist() == [[2, 3, 4]]
    assert polygon.tolist() == [1]
    nothing = triangulate(vertices, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    assert [len(part) for part in nothing] == [0, 0]


def test_corners_on_a_line_and_at_one_place_do_no_harm() -> None:
    ring = np.insert(U, [1, 3, 5], [[1.5, 0], [2.5, 3], [1.5, 1]], axis=0)
    for shape in (ring, np.repeat(ring, 2, axis=0)):
        vertices, faces, _ = cut(flat(shape))
        assert np.linalg.norm(normals(vertices, faces), axis=1).sum() == pytest.approx(7)


@settings(max_examples=60)
@given(
    st.lists(st.floats(0.2, 3), min_size=3, max_size=12),
    st.integers(0, 2**32 - 1),
    st.floats(0.001, 1000),
)
def test_any_star_keeps_its_area_in_any_plane(radii: list[float], seed: int, scale: float) -> None:
    angle = np.arange(len(radii)) * 2 * np.pi / len(radii)
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) * np.array(radii)[:, None]
    x, y = ring.T
    area = (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2
    turn = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))[0]
    vertices, faces, _ = cut(flat(ring) @ turn * scale + 5)
    found = np.linalg.norm(normals(vertices, faces), axis=1).sum()
    assert found == pytest.approx(area * scale**2, rel=1e-5)


def test_a_polygon_that_crosses_itself_stays_a_fan() -> None:
    bow = flat(np.array([[0.0, 0], [2, 2], [2, 0], [0, 2]]))
    _, faces, _ = cut(bow)
    assert faces.tolist() == [[0, 1, 2], [0, 2, 3]]
