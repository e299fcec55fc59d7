import numpy as np
import pytest

from lib.semantics.intervals import mean_interval, ratio_interval

UNITS = np.array([f"u{one // 2:02d}" for one in range(60)])
DRAWS = (2000, 3, 0.95)


def test_the_mean_lies_within_and_one_unit_tells_nothing() -> None:
    values = np.random.default_rng(0).uniform(size=60)
    low, high = mean_interval(values, UNITS, *DRAWS)
    assert 0 <= low < values.mean() < high <= 1
    for find in (mean_interval, lambda v, *rest: ratio_interval(v, v, *rest)):
        assert np.isnan(find(values, np.repeat("one", 60), *DRAWS)).all()
        assert np.isnan(find(values[:0], UNITS[:0], *DRAWS)).all()


def test_without_a_failure_the_lower_end_is_the_exact_binomial_one() -> None:
    low, high = mean_interval(np.ones(60), UNITS, 20_000, 3, 0.95)
    assert high == 1
    assert low == pytest.approx(0.025 ** (1 / 30), abs=0.005)


def test_items_of_one_unit_count_together() -> None:
    values = np.tile([0.0, 1.0], 30)
    within = mean_interval(values, UNITS, *DRAWS)
    between = mean_interval(np.repeat([0.0, 1.0], 30), UNITS, *DRAWS)
    # A unit with a hit and a miss is the same whatever its weight.
    assert np.diff(within)[0] < 0.4 * np.diff(between)[0]


def test_the_interval_follows_names_and_not_the_order() -> None:
    values = np.random.default_rng(1).uniform(size=60)
    order = np.random.default_rng(2).permutation(60)
    for find in (mean_interval, lambda v, *rest: ratio_interval(v, 1 + v, *rest)):
        once, again = find(values, UNITS, *DRAWS), find(values[order], UNITS[order], *DRAWS)
        np.testing.assert_allclose(once, again, rtol=1e-6)


def test_a_ratio_is_one_of_sums_drawn_together() -> None:
    rng = np.random.default_rng(3)
    below = rng.uniform(1, 9, 60)
    # Above is exactly half of below, item by item: no draw changes that.
    assert ratio_interval(below / 2, below, UNITS, *DRAWS) == pytest.approx((0.5, 0.5))
    above = rng.normal(size=60)
    low, high = ratio_interval(above, np.ones(60), UNITS, *DRAWS)
    assert low < above.mean() < high
    # By the central limit: 30 units, each the mean of two.
    units = above.reshape(30, 2).mean(axis=1)
    assert high - low == pytest.approx(2 * 1.96 * units.std() / np.sqrt(30), rel=0.15)


def test_a_ratio_may_be_negative_and_beyond_1() -> None:
    above = np.random.default_rng(4).normal(-3, 0.1, 60)
    low, high = ratio_interval(above, np.ones(60), UNITS, *DRAWS)
    assert -3.2 < low < high < -2.8
