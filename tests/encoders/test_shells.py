import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter
from scipy.spatial.transform import Rotation

from lib.encoders import _shells
from lib.encoders._harmonics import real_harmonics
from lib.encoders._shells import (
    DEGREES,
    GRID,
    PAIRS,
    POINTS,
    REACH,
    SHELLS,
    blurred,
    evened,
    gram,
    scattered,
    spread,
)
from lib.geometry.mesh import Mesh

RADII = (np.arange(SHELLS) + 0.75) / SHELLS * REACH
AXIS = np.linspace(-REACH, REACH, GRID)
UPPER = np.triu_indices(SHELLS)


def _block(vector: np.ndarray, degree: int) -> np.ndarray:
    return vector[degree * PAIRS : (degree + 1) * PAIRS]


def test_a_constant_has_degree_zero_alone() -> None:
    found = gram(np.full((GRID, GRID, GRID), 2.0))
    # 2 = 2 sqrt(4 pi) Y00; each sphere counts by its radius, and the root is taken.
    expected = 2 * np.sqrt(4 * np.pi * np.outer(RADII, RADII))[UPPER]
    np.testing.assert_allclose(_block(found, 0), expected, rtol=1e-12)
    np.testing.assert_allclose(found[PAIRS:], 0, atol=1e-6)


def test_a_coordinate_has_degree_one_alone() -> None:
    # A linear function is read off a grid without error.
    field = np.broadcast_to(AXIS[:, None, None], (GRID, GRID, GRID))
    found = gram(np.ascontiguousarray(field))
    expected = np.sqrt(4 * np.pi / 3) * np.outer(RADII, RADII)[UPPER]
    np.testing.assert_allclose(_block(found, 1), expected, rtol=1e-9)
    np.testing.assert_allclose(_block(found, 2), 0, atol=1e-6)


def test_two_functions_of_opposite_sign_have_negative_products() -> None:
    x, y, z = np.meshgrid(AXIS, AXIS, AXIS, indexing="ij")
    inner = np.sqrt(x**2 + y**2 + z**2) < (RADII[7] + RADII[8]) / 2
    matrix = np.zeros((SHELLS, SHELLS))
    matrix[UPPER] = _block(gram(np.where(inner, z, -z)), 1)
    assert (matrix[:6, 10:] < 0).all()
    assert (np.diag(matrix) > 0).all()


def test_the_quadrature_is_exact_for_products_of_harmonics() -> None:
    _, weighted = _shells._sampling()
    nodes, _ = np.polynomial.legendre.leggauss(18)
    azimuth = np.tile(np.arange(36) * 2 * np.pi / 36, 18)
    polar = np.repeat(np.arccos(nodes), 36)
    products = real_harmonics(polar, azimuth, DEGREES).T @ weighted
    np.testing.assert_allclose(products, np.eye(DEGREES**2), atol=1e-12)


@pytest.mark.parametrize("sigma", [0.3, 1.2, 1.4, 5.0])
def test_blurring_agrees_with_scipy_to_the_last_bit(sigma: float) -> None:
    grid = np.random.default_rng(1).normal(size=(48, 47, 46))
    np.testing.assert_array_equal(blurred(grid, sigma), gaussian_filter(grid, sigma))


@given(st.integers(1, 200), st.integers(0, 2**32 - 1))
def test_spreading_keeps_mass_and_centroid(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.uniform(-2.3, 2.3, (count, 3))
    grid = spread(points)
    assert grid.sum() == pytest.approx(1000)
    for axis in range(3):
        others = tuple(other for other in range(3) if other != axis)
        centroid = grid.sum(axis=others) @ AXIS / 1000
        assert centroid == pytest.approx(points[:, axis].mean(), abs=1e-9)


def test_points_beyond_the_grid_count_at_its_border() -> None:
    grid = spread(np.array([[9.0, 0.0, 0.0], [-9.0, 0.0, 0.0]]))
    assert grid.sum() == pytest.approx(1000)
    assert grid[-2:].sum() == pytest.approx(500)
    assert grid[:2].sum() == pytest.approx(500)


def test_points_are_standardised(torus: Mesh) -> None:
    moved = Mesh(torus.vertices * 7 + 100, torus.faces, torus.colors)
    points = scattered(moved, np.random.default_rng(1))
    assert points.shape == (POINTS, 3)
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=1e-12)
    assert (points**2).sum(axis=1).mean() == pytest.approx(1)


def test_evened_points_forget_how_dense_they_were() -> None:
    rng = np.random.default_rng(5)
    left, right = rng.uniform(-1.0, -0.1, (4000, 3)), rng.uniform(0.1, 1.0, (4000, 3))
    same, _ = evened(np.concatenate([left, right]))
    denser, weights = evened(np.concatenate([left, *[right] * 5]))
    assert abs(len(same) - len(denser)) == 0
    # The centroid stays in the middle, though five of six points lie on the right.
    share = weights[denser[:, 0] > denser[:, 0].mean()].sum() / weights.sum()
    assert 0.4 < share < 0.6


def test_specks_weigh_less_than_walls() -> None:
    wall = np.repeat([[0.01, 0.01, 0.01], [0.01, 0.01, 0.11]], 8, axis=0)
    speck = np.array([[1.0, 1.0, 1.0]])
    _, weights = evened(np.concatenate([wall, speck]))
    assert sorted(weights / weights.max()) == [0.25, 1.0, 1.0]
    assert weights.sum() == pytest.approx(3)


def test_a_rotation_changes_little(torus: Mesh) -> None:
    points = scattered(torus, np.random.default_rng(2))
    turned = points @ Rotation.from_rotvec([0.4, -1.1, 0.7]).as_matrix().T
    one, other = (gram(blurred(spread(p), 1.2)) for p in (points, turned))
    cosine = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
    assert cosine > 0.999
