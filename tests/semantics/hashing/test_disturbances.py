import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from scipy.ndimage import gaussian_filter
from skimage.transform import rotate

from lib.core.params.hashing import Strengths
from lib.core.rng import generator
from lib.semantics.hashing.disturbances import DISTURBANCES
from tests.semantics.hashing.samples import picture, white

KINDS = sorted(DISTURBANCES)


def changed(kind, image, strength, seed=0):
    return DISTURBANCES[kind].apply(image, strength, generator(seed, kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(1, 1), (7, 40), (33, 16)])
def test_any_picture_comes_out_as_one_and_the_original_is_left_alone(kind, size):
    image = np.random.default_rng(3).integers(0, 256, (*size, 3), dtype=np.uint8)
    before = image.copy()
    for strength in getattr(Strengths(), kind):
        found = changed(kind, image, strength)
        assert found.dtype == np.uint8
        assert found.ndim == 3
        assert found.shape[2] == 3
        assert 0 not in found.shape
        assert (found == changed(kind, image, strength)).all()
    assert (image == before).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_stronger_change_changes_more(kind):
    image = picture("one")

    def difference(strength):
        found = changed(kind, image, strength)
        again = Image.fromarray(found).resize(image.shape[1::-1], Image.Resampling.BICUBIC)
        return np.abs(np.asarray(again).astype(float) - image).mean()

    ladder = [difference(strength) for strength in getattr(Strengths(), kind)]
    assert ladder == sorted(ladder)
    assert 0 < ladder[0] < ladder[-1]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"brightness"}))
def test_white_stays_white(kind):
    for strength in getattr(Strengths(), kind):
        # A coarse JPEG rounds white to its next level.
        assert changed(kind, white(40), strength).min() >= (248 if kind == "jpeg" else 255)


@given(pixels=st.integers(1, 30), seed=st.integers(0, 50))
def test_a_translation_is_as_long_as_it_says_and_moves_nothing_else(pixels, seed):
    image = white(91)
    image[45, 45] = (10, 20, 30)
    found = changed("translation", image, pixels, seed)
    ((row, column),) = np.argwhere((found < 255).any(axis=2))
    assert abs(np.hypot(row - 45, column - 45) - pixels) <= np.sqrt(0.5)
    assert found[row, column].tolist() == [10, 20, 30]


def test_a_translation_out_of_the_picture_leaves_white():
    assert (changed("translation", np.zeros((20, 20, 3), dtype=np.uint8), 100.0) == 255).all()


def test_directions_differ_from_picture_to_picture():
    image = picture("one")
    found = {changed("translation", image, 8, seed).tobytes() for seed in range(6)}
    assert len(found) > 3


def test_a_quarter_turn_is_exact_and_goes_to_both_sides():
    image = picture("one")
    sides = {1: np.rot90(image), -1: np.rot90(image, -1)}
    seen = set()
    for seed in range(8):
        found = changed("rotation", image, 90.0, seed)
        seen |= {side for side, turned in sides.items() if (found == turned).all()}
    assert seen == {1, -1}


def test_a_turn_is_that_of_another_library():
    image = picture("one")
    found = changed("rotation", image, 8.0).astype(float)
    errors = [
        np.abs(255 * rotate(image, side * 8.0, order=3, cval=1.0) - found).mean()
        for side in (1, -1)
    ]
    assert min(errors) < 1.5
    assert max(errors) > 5


def test_a_smaller_picture_stays_in_the_middle():
    black = np.zeros((80, 120, 3), dtype=np.uint8)
    found = changed("scale", black, 0.5)
    assert found.shape == black.shape
    assert (found[20:60, 30:90] == 0).all()
    assert (found == 255).sum() == 3 * (80 * 120 - 40 * 60)


def test_brightness_is_a_factor_rounded_and_cut_off():
    levels = np.array([[[0, 1, 2], [100, 101, 255]]], dtype=np.uint8)
    seen = {changed("brightness", levels, 0.5, seed).tobytes() for seed in range(8)}
    darker, brighter = [0, 1, 1, 50, 51, 128], [0, 2, 3, 150, 152, 255]
    assert seen == {bytes(darker), bytes(brighter)}


def test_jpeg_is_what_the_file_would_hold():
    image = picture("one")
    file = io.BytesIO()
    Image.fromarray(image).save(file, "JPEG", quality=20)
    assert (changed("jpeg", image, 20.0) == np.asarray(Image.open(file))).all()


def test_blur_is_a_gaussian_of_that_width():
    image = white(61)
    image[30, 30] = 0
    image[20:40, 26:34] = 0
    found = 255 - changed("blur", image, 3.0)[..., 0].astype(float)
    expected = gaussian_filter(255 - image[..., 0].astype(float), 3.0)
    assert np.abs(found - expected).max() < 8
    assert found.sum() == pytest.approx(expected.sum(), rel=0.01)


@pytest.mark.slow
@given(share=st.sampled_from([0.02, 0.1, 0.5, 0.97]), seed=st.integers(0, 20))
def test_a_crop_is_a_part_of_the_picture(share, seed):
    image = np.arange(50 * 40 * 3, dtype=np.int64).reshape(50, 40, 3) % 251
    image = image.astype(np.uint8)
    found = changed("crop", image, share, seed)
    assert found.shape[:2] == (50 - round(50 * share), 40 - round(40 * share))
    places = np.lib.stride_tricks.sliding_window_view(image, found.shape)[:, :, 0]
    assert (places == found).all(axis=(2, 3, 4)).any()
