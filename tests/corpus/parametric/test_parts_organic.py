"""Blocks of parts_organic against volumes, areas and extents that are known exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.corpus.parametric import parts_organic as organic
from lib.corpus.parametric.parts import Color, box

RED: Color = (200, 30, 40)
BLUE: Color = (20, 40, 220)


def square(z: float, half: float = 1.0) -> list[tuple[float, float, float]]:
    return [(half, half, z), (-half, half, z), (-half, -half, z), (half, -half, z)]


def test_repaint_changes_the_masked_faces_and_no_others() -> None:
    part = box((1, 1, 1), (0, 0, 0), RED)
    before = part.visual.face_colors.copy()
    organic.repaint(part, organic.centers(part)[:, 2] > 0.49, BLUE)
    changed = (part.visual.face_colors != before).any(axis=1)
    assert changed.sum() == 2
    assert (part.visual.face_colors[changed, :3] == BLUE).all()


def test_centers_are_shared_by_the_two_halves_of_a_quad() -> None:
    part = organic.skin([square(0.0), square(1.0)], RED)
    sides = organic.centers(part)[:8]
    np.testing.assert_allclose(sides[:4], sides[4:])
    np.testing.assert_allclose(sides[:, 2], 0.5)


def test_points_repeats_numbers_for_every_coordinate_given() -> None:
    got = organic.points([1, 2, 3], -1, np.array([0.5, 0.6, 0.7]))
    assert got.dtype == np.float64
    np.testing.assert_array_equal(got, [(1, -1, 0.5), (2, -1, 0.6), (3, -1, 0.7)])
    np.testing.assert_array_equal(organic.points(4, 5, 6), [(4, 5, 6)])


def test_curve_passes_through_its_knots() -> None:
    knots = np.array([(0.0, 0.0), (3.0, 4.0), (6.0, 0.0)])
    line = organic.curve(knots, 11)
    assert line.shape == (11, 2)
    np.testing.assert_allclose(line[[0, 5, 10]], knots, atol=1e-12)


def test_closed_curve_through_a_circle_stays_on_it() -> None:
    angle = np.arange(12) * 2 * np.pi / 12
    loop = organic.curve(np.stack([np.cos(angle), np.sin(angle)], axis=1), 60, closed=True)
    np.testing.assert_allclose(np.linalg.norm(loop, axis=1), 1, atol=1e-3)
    assert np.linalg.norm(loop[0] - loop[-1]) > 0.05


@pytest.mark.parametrize("levels", [(0.0, 3.0), (3.0, 0.0)])
def test_skin_faces_outwards_whichever_way_it_runs(levels: tuple[float, float]) -> None:
    part = organic.skin([square(levels[0]), square(levels[1])], RED)
    assert part.is_watertight
    assert part.volume == pytest.approx(12.0)
    assert part.area == pytest.approx(2 * 4 + 4 * 6)


def test_skin_of_a_frustum_has_its_volume() -> None:
    part = organic.skin([square(0.0, 1.0), square(3.0, 0.5)], RED)
    assert part.volume == pytest.approx(3 / 3 * (4 + 1 + 2))


def test_lattice_names_rows_columns_and_caps_of_a_skin() -> None:
    angle = np.arange(6) * np.pi / 3
    rings = [np.stack([np.cos(angle), np.sin(angle), 0 * angle + z], axis=1) for z in range(4)]
    part = organic.skin(rings, RED)
    rows, columns = organic.lattice(4, 6)
    assert len(rows) == len(columns) == len(part.faces)
    middles = organic.centers(part)
    body = (rows >= 0) & (rows < 3)
    np.testing.assert_allclose(middles[body, 2], rows[body] + 0.5)
    np.testing.assert_allclose(middles[rows == -1, 2], 0)
    np.testing.assert_allclose(middles[rows == 3, 2], 3)
    turn = np.arctan2(middles[body, 1], middles[body, 0]) % (2 * np.pi)
    np.testing.assert_allclose(turn, (columns[body] + 0.5) * np.pi / 3)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_hull_is_an_elliptic_cylinder_along_each_axis(axis: int) -> None:
    middles = np.zeros((2, 3))
    middles[1, axis] = 5
    part = organic.hull(middles, [(2, 1), (2, 1)], RED, axis=axis, sections=128)
    assert part.is_watertight
    assert part.volume == pytest.approx(np.pi * 2 * 1 * 5, rel=1e-3)
    across = [other for other in range(3) if other != axis]
    np.testing.assert_allclose(part.extents[[*across, axis]], [4, 2, 5], rtol=1e-3)


def test_hull_takes_one_radius_for_both_directions() -> None:
    middles = organic.points(0, 0, [0.0, 2.0, 3.0])
    round_ = organic.hull(middles, [[1.0], [1.0], [0.5]], RED)
    both = organic.hull(middles, [(1.0, 1.0), (1.0, 1.0), (0.5, 0.5)], RED)
    np.testing.assert_array_equal(round_.vertices, both.vertices)


def test_hull_of_high_power_is_a_box() -> None:
    part = organic.hull([(0, 0, 0), (0, 0, 1)], [(1, 2)] * 2, RED, power=200, sections=16)
    assert part.volume == pytest.approx(8, rel=0.03)


def test_tube_bent_into_a_quarter_ring_keeps_its_volume() -> None:
    angle = np.linspace(0, np.pi / 2, 60)
    path = np.stack([4 * np.cos(angle), 4 * np.sin(angle), 0 * angle], axis=1)
    part = organic.tube(path, 0.5, RED, sections=48)
    assert part.is_watertight
    # Pappus: the section's area times the way of its centre.
    assert part.volume == pytest.approx(np.pi * 0.25 * 2 * np.pi, rel=5e-3)


def test_tube_takes_a_radius_for_each_point() -> None:
    part = organic.tube([(0, 0, 0), (0, 0, 3)], [1.0, 0.5], RED, sections=256)
    assert part.volume == pytest.approx(np.pi * (1 + 0.25 + 0.5), rel=1e-3)


def test_blob_is_an_ellipsoid() -> None:
    part = organic.blob((5, 6, 7), (1, 2, 3), RED, subdivisions=4)
    assert len(part.faces) == 20 * 4**4
    assert part.volume == pytest.approx(4 / 3 * np.pi * 6, rel=0.01)
    np.testing.assert_allclose(part.bounds.mean(axis=0), (5, 6, 7), atol=1e-9)


def test_blobs_do_not_share_vertices() -> None:
    first, second = organic.blob((0, 0, 0), 1, RED), organic.blob((0, 0, 0), 1, RED)
    first.apply_translation((9, 0, 0))
    assert second.bounds[0, 0] == pytest.approx(-1, abs=1e-6)


def test_flat_sheet_is_a_slab() -> None:
    y, z = np.meshgrid(np.linspace(0, 3, 7), np.linspace(0, 2, 5))
    part = organic.sheet(np.stack([0 * y, y, z], axis=-1), (0.1, 0, 0), RED)
    assert part.is_watertight
    assert abs(part.volume) == pytest.approx(0.6)
    assert part.area == pytest.approx(2 * 6 + 0.1 * 10)


def test_leaf_has_its_length_and_width_and_hangs() -> None:
    part = organic.leaf(0.4, 0.1, RED, droop=0.5, fold=0.0, widest=0.5, stations=9)
    assert part.is_watertight
    np.testing.assert_allclose(part.extents[:2], (0.4, 0.1), rtol=1e-6)
    assert part.bounds[0, 2] == pytest.approx(-0.2, abs=0.003)


@given(
    st.floats(-3.1, 3.1),
    st.floats(-1.5, 1.5),
    st.floats(-3.1, 3.1),
)
def test_rotations_are_proper_and_point_where_they_say(
    yaw: float, pitch: float, roll: float
) -> None:
    (matrix,) = organic.rotations(yaw, pitch, roll)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(matrix) == pytest.approx(1)
    heading = (np.cos(yaw) * np.cos(pitch), np.sin(yaw) * np.cos(pitch), np.sin(pitch))
    np.testing.assert_allclose(matrix[:, 0], heading, atol=1e-12)


def test_scatter_places_turns_scales_and_colours_each_copy() -> None:
    brick = box((2, 1, 1), (1, 0, 0), RED)
    turns = organic.rotations([0.0, np.pi / 2])
    part = organic.scatter(brick, [(0, 0, 0), (10, 0, 0)], turns, [[1.0], [2.0]], [RED, BLUE])
    first, second = part.split()
    assert (first.volume, second.volume) == (pytest.approx(2), pytest.approx(16))
    np.testing.assert_allclose(second.bounds, [(9, 0, -1), (11, 4, 1)], atol=1e-12)
    np.testing.assert_array_equal(part.visual.face_colors[:12, :3], [RED] * 12)
    np.testing.assert_array_equal(part.visual.face_colors[12:, :3], [BLUE] * 12)


def test_scatter_keeps_the_pattern_untouched_and_its_colours() -> None:
    brick = organic.repaint(box((1, 1, 1), (0, 0, 0), RED), np.arange(12) < 3, BLUE)
    bounds = brick.bounds.copy()
    part = organic.scatter(brick, [(1, 0, 0), (2, 0, 0), (3, 0, 0)])
    np.testing.assert_array_equal(brick.bounds, bounds)
    assert (part.visual.face_colors[:, :3] == BLUE).all(axis=1).sum() == 9


def test_a_plate_has_the_volume_of_its_outline_times_its_thickness() -> None:
    upright = organic.plate(square(0.0), (0, 0, 0.5), RED)
    assert upright.is_watertight
    assert upright.volume == pytest.approx(2)
    slanted = organic.plate(square(0.0), (0.7, 0.2, 0.5), RED)
    assert slanted.volume == pytest.approx(2)
    assert (slanted.visual.face_colors[:, :3] == RED).all()
