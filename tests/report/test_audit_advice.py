import numpy as np
import pandas as pd
import pytest

from lib.report.audit_advice import DRIFTED, SHIFTED, STABLE, compare, sentences
from lib.thresholds.audit.weeks import DRIFT, SHIFT


def tables(sample: float, free: dict[str, tuple[float, float, float]]):
    """Six weeks; `sample` is the sample's error, `free` that of others in each phase."""
    weeks = pd.DataFrame(
        {
            "week": range(1, 7),
            "event": ["", "", SHIFT, "", DRIFT, ""],
            "base_rate": [0.05, 0.05, 0.01, 0.01, 0.01, 0.01],
        }
    )
    phases = [0, 0, 1, 1, 2, 1]
    rows = [
        {
            "week": week,
            "estimator": name,
            "n_labelled": 150 if name == "stratified" else 0,
            "low": 0.0 if name == "stratified" else np.nan,
            "high": 0.06 if name == "stratified" else np.nan,
            "expected_error": by_phase[phases[week - 1]],
            "bias": -by_phase[phases[week - 1]],
        }
        for week in range(1, 7)
        for name, by_phase in {"stratified": (sample,) * 3, **free}.items()
    ]
    return weeks, pd.DataFrame(rows)


FREE = {"QuaPy CC": (0.001, 0.002, 0.2), "QuaPy EMQ": (0.003, 0.001, 0.01)}


def test_errors_are_averaged_by_phase():
    found = compare(*tables(0.005, FREE)).set_index(["estimator", "phase"])
    assert found.loc[("QuaPy CC", DRIFTED), "mae"] == 0.2
    assert found.loc[("QuaPy EMQ", SHIFTED), "mae"] == pytest.approx(0.001)
    assert found.loc[("QuaPy EMQ", SHIFTED), "bias"] == pytest.approx(-0.001)
    assert found.loc[("stratified", STABLE), "interval"] == 0.06
    assert np.isnan(found.loc[("QuaPy CC", STABLE), "interval"])
    assert found.loc["stratified", "n_weeks"].tolist() == [2, 3, 1]


def test_the_words_follow_the_numbers():
    """Chosen while stable: CC, though EMQ would have been better under drift."""
    stable, shifted, drifted, verdict = sentences(compare(*tables(0.005, FREE)))
    assert stable.startswith("Stable: QuaPy CC, without a label, is closer")
    assert "0.50 points" in stable
    assert "0.10 points" in stable
    assert shifted.startswith("Base rate moved: QuaPy CC")
    assert drifted.startswith("Encoder drifted: the stratified sample is closer")
    assert "QuaPy CC by 20.00 points" in drifted
    assert verdict.startswith("So 150 labels a week are the better buy when the encoder drifts,")
    assert verdict.endswith("while nothing moves and once the base rate has moved.")


@pytest.mark.parametrize(("sample", "words"), [(1e-6, "throughout"), (0.9, "none of these")])
def test_a_clear_winner_is_named_as_one(sample, words):
    assert words in sentences(compare(*tables(sample, FREE)))[-1]


def test_errors_that_read_the_same_are_no_reason_to_buy():
    stable = sentences(compare(*tables(0.0009, FREE)))[0]
    assert stable.startswith("Stable: QuaPy CC does as well without a label.")
