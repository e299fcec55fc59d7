import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import precision_recall_curve, roc_curve

from lib.catalogue import Scores
from lib.catalogue.calibrate import Origin, calibrate
from lib.catalogue.scored_pairs import MOST_POINTS, ScoredPairs
from lib.core.errors import BenchError
from lib.core.params.sections import CalibrateParams
from lib.thresholds.audit.estimate import threshold_from_rates
from lib.thresholds.pick import Target


def sample(positives, negatives, groups=None):
    return ScoredPairs(
        np.asarray(positives, float),
        np.asarray(negatives, float),
        *(groups or (None,) * 2),
        "f" * 64,
    )


def run(drawn, similarity="score", base_rate=0.05, min_precision=0.95):
    target = Target(min_precision, confidence=0.95)
    origin, params = Origin("s.csv", similarity), CalibrateParams(resamples=200)
    return calibrate(drawn, origin, base_rate, target, params)


def normal(n=2000, m=20000, seed=0, apart=4.0):
    rng = np.random.default_rng(seed)
    return rng.normal(apart, 1, n), rng.normal(0, 1, m)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.3, 0.9))
def test_the_point_estimate_is_scikit_learns_where_the_rate_is_the_samples_own(seed, target):
    rng = np.random.default_rng(seed)
    positives, negatives = rng.normal(1, 1, 40).round(1), rng.normal(0, 1, 60).round(1)
    labels, scores = np.repeat([1, 0], [40, 60]), np.concatenate([positives, negatives])
    precision, recall, thresholds = precision_recall_curve(labels, scores)
    reached = np.flatnonzero(precision[:-1] >= target - 1e-12)
    drawn = sample(positives, negatives)
    if not len(reached):
        with pytest.raises(BenchError, match="no threshold reaches"):
            run(drawn, base_rate=0.4, min_precision=target)
        return
    point = run(drawn, base_rate=0.4, min_precision=target).point
    assert point.threshold == thresholds[reached[0]]
    assert point.recall == pytest.approx(recall[reached[0]], abs=1e-12)
    assert point.precision == pytest.approx(precision[reached[0]], abs=1e-12)


@pytest.mark.parametrize("shared", [False, True])
def test_the_certified_threshold_is_kept_and_no_lower(shared):
    positives, negatives = normal()
    groups = (np.arange(2000) % 500, np.arange(20000) % 500) if shared else None
    found = run(sample(positives, negatives, groups))
    assert found.verdict.status == "certified"
    assert found.threshold.value == found.certified.threshold >= found.recommended.threshold
    assert found.threshold.confidence == 0.95
    assert found.n_groups == (500 if shared else None)
    assert "with 0.95 confidence" in found.config
    assert found.config.startswith(f"similarity >= {found.threshold.value!r}  # ")
    for point in (found.recommended, found.point, found.certified, found.balanced):
        assert point.recall_low <= point.recall <= point.recall_high
        assert point.precision_low <= point.precision <= point.precision_high
        assert point.false_alarms_per_1000 == pytest.approx(1000 * (1 - point.precision))
    assert found.balanced.threshold < found.recommended.threshold
    assert found.balanced.precision < 0.95 <= found.point.precision


def test_without_a_certificate_the_recommended_is_kept_without_confidence():
    found = run(sample(*normal(40, 60, apart=6)))
    assert found.verdict.status == "not certifiable"
    assert found.certified is None
    assert found.verdict.negatives_needed > 60
    assert found.threshold.value == found.recommended.threshold
    assert found.threshold.confidence is None
    assert "NOT certified" in found.config


def test_a_handful_of_groups_certifies_nothing():
    positives, negatives = normal(400, 4000, apart=8)
    found = run(sample(positives, negatives, (np.arange(400) % 19, np.arange(4000) % 300)))
    assert found.verdict.status == "not certifiable"
    assert "share 19 items or groups" in found.verdict.reason
    assert found.verdict.negatives_needed is None


def test_resampling_widens_the_interval_where_pairs_hang_together():
    rng = np.random.default_rng(3)
    centres = rng.normal(3, 1.5, 40)
    positives = np.repeat(centres, 50) + rng.normal(0, 0.05, 2000)
    negatives = rng.normal(0, 1, 4000)
    alone = run(sample(positives, negatives)).point
    groups = np.repeat(np.arange(40), 50), 40 + np.arange(4000)
    together = run(sample(positives, negatives, groups)).point
    assert together.threshold == alone.threshold
    assert together.recall_high - together.recall_low > 3 * (alone.recall_high - alone.recall_low)


def test_a_distance_is_the_mirror_image_of_a_score():
    positives, negatives = normal()
    scores = run(sample(positives, negatives))
    labels = np.repeat([1, 0], [2000, 20000])
    values = -np.concatenate([positives, negatives])

    class File:
        scores, labels, groups, sha256 = values, np.repeat([1, 0], [2000, 20000]), None, "f" * 64

    distances = run(ScoredPairs.of(File, "distance"), similarity="distance")
    assert distances.threshold.value == -scores.threshold.value
    assert distances.point.recall == scores.point.recall
    assert distances.config.startswith("distance <= ")
    assert distances.curve.thresholds == tuple(-value for value in scores.curve.thresholds)
    flagged = distances.threshold.decide(Scores(values, "distance"))
    assert flagged[labels == 1].mean() == distances.certified.recall


def test_of_a_plateau_the_top_is_recommended_and_the_foot_is_told():
    # 20 true pairs from 0.7 on, and 400 false ones: one at 0.75, four in the gap, the rest below.
    positives = np.linspace(0.7, 0.99, 20)
    negatives = np.concatenate([[0.75, 0.65, 0.64, 0.63, 0.62], np.linspace(0, 0.5, 395)])
    found = run(sample(positives, negatives), base_rate=0.05, min_precision=0.85)
    assert (found.recommended.threshold, found.point.threshold) == (0.7, 0.64)
    assert found.recommended.recall == found.point.recall == 1
    assert (found.recommended.fpr, found.point.fpr) == (1 / 400, 3 / 400)
    assert found.recommended.precision == pytest.approx(0.05 / (0.05 + 0.95 / 400))
    assert found.threshold.value == 0.7
    assert found.config.startswith("similarity >= 0.7  # ")
    by_rate = {row.base_rate: row.threshold for row in found.base_rates}
    assert by_rate[0.5] == found.balanced.threshold == 0.7


@pytest.mark.parametrize("rate", [0.5, 0.05, 0.01])
def test_what_an_audit_picks_from_the_stored_curve_is_not_dominated(rate):
    positives, negatives = normal(3000, 50_000)
    stored = run(sample(positives, negatives)).curve
    assert len(stored.thresholds) <= MOST_POINTS
    # Of each recall that is stored the highest threshold is, too: a true pair's score.
    tops = dict(zip(reversed(stored.tpr), reversed(stored.thresholds), strict=True))
    tops.pop(0.0, None)
    assert np.isin(list(tops.values()), positives).all()
    picked = threshold_from_rates(stored.thresholds, stored.tpr, stored.fpr, rate, 0.95)
    assert picked.threshold in positives


def test_the_wrong_direction_is_told():
    positives, negatives = normal()
    with pytest.raises(BenchError, match=r"score lower(?s:.)*--similarity lower\?"):
        run(sample(negatives, positives))
    with pytest.raises(BenchError, match=r"score higher(?s:.)*--similarity higher\?"):
        run(sample(negatives, positives), similarity="distance")


def test_a_target_out_of_reach_names_the_best():
    positives = np.linspace(0, 1, 20)
    negatives = np.concatenate([np.linspace(-1, 0.5, 90), np.full(10, 2.0)])
    # At 0.526 half of the positives and the 10 highest negatives are flagged.
    best = 0.05 * 0.5 / (0.05 * 0.5 + 0.95 * 0.1)
    words = rf"precision 0.95 at a base rate of 0.05: the best is {best:.3f} at score >= 0.526316"
    with pytest.raises(BenchError, match=words):
        run(sample(positives, negatives))


@pytest.mark.parametrize("shared", [False, True])
def test_a_long_curve_is_thinned_and_keeps_its_thresholds(shared):
    positives, negatives = normal(20000, 100000)
    groups = (np.arange(20000) % 900, np.arange(100000) % 900) if shared else None
    found = run(sample(positives, negatives, groups))
    curve = found.curve
    assert 500 < len(curve.thresholds) <= MOST_POINTS
    assert curve.tpr[-1] == curve.fpr[-1] == 1
    assert list(curve.thresholds) == sorted(curve.thresholds, reverse=True)
    fpr, tpr, thresholds = roc_curve(
        np.repeat([1, 0], [20000, 100000]),
        np.concatenate([positives, negatives]),
        drop_intermediate=False,
    )
    place = np.searchsorted(-thresholds, -np.array(curve.thresholds))
    assert np.allclose(curve.tpr, tpr[place], rtol=0, atol=1e-12)
    assert np.allclose(curve.fpr, fpr[place], rtol=0, atol=1e-12)
    for point in (found.recommended, found.point, found.balanced, found.certified):
        at = curve.thresholds.index(point.threshold)
        assert (curve.tpr[at], curve.fpr[at]) == (point.recall, point.fpr)


def test_the_stored_numbers_are_json_and_come_back():
    found = run(sample(*normal()))
    assert type(found).model_validate_json(found.model_dump_json()) == found
    assert sum(found.histogram.positives) == 2000
    assert sum(found.histogram.negatives) == 20000
    assert [row.base_rate for row in found.base_rates] == [0.5, 0.2, 0.05, 0.01]
    climbing = [row.threshold for row in found.base_rates]
    falling = [row.recall for row in found.base_rates]
    assert climbing == sorted(climbing)
    assert falling == sorted(falling, reverse=True)
