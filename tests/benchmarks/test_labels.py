import numpy as np
import pytest

from benchmarks.labels import BESIDE, line_end, places

ROOM = (4.0, 2.9)
GAP = 0.045


def _apart(points: np.ndarray, sizes: np.ndarray, low: np.ndarray) -> None:
    assert (low >= 0).all()
    assert (low + sizes <= ROOM).all()
    for i in range(len(low)):
        distances = np.hypot(*(line_end(points, low[i], sizes[i]) - points).T)
        assert distances.min() > GAP / 2, f"label {i} is on point {distances.argmin()}"
        for j in range(i):
            over = np.minimum(low[i] + sizes[i], low[j] + sizes[j]) - np.maximum(low[i], low[j])
            assert over.min() <= 1e-12, f"label {i} is on label {j}"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("height", [0.1, 1.0, 2.4])
def test_a_crowd_keeps_apart(seed: int, height: float) -> None:
    rng = np.random.default_rng(seed)
    points = np.stack([rng.uniform(0.2, 3.8, 20), rng.uniform(2.4 - height, 2.4, 20)], axis=1)
    sizes = np.stack([rng.uniform(0.3, 1.1, 20), np.full(20, 0.125)], axis=1)
    _apart(points, sizes, places(points, sizes, ROOM, GAP))


def test_one_label_is_at_the_right_of_its_point() -> None:
    low = places(np.array([[1.0, 1.0]]), np.array([[0.5, 0.1]]), ROOM, GAP)
    np.testing.assert_allclose(low, [[1 + GAP, 0.95]])


def test_at_the_edge_it_is_at_the_left() -> None:
    points, sizes = np.array([[3.9, 1.0]]), np.array([[0.8, 0.1]])
    low = places(points, sizes, ROOM, GAP)
    assert low[0, 0] + 0.8 < 4
    assert np.hypot(*(line_end(points, low, sizes) - points)[0]) < BESIDE


def test_points_in_one_place_have_names_of_their_own() -> None:
    points, sizes = np.full((6, 2), 1.5), np.tile([0.9, 0.125], (6, 1))
    _apart(points, sizes, places(points, sizes, ROOM, GAP))


def test_a_line_goes_round_another_point() -> None:
    # Above, below and beside the middle point everything is taken by its neighbours' names.
    points = np.array([[1.5, 1.4], [1.5, 1.5], [1.5, 1.6]])
    sizes = np.tile([0.9, 0.3], (3, 1))
    low = places(points, sizes, ROOM, GAP)
    _apart(points, sizes, low)
    for i in range(3):
        end = line_end(points[i], low[i], sizes[i])
        along = points[i] + np.linspace(0, 1, 50)[:, None] * (end - points[i])
        for j in {0, 1, 2} - {i}:
            assert np.hypot(*(along - points[j]).T).min() > GAP / 2
