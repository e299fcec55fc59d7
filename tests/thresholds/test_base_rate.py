import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.thresholds.base_rate import false_alarms, precision, tolerable_fpr

RATE = st.floats(0.001, 0.999)


def test_the_arithmetic_of_a_99_5_percent_specific_classifier() -> None:
    """One true pair in twenty: 0.05 against 0.95 x 0.005."""
    assert float(precision(1.0, 0.005, 0.05)) == pytest.approx(0.05 / 0.05475)
    assert float(precision(1.0, 0.005, 0.5)) == pytest.approx(0.5 / 0.5025)
    assert float(false_alarms(0.95)) == pytest.approx(50)


def test_nothing_flagged_has_no_precision() -> None:
    assert np.isnan(precision([0.0, 1.0], [0.0, 0.0], 0.1)).tolist() == [True, False]


@given(RATE, RATE, RATE)
def test_precision_is_counting(tpr: float, fpr: float, base_rate: float) -> None:
    flagged_true, flagged_false = 1e6 * base_rate * tpr, 1e6 * (1 - base_rate) * fpr
    expected = flagged_true / (flagged_true + flagged_false)
    assert float(precision(tpr, fpr, base_rate)) == pytest.approx(expected)


@given(RATE, RATE, RATE)
def test_the_tolerable_fpr_gives_just_the_target(
    tpr: float, base_rate: float, target: float
) -> None:
    fpr = tolerable_fpr(tpr, base_rate, target)
    assert float(precision(tpr, fpr, base_rate)) == pytest.approx(target)


@given(RATE, RATE, RATE, RATE)
def test_precision_rises_with_the_base_rate(a: float, b: float, tpr: float, fpr: float) -> None:
    low, high = sorted((a, b))
    assert precision(tpr, fpr, low) <= precision(tpr, fpr, high) + 1e-15
