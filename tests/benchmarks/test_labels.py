import numpy as np
import pytest

from benchmarks.labels import BESIDE, line_end, places

ROOM = (4.0, 2.9)
GAP = 0.045
MOST = 15
"""Of five crowds of fourteen; of places chosen by distance alone it is 21."""


def _apart(points: np.ndarray, sizes: np.ndarray, low: np.ndarray) -> None:
    assert (low >= 0).all()
    assert (low + sizes <= ROOM).all()
    for i in range(len(low)):
        distances = np.hypot(*(line_end(points, low[i], sizes[i]) - points).T)
        assert distances.min() > GAP / 2, f"label {i} is on point {distances.argmin()}"
        for j in range(i):
            over = np.minimum(low[i] + sizes[i], low[j] + sizes[j]) - np.maximum(low[i], low[j])
            assert over.min() <= 1e-12, f"label {i} is on label {j}"


def _crowd(seed: int, height: float, count: int = 20) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0.2, 3.8, count), rng.uniform(2.4 - height, 2.4, count)
    widths = rng.uniform(0.3, 1.1, count)
    return np.stack([x, y], axis=1), np.stack([widths, np.full(count, 0.125)], axis=1)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("height", [0.1, 1.0, 2.4])
def test_a_crowd_keeps_apart(seed: int, height: float) -> None:
    points, sizes = _crowd(seed, height)
    _apart(points, sizes, places(points, sizes, ROOM, GAP))


def test_few_lines_run_across_a_name_or_a_point() -> None:
    crossed = 0
    for seed in range(5):
        points, sizes = _crowd(seed, 0.1, 14)
        low = places(points, sizes, ROOM, GAP)
        for i, point in enumerate(points):
            end = line_end(point, low[i], sizes[i])
            if np.hypot(*(end - point)) <= BESIDE:
                continue
            along = point + np.linspace(0.05, 0.95, 50)[:, None, None] * (end - point)
            on_name = ((along > low) & (along < low + sizes)).all(axis=2).any(axis=0)
            on_point = (np.abs(along - points) < GAP / 2).all(axis=2).any(axis=0)
            on_point[i] = False
            crossed += int(on_name.sum() + on_point.sum())
    assert crossed <= MOST


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
