import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.catalogue import Scores
from lib.core.errors import BenchError


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.ones((2, 3)), "look like vectors"),
        ([0.5, np.nan], "score 1 is nan"),
        ([np.inf], "score 0 is inf"),
        ([1.5], r"cosine lies in \[-1, 1\]"),
        ([1.0000381], r"score 0 is 1\.00004, cosine lies"),
        (["a"], "must be numbers"),
    ],
)
def test_values_that_are_no_scores_are_refused(values, words):
    with pytest.raises(BenchError, match=words):
        Scores(np.asarray(values), "cosine")


def test_rounding_leaves_no_score_beyond_its_range():
    # At a threshold of 1 both are flagged, as they were counted when it was calibrated.
    assert Scores(np.array([1.0000019, 0.5]), "cosine").values.tolist() == [1.0, 0.5]
    assert Scores(np.array([-1e-6, 2.0]), "l2_unit").values.tolist() == [0.0, 2.0]
    assert Scores(np.array([1.0000019]), "score").values.tolist() == [1.0000019]


def test_scores_of_vectors_are_unit_normalised_first():
    a, b = np.array([[3.0, 4.0], [1.0, 0.0]]), np.array([[6.0, 8.0], [0.0, 2.0]])
    assert Scores.of(a, b, similarity="cosine").values == pytest.approx([1, 0], abs=1e-15)
    assert Scores.of(a, b, similarity="l2_unit").values == pytest.approx([0, 2**0.5], abs=1e-15)
    assert Scores.of(a, b, similarity="l2").values == pytest.approx([5, 5**0.5])


@given(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_rescaled_vectors_change_the_verdict_of_raw_l2_alone(left, right):
    a, b = np.array([[1.0, 2.0]]), np.array([[2.0, 1.0]])
    for similarity in ("cosine", "l2_unit"):
        before = Scores.of(a, b, similarity=similarity).values
        after = Scores.of(left * a, right * b, similarity=similarity).values
        assert after == pytest.approx(before, abs=1e-12)
    stretched = Scores.of(a, 10 * b, similarity="l2").values
    assert stretched[0] > 10 * Scores.of(a, b, similarity="l2").values[0]


@pytest.mark.parametrize(
    ("a", "b", "similarity", "words"),
    [
        (np.ones((2, 3)), np.ones((3, 3)), "cosine", "shape"),
        (np.ones(3), np.ones(3), "cosine", "shape"),
        (np.zeros((1, 3)), np.ones((1, 3)), "cosine", "row 0 is zero"),
        (np.ones((1, 3)), np.ones((1, 3)), "score", "cannot be compared"),
    ],
)
def test_vectors_that_cannot_be_compared_are_refused(a, b, similarity, words):
    with pytest.raises(BenchError, match=words):
        Scores.of(a, b, similarity=similarity)


def test_an_unknown_similarity_is_refused():
    with pytest.raises(BenchError, match=r"'dot'(?s:.)*cosine, l2, l2_unit, score, distance"):
        Scores(np.array([0.5]), "dot")
