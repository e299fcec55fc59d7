import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from lib.thresholds.audit.estimate import (
    Labels,
    alarm,
    change,
    count,
    estimate,
    threshold_from_labels,
    threshold_from_rates,
    watch,
)
from lib.thresholds.curves import curve
from lib.thresholds.rules import recommended


def labels(sizes, labelled, positives) -> Labels:
    return Labels(*(np.array(part, dtype=np.int64) for part in (sizes, labelled, positives)))


def test_counts_by_band():
    found = count([0, 2, 2, 0, 2], [0, 1, 0, 1, 1], [100, 50, 50])
    assert found.labelled.tolist() == [2, 0, 3]
    assert found.positives.tolist() == [1, 0, 2]
    assert found.shares.tolist() == [0.5, 0.25, 0.25]
    np.testing.assert_array_equal(found.rates, [0.5, np.nan, 2 / 3])


def test_prevalence_weighs_bands_by_their_share_of_the_stream():
    """0.9 * 0/50 + 0.08 * 10/50 + 0.02 * 45/50."""
    found = estimate(labels([18000, 1600, 400], [50, 50, 50], [0, 10, 45]))
    assert found.value == pytest.approx(0.016 + 0.018)
    assert found.low < found.value < found.high


def test_interval_by_hand():
    """Two bands of equal size; each limit is the root of the sum of squares (Zou and Donner)."""
    found = estimate(labels([1000, 1000], [10, 20], [2, 15]))
    a, b = (binomtest(k, n).proportion_ci(0.95) for k, n in ((2, 10), (15, 20)))
    below = np.hypot(0.5 * (0.2 - a.low), 0.5 * (0.75 - b.low))
    above = np.hypot(0.5 * (a.high - 0.2), 0.5 * (b.high - 0.75))
    assert found.low == pytest.approx(0.475 - below, abs=1e-9)
    assert found.high == pytest.approx(0.475 + above, abs=1e-9)


def test_one_band_is_the_exact_interval():
    found = estimate(labels([5000], [150], [3]))
    known = binomtest(3, 150).proportion_ci(0.95, method="exact")
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=1e-9)


def test_a_band_labelled_completely_is_known():
    found = estimate(labels([30, 20], [30, 20], [6, 19]))
    assert found.low == found.value == found.high == pytest.approx(0.5)


def test_an_empty_band_counts_for_nothing():
    with_empty = estimate(labels([800, 0, 200], [50, 0, 50], [1, 0, 40]))
    without = estimate(labels([800, 200], [50, 50], [1, 40]))
    assert (with_empty.value, with_empty.low, with_empty.high) == pytest.approx(
        (without.value, without.low, without.high)
    )


def test_refuses_a_band_with_items_and_no_labels():
    with pytest.raises(ValueError, match="band 1"):
        estimate(labels([800, 200], [50, 0], [1, 0]))


SHARES = {  # of positives and of negatives in the three bands
    "clean": ((0.005, 0.045, 0.95), (0.85, 0.14, 0.01)),
    "mixed": ((0.05, 0.25, 0.7), (0.7, 0.28, 0.02)),
    "poor": ((0.3, 0.4, 0.3), (0.6, 0.3, 0.1)),
    "high": ((0.0, 0.02, 0.98), (0.05, 0.35, 0.6)),
}


@pytest.mark.parametrize("base_rate", [0.05, 0.01])
@pytest.mark.parametrize("kind", SHARES)
def test_the_interval_covers_the_truth(kind, base_rate):
    """Known streams of 20,000, 50 labels a band: 95 % is kept, up to the noise of 1,500 draws."""
    true, false = (np.array(part) for part in SHARES[kind])
    positives = np.round(20000 * base_rate * true).astype(np.int64)
    sizes = positives + np.round(20000 * (1 - base_rate) * false).astype(np.int64)
    counts = np.minimum(sizes, 50)
    rng = np.random.default_rng(7)
    drawn = rng.hypergeometric(positives, sizes - positives, counts, (1500, 3))
    truth = positives.sum() / sizes.sum()
    # Many draws are the same.
    unlike, place = np.unique(drawn, axis=0, return_inverse=True)
    found = [estimate(Labels(sizes, counts, one)) for one in unlike]
    covered = np.array([one.low <= truth <= one.high for one in found])[place]
    assert covered.mean() >= 0.94
    # Unbiased: the mean estimate is the truth.
    values = np.array([one.value for one in found])[place]
    assert abs(values.mean() - truth) < 4 * values.std() / np.sqrt(len(values))


def test_change_is_newcombes_published_example():
    """Newcombe (1998), table II, example a, method 10: 56/70 - 48/80 is 0.0524 to 0.3339."""
    found = change((48, 80), (56, 70))
    assert found.difference == pytest.approx(0.2)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0, 1), st.floats(0, 1))
def test_change_is_antisymmetric_and_holds_the_difference(m, n, p, q):
    last, this = (round(p * m), m), (round(q * n), n)
    there, back = change(last, this), change(this, last)
    assert there.difference == pytest.approx(-back.difference)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert -1 <= there.low <= there.difference + 1e-12
    assert there.difference - 1e-12 <= there.high <= 1


@pytest.mark.parametrize(
    ("this", "rings"), [(45, False), (41, False), (40, True), (30, True), (50, False)]
)
def test_a_fall_of_ten_points_in_the_top_band_rings(this, rings):
    """45 of 50 is 0.9; 0.9 - 0.8 is just below 0.1 in floating point and must ring."""
    last = labels([900, 100], [50, 50], [1, 45])
    assert alarm(watch(last, labels([900, 100], [50, 50], [1, this])), 0.1) is rings


def test_only_the_top_band_rings_but_every_band_is_reported():
    changes = watch(labels([900, 100], [50, 50], [30, 45]), labels([900, 100], [50, 50], [0, 45]))
    assert [round(one.difference, 6) for one in changes] == [-0.6, 0.0]
    assert not alarm(changes)


def test_silence_without_labels_in_the_top_band_is_an_error():
    changes = watch(labels([900, 100], [50, 50], [30, 45]), labels([900, 100], [50, 0], [30, 0]))
    assert changes[1] is None
    with pytest.raises(ValueError, match="top band"):
        alarm(changes)
    with pytest.raises(ValueError, match="without labels"):
        change((0, 0), (1, 2))


@pytest.mark.parametrize("base_rate", [0.5, 0.05, 0.01, 1e-6])
def test_a_stored_curve_gives_the_threshold_of_the_counts(base_rate):
    rng = np.random.default_rng(3)
    c = curve(rng.normal(0.9, 0.05, 300).round(2), rng.normal(0.6, 0.1, 3000).round(2))
    for order in (slice(None), slice(None, None, -1)):
        stored = (part[order] for part in (c.thresholds, c.tpr, c.fpr))
        assert threshold_from_rates(*stored, base_rate, 0.95) == recommended(c, base_rate, 0.95)


def test_of_a_stored_plateau_the_highest_is_taken():
    # At 50 % and a target of 0.9: the last three will do, and two of them find 0.8.
    curve = [0.9, 0.8, 0.7, 0.6, 0.5], [0.5, 0.8, 0.8, 0.8, 1.0], [0.0, 0.01, 0.02, 0.03, 0.9]
    found = threshold_from_rates(*curve, 0.5, 0.9)
    assert (found.threshold, found.recall, found.fpr) == (0.8, 0.8, 0.01)


def test_of_a_labelled_plateau_the_highest_is_taken():
    """From 0.8 on: 3 of 3. From 0.7 on, 3 of 4 finds no more; at 0.6 it would be 4 of 5."""
    scores, truth = [0.95, 0.9, 0.8, 0.7, 0.65, 0.6], [1, 1, 1, 0, 0, 1]
    found = threshold_from_labels(scores, truth, np.ones(6), 0.7)
    assert (found.threshold, found.recall, found.fpr) == (0.8, 0.75, 0.0)


@pytest.mark.parametrize("base_rate", [0.0, 0.01])
def test_a_stored_curve_without_an_answer_says_so(base_rate):
    assert threshold_from_rates([0.9, 0.5], [0.5, 1], [0.5, 1], base_rate, 0.95) is None


def test_labels_count_for_the_items_that_they_stand_for():
    """From 0.8 on: 3 of 3. From 0.6 on: 3 + 10 true of 3 + 20. From 0.4 on: 13 of 43."""
    scores, truth = [0.95, 0.9, 0.8, 0.7, 0.6, 0.4], [1, 1, 1, 0, 1, 0]
    weights = [1, 1, 1, 10, 10, 20]
    found = threshold_from_labels(scores, truth, weights, 0.9)
    assert (found.threshold, found.fpr) == (0.8, 0.0)
    assert found.recall == pytest.approx(3 / 13)
    half = threshold_from_labels(scores, truth, weights, 0.5)
    assert half.threshold == 0.6
    assert half.fpr == pytest.approx(10 / 30)


def test_a_census_gives_the_threshold_of_the_counts():
    rng = np.random.default_rng(4)
    true, false = rng.normal(0.9, 0.1, 40).round(2), rng.normal(0.5, 0.2, 160).round(2)
    scores = np.concatenate([true, false])
    truth = np.repeat([1, 0], [40, 160])
    found = threshold_from_labels(scores, truth, np.ones(200), 0.8)
    known = recommended(curve(true, false), 0.2, 0.8)
    assert found.threshold == known.threshold
    assert (found.recall, found.fpr) == pytest.approx((known.recall, known.fpr))


def test_labels_without_an_answer_say_so():
    assert threshold_from_labels([0.9, 0.8], [0, 0], [1, 1], 0.5) is None
    assert threshold_from_labels([0.9, 0.8], [0, 1], [1, 1], 0.9) is None
    only_true = threshold_from_labels([0.9, 0.8], [1, 1], [1, 1], 0.9)
    assert (only_true.threshold, only_true.recall, only_true.fpr) == (0.8, 1.0, 0.0)
