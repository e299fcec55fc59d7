import numpy as np

from lib.geometry.curve import along_curve


def test_the_corners_of_a_cube_come_in_the_order_of_their_bits() -> None:
    corners = np.array([[x, y, z] for z in (0, 1) for y in (0, 1) for x in (0, 1)], dtype=float)
    shuffled = np.random.default_rng(0).permutation(8)
    np.testing.assert_array_equal(shuffled[along_curve(corners[shuffled])], np.arange(8))


def test_neighbours_on_the_curve_are_near() -> None:
    points = np.random.default_rng(0).uniform(size=(4000, 3))
    steps = np.linalg.norm(np.diff(points[along_curve(points)], axis=0), axis=1)
    assert np.median(steps) < 0.08
    assert sorted(along_curve(points)) == list(range(4000))


def test_equal_points_keep_their_order() -> None:
    np.testing.assert_array_equal(along_curve(np.ones((5, 3))), np.arange(5))
