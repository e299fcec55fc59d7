import numpy as np
import numpy.typing as npt
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lib.core.params.embed import EmbedParams
from lib.encoders._base import Shape
from lib.encoders.pointnet_proxy import PointNetProxy, soft_histogram
from lib.encoders.pointnet_proxy_normals import PointNetProxyNormals
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import permute

BOTH = pytest.mark.parametrize("kind", [PointNetProxy, PointNetProxyNormals])


def _box(size: tuple[float, float, float]) -> Mesh:
    shape = trimesh.creation.box(size).subdivide().subdivide()
    return Mesh.build(shape.vertices, shape.faces)


def _encode(
    mesh: Mesh, key: str = "x", kind: type[PointNetProxy] = PointNetProxy, seed: int = 42
) -> npt.NDArray[np.float64]:
    return kind(EmbedParams(seed=seed)).encode([Shape(key, mesh)])[0]


def test_no_leak_through_seeds_or_order() -> None:
    rng = np.random.default_rng(1)
    torus = trimesh.creation.torus(1.0, 0.35)
    source = Mesh.build(torus.vertices, torus.faces)
    clone = permute(source, rng)
    assert not np.array_equal(_encode(source, "source"), _encode(clone, "clone"))
    assert not np.array_equal(_encode(source, "source"), _encode(source, "clone"))
    assert not np.array_equal(_encode(source, "source"), _encode(source, "source", seed=43))
    np.testing.assert_array_equal(_encode(source, "source"), _encode(source, "source"))


def test_sampling_noise_is_small_beside_shape() -> None:
    noise = np.linalg.norm(_encode(_box((3, 2, 1)), "a") - _encode(_box((3, 2, 1)), "b"))
    shape = np.linalg.norm(_encode(_box((3, 2, 1)), "a") - _encode(_box((3, 2, 1.1)), "a"))
    assert 0 < noise < shape / 2


@BOTH
def test_blocks_weigh_the_same(kind: type[PointNetProxy]) -> None:
    vector = _encode(_box((3, 2, 1)), kind=kind)
    assert np.linalg.norm(vector[:3]) == pytest.approx(1)
    assert np.linalg.norm(vector[3:]) == pytest.approx(1)
    assert vector[0] > vector[1] > vector[2] > 0


def test_eigenvalues_of_a_plate() -> None:
    # A rectangle a × b has variances a²/12 and b²/12.
    plate = Mesh.build([[0, 0, 5], [4, 0, 5], [4, 2, 5], [0, 2, 5]], [[0, 1, 2], [0, 2, 3]])
    expected = np.array([16, 4, 0]) / np.hypot(16, 4)
    np.testing.assert_allclose(_encode(plate)[:3], expected, atol=0.01)


def test_z_of_a_plate_is_in_the_middle() -> None:
    plate = Mesh.build([[0, 0, 5], [4, 0, 5], [4, 2, 5], [0, 2, 5]], [[0, 1, 2], [0, 2, 3]])
    expected = np.zeros(16)
    expected[7:9] = np.sqrt(0.5)
    np.testing.assert_allclose(_encode(plate)[3:], expected, atol=1e-6)


def test_angles_of_a_box_are_right() -> None:
    # Sides 3, 2, 1: the two 3 × 2 faces look along z, 12 of 22; the others are upright, 10.
    histogram = _encode(_box((3, 2, 1)), kind=PointNetProxyNormals)[3:]
    assert histogram[0] / histogram[-1] == pytest.approx(12 / 10, rel=0.02)
    np.testing.assert_allclose(histogram[1:-1], 0, atol=1e-6)


def test_winding_does_not_count_for_angles() -> None:
    mesh = _box((3, 2, 1))
    inside_out = Mesh(mesh.vertices, mesh.faces[:, ::-1], mesh.colors)
    one, two = (_encode(m, kind=PointNetProxyNormals)[3:] for m in (mesh, inside_out))
    np.testing.assert_allclose(one, two, atol=0.01)


@given(arrays(np.float64, st.integers(1, 50), elements=st.floats(-0.5, 1.5)))
def test_histogram_sums_to_one(values: npt.NDArray[np.float64]) -> None:
    histogram = soft_histogram(values)
    assert histogram.sum() == pytest.approx(1)
    assert histogram.min() >= 0


def test_histogram_shares_by_distance() -> None:
    # Centres of four bins: 1/8, 3/8, 5/8, 7/8.
    np.testing.assert_allclose(soft_histogram(np.array([0.375]), 4), [0, 1, 0, 0])
    np.testing.assert_allclose(soft_histogram(np.array([0.5]), 4), [0, 0.5, 0.5, 0])
    np.testing.assert_allclose(soft_histogram(np.array([-1, 0.0, 1.0, 2]), 4), [0.5, 0, 0, 0.5])
