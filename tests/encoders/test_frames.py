import numpy as np
import numpy.typing as npt
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lib.encoders._frames import FLIPS, REACH, STEPS, own_points, principal_frame
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import rotate


def _spike() -> Mesh:
    shape = trimesh.creation.box([3, 2, 1])
    shape.vertices[0] *= 2
    return Mesh.build(shape.vertices, shape.faces)


@given(arrays(np.float64, (3, 3), elements=st.floats(-3, 3)), st.integers(0, 12))
def test_frames_are_eigenvectors(values: npt.NDArray[np.float64], digits: int) -> None:
    moments = np.round(values @ values.T, digits)
    frame = principal_frame(moments)
    np.testing.assert_allclose(frame @ frame.T, np.eye(3), atol=1e-14)
    assert np.linalg.det(frame) == pytest.approx(1)
    expected = np.diag(np.linalg.eigvalsh(moments)[::-1])
    np.testing.assert_allclose(frame @ moments @ frame.T, expected, atol=1e-12)


@pytest.mark.parametrize("moments", [np.zeros((3, 3)), np.eye(3), np.diag([2.0, 1, 1])])
def test_axes_that_mean_nothing_stay_where_they_are(moments: npt.NDArray[np.float64]) -> None:
    np.testing.assert_array_equal(principal_frame(moments), np.eye(3))


def test_flips_are_the_rotations_that_keep_the_axes() -> None:
    assert len({tuple(row) for row in FLIPS.tolist()}) == 4
    np.testing.assert_array_equal(FLIPS.prod(axis=1), 1)
    np.testing.assert_array_equal(np.abs(FLIPS), 1)


def test_points_lie_in_the_frame_of_the_object() -> None:
    points = own_points(_spike(), 4096, np.random.default_rng(0)) * (REACH / STEPS)
    moments = points.T @ points / len(points)
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=0.01)
    assert np.trace(moments) == pytest.approx(1, abs=0.01)
    assert moments[0, 0] > moments[1, 1] > moments[2, 2]
    np.testing.assert_allclose(moments - np.diag(np.diag(moments)), 0, atol=0.01)


@given(st.integers(0, 50))
def test_the_pose_chooses_among_four_frames(seed: int) -> None:
    rng = np.random.default_rng(seed)
    turned = rotate(_spike(), tuple(rng.standard_normal(3)), float(rng.uniform(0, 360)))
    one, two = (own_points(m, 2048, np.random.default_rng(0)) for m in (_spike(), turned))
    # Third moments tell the four apart.
    skew = (one.astype(np.float64) ** 3).mean(axis=0)
    other = ((two[None] * FLIPS[:, None]).astype(np.float64) ** 3).mean(axis=1)
    off = np.sort(np.abs(other - skew).max(axis=1)) / np.abs(skew).max()
    assert off[0] < 0.2 < 0.4 < off[1]


def test_far_points_are_put_on_the_edge() -> None:
    wire = trimesh.util.concatenate(
        [trimesh.creation.icosphere(2), trimesh.creation.box([0.005, 0.005, 40])]
    )
    points = own_points(Mesh.build(wire.vertices, wire.faces), 2048, np.random.default_rng(0))
    assert points.dtype == np.int64
    assert np.abs(points).max() == STEPS
