import numpy as np
import pandas as pd
import pytest

from lib.core.params.sections import AuditParams, CalibrateParams
from lib.core.vectors import unit
from lib.thresholds.audit.simulate import (
    BY_VARIANCE,
    FLAGGED_ONLY,
    QUAPY,
    STRATIFIED,
    UNIFORM,
    simulate,
)
from lib.thresholds.audit.weeks import DRIFT, SHIFT, TRAP, offset_drift
from lib.thresholds.audit.without_labels import ESTIMATORS
from lib.thresholds.curves import curve
from lib.thresholds.rules import recommended

PARAMS = AuditParams(stream=6000)
CALIBRATE = CalibrateParams()


def scores() -> list[np.ndarray]:
    """Positives and negatives, for the stream and for calibration."""
    rng = np.random.default_rng(0)
    return [
        np.clip(rng.normal(mean, spread, n), -1, 1)
        for mean, spread, n in ((0.94, 0.04, 600), (0.6, 0.095, 9000)) * 2
    ]


@pytest.fixture(scope="module")
def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    return simulate(*scores(), PARAMS, CALIBRATE)


@pytest.fixture(scope="module")
def weeks(tables) -> pd.DataFrame:
    return tables[0].set_index("week", drop=False)


@pytest.fixture(scope="module")
def errors(tables) -> pd.DataFrame:
    return tables[1].set_index(["week", "estimator"]).sort_index()


def test_a_constant_part_compresses_cosines_as_the_drift_does():
    """Vectors with an orthogonal constant as long as themselves, and cosines computed anew."""
    rng = np.random.default_rng(1)
    vectors = unit(rng.standard_normal((20, 8)))
    moved = unit(np.hstack([vectors, np.ones((20, 1))]))
    np.testing.assert_allclose(moved @ moved.T, offset_drift(vectors @ vectors.T), atol=1e-12)


@pytest.mark.slow
def test_twelve_weeks_with_their_events(weeks):
    assert weeks["week"].tolist() == list(range(1, 13))
    events = weeks.loc[weeks["event"] != "", "event"]
    assert events.to_dict() == {5: SHIFT, 9: DRIFT, 11: TRAP}
    assert weeks["base_rate"].tolist() == [0.05] * 4 + [0.01] * 8
    assert (weeks["audit"] == FLAGGED_ONLY).tolist() == [week == 11 for week in range(1, 13)]
    assert (weeks["n_labelled"] <= 150).all()


def test_the_threshold_in_force_is_last_weeks_recommendation(weeks):
    for week in range(2, 13):
        assert weeks.loc[week, "threshold"] == weeks.loc[week - 1, "recommended_threshold"]
    assert (weeks["fixed_threshold"] == weeks.loc[1, "threshold"]).all()
    assert weeks.loc[1, "fixed_precision"] == weeks.loc[1, "true_precision"]


def test_the_recommendation_is_picked_from_the_calibration_at_the_estimate(weeks):
    _, _, true, false = scores()
    for week in weeks.itertuples():
        choice = recommended(curve(true, false), week.estimate, CALIBRATE.min_precision)
        assert week.recommended_threshold == choice.threshold


def test_the_audit_finds_both_base_rates(weeks):
    honest = weeks[weeks["audit"] == STRATIFIED]
    inside = (honest["low"] <= honest["base_rate"]) & (honest["base_rate"] <= honest["high"])
    assert inside.sum() >= 10
    assert weeks.loc[1:4, "estimate"].mean() == pytest.approx(0.05, abs=0.012)
    assert weeks.loc[[5, 6, 7, 8, 10, 12], "estimate"].mean() == pytest.approx(0.01, abs=0.008)


def test_a_fixed_threshold_loses_precision_when_the_base_rate_falls(weeks):
    assert weeks.loc[1:4, "fixed_precision"].min() > 0.9
    assert weeks.loc[6:8, "fixed_precision"].max() < 0.9
    assert (weeks.loc[6:8, "true_precision"] > weeks.loc[6:8, "fixed_precision"]).all()


def test_drift_rings_and_floods_the_top_band(weeks):
    assert weeks.loc[9, "alarm"]
    assert weeks.loc[9, "top_band_rate"] < weeks.loc[8, "top_band_rate"] - 0.1


def test_the_trap_takes_precision_for_the_base_rate(weeks):
    trap = weeks.loc[11]
    assert trap["estimate"] == pytest.approx(trap["true_precision"], abs=0.05)
    assert trap["low"] > 0.5 > trap["base_rate"]
    # So the next threshold is far too low, and the week after pays for it.
    assert weeks.loc[12, "threshold"] < weeks.loc[10, "threshold"]
    assert weeks.loc[12, "true_precision"] < 0.5


def test_the_chance_of_a_false_alarm_is_that_of_two_draws():
    """A top band half true, of 400 items: many couples of audits, counted."""
    true, false = np.full(20, 0.95), np.concatenate([np.full(20, 0.95), np.full(1580, 0.5)])
    params = AuditParams(stream=2000, base_rates=(0.1, 0.1))
    weeks, _ = simulate(true, false, true, false, params, CALIBRATE)
    # Of 1,800 negatives about one in 80 comes from the top band.
    rng = np.random.default_rng(3)
    for week in weeks[weeks["event"] == ""].head(2).itertuples():
        rate = np.mean(weeks["top_band_rate"])
        items = round(200 / rate)
        draws = rng.hypergeometric(200, items - 200, 50, (2, 20000))
        rung = np.mean(draws[0] - draws[1] >= 5)
        assert week.alarm_by_chance == pytest.approx(rung, abs=0.04)


def test_estimators_of_every_week(tables):
    _, estimators = tables
    names = [STRATIFIED, BY_VARIANCE, UNIFORM, FLAGGED_ONLY, *(QUAPY + n for n in ESTIMATORS)]
    for _, group in estimators.groupby("week"):
        assert group["estimator"].tolist() == names
    free = estimators["estimator"].str.startswith(QUAPY)
    assert (estimators.loc[free, "n_labelled"] == 0).all()
    assert estimators.loc[free, ["low", "high"]].isna().all(axis=None)
    errors = estimators["estimate"] - estimators["base_rate"]
    pd.testing.assert_series_equal(estimators["error"], errors, check_names=False)
    paid = estimators[~free & (estimators["estimator"] != FLAGGED_ONLY)]
    assert (paid.groupby("week")["n_labelled"].nunique() == 1).all()


def test_random_samples_are_unbiased_and_the_flagged_are_not(errors):
    for name in (STRATIFIED, BY_VARIANCE, UNIFORM):
        assert errors.xs(name, level="estimator")["bias"].abs().max() < 1e-12
    assert errors.xs(FLAGGED_ONLY, level="estimator").loc[1:11, "bias"].min() > 0.3


def test_expected_error_of_the_uniform_sample_is_the_binomials(errors):
    """Mean absolute deviation of a hypergeometric share, by summing its distribution."""
    from scipy.stats import hypergeom

    hits = np.arange(151)
    chance = hypergeom.pmf(hits, 6000, 300, 150)
    exact = float((chance * np.abs(hits / 150 - 0.05)).sum())
    found = errors.xs(UNIFORM, level="estimator").loc[1:4, "expected_error"]
    np.testing.assert_allclose(found, exact, rtol=0.1)


def test_drift_breaks_estimates_without_labels_but_not_the_sample(errors):
    drift = errors.loc[9]
    assert drift.loc[QUAPY + "EMQ", "expected_error"] > 0.05
    assert drift.loc[STRATIFIED, "expected_error"] < 0.02


def test_the_order_of_the_scores_does_not_matter(tables):
    shuffled = [np.random.default_rng(i).permutation(part) for i, part in enumerate(scores())]
    for table, again in zip(tables, simulate(*shuffled, PARAMS, CALIBRATE), strict=True):
        pd.testing.assert_frame_equal(table, again, check_exact=True)


def test_an_unreachable_target_leaves_the_threshold_alone():
    """Negatives above all positives: nothing can be recommended, and nothing is flagged."""
    rng = np.random.default_rng(2)
    low, high = rng.uniform(0.2, 0.5, 200), rng.uniform(0.6, 1.0, 2000)
    weeks, estimators = simulate(low, high, low, high, AuditParams(stream=1000), CALIBRATE)
    assert weeks["recommended_threshold"].isna().all()
    assert weeks[["threshold", "fixed_threshold"]].isna().all(axis=None)
    assert weeks["true_precision"].isna().all()
    assert (weeks["true_recall"] == 0).all()
    trap = weeks[weeks["audit"] == FLAGGED_ONLY].iloc[0]
    assert trap["n_labelled"] == 0
    assert np.isnan(trap["estimate"])
    assert not trap["alarm"]
    assert len(estimators) == 12 * 10
