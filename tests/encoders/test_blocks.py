import numpy as np
import pytest

from lib.encoders._base import Shape
from lib.encoders._blocks import (
    GEOMETRY,
    RAW,
    geometry_blocks,
    network_blocks,
    raw_blocks,
    shape_histograms,
    unit_rows,
)
from lib.encoders._ring_features import BETWEEN, WIDTH
from lib.geometry.mesh import Mesh


def _ball(count: int) -> np.ndarray:
    points = np.random.default_rng(8).normal(size=(count, 3))
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def test_histograms_of_a_sphere_are_those_in_closed_form() -> None:
    # Distances of points on a unit sphere have the density d / 2 on [0, 2] and mean 4/3.
    found = shape_histograms(_ball(20_000), np.random.default_rng(9)) ** 2
    distances, areas, angles = np.split(found, [64, 128])
    for part in (distances, areas, angles):
        assert part.sum() == pytest.approx(1)
    edges = np.minimum(np.arange(65) / 64 * 3 * 4 / 3, 2)
    np.testing.assert_allclose(distances, np.diff(edges**2) / 4, atol=0.015)
    # Three random points of a sphere make an obtuse triangle every other time.
    assert angles[:16].sum() == pytest.approx(1 / 6, abs=0.02)


def test_histograms_know_no_scale() -> None:
    points = _ball(3000) * [1, 2, 3]
    one = shape_histograms(points, np.random.default_rng(1))
    other = shape_histograms(points * 7, np.random.default_rng(1))
    np.testing.assert_allclose(one, other, atol=1e-9)


def test_raw_blocks_are_geometry_and_what_was_seen(torus: Mesh) -> None:
    seen = np.random.default_rng(2).uniform(size=WIDTH).round(3)
    shape = Shape("torus", torus, seen=seen)
    (raw,) = raw_blocks([shape], 42)
    assert raw.shape == (RAW,)
    np.testing.assert_allclose(raw[GEOMETRY:], seen, atol=1e-6)
    np.testing.assert_allclose(raw[:GEOMETRY], geometry_blocks(shape, 42), atol=6e-7)


def test_blocks_of_the_network_have_the_length_one() -> None:
    rng = np.random.default_rng(3)
    raw = rng.uniform(size=(4, RAW))
    width = len(range(*BETWEEN.indices(WIDTH)))
    parts = network_blocks(raw, np.zeros(width), np.ones(width))
    for part in parts:
        np.testing.assert_allclose(np.linalg.norm(part, axis=1), 1)
    assert [part.shape[1] for part in parts] == [1280, 1280, width]


def test_a_row_of_zeros_stays() -> None:
    found = unit_rows(np.array([[0.0, 0.0], [3.0, 4.0]]))
    np.testing.assert_array_equal(found, [[0, 0], [0.6, 0.8]])
