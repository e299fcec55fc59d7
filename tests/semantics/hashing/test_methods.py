import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.semantics.hashing.disturbances import DISTURBANCES
from lib.semantics.hashing.methods import (
    Alignment,
    ByHash,
    EmbeddingFirst,
    Matching,
    false_pairs,
    remedies,
)
from lib.semantics.hashing.observed import observe
from tests.semantics.hashing.samples import pictures, settings, white

DETECTORS = ["akaze", "orb", "sift"]
COUNT = 8


def look(images, vectors=None):
    found = np.eye(len(images)) if vectors is None else vectors
    return observe(images, DETECTORS, lambda _: found)


@pytest.fixture(scope="module")
def originals():
    return look(pictures(COUNT)[0])


def moved(pixels, images=None):
    rng = np.random.default_rng(2)
    images = pictures(COUNT)[0] if images is None else images
    return [DISTURBANCES["translation"].apply(image, pixels, rng) for image in images]


DRAWN = false_pairs(COUNT, 20, 1, "test")


@given(st.integers(2, 30), st.integers(1, 2000), st.integers(0, 5))
def test_false_pairs_are_different_rows_and_no_two_the_same(size, count, seed):
    pairs = false_pairs(size, count, seed, "scope")
    assert len(pairs) == min(count, size * (size - 1))
    assert len(np.unique(pairs, axis=0)) == len(pairs)
    assert (pairs[:, 0] != pairs[:, 1]).all()
    assert ((pairs >= 0) & (pairs < size)).all()
    assert (pairs == false_pairs(size, count, seed, "scope")).all()


def test_other_scopes_draw_other_false_pairs():
    assert (false_pairs(50, 50, 1, "a") != false_pairs(50, 50, 1, "b")).any()


def test_originals_are_found_by_every_hash_and_remedy(originals):
    params = settings()
    hashes = {name: ByHash(originals, name, params) for name in originals.codes}
    found = remedies(originals, hashes, params)
    assert list(found) == [
        "orb_alignment",
        "block_mean",
        "radial_variance",
        "embedding_first",
        "orb_matching",
        "akaze_matching",
    ]
    for method in (hashes | found).values():
        outcome = method.judge(originals, DRAWN)
        assert outcome.found.all()
        assert outcome.n_wrong <= 0.01 * outcome.n_false
        assert outcome.fallbacks == 0


@pytest.mark.parametrize("detector", ["orb", "sift"])
def test_alignment_finds_what_the_bare_hash_loses(originals, detector):
    params, changed = settings(), look(moved(24))
    bare = ByHash(originals, "phash", params)
    aligned = Alignment(originals, detector, bare, params).judge(changed, DRAWN)
    assert bare.judge(changed, DRAWN).found.sum() <= 2
    assert aligned.found.sum() >= COUNT - 1
    assert aligned.fallbacks == 0
    assert (aligned.n_false, aligned.comparisons) == (20, COUNT)


def test_without_keypoints_alignment_is_the_bare_hash_and_counted(originals):
    params = settings()
    bare = ByHash(originals, "phash", params)
    images = [white(), *pictures(COUNT)[0][1:]]
    changed = look(images)
    method = Alignment(originals, "orb", bare, params)
    pair = np.array([[0, 0], [0, 3], [1, 1]])
    distances, fallbacks = method.distances(changed, pair)
    assert fallbacks == 2
    assert distances[:2].tolist() == [bare.distances(changed)[0, k] for k in (0, 3)]
    outcome = method.judge(changed, DRAWN)
    assert outcome.fallbacks == 1
    assert outcome.found.tolist() == [False] + [True] * (COUNT - 1)


def test_without_keypoints_nothing_matches_and_that_is_counted(originals):
    changed = look([white(), *pictures(COUNT)[0][1:]])
    outcome = Matching(originals, "akaze", settings()).judge(changed, DRAWN)
    assert outcome.found.tolist() == [False] + [True] * (COUNT - 1)
    assert outcome.fallbacks == 1


def test_an_embedding_that_knows_keeps_every_true_pair(originals):
    params, changed = settings(keep=1), look(moved(10))
    bare = ByHash(originals, "phash", params)
    outcome = EmbeddingFirst(originals, bare, params).judge(changed, DRAWN)
    # Nothing but the right original is left, so that the hash need not tell any apart.
    assert outcome.found.all()
    assert (outcome.n_wrong, outcome.comparisons) == (0, 1)


def test_an_embedding_that_is_wrong_loses_every_true_pair(originals):
    params = settings(keep=1)
    changed = look(pictures(COUNT)[0], np.roll(np.eye(COUNT), 1, axis=0))
    bare = ByHash(originals, "phash", params)
    outcome = EmbeddingFirst(originals, bare, params).judge(changed, DRAWN)
    assert not outcome.found.any()
    assert outcome.n_wrong == COUNT


def test_an_embedding_that_keeps_all_leaves_the_bare_hash(originals):
    params, changed = settings(keep=COUNT), look(moved(10), np.ones((COUNT, COUNT)))
    bare = ByHash(originals, "phash", params)
    filtered = EmbeddingFirst(originals, bare, params)
    assert filtered.limit == bare.limit
    one, other = filtered.judge(changed, DRAWN), bare.judge(changed, DRAWN)
    assert (one.found == other.found).all()
    assert (one.n_wrong, one.comparisons) == (other.n_wrong, other.comparisons)


def test_equal_vectors_are_kept_in_order():
    params = settings(keep=2)
    same = look(pictures(COUNT)[0], np.ones((COUNT, 4)))
    bare = ByHash(same, "phash", params)
    outcome = EmbeddingFirst(same, bare, params).judge(same, DRAWN)
    assert outcome.found.tolist() == [True, True] + [False] * (COUNT - 2)


def test_limits_come_from_originals_alone(originals):
    params = settings(false_match_rate=0.2)
    for name in originals.codes:
        method = ByHash(originals, name, params)
        distances = method.distances(originals)[~np.eye(COUNT, dtype=bool)]
        assert (distances < method.limit).mean() <= 0.2
        assert (distances <= method.limit).mean() > 0.2
