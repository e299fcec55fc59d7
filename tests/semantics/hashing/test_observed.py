import numpy as np
import pytest
from PIL import Image
from skimage.feature import hog

from lib.semantics.hashing.hashes import HASHES
from lib.semantics.hashing.observed import hog_vectors, observe
from tests.semantics.hashing.samples import picture, pictures, white


def test_vectors_are_those_of_the_encoder_for_one_view():
    image = picture("one")
    grey = Image.fromarray(image).convert("L").resize((56, 56), Image.Resampling.BOX)
    gradients = hog(np.asarray(grey), 9, pixels_per_cell=(8, 8), cells_per_block=(2, 2))
    expected = np.concatenate([gradients, image.mean(axis=(0, 1)) / 255])
    found = hog_vectors([white(), image])
    assert found.dtype == np.float64
    assert found[1] == pytest.approx(expected, abs=1e-6)
    assert (found[0] != 0).any()


def test_a_picture_is_seen_the_same_whatever_others_there_are():
    images, _ = pictures(4)
    together = observe(images, ["orb"], hog_vectors)
    alone = observe(images[2:3], ["orb"], hog_vectors)
    assert len(together) == 4
    assert set(together.codes) == set(HASHES)
    for name, codes in alone.codes.items():
        assert (codes[0] == together.codes[name][2]).all()
    assert (alone.vectors[0] == together.vectors[2]).all()
    assert np.linalg.norm(alone.vectors[0]) == pytest.approx(1)
    one, other = alone.keypoints["orb"][0], together.keypoints["orb"][2]
    assert (one.places == other.places).all()
    assert (one.descriptors == other.descriptors).all()
