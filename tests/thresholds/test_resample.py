import numpy as np
import pytest

from lib.thresholds.resample import resample


def test_a_pair_counts_as_often_as_all_its_objects_were_drawn() -> None:
    rng = np.random.default_rng(5)
    positives, negatives = rng.normal(1, 1, 30).round(1), rng.normal(0, 1, 200).round(1)
    own, pairs = rng.integers(12, size=30), rng.integers(12, size=(200, 2))
    own[0], pairs[0] = 11, [11, 0]
    found = resample(positives, negatives, own, pairs, 20, np.random.default_rng(9), also=[0.05])
    again = np.random.default_rng(9)
    for draw in range(20):
        times = np.bincount(again.integers(12, size=12), minlength=12)
        true, false = times[own], times[pairs[:, 0]] * times[pairs[:, 1]]
        for place, threshold in enumerate(found.thresholds):
            caught = true[positives >= threshold].sum() / true.sum()
            alarms = false[negatives >= threshold].sum() / false.sum()
            above = false[negatives > threshold].sum() / false.sum()
            assert found.tpr_draws[draw, place] == pytest.approx(caught, abs=1e-12)
            assert found.fpr_draws[draw, place] == pytest.approx(alarms, abs=1e-12)
            assert found.fpr_above_draws[draw, place] == pytest.approx(above, abs=1e-12)
    assert 0.05 in found.thresholds
    assert found.n_negatives == 200


def test_a_draw_without_any_true_pair_is_made_again() -> None:
    # Two of three draws of these objects leave out the only one with a true pair.
    own, pairs = np.array([0]), np.array([[0, 1], [1, 2], [0, 2], [1, 1], [2, 2], [0, 0]])
    scores = np.linspace(0, 1, 6)
    found = resample(np.array([0.5]), scores, own, pairs, 50, np.random.default_rng(0))
    assert found.tpr_draws.shape == (50, 1)
    assert (found.tpr_draws == 1).all()
