import numpy as np
import numpy.typing as npt
import pytest
import trimesh
from scipy.spatial.transform import Rotation
from scipy.special import sph_harm_y

from lib.core.params.embed import EmbedParams
from lib.encoders._base import Shape
from lib.encoders.zernike3d import GRID, SHELLS, Zernike3D, basis, shell_energies, voxel_shares
from lib.geometry.mesh import Mesh

PAIRS = [(n, degree) for n in range(SHELLS) for degree in range(n + 1)]


def _chair() -> Mesh:
    parts = [
        trimesh.creation.box(size, trimesh.transformations.translation_matrix(place))
        for size, place in [
            ([1.0, 1.1, 0.13], [0, 0, 0]),
            ([0.11, 1.1, 1.2], [0.45, 0, 0.55]),
            ([0.12, 0.12, 0.9], [0.4, 0.43, -0.5]),
            ([0.12, 0.12, 0.9], [-0.4, -0.43, -0.5]),
        ]
    ]
    shape = trimesh.util.concatenate(parts)
    return Mesh.build(shape.vertices, shape.faces)


def _encode(mesh: Mesh) -> npt.NDArray[np.float64]:
    return Zernike3D(EmbedParams()).encode([Shape("x", mesh)])[0]


def _cosine(one: npt.NDArray[np.float64], two: npt.NDArray[np.float64]) -> float:
    return float(one @ two / np.linalg.norm(one) / np.linalg.norm(two))


@pytest.mark.parametrize("turn", Rotation.create_group("O"), ids=range(24))
def test_quarter_turns_change_nothing(turn: Rotation) -> None:
    mesh = _chair()
    turned = Mesh(mesh.vertices @ np.round(turn.as_matrix()).T, mesh.faces, mesh.colors)
    np.testing.assert_allclose(_encode(turned), _encode(mesh), atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_any_turn_changes_little(seed: int) -> None:
    mesh = _chair()
    turn = Rotation.random(rng=np.random.default_rng(seed))
    turned = Mesh(turn.apply(mesh.vertices), mesh.faces, mesh.colors)
    longer = Mesh(mesh.vertices * [1, 1, 1.5], mesh.faces, mesh.colors)
    same = _cosine(_encode(turned), _encode(mesh))
    assert same > 0.99
    assert same > _cosine(_encode(longer), _encode(mesh))


def test_against_a_plain_sum_of_complex_harmonics() -> None:
    shares = voxel_shares(_chair())
    weights = basis()[1].reshape(GRID, GRID, GRID, SHELLS)
    expected = []
    for n, degree in PAIRS:
        energy = 0.0
        for order in range(-degree, degree + 1):
            total = 0j
            for i, j, k in np.argwhere(shares * weights[..., n]):
                x, y, z = (2 * np.array([i, j, k]) - (GRID - 1)).astype(float)
                polar = np.arctan2(np.hypot(x, y), z)
                value = sph_harm_y(degree, order, polar, np.arctan2(y, x))
                total += shares[i, j, k] * weights[i, j, k, n] * np.conj(value)
            energy += abs(total) ** 2
        expected.append(np.sqrt(energy))
        if n == 3:
            break
    np.testing.assert_allclose(shell_energies(shares)[: len(expected)], expected, atol=1e-9)


def test_one_voxel_obeys_the_addition_theorem() -> None:
    shares = np.zeros((GRID, GRID, GRID))
    shares[20, 9, 25] = 1.0
    weights = basis()[1].reshape(GRID, GRID, GRID, SHELLS)[20, 9, 25]
    expected = [weights[n] * np.sqrt((2 * degree + 1) / (4 * np.pi)) for n, degree in PAIRS]
    np.testing.assert_allclose(shell_energies(shares), expected, atol=1e-12)


def test_a_full_ball_has_degree_zero_alone() -> None:
    axis = (2 * np.arange(GRID) - (GRID - 1)) / (2 * GRID - 1) * 2
    radius = np.sqrt(sum(part**2 for part in np.meshgrid(axis, axis, axis)))
    energies = shell_energies((radius <= 1).astype(float))
    for value, (n, degree) in zip(energies, PAIRS, strict=True):
        if degree == 0:
            assert value == pytest.approx(np.sqrt(4 * np.pi))
        elif degree % 2 or degree == 2:
            # Inversion removes odd degrees, the cube's symmetry degree 2.
            assert value == pytest.approx(0, abs=1e-9), (n, degree)
        else:
            assert value < 1.5


def test_shares_are_eighths_and_fill_the_ball_of_a_sphere() -> None:
    sphere = trimesh.creation.icosphere(3)
    shares = voxel_shares(Mesh.build(sphere.vertices, sphere.faces))
    np.testing.assert_array_equal(shares * 8, np.round(shares * 8))
    assert shares[16, 16, 16] == 1
    assert shares[0, 0, 0] == 0
    assert shares.sum() == pytest.approx(4 / 3 * np.pi * 16**3, rel=0.05)
