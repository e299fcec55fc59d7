import cv2
import numpy as np
import pytest

from lib.semantics.hashing.disturbances import DISTURBANCES
from lib.semantics.hashing.hashes import grey
from lib.semantics.hashing.keypoints import (
    DETECTORS,
    MIN_MATCHES,
    Keypoints,
    aligned,
    detect,
    homography,
    matches,
)
from lib.semantics.hashing.steady import steady
from tests.semantics.hashing.samples import picture, white

RATIO = 0.75


def random_keypoints(seed, count=40, kind=np.uint8):
    rng = np.random.default_rng(seed)
    descriptors = rng.integers(0, 256, (count, 32)).astype(kind)
    return Keypoints(rng.uniform(0, 200, (count, 2)), descriptors)


@pytest.mark.parametrize("detector", DETECTORS)
def test_a_turned_and_smaller_picture_is_laid_over_its_original(detector):
    one = grey(picture("one", 256))
    turned = cv2.warpAffine(
        one, cv2.getRotationMatrix2D((120, 130), 20, 0.85), (256, 256), borderValue=255
    )
    with steady():
        found, original = detect([turned, one], detector)
        matrix = homography(found, original, RATIO, 1)
        back = aligned(turned, matrix, one.shape)
    truth = np.linalg.inv(np.vstack([cv2.getRotationMatrix2D((120, 130), 20, 0.85), [0, 0, 1]]))
    corners = np.array([[60, 60, 1], [190, 60, 1], [60, 190, 1], [190, 190, 1]], dtype=float).T
    places = [each @ corners for each in (matrix, truth)]
    away = np.hypot(*(places[0][:2] / places[0][2] - places[1][:2]))
    assert away.max() < 4
    errors = [np.abs(each.astype(float) - one).mean() for each in (back, turned)]
    assert errors[0] < errors[1] / 2


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_matches_pass_lowes_test_against_all_others(kind):
    one, other = random_keypoints(1, kind=kind), random_keypoints(2, kind=kind)
    # Some are known again: a little changed.
    other.descriptors[:9] = one.descriptors[20:29]
    other.descriptors[:9, 0] += 1
    if kind == np.uint8:
        bits = [np.unpackbits(part.descriptors, axis=1).astype(int) for part in (one, other)]
        distances = np.abs(bits[0][:, None] - bits[1][None]).sum(axis=2).astype(float)
    else:
        distances = np.linalg.norm(one.descriptors[:, None] - other.descriptors[None], axis=2)
    nearest = np.sort(distances, axis=1)
    passed = np.flatnonzero(nearest[:, 0] < RATIO * nearest[:, 1])
    expected = np.stack([passed, distances[passed].argmin(axis=1)], axis=1)
    assert matches(one, other, RATIO).tolist() == expected.tolist()
    assert {(20 + k, k) for k in range(9)} <= {tuple(pair) for pair in expected.tolist()}


@pytest.mark.parametrize("detector", DETECTORS)
def test_a_white_picture_has_no_keypoints_and_no_matches(detector):
    nothing, something = detect([grey(white()), grey(picture("one"))], detector)
    assert len(nothing) == 0
    assert len(something) > MIN_MATCHES
    for pair in ((nothing, something), (something, nothing), (nothing, nothing)):
        assert matches(*pair, RATIO).shape == (0, 2)
        assert homography(*pair, RATIO, 1) is None


def test_without_a_second_nearest_there_is_no_test():
    one = random_keypoints(1)
    assert len(matches(one, Keypoints(one.places[:1], one.descriptors[:1]), RATIO)) == 0


def test_a_homography_rests_on_enough_matches():
    one = random_keypoints(1)
    moved = one.places + np.array([5.0, 7.0])

    def of(count):
        kept = slice(0, count)
        return homography(one, Keypoints(moved[kept], one.descriptors[kept]), RATIO, 1)

    assert of(MIN_MATCHES - 1) is None
    assert of(MIN_MATCHES) / of(MIN_MATCHES)[2, 2] == pytest.approx(
        np.array([[1, 0, 5], [0, 1, 7], [0, 0, 1]]), abs=1e-6
    )


def test_places_that_agree_on_nothing_and_mirrored_ones_give_no_homography():
    one = random_keypoints(1)
    scattered = np.random.default_rng(8).uniform(0, 200, one.places.shape)
    assert homography(one, Keypoints(scattered, one.descriptors), RATIO, 1) is None
    mirrored = one.places * (-1.0, 1.0) + (200.0, 0.0)
    assert homography(one, Keypoints(mirrored, one.descriptors), RATIO, 1) is None


def test_a_picture_that_would_be_folded_is_not_laid_over():
    one = random_keypoints(1)

    def projected(tilt):
        matrix = np.array([[1.0, 0.1, 3], [0, 1, 5], [tilt, 0, 1]])
        places = np.column_stack([one.places, np.ones(len(one))]) @ matrix.T
        return Keypoints(places[:, :2] / places[:, 2:], one.descriptors)

    assert homography(one, projected(0.001), RATIO, 1) is not None
    # Half of the keypoints lie beyond the horizon.
    assert homography(one, projected(-0.01), RATIO, 1) is None


def test_matches_that_are_wrong_do_not_pull_the_homography_away():
    one = random_keypoints(1)
    places = one.places + np.array([5.0, 7.0])
    places[::4] = np.random.default_rng(8).uniform(0, 200, places[::4].shape)
    matrix = homography(one, Keypoints(places, one.descriptors), RATIO, 1)
    assert matrix[:2, 2] / matrix[2, 2] == pytest.approx([5, 7], abs=1e-3)


def test_alignment_is_the_same_whatever_was_drawn_before():
    one = grey(picture("one"))
    other = grey(DISTURBANCES["rotation"].apply(picture("one"), 10.0, np.random.default_rng(0)))
    found, original = detect([other, one], "orb")
    first = homography(found, original, RATIO, 3)
    cv2.setRNGSeed(99)
    homography(random_keypoints(1), random_keypoints(1), RATIO, 5)
    assert (homography(found, original, RATIO, 3) == first).all()


def test_what_the_picture_does_not_reach_is_white():
    shifted = np.array([[1.0, 0, 30], [0, 1, 0], [0, 0, 1]])
    found = aligned(np.zeros((50, 60), dtype=np.uint8), shifted, (40, 80))
    assert found.shape == (40, 80)
    assert (found[:, :29] == 255).all()
    assert (found[:, 31:] == 0).all()
