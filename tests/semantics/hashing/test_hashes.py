import cv2
import numpy as np
import pytest
import scipy.fft
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from lib.semantics.hashing.hashes import HASHES, grey, hamming, radial_distance
from tests.semantics.hashing.samples import pictures, white

GREYS = [grey(image) for image in pictures(6)[0]]
LENGTHS = {
    "ahash": 64,
    "phash": 64,
    "dhash": 64,
    "wavelet": 64,
    "block_mean": 256,
    "radial_variance": 40,
    "marr_hildreth": 576,
}


def small(picture, width, height):
    image = Image.fromarray(picture).resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(image).astype(float)


def by_hand(name, picture):
    """The definition of a hash once more, without the library that it comes from."""
    if name == "ahash":
        thumbnail = small(picture, 8, 8)
        return thumbnail > thumbnail.mean()
    if name == "dhash":
        return np.diff(small(picture, 9, 8), axis=1) > 0
    low = scipy.fft.dctn(small(picture, 32, 32), norm=None)[:8, :8]
    return low > np.median(low)


@pytest.mark.parametrize("name", ["ahash", "dhash", "phash"])
def test_a_hash_is_its_definition(name):
    for picture in GREYS:
        assert HASHES[name].compute(picture).tolist() == by_hand(name, picture).ravel().tolist()


def test_block_means_are_compared_with_their_own_mean():
    # At 256 pixels it scales nothing.
    picture = np.random.default_rng(5).integers(0, 256, (256, 256), dtype=np.uint8)
    means = picture.reshape(16, 16, 16, 16).mean(axis=(1, 3))
    # It numbers the bits of a byte from the lowest.
    bits = np.packbits(HASHES["block_mean"].compute(picture))
    found = np.unpackbits(bits, bitorder="little").reshape(16, 16)
    assert (found == (means >= means.mean())).all()


def test_the_wavelet_hash_compares_block_means_where_they_differ():
    picture = np.random.default_rng(4).integers(0, 256, (128, 128), dtype=np.uint8)
    means = picture.reshape(8, 16, 8, 16).mean(axis=(1, 3))
    assert (
        HASHES["wavelet"].compute(picture).tolist() == (means > np.median(means)).ravel().tolist()
    )


@pytest.mark.parametrize("name", HASHES)
def test_codes_have_their_length_and_equal_pictures_equal_codes(name):
    one = HASHES[name]
    codes = one.codes(GREYS)
    assert codes.shape == (len(GREYS), LENGTHS[name])
    assert codes.dtype == np.uint8
    assert name == "radial_variance" or set(np.unique(codes)) == {0, 1}
    distances = one.distances(codes, one.codes([picture.copy() for picture in GREYS]))
    assert (np.diag(distances) == 0).all()
    assert (distances == distances.T).all()
    assert (distances[~np.eye(len(GREYS), dtype=bool)] > 0).all()
    assert distances.max() <= 1


@pytest.mark.parametrize("name", HASHES)
@pytest.mark.parametrize("size", [(1, 1), (3, 50), (300, 200)])
def test_pictures_of_any_size_and_of_one_colour_have_a_code(name, size):
    codes = HASHES[name].codes([np.full(size, 255, dtype=np.uint8), np.zeros(size, dtype=np.uint8)])
    distances = HASHES[name].distances(codes, codes)
    assert np.isfinite(distances).all()
    assert ((distances >= 0) & (distances <= 1)).all()


@given(arrays(np.uint8, (3, 24), elements=st.integers(0, 1)))
def test_hamming_counts_bits(bits):
    expected = (bits[:, None] != bits[None]).mean(axis=2)
    assert (hamming(bits, bits) == expected).all()


def test_distances_are_those_of_opencv():
    binary = cv2.img_hash.MarrHildrethHash.create()
    radial = cv2.img_hash.RadialVarianceHash.create()
    codes = {name: HASHES[name].codes(GREYS) for name in ("marr_hildreth", "radial_variance")}
    found = {name: HASHES[name].distances(one, one) for name, one in codes.items()}
    for i, one in enumerate(GREYS):
        for j, other in enumerate(GREYS):
            theirs = binary.compare(binary.compute(one), binary.compute(other))
            assert found["marr_hildreth"][i, j] == pytest.approx(theirs / 576)
            theirs = radial.compare(radial.compute(one), radial.compute(other))
            assert found["radial_variance"][i, j] == pytest.approx(1 - theirs, abs=1e-6)


def test_a_shifted_radial_code_is_the_same_and_a_flat_one_like_none():
    code = np.random.default_rng(0).integers(0, 256, (1, 40), dtype=np.uint8)
    flat = np.full((1, 40), 7, dtype=np.uint8)
    for shift in range(40):
        assert radial_distance(code, np.roll(code, shift, axis=1)).item() == 0
    assert radial_distance(flat, code).item() == 1
    assert radial_distance(flat, flat).item() == 1


def test_grey_weighs_the_colours():
    colours = np.eye(3, dtype=np.uint8)[None] * 255
    assert grey(colours)[0].tolist() == [76, 150, 29]
    assert (grey(white(5)) == 255).all()
