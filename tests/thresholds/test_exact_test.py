import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from lib.thresholds.exact_test import distinct, negatives_needed


@given(st.floats(1e-6, 0.9), st.floats(1e-4, 0.5))
def test_without_false_alarms_the_number_has_a_closed_form(allowed, error):
    """(1 - a)^n <= e holds from n = ln e / ln(1 - a) on."""
    closed = np.log(error) / np.log1p(-allowed)
    needed = negatives_needed(0.0, allowed, error)
    assert closed <= needed <= 1.1 * closed + 1


@given(st.floats(0.001, 0.05), st.floats(1.5, 10), st.floats(0.001, 0.2))
def test_the_number_passes_and_clearly_fewer_do_not(fpr, times, error):
    allowed = fpr * times
    needed = int(negatives_needed(fpr, allowed, error))
    # The count of false alarms is whole: the number holds up to one of them.
    assert binom.cdf(np.floor(fpr * needed), needed, allowed) <= error
    # Rounding up to two digits adds a tenth at the most; below, the exact search failed.
    fewer = int(needed / 1.1) - 1
    if fewer > 20 / fpr:
        assert binom.cdf(np.ceil(fpr * fewer), fewer, allowed) > 0.3 * error


def test_no_number_would_do():
    assert negatives_needed(0.1, 0.1, 0.05) is None
    assert negatives_needed(0.0, 0.0, 0.05) is None
    assert negatives_needed(0.0, 1e-13, 0.05) is None


@pytest.mark.parametrize(
    ("flagged", "total", "repeats", "expected"),
    [
        (0, 100, 1.0, (0, 100)),
        (7, 100, 1.0, (7, 100)),
        (7, 100, 2.0, (4, 50)),
        (100, 100, 1.5, (66, 66)),
        (1, 1, 2.0, (1, 1)),
    ],
)
def test_distinct_pairs_are_counted_against_the_promise(flagged, total, repeats, expected):
    assert distinct(flagged, total, repeats) == expected


def test_distinct_counts_of_many():
    flagged, units = distinct(np.array([0, 1, 2, 3]), 9, 2.0)
    assert (flagged.tolist(), units) == ([0, 1, 1, 2], 4)
