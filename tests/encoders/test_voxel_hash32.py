import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from lib.core.params.embed import EmbedParams
from lib.encoders._base import Shape
from lib.encoders.voxel_hash32 import BITS, VoxelHash32, grid_bits, hash_bits
from lib.geometry.mesh import Mesh
from tests.geometry.test_align import WEDGE


def test_the_vector_is_the_bits() -> None:
    vector = VoxelHash32(EmbedParams()).encode([Shape("x", WEDGE)])[0]
    assert vector.shape == (BITS,)
    np.testing.assert_array_equal(vector, hash_bits(WEDGE))


@pytest.mark.parametrize("seed", range(5))
def test_a_turn_hardly_moves_a_bit(seed: int) -> None:
    turn = Rotation.random(rng=np.random.default_rng(seed))
    turned = Mesh(turn.apply(WEDGE.vertices), WEDGE.faces, WEDGE.colors)
    assert (hash_bits(turned) != hash_bits(WEDGE)).sum() <= 2


def test_another_shape_moves_many() -> None:
    other = Mesh(WEDGE.vertices * [1, 2, 6], WEDGE.faces, WEDGE.colors)
    assert (hash_bits(other) != hash_bits(WEDGE)).sum() > 20


def test_bits_are_signs_of_low_cosine_coefficients() -> None:
    n = 16
    grid = np.random.default_rng(5).random((n, n, n)) < 0.3
    # The type 2 transform from its definition, orthonormal.
    wave = np.cos(np.pi * np.outer(np.arange(n), 2 * np.arange(n) + 1) / (2 * n))
    wave *= np.where(np.arange(n) == 0, 1, np.sqrt(2))[:, None] / np.sqrt(n)
    coefficients = np.einsum("ux,vy,wz,xyz->uvw", wave, wave, wave, grid)
    lowest = sorted((u + v + w, u, v, w) for u in range(8) for v in range(8) for w in range(8))
    values = np.array([coefficients[key[1:]] for key in lowest[1 : BITS + 1]])
    bits = grid_bits(grid)
    np.testing.assert_array_equal(bits, values > np.median(values))
    assert bits.sum() == BITS / 2


@pytest.mark.parametrize("filled", [False, True])
def test_no_grid_gives_the_zero_vector(filled: bool) -> None:
    assert grid_bits(np.full((32, 32, 32), filled)).all()


def test_a_wave_sets_its_own_bit_alone_apart() -> None:
    # Occupied for x < 16: odd frequencies of x alternate in sign, all others vanish.
    grid = np.zeros((32, 32, 32), dtype=bool)
    grid[:16] = True
    bits = grid_bits(grid)
    # Of the frequencies of x alone, 1 and 5 are positive, 3 and 7 negative; zero is the median.
    assert BITS - bits.sum() == 2
