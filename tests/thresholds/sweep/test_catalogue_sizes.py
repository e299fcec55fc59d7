import numpy as np
import pandas as pd
import pytest

from lib.core.params.sections import CalibrateParams
from lib.core.rng import generator
from lib.core.tables import declared
from lib.thresholds.gallery import n_pairs, negatives_needed, pair_rate
from lib.thresholds.intervals import exact
from lib.thresholds.pick import Evidence, Target, pick
from lib.thresholds.resample import resample
from lib.thresholds.sweep.catalogue_sizes import catalogue_table
from lib.thresholds.sweep.scored import Sweep
from tests.thresholds.sweep.samples import NO_DUPLICATES, PARAMS, sweep

SIZES = (2, 3, 10, 100, 10_000)
SMALL = PARAMS.model_copy(update={"catalogue_sizes": SIZES, "duplicate_share": 0.5})
SIMILAR = pd.DataFrame({"item_a": ["bed/bed_000"], "item_b": ["bed/bed_001"]})


def all_pairs(found: Sweep) -> tuple[np.ndarray, np.ndarray]:
    """Scores of all pairs of different objects, and the units that they share."""
    false = found.pairs[found.pairs["kind"].isin(["cross", "same"])]
    sides = [found.group_of.loc[false[f"object_{side}"]].to_numpy() for side in "ab"]
    return false["cosine"].to_numpy(), np.stack(sides, axis=1)


@pytest.mark.parametrize("noise", [0.05, 0.3, 1.0])
@pytest.mark.parametrize("duplicates", [NO_DUPLICATES, SIMILAR], ids=["different", "similar"])
def test_it_says_what_a_full_calibration_on_all_pairs_says(
    noise: float, duplicates: pd.DataFrame
) -> None:
    found = sweep(noise=noise, duplicates=duplicates, params=SMALL)
    negatives, groups = all_pairs(found)
    own = found.group_of.to_numpy()

    def drawn(also: list[float]) -> object:
        rng = generator(SMALL.seed, "shapes", "catalogue")
        return resample(found.scores("r1"), negatives, own, groups, SMALL.resamples, rng, also)

    n_groups = found.group_of.nunique()
    evidence = Evidence(found.scores("r1"), negatives, drawn, n_groups, true_pairs_share=False)  # type: ignore[arg-type]
    rates = [pair_rate(size, 0.5) for size in SIZES]
    picked, _ = pick(evidence, rates, Target(SMALL.min_precision, SMALL.confidence))
    table = catalogue_table(found)
    assert set(declared("catalogue-sizes.csv").names) == set(table.columns)
    assert table["size"].tolist() == list(SIZES)
    for row, one in zip(table.itertuples(), picked, strict=True):
        assert row.pair_rate == one.base_rate
        assert row.certificate == ("certified" if one.certified else "not certifiable")
        assert row.reason == one.certificate.reason
        needed = one.certificate.negatives_needed
        assert row.negatives_needed == pytest.approx(
            np.nan if needed is None else needed, nan_ok=True
        )
        if one.recommended is None:
            assert np.isnan([row.threshold, row.recall, row.fpr, row.false_alarms_high]).all()
            continue
        assert row.threshold == one.recommended.threshold
        for name in ("recall", "recall_low", "recall_high", "fpr", "fpr_high"):
            assert getattr(row, name) == pytest.approx(getattr(one.recommended, name), abs=1e-12)


def test_both_verdicts_occur() -> None:
    table = catalogue_table(sweep(noise=0.05, params=SMALL))
    assert table["certificate"].tolist()[0] == "certified"
    assert table["certificate"].tolist()[-1] == "not certifiable"


def test_false_alarms_are_the_rate_times_the_false_pairs() -> None:
    table = catalogue_table(sweep(noise=0.3, params=SMALL)).dropna(subset="threshold")
    assert len(table)
    for row in table.itertuples():
        false = n_pairs(row.size) * (1 - row.pair_rate)
        assert row.false_alarms == pytest.approx(row.fpr * false, rel=1e-5)
        assert row.false_alarms_high == pytest.approx(row.fpr_high * false, rel=1e-5)
        assert row.false_alarms <= row.false_alarms_high
        # Of 10^14 pairs the last digits of a count are another on another processor.
        assert float(f"{row.false_alarms_high:.6g}") == row.false_alarms_high


def test_candidates_take_what_a_certificate_at_their_share_takes() -> None:
    table = catalogue_table(sweep(params=SMALL))
    needed = negatives_needed(0.5, SMALL.min_precision, SMALL.confidence, 0.75)
    assert table["needed_in_search"].tolist() == [needed] * len(SIZES)


def test_without_a_false_alarm_the_exact_limit_holds() -> None:
    row = catalogue_table(sweep(noise=0.01, params=SMALL)).iloc[-1]
    assert row["fpr"] == 0
    assert row["fpr_high"] == exact(0, row["n_negatives"], SMALL.confidence)[1]


def test_larger_catalogues_ask_for_more() -> None:
    params = CalibrateParams(resamples=200, catalogue_sizes=(10, 100, 1000, 10**7))
    table = catalogue_table(sweep(noise=0.2, params=params))
    assert table["pair_rate"].is_monotonic_decreasing
    assert table["threshold"].dropna().is_monotonic_increasing
    assert table["recall"].dropna().is_monotonic_decreasing
    assert table["negatives_needed"].dropna().is_monotonic_increasing
