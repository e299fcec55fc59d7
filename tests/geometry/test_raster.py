"""Coverage and depth, against geometry that is known or decided otherwise."""

from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st

from lib.core.params.render import RingParams
from lib.geometry.raster import CODE, CODE_BITS, SUB, draw, paint, project
from lib.geometry.ring import cameras, rounded

SIZE = 24
Points = npt.NDArray[np.int64]


def covered(points: Points, face: npt.ArrayLike, size: int = SIZE) -> npt.NDArray[np.bool_]:
    """Pixels of one face alone."""
    keys = np.full((size, size), -1, dtype=np.int64)
    draw(points, np.array([face], dtype=np.int64), np.zeros(1, dtype=np.int64), keys)
    return keys >= 0


def signed_area(points: Points, face: npt.NDArray[np.int64]) -> int:
    (ax, ay), (bx, by), (cx, cy) = (points[i, :2].tolist() for i in face)
    return int((bx - ax) * (cy - ay) - (cx - ax) * (by - ay))


def corners(rng: np.random.Generator, count: int, size: int = SIZE) -> Points:
    """Points of the grid, many on pixel centres and on each other's rows and columns."""
    points = rng.integers(0, size * SUB, (count, 3))
    on_centres = rng.integers(0, size, (count, 3)) * SUB + SUB // 2
    mixed = np.where(rng.random((count, 3)) < 0.5, on_centres, points)
    mixed[:, 2] = rng.integers(1, 1 << 24, count)
    return np.asarray(mixed)


@pytest.mark.slow
@given(st.integers(0, 2**32 - 1))
def test_a_pixel_is_covered_if_its_centre_is_inside(seed: int) -> None:
    """Barycentric coordinates in exact fractions decide; on edges the rule does."""
    points = corners(np.random.default_rng(seed), 3)
    area = signed_area(points, np.arange(3))
    found = covered(points, [0, 1, 2])
    if area == 0:
        assert not found.any()
        return
    for y in range(SIZE):
        for x in range(SIZE):
            center = np.array([x * SUB + SUB // 2, y * SUB + SUB // 2, 0])
            shares = [
                Fraction(signed_area(np.vstack([points, center]), np.array(face)), area)
                for face in ([3, 1, 2], [0, 3, 2], [0, 1, 3])
            ]
            if min(shares) > 0:
                assert found[y, x]
            elif min(shares) < 0:
                assert not found[y, x]


def closed_mesh(rng: np.random.Generator) -> tuple[Points, npt.NDArray[np.int64]]:
    """Triangulate the faces of a solid, its corners thrown anywhere: it may cross itself."""
    solids = [
        trimesh.creation.icosahedron(),
        trimesh.creation.box(),
        trimesh.creation.torus(1, 0.4, major_sections=7, minor_sections=5),
        trimesh.creation.cylinder(1, 2, sections=6),
    ]
    faces = np.asarray(solids[rng.integers(len(solids))].faces, dtype=np.int64)
    return corners(rng, int(faces.max()) + 1), faces


@given(st.integers(0, 2**32 - 1))
def test_no_cracks_and_no_pixel_twice(seed: int) -> None:
    """Every ray leaves a closed surface as often as it enters: any gap or overlap breaks it."""
    points, faces = closed_mesh(np.random.default_rng(seed))
    crossings = np.zeros((SIZE, SIZE), dtype=np.int64)
    for face in faces:
        crossings += np.sign(signed_area(points, face)) * covered(points, face)
    assert (crossings == 0).all()


@given(st.integers(0, 2**32 - 1))
def test_each_pixel_of_a_convex_silhouette_has_one_front_and_one_back(seed: int) -> None:
    rng = np.random.default_rng(seed)
    hull = trimesh.convex.convex_hull(rng.standard_normal((20, 3)))
    flat = np.round((hull.vertices[:, :2] / 8 + 0.5) * SIZE * SUB).astype(np.int64)
    points = np.column_stack([flat, np.full(len(flat), 7)])
    # Snapping may turn a face that is seen from its edge; those have no area to speak of.
    sides = {1: np.zeros((SIZE, SIZE), int), -1: np.zeros((SIZE, SIZE), int)}
    for face in np.asarray(hull.faces):
        area = signed_area(points, face)
        if area:
            sides[int(np.sign(area))] += covered(points, face)
    assert (sides[1] == sides[-1]).all()
    assert (sides[1] >= 1).any()
    assert (sides[1] <= 1).mean() == 1


@given(st.integers(0, 2**32 - 1))
def test_the_picture_knows_no_order(seed: int) -> None:
    """Coplanar, coincident and crossing faces, in any order, corners turned or swapped."""
    rng = np.random.default_rng(seed)
    points, faces = corners(rng, 8), rng.integers(0, 8, (14, 3))
    points[:, 2] = rng.choice([3, 3, 9, 1 << 20], len(points))
    codes = rng.integers(-1, 5, len(faces))
    first = np.full((SIZE, SIZE), 77, dtype=np.int64)
    draw(points, faces, codes, first)
    renamed, order = rng.permutation(8), rng.permutation(len(faces))
    moved = np.empty_like(points)
    moved[renamed] = points
    shuffled = np.array([rng.permutation(face) for face in renamed[faces]])
    second = np.full((SIZE, SIZE), 77, dtype=np.int64)
    draw(moved, shuffled[order], codes[order], second)
    np.testing.assert_array_equal(first, second)


def test_of_coplanar_faces_the_greatest_code_is_seen() -> None:
    corner = SIZE * SUB
    points = np.array([[0, 0, 5], [corner, 0, 5], [corner, corner, 5], [0, corner, 5]])
    # Two squares in one plane, cut along the two diagonals.
    faces = np.array([[0, 1, 2], [0, 2, 3], [0, 1, 3], [1, 2, 3]])
    keys = np.full((SIZE, SIZE), -1, dtype=np.int64)
    draw(points, faces, np.array([3, 3, 8, 2]), keys)
    y, x = np.mgrid[:SIZE, :SIZE]
    expected = np.where(x + y < SIZE - 1, 8, 3)
    off_the_diagonals = x + y != SIZE - 1
    assert ((keys & CODE) == expected)[off_the_diagonals].all()
    assert (keys >> CODE_BITS == 5).all()


@given(st.integers(0, 2**32 - 1))
def test_depth_is_that_of_the_plane(seed: int) -> None:
    points = corners(np.random.default_rng(seed), 3)
    area = signed_area(points, np.arange(3))
    keys = np.full((SIZE, SIZE), -1, dtype=np.int64)
    draw(points, np.array([[0, 1, 2]]), np.array([1]), keys)
    for y, x in np.argwhere(keys >= 0):
        center = np.array([x * SUB + SUB // 2, y * SUB + SUB // 2, 0])
        around = np.vstack([points, center])
        exact = sum(
            Fraction(signed_area(around, np.array(face)), area) * int(points[k, 2])
            for k, face in enumerate(([3, 1, 2], [0, 3, 2], [0, 1, 3]))
        )
        # Half a step is rounding; slivers lose a little more in float64.
        assert abs(int(keys[y, x] >> CODE_BITS) - exact) <= 1


def test_the_nearer_face_hides_the_other_whatever_the_codes() -> None:
    points = np.array(
        [[0, 0, 9], [9999, 0, 9], [0, 9999, 9], [0, 0, 8], [9999, 0, 8], [0, 9999, 8]]
    )
    keys = np.full((SIZE, SIZE), -1, dtype=np.int64)
    draw(points, np.array([[3, 4, 5], [0, 1, 2]]), np.array([CODE, 0]), keys)
    assert (keys[:16, :16] & CODE == 0).all()


@pytest.mark.parametrize("size", [16, 1024])
@pytest.mark.parametrize("fov", [5, 120])
def test_no_product_overflows(size: int, fov: int) -> None:
    """The largest triangle of the widest lens, its depths at both ends."""
    ring = RingParams(size=size, fov_deg=fov, views=3)
    half = rounded(np.tan, fov / 2)
    angles = np.radians([90, 210, 330])
    for position, rotation in zip(*cameras(ring), strict=True):
        flat = np.column_stack([np.cos(angles), np.sin(angles), np.zeros(3)]) @ rotation
        ends = np.vstack([flat, position / np.linalg.norm(position), -position])
        ends[-1] /= np.linalg.norm(position)
        points = project(ends, position, rotation, half, size)
        assert points[3, 2] == (1 << 24) - 1
        assert points[4, 2] == 1
        assert ((points[:, :2] >= 0) & (points[:, :2] <= size * SUB)).all()
        keys = np.full((size, size), -1, dtype=np.int64)
        draw(points, np.array([[0, 1, 2], [0, 1, 3], [2, 1, 4]]), np.array([1, 2, 3]), keys)
        levels = keys[keys >= 0] >> CODE_BITS
        assert levels.min() >= 1
        assert levels.max() < 1 << 24
        assert set(np.unique(keys[keys >= 0] & CODE)) <= {1, 2, 3}
        # At the centre a radius of 1 looks cos(fov / 2) times as long as the lens is wide.
        triangle = 3 * np.sqrt(3) / 16 * np.cos(np.radians(fov / 2)) ** 2
        assert (keys >= 0).mean() > 0.9 * triangle


def test_paint_looks_colours_up() -> None:
    keys = np.array([[[1 << CODE_BITS, (9 << CODE_BITS) | 1]]])
    colors = np.array([[1, 2, 3], [4, 5, 6]], dtype=np.uint8)
    np.testing.assert_array_equal(paint(keys, colors), [[[[1, 2, 3], [4, 5, 6]]]])
