import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.geometry.mesh import Mesh
from lib.geometry.variants import mirror, recolour


def test_a_mirror_image_exchanges_left_and_right(cone: Mesh) -> None:
    moved = Mesh(cone.vertices + np.array([5.0, 0, 0]), cone.faces, cone.colors)
    image = mirror(moved, [3.0, 0, 0])
    np.testing.assert_allclose(image.vertices, moved.vertices * [-1, 1, 1] + [10, 0, 0])
    assert image.to_trimesh().volume == pytest.approx(cone.to_trimesh().volume)
    # Twice is as it was, but for the place: the box about the slanting image is another.
    twice = mirror(mirror(moved, [1, 2, -3]), [1, 2, -3])
    np.testing.assert_allclose(np.ptp(twice.vertices - moved.vertices, axis=0), 0, atol=1e-12)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.2, 0.8), st.floats(0.4, 0.8))
def test_every_face_gets_another_colour(seed: int, shift: float, saturation: float) -> None:
    rng = np.random.default_rng(seed)
    grey = np.tile(rng.integers(256, size=(20, 1)), 3)
    colors = np.concatenate([grey, rng.integers(256, size=(20, 3)), [[0, 0, 0], [255, 255, 255]]])
    mesh = Mesh.build(np.eye(3), np.tile(np.arange(3), (42, 1)), colors)
    changed = recolour(mesh, shift, saturation).colors.astype(int)
    assert np.abs(changed - colors).max(axis=1).min() > 10
    assert (np.ptp(changed, axis=1) >= (saturation * changed.max(axis=1)).astype(int) - 1).all()


def test_recolouring_turns_the_hue() -> None:
    mesh = Mesh.build(np.eye(3), [[0, 1, 2]], [200, 30, 30])
    np.testing.assert_allclose(recolour(mesh, 1 / 3, 0.1).colors, [[30, 200, 30]], atol=1)
