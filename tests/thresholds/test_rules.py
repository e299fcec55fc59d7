import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.rng import generator
from lib.thresholds.base_rate import precision
from lib.thresholds.curves import curve
from lib.thresholds.rules import best_reachable, choose, dip, f1, lowest, recommended, youden

VALUES = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=40)


@settings(max_examples=200, deadline=None)
@given(VALUES, VALUES, st.sampled_from([0.5, 0.2, 0.05, 0.01]), st.sampled_from([0.6, 0.9, 0.95]))
def test_lowest_is_the_lowest(
    positives: list[float], negatives: list[float], base_rate: float, target: float
) -> None:
    """Against a plain search over every observed score."""
    enough = []
    for t in sorted({*positives, *negatives}):
        tpr = sum(x >= t for x in positives) / len(positives)
        fpr = sum(x >= t for x in negatives) / len(negatives)
        if tpr + fpr > 0 and float(precision(tpr, fpr, base_rate)) >= target - 1e-12:
            enough.append((t, tpr, fpr))
    found = lowest(curve(positives, negatives), base_rate, target)
    if not enough:
        assert found is None
        best = best_reachable(curve(positives, negatives), base_rate)
        assert best.precision(base_rate) < target
    else:
        assert found is not None
        assert (found.threshold, found.recall, found.fpr) == pytest.approx(enough[0])


@settings(max_examples=200, deadline=None)
@given(VALUES, VALUES, st.sampled_from([0.5, 0.2, 0.05, 0.01]), st.sampled_from([0.6, 0.9, 0.95]))
def test_recommended_is_dominated_by_no_threshold(
    positives: list[float], negatives: list[float], base_rate: float, target: float
) -> None:
    """Against every observed score, and against a plain search."""
    every = []
    for t in {*positives, *negatives}:
        tpr = sum(x >= t for x in positives) / len(positives)
        fpr = sum(x >= t for x in negatives) / len(negatives)
        every.append((tpr, float(precision(tpr, fpr, base_rate)), t))
    enough = [one for one in every if one[1] >= target - 1e-12]
    found = recommended(curve(positives, negatives), base_rate, target)
    if found is None:
        assert not enough
        return
    # The most recall and, of that, the most precision: the highest threshold has it.
    recall, reached, threshold = max(enough)
    assert (found.threshold, found.recall) == (threshold, recall)
    assert found.precision(base_rate) == pytest.approx(reached)
    assert threshold == max(t for tpr, _, t in every if tpr == recall)
    better = [
        one for one in every if one[:2] != (recall, reached) and one[0] >= recall > 0 <= one[1]
    ]
    assert not [one for one in better if one[1] >= reached]


def test_of_a_plateau_the_highest_is_recommended() -> None:
    # True pairs at 9, 8 and 5; of 100 false ones, five lie in the gap between 8 and 5.
    c = curve([9.0, 8.0, 5.0], [7.0, 6.5, 6.0, 5.5, 5.2, *np.zeros(95)])
    # At 10 %: 0.690 at 5, 0.712 at 6, 0.787 at 6.5 and, with the same two true pairs, 1 at 8.
    low, best = lowest(c, 0.1, 0.75), recommended(c, 0.1, 0.75)
    assert low is not None
    assert best is not None
    assert (low.threshold, low.recall, low.fpr) == (6.5, 2 / 3, 0.02)
    assert (best.threshold, best.recall, best.fpr) == (8.0, 2 / 3, 0.0)
    # Below the last true pair there is only more of what is false.
    assert lowest(c, 0.1, 0.1) == choose(c, len(c.thresholds) - 1)
    assert recommended(c, 0.1, 0.1) == choose(c, int(np.flatnonzero(c.thresholds == 5.0)[0]))


@settings(deadline=None)
@given(VALUES, VALUES)
def test_threshold_climbs_and_recall_falls_with_the_base_rate(
    positives: list[float], negatives: list[float]
) -> None:
    c = curve(positives, negatives)
    found = [lowest(c, rate, 0.9) for rate in (0.5, 0.2, 0.05, 0.01)]
    reached = [choice for choice in found if choice]
    assert found[: len(reached)] == reached
    assert [x.threshold for x in reached] == sorted(x.threshold for x in reached)
    assert [x.recall for x in reached] == sorted((x.recall for x in reached), reverse=True)


def test_nineteen_of_twenty_is_ninety_five_percent() -> None:
    c = curve(np.ones(19), np.append(1.0, np.zeros(18)))
    found = lowest(c, 0.5, 0.95)
    assert found is not None
    assert found.threshold == 1.0
    assert found.precision(0.5) == pytest.approx(0.95)


def test_f1_and_youden_on_a_case_done_by_hand() -> None:
    positives, negatives = [5.0, 4.0, 3.0, 1.0], [4.5, 2.0, 0.0, 0.0]
    c = curve(positives, negatives)
    # At 3: TPR 3/4, FPR 1/4. At 1: TPR 1, FPR 1/2, the same J; F1 is 3/4 and 4/5.
    assert youden(c).threshold == 3.0
    assert f1(c, 0.5).threshold == 1.0
    assert (f1(c, 0.5).recall, f1(c, 0.5).fpr) == (1.0, 0.5)
    # Rare positives make the one false alarm expensive.
    assert f1(c, 0.01).threshold == 5.0


def humps(left: float, right: float, spread: float) -> np.ndarray:
    rng = np.random.default_rng(4)
    return np.concatenate([rng.normal(left, spread, 600), rng.normal(right, spread, 600)])


@pytest.mark.slow
def test_the_dip_lies_between_two_humps_whatever_the_scale_of_scores() -> None:
    scores = humps(0.2, 0.8, 0.08)
    found, scaled = dip(scores, generator(1, "dip")), dip(1000 * scores - 7, generator(1, "dip"))
    assert found == pytest.approx(0.5, abs=0.06)
    assert scaled == pytest.approx(1000 * found - 7, abs=2)


@pytest.mark.parametrize(
    "scores",
    [
        np.random.default_rng(0).normal(size=1000),
        np.random.default_rng(0).random(1000),
        np.random.default_rng(0).exponential(size=1000),
        humps(0.45, 0.55, 0.1),
        np.full(100, 0.7),
    ],
    ids=["normal", "uniform", "exponential", "humps that merge", "constant"],
)
def test_no_dip_is_said_where_there_is_none(scores: np.ndarray) -> None:
    assert dip(scores, generator(1, "dip")) is None
