import numpy as np
import pytest
import trimesh
from hypothesis import given
from hypothesis import strategies as st

from lib.geometry.mesh import Mesh
from lib.geometry.shading import AMBIENT, LIGHTS, planes, shade

EYE = np.eye(3)
BACKWARD = np.array([0.0, 0.0, 4.0])


def test_planes_are_those_of_trimesh_and_vanish_without_area(torus: Mesh) -> None:
    found = planes(torus.vertices, torus.faces)
    shape = torus.to_trimesh()
    signs = np.sign((found[:, :3] * shape.face_normals).sum(axis=1))
    np.testing.assert_allclose(found[:, :3] * signs[:, None], shape.face_normals, atol=1e-9)
    heights = (torus.triangles * found[:, None, :3]).sum(axis=2)
    np.testing.assert_allclose(heights, np.tile(found[:, 3:], 3), atol=1e-9)
    assert (planes(torus.vertices, np.array([[0, 1, 1], [2, 2, 2]])) == 0).all()


@given(st.integers(0, 2**32 - 1))
def test_the_order_of_corners_does_not_reach_the_last_bit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    vertices = np.round(rng.standard_normal((3, 3)), rng.integers(1, 7))
    orders = [[0, 1, 2], [1, 2, 0], [2, 0, 1], [0, 2, 1], [2, 1, 0], [1, 0, 2]]
    found = planes(vertices, np.array(orders))
    assert len(np.unique(found.view(np.uint8).reshape(6, -1), axis=0)) == 1


def rgb(codes: np.ndarray) -> np.ndarray:
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=-1)


def test_colours_follow_lamberts_law(torus: Mesh) -> None:
    """From trimesh's normals, in whole arrays, without the compiled loop."""
    shape = torus.to_trimesh()
    normals = np.array(shape.face_normals)
    normals *= np.sign(((BACKWARD - shape.triangles_center) * normals).sum(axis=1))[:, None]
    cosines = np.clip(normals @ LIGHTS[:, :3].T, 0, None)
    light = AMBIENT + cosines @ LIGHTS[:, 3]
    expected = np.clip(torus.colors * light[:, None] + 0.5, 0, 255).astype(int)
    surface = planes(torus.vertices, torus.faces)
    found = rgb(shade(surface, torus.colors, BACKWARD, EYE, LIGHTS))
    # A half may fall either way.
    assert np.abs(found - expected).max() <= 1
    assert (found == expected).mean() > 0.999


@pytest.mark.parametrize("tilt", [0.0, 1e-9, -1e-9])
def test_a_face_seen_from_its_edge_is_lit_from_either_side_or_none(tilt: float) -> None:
    vertices = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [tilt, 0.0, -1.0]])
    surface = planes(vertices, np.array([[0, 1, 2]]))
    code = shade(surface, np.full((1, 3), 100, np.uint8), BACKWARD, EYE, LIGHTS)
    sides = [AMBIENT, *(AMBIENT + side * x * w for x, _, _, w in LIGHTS for side in (1, -1))]
    assert rgb(code)[0, 0] in {int(100 * light + 0.5) for light in sides}


def test_light_never_overflows_and_nothing_has_no_colour() -> None:
    shape = trimesh.creation.icosphere(subdivisions=3)
    surface = planes(np.array(shape.vertices), np.array(shape.faces))
    white = np.full((len(surface), 3), 255, np.uint8)
    codes = shade(surface, white, BACKWARD, EYE, LIGHTS * [1, 1, 1, 3])
    assert codes.max() == 0xFFFFFF
    assert codes.min() >= 0
    assert shade(np.zeros((1, 4)), white[:1], BACKWARD, EYE, LIGHTS).tolist() == [-1]
