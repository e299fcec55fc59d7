from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from lib.thresholds.certify import INDEPENDENT, SHARED
from lib.thresholds.intervals import exact
from lib.thresholds.pick import BALANCED, Evidence, Target, pick
from lib.thresholds.resample import Resampled, resample
from lib.thresholds.rules import lowest, recommended

TARGET = Target(min_precision=0.9, confidence=0.95)
RATES = (0.5, 0.1, 0.01)


def evidence(groups: int | None, apart: float = 4.0, *, independent: bool = False) -> Evidence:
    """True and false pairs that share `groups` objects, or nothing."""
    rng = np.random.default_rng(2)
    true, false = rng.normal(apart, 1, 600), rng.normal(0, 1, 6000)

    def drawn(also: list[float]) -> Resampled | None:
        if groups is None:
            return None
        of_true, of_false = (np.arange(len(part)) % groups for part in (true, false))
        return resample(
            true, false, of_true, of_false, 200, rng=np.random.default_rng(3), also=also
        )

    draws: Callable[[list[float]], Resampled | None] = drawn
    return Evidence(true, false, draws, None if independent else groups)


@pytest.mark.parametrize("groups", [None, 100])
def test_every_base_rate_has_its_thresholds_and_limits(groups: int | None) -> None:
    found = evidence(groups)
    picked, drawn = pick(found, RATES, TARGET)
    assert (drawn is None) == (groups is None)
    assert [one.base_rate for one in picked] == list(RATES)
    for one in picked:
        for chosen, rule in ((one.lowest, lowest), (one.recommended, recommended)):
            choice = rule(found.curve, one.base_rate, 0.9)
            assert choice is not None
            assert chosen is not None
            assert chosen.threshold == choice.threshold
        assert one.certificate.assumption == (INDEPENDENT if groups is None else SHARED)
        for limited in (one.recommended, one.lowest, one.balanced, one.certified):
            if limited is None:
                continue
            assert limited.recall_low <= limited.recall <= limited.recall_high
            assert limited.fpr_low <= limited.fpr <= limited.fpr_high
            reached = limited.precision(one.base_rate)
            assert limited.precision_low <= reached <= limited.precision_high
        if one.certified:
            assert one.recommended is not None
            assert one.certified.threshold >= one.recommended.threshold
            # The score of a true pair: no higher threshold has its recall.
            assert one.certified.threshold in found.positives
    assert picked[0].base_rate == BALANCED
    assert {one.balanced.threshold for one in picked if one.balanced} == {
        picked[0].recommended.threshold  # type: ignore[union-attr]
    }
    assert picked[0].certified is not None


def test_true_pairs_that_share_nothing_have_exact_limits_of_recall() -> None:
    shared, alone = evidence(25), evidence(None)
    twins = Evidence(shared.positives, shared.negatives, shared.resample, 25, False)
    (one,), _ = pick(twins, [0.1], TARGET)
    (other,), _ = pick(alone, [0.1], TARGET)
    assert one.recommended is not None
    assert other.recommended is not None
    assert one.recommended.recall_low == other.recommended.recall_low
    assert one.recommended.precision_low <= other.recommended.precision_low


def test_independent_pairs_are_certified_exactly_though_resampled() -> None:
    (one,), drawn = pick(evidence(100, independent=True), [0.1], TARGET)
    assert drawn is not None
    assert one.certificate.assumption == INDEPENDENT


def test_a_handful_of_objects_certifies_nothing() -> None:
    (one,), _ = pick(evidence(19, apart=8), [0.5], TARGET)
    assert one.certified is None
    assert "share 19 items or groups, at least 20" in one.certificate.reason
    (one,), _ = pick(evidence(20, apart=8), [0.5], TARGET)
    assert one.certified is not None


def test_out_of_reach_is_none() -> None:
    (one,), _ = pick(evidence(100, apart=0.0), [0.01], TARGET)
    assert one.recommended is None
    assert one.lowest is None
    assert one.certified is None
    assert one.certificate.reason


def test_pairs_that_occur_twice_widen_the_limits_of_the_false_alarms() -> None:
    once = evidence(100)
    twice = replace(once, repeats=2.0)
    (first,), _ = pick(once, (0.1,), TARGET)
    (second,), _ = pick(twice, (0.1,), TARGET)
    assert first.recommended is not None
    assert second.recommended is not None
    assert second.recommended.threshold == first.recommended.threshold
    alarms = int(np.ceil(first.recommended.fpr * 6000 / 2))
    assert second.recommended.fpr_high >= exact(alarms, 3000, 0.95)[1]
    assert second.recommended.fpr_high > first.recommended.fpr_high
    assert second.recommended.precision_low <= first.recommended.precision_low
