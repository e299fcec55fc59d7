import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import (
    average_precision_score,
    precision_recall_curve,
    roc_auc_score,
    roc_curve,
)

from lib.thresholds.base_rate import precision
from lib.thresholds.curves import average_precision, corners, curve, from_labels, roc_auc

# Few distinct values, so that ties within and across the classes are common.
SCORES = st.lists(st.tuples(st.integers(-4, 4), st.booleans()), min_size=2, max_size=60).filter(
    lambda rows: 0 < sum(label for _, label in rows) < len(rows)
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(SCORES)
def test_agrees_with_scikit_learn_ties_included(rows: list[tuple[int, bool]]) -> None:
    scores, labels = (np.array(part) for part in zip(*rows, strict=True))
    c = from_labels(scores, labels)
    fpr, tpr, thresholds = roc_curve(labels, scores, drop_intermediate=False)
    np.testing.assert_allclose(np.append(0, c.fpr), fpr, atol=1e-12)
    np.testing.assert_allclose(np.append(0, c.tpr), tpr, atol=1e-12)
    np.testing.assert_array_equal(c.thresholds, thresholds[1:])
    natural = labels.mean()
    p, r, at = precision_recall_curve(labels, scores)
    ours = precision(c.tpr, c.fpr, natural)[::-1]
    np.testing.assert_allclose(ours, p[:-1], atol=1e-12)
    np.testing.assert_allclose(c.tpr[::-1], r[:-1], atol=1e-12)
    np.testing.assert_array_equal(c.thresholds[::-1], at)
    assert roc_auc(c) == pytest.approx(roc_auc_score(labels, scores), abs=1e-12)
    assert average_precision(c, natural) == pytest.approx(
        average_precision_score(labels, scores), abs=1e-12
    )


def test_random_scores_agree_with_scikit_learn_to_the_last_digits() -> None:
    rng = np.random.default_rng(3)
    labels = rng.random(20_000) < 0.1
    scores = np.round(rng.standard_normal(20_000) + labels, 3)
    c = from_labels(scores, labels)
    fpr, tpr, _ = roc_curve(labels, scores, drop_intermediate=False)
    assert np.abs(np.append(0, c.fpr) - fpr).max() <= 1e-12
    assert np.abs(np.append(0, c.tpr) - tpr).max() <= 1e-12
    p = precision_recall_curve(labels, scores)[0]
    assert np.abs(precision(c.tpr, c.fpr, labels.mean())[::-1] - p[:-1]).max() <= 1e-12


def test_reweighting_is_what_sample_weights_do() -> None:
    """Another base rate is the same as weighing the classes."""
    rng = np.random.default_rng(5)
    labels = np.repeat([True, False], [300, 700])
    scores = rng.standard_normal(1000) + labels
    weights = np.where(labels, 0.05 / 300, 0.95 / 700)
    assert average_precision(from_labels(scores, labels), 0.05) == pytest.approx(
        average_precision_score(labels, scores, sample_weight=weights), abs=1e-12
    )


def test_at_counts_scores_from_the_threshold_on() -> None:
    c = curve([3.0, 2.0, 2.0], [2.0, 1.0])
    assert c.at(3.5) == (0.0, 0.0)
    assert c.at(3.0) == (pytest.approx(1 / 3), 0.0)
    assert c.at(2.5) == (pytest.approx(1 / 3), 0.0)
    assert c.at(2.0) == (1.0, 0.5)
    assert c.at(-9.0) == (1.0, 1.0)


def test_corners_keep_the_drawn_curve() -> None:
    rng = np.random.default_rng(8)
    c = curve(rng.standard_normal(400) + 2, rng.standard_normal(5000))
    keep = corners(c)
    assert keep.sum() < len(keep) / 3
    assert keep[0]
    assert keep[-1]
    area = np.trapezoid(np.append(0, c.tpr[keep]), np.append(0, c.fpr[keep]))
    assert area == pytest.approx(roc_auc(c), abs=1e-12)


@pytest.mark.parametrize("labels", [[1, 1, 1], [0, 0, 0]])
def test_one_class_is_refused(labels: list[int]) -> None:
    with pytest.raises(ValueError, match="both kinds are needed"):
        from_labels([1.0, 2.0, 3.0], labels)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_scores_must_be_finite(bad: float) -> None:
    with pytest.raises(ValueError, match=r"NaN|infinity"):
        from_labels([1.0, bad, 3.0], [0, 1, 1])
