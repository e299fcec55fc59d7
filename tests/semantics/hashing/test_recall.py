import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from lib.semantics.hashing.recall import Outcome, limit, outcome


def test_the_limit_is_the_largest_that_keeps_the_rate():
    false = np.arange(200)
    # 1 % of 200 is two: 0 and 1 may match, 2 may not.
    assert limit(false, 0.01) == 2
    assert limit(false, 0.005) == 1
    assert limit(false, 0.004) == 0
    assert limit([3.0, 5.0], 0.01) == 3.0


def test_ties_stay_out_together():
    false = [1] + [2] * 3 + [3] * 96
    assert limit(false, 0.02) == 2
    assert limit(false, 0.03) == 2
    assert limit(false, 0.04) == 3
    assert limit([0.0] * 50, 0.1) == 0


def test_pairs_that_are_never_compared_count_as_false_pairs():
    assert limit([0.1, 0.2, 0.3], 0.01, total=200) == pytest.approx(0.3)
    assert limit([0.1, 0.2], 0.01, total=200) == np.inf
    assert limit([], 0.01, total=200) == np.inf


@given(st.lists(st.integers(0, 20), min_size=1), st.floats(0.001, 0.999))
def test_no_larger_limit_would_keep_the_rate(false, rate):
    found, values = limit(false, rate), np.asarray(false)
    assert (values < found).mean() <= rate + 1e-9
    assert found == np.inf or (values <= found).mean() > rate + 1e-12


def test_an_outcome_is_counted_from_all_pairs():
    distances = np.array([[0.1, 0.1, 0.9], [0.9, 0.4, 0.9], [0.3, np.inf, np.inf]])
    found = outcome(distances, 0.4, 3)
    assert found.found.tolist() == [True, False, False]
    assert (found.n_wrong, found.n_false) == (2, 6)
    row = found.row(0.95)
    assert row["recall"] == pytest.approx(1 / 3)
    assert row["false_match_rate"] == pytest.approx(1 / 3)
    assert (row["n"], row["n_false"], row["comparisons"], row["fallbacks"]) == (3, 6, 3, 0)


@pytest.mark.parametrize("hits", [0, 7, 20])
def test_the_interval_is_clopper_and_pearsons(hits):
    row = Outcome(np.arange(20) < hits, 0, 100, 20).row(0.9)
    theirs = binomtest(hits, 20).proportion_ci(0.9, method="exact")
    assert (row["recall_low"], row["recall_high"]) == pytest.approx((theirs.low, theirs.high))


def test_a_rate_is_exceeded_only_beyond_the_interval_of_a_pair_a_picture():
    def exceeds(wrong, false):
        return Outcome(np.ones(80, dtype=bool), wrong, false, 80).exceeds(0.01, 0.95)

    assert not exceeds(3, 80)
    assert exceeds(4, 80)
    # However many pairs of the same pictures are tried.
    assert not exceeds(3 * 79, 80 * 79)
    assert exceeds(4 * 79, 80 * 79)
