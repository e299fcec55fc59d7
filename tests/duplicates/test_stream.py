from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.duplicates.stream import Stream, stream_scores
from lib.thresholds.similarities import RISING, similarities


def brute_force(vectors, similarity, leave_out):
    """Every item against every other, the slow way."""
    count, known = len(vectors), {frozenset(pair) for pair in leave_out}
    found = []
    for i in range(count):
        others = [j for j in range(count) if j != i and frozenset((i, j)) not in known]
        if not others:
            continue
        scores = similarities(vectors, vectors, [(i, j) for j in others])[similarity]
        best = int(np.argmax(scores) if RISING[similarity] else np.argmin(scores))
        found.append((i, others[best], scores[best]))
    return found


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 12),
    st.integers(0, 10**6),
    st.sampled_from(["cosine", "l2", "l2_unit"]),
    st.floats(0, 1),
)
def test_it_is_what_comparing_every_pair_gives(count, seed, similarity, share):
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, 5))
    every = [(i, j) for i, j in product(range(count), repeat=2) if i != j]
    leave_out = [pair for pair in every if rng.random() < share / 2]
    found = stream_scores(vectors, similarity, leave_out)
    expected = brute_force(vectors, similarity, leave_out)
    assert list(zip(found.rows, found.others, strict=True)) == [one[:2] for one in expected]
    np.testing.assert_allclose(found.scores, [one[2] for one in expected], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("pairs", [[(0, 1)], [(1, 0)], [(0, 1), (1, 0), (0, 1)]])
def test_a_known_duplicate_is_no_candidate_whichever_comes_first(pairs):
    vectors = np.array([[1.0, 0.0], [1.0, 0.01], [1.0, 1.0], [0.0, 1.0]])
    assert stream_scores(vectors, "cosine").others.tolist() == [1, 0, 1, 2]
    assert stream_scores(vectors, "cosine", pairs).others.tolist() == [2, 2, 1, 2]


def test_items_without_another_have_no_row():
    vectors = np.eye(3) + 0.1
    found = stream_scores(vectors, "l2", [(0, 1), (0, 2)])
    assert found.rows.tolist() == [1, 2]
    assert len(stream_scores(vectors, "l2", [(0, 1), (0, 2), (1, 2)]).rows) == 0


def test_mutual_neighbours_are_one_pair():
    found = Stream(np.array([0, 1, 2, 3]), np.array([1, 0, 1, 2]), np.zeros(4))
    assert found.n_distinct == 3
