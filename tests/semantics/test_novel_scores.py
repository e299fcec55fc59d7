import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import LocalOutlierFactor, NearestNeighbors

from lib.semantics.labelled import labelled
from lib.semantics.novel_scores import novel_scores
from tests.semantics.samples import angles, blobs, noise


def test_distances_by_hand() -> None:
    reference = labelled(angles(0, 60, 120, 180, 240, 300), ["a"] * 6)
    found = novel_scores(reference, labelled(angles(0, 30), ["a", "b"]))
    one, two = np.cos(np.radians([60, 120]))
    np.testing.assert_allclose(found["nearest"], [0, 1 - np.cos(np.radians(30))], atol=1e-9)
    # 0, 60 twice, 120 twice; the sixth is no neighbour.
    np.testing.assert_allclose(
        found["k-NN"][0], np.mean([0, 1 - one, 1 - one, 1 - two, 1 - two]), atol=1e-9
    )
    assert set(found) == {"nearest", "k-NN", "LOF"}


def test_they_are_what_others_compute() -> None:
    reference, stream = blobs(3, 15, 0.3), noise(4, 10)
    found = novel_scores(reference, stream)
    near = NearestNeighbors(n_neighbors=5, metric="cosine", algorithm="brute")
    distance = near.fit(reference.vectors).kneighbors(stream.vectors)[0]
    np.testing.assert_allclose(found["nearest"], distance[:, 0], atol=1e-9)
    np.testing.assert_allclose(found["k-NN"], distance.mean(axis=1), atol=1e-9)
    crowd = LocalOutlierFactor(20, novelty=True, algorithm="brute").fit(reference.vectors)
    np.testing.assert_allclose(found["LOF"], -crowd.score_samples(stream.vectors), atol=1e-9)
    head = LogisticRegression(C=10, solver="newton-cg", tol=1e-9)
    head.fit(reference.vectors, reference.classes)
    likeliest = head.predict_proba(stream.vectors).max(axis=1)
    np.testing.assert_allclose(found["supervised"], 1 - likeliest, atol=1e-4)


def test_what_lies_apart_is_newer_by_every_method() -> None:
    reference = blobs(3, 15, 0.1, dim=6)
    near, far = blobs(3, 5, 0.1, dim=6, seed=1), np.eye(6)[[3, 4, 5]]
    stream = labelled(np.concatenate([near.vectors, far]), ["x"] * 18)
    for method, score in novel_scores(reference, stream).items():
        assert score[15:].min() > score[:15].max(), method


@pytest.mark.parametrize(
    ("classes", "methods"),
    [
        (["a"], {"nearest", "k-NN"}),
        (["a", "b"], {"nearest", "k-NN", "supervised"}),
        (["a", "a", "a"], {"nearest", "k-NN", "LOF"}),
        (["a", "a", "b"], {"nearest", "k-NN", "LOF", "supervised"}),
    ],
)
def test_a_small_reference_has_the_methods_that_it_is_enough_for(classes, methods) -> None:
    reference = labelled(angles(*range(len(classes))), classes)
    found = novel_scores(reference, labelled(angles(50, 60), ["x", "y"]))
    assert set(found) == methods
    assert all(np.isfinite(score).all() for score in found.values())


def test_a_reference_of_copies_of_one_vector_still_gives_numbers() -> None:
    reference = labelled(np.ones((30, 2)), ["a"] * 15 + ["b"] * 15)
    found = novel_scores(reference, labelled(np.array([[1.0, 1.0], [1.0, -1.0]]), ["x", "y"]))
    for score in found.values():
        assert np.isfinite(score).all()
        assert score[1] >= score[0]


def test_last_bits_do_not_break_a_tie() -> None:
    rng = np.random.default_rng(2)
    # Few different numbers: of equal cosines many come out unequal in their last bits.
    rows = rng.integers(0, 2, (60, 12)) + np.eye(12)[np.arange(60) % 12]
    reference = labelled(rows[:30], [f"c{one % 2}" for one in range(30)])
    stream = labelled(rows[30:], ["x"] * 30)
    order = rng.permutation(12)
    turned = novel_scores(
        labelled(rows[:30, order], reference.classes), labelled(rows[30:, order], stream.classes)
    )
    for method, score in novel_scores(reference, stream).items():
        if method != "supervised":
            np.testing.assert_array_equal(turned[method], score)
