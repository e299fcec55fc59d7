import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.geometry.hue import recolour, shift_hue
from lib.geometry.mesh import Mesh


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 255), st.floats(0.01, 0.99))
def test_hue_shift_leaves_grey_alone(level: int, shift: float) -> None:
    grey = np.full((2, 3, 3), level, dtype=np.uint8)
    assert (shift_hue(grey, shift) == grey).all()


def test_hue_shift_by_thirds_permutes_channels() -> None:
    image = np.array([[[200, 30, 30], [10, 250, 60]]], dtype=np.uint8)
    third = shift_hue(image, 1 / 3)
    np.testing.assert_allclose(third, image[..., [2, 0, 1]], atol=1)
    assert (shift_hue(image, 0.2) != image).any(axis=2).all()
    assert (shift_hue(image, 0.0) == image).all()


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
