from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.thresholds.base_rate import precision
from lib.thresholds.certify import independent
from lib.thresholds.gallery import (
    expected_false_alarms,
    n_pairs,
    n_true_pairs,
    negatives_needed,
    pair_rate,
)

SIZES = st.integers(2, 10**9)
SHARES = st.floats(1e-6, 0.999)


def test_a_million_objects_of_which_ten_per_cent_have_a_twin():
    assert pair_rate(10**6, 0.1) == pytest.approx(1e-7, rel=1e-5)
    assert n_pairs(10**6) == 499_999_500_000
    assert n_true_pairs(10**6, 0.1) == 50_000


@pytest.mark.parametrize(("size", "twins"), [(2, 2), (7, 4), (30, 6), (61, 60)])
def test_the_rate_is_what_counting_the_pairs_gives(size, twins):
    """Items 0 and 1 are twins, 2 and 3, and so on, up to `twins`."""
    pairs = list(combinations(range(size), 2))
    true = [(i, j) for i, j in pairs if j < twins and i % 2 == 0 and j == i + 1]
    assert n_pairs(size) == len(pairs)
    share = twins / size
    if share < 1:
        assert n_true_pairs(size, share) == pytest.approx(len(true))
        assert pair_rate(size, share) == pytest.approx(len(true) / len(pairs))


@given(SIZES, SHARES)
def test_the_rate_is_the_closed_form(size, share):
    exact = Fraction(share) / (size - 1)
    assert pair_rate(size, share) == pytest.approx(float(exact), rel=1e-12)
    assert 0 < pair_rate(size, share) < 1


@given(SIZES, SIZES, SHARES)
def test_the_rate_falls_with_the_size(one, other, share):
    small, large = sorted((one, other))
    assert pair_rate(small, share) >= pair_rate(large, share)
    if large > 1.001 * small + 1:
        assert pair_rate(small, share) > pair_rate(large, share)


@given(st.integers(2, 10**7), st.integers(2, 10**7), st.floats(0.01, 0.5), st.floats(0.1, 1))
def test_a_larger_catalogue_never_takes_fewer_negatives(one, other, share, recall):
    small, large = sorted((one, other))
    few, many = (
        negatives_needed(pair_rate(size, share), 0.95, 0.95, recall) for size in (small, large)
    )
    assert few is not None
    assert many is None or few <= many


@given(st.floats(1e-9, 0.5), st.floats(0.05, 1), st.floats(0.05, 1))
def test_more_recall_never_takes_more_negatives(rate, one, other):
    low, high = sorted((one, other))
    more, fewer = (negatives_needed(rate, 0.95, 0.95, recall) for recall in (low, high))
    assert more is None or (fewer is not None and fewer <= more)


def test_the_negatives_needed_are_those_of_the_certificate():
    """With far more true pairs than it takes, the recall of the last path is its start's."""
    positives = np.linspace(10, 11, 10**6)
    found = independent(positives, np.zeros(10), 1e-3, 0.95, 0.95)
    # The path that starts at a recall of 75 % bears the most false alarms of the three.
    assert found.negatives_needed == negatives_needed(1e-3, 0.95, 0.95, 0.75)


@given(st.integers(10, 10**6), st.floats(0.01, 0.9), st.floats(0, 1e-3), st.floats(0.1, 1))
def test_precision_follows_from_the_expected_counts(size, share, fpr, recall):
    true = n_true_pairs(size, share)
    alarms = expected_false_alarms(fpr, n_pairs(size) - true)
    assert precision(recall, fpr, pair_rate(size, share)) == pytest.approx(
        recall * true / (recall * true + alarms)
    )


@pytest.mark.parametrize("size", [1, 0, -5])
def test_a_catalogue_without_pairs_is_refused(size):
    with pytest.raises(ValueError, match="at least 2"):
        pair_rate(size, 0.1)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_a_share_out_of_range_is_refused(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        pair_rate(100, share)
