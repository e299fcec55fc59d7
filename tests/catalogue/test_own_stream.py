import numpy as np
import pytest

from lib.catalogue.own_stream import own_stream
from lib.core.errors import BenchError
from lib.core.params.sections import CalibrateParams
from lib.thresholds.similarities import RISING, oriented, similarities

SHA = "a" * 64


def catalogue(count=60, noise=0.05, seed=0):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, 6))
    return vectors, vectors + noise * rng.normal(size=vectors.shape)


def made(vectors, copies, similarity="cosine", groups=None):
    count = len(vectors)
    alone = np.arange(count) if groups is None else groups
    return own_stream(vectors, copies, np.arange(count), alone, similarity, SHA)


@pytest.mark.parametrize("similarity", ["cosine", "l2", "l2_unit"])
def test_each_item_gives_one_false_candidate_and_its_copy_a_true_one(similarity):
    vectors, copies = catalogue(noise=0.6)
    found = made(vectors, copies, similarity)
    i, j = np.divmod(np.arange(3600), 60)
    scores = similarities(vectors, vectors, np.stack([i, j], axis=1))[similarity]
    scores = oriented(scores, similarity).reshape(60, 60)
    np.fill_diagonal(scores, -np.inf)
    np.testing.assert_allclose(found.pairs.negatives, scores.max(axis=1), atol=1e-12)
    true = oriented(similarities(vectors, copies)[similarity], similarity)
    first = true >= scores.max(axis=1)
    assert 0 < first.sum() < 60
    assert found.found == first.mean()
    np.testing.assert_array_equal(found.pairs.positives, true[first])
    np.testing.assert_array_equal(found.pairs.positive_groups, np.flatnonzero(first))
    np.testing.assert_array_equal(found.pairs.negative_groups[:, 1], scores.argmax(axis=1))
    assert any(f"{60 - first.sum()} of 60 copies are not" in note for note in found.notes)
    assert RISING[similarity] or (found.pairs.negatives <= 0).all()


def test_pairs_that_both_items_find_count_once():
    """Far pairs of close items: each is the other's nearest."""
    rng = np.random.default_rng(1)
    centres = 10 * rng.normal(size=(30, 6))
    vectors = np.repeat(centres, 2, axis=0) + 0.5 * rng.normal(size=(60, 6))
    found = made(vectors, vectors + 0.001, "l2")
    assert found.pairs.repeats == 2
    assert "60 rows of 30 distinct pairs" in found.notes[0]
    assert found.pairs.evidence(CalibrateParams()).repeats == 2


def test_near_duplicates_are_no_false_candidates():
    vectors, copies = catalogue()
    vectors[1] = vectors[0] + 1e-6
    vectors[2] = vectors[0] - 1e-6
    groups = np.arange(60)
    groups[:3] = 0
    groups = np.unique(groups, return_inverse=True)[1]
    apart, together = made(vectors, copies), made(vectors, copies, groups=groups)
    assert (apart.pairs.negatives[:3] > 1 - 1e-9).all()
    assert (together.pairs.negatives[:3] < 0.999).all()
    assert (together.pairs.negative_groups[:, 0] != together.pairs.negative_groups[:, 1]).all()


def test_an_item_that_only_has_near_duplicates_is_counted():
    vectors, copies = catalogue(30)
    groups = np.zeros(30, dtype=np.int64)
    with pytest.raises(BenchError, match="all 30 items are near-duplicates of each other"):
        made(vectors, copies, groups=groups)


def test_copies_that_are_not_found_leave_nothing_to_calibrate():
    vectors, _ = catalogue()
    copies = np.random.default_rng(7).normal(size=vectors.shape)
    with pytest.raises(BenchError, match="of 60 copies are their original's nearest, at least 20"):
        made(vectors, copies)
