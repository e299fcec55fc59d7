"""The promise of a certificate, checked where the truth is known."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import binom, norm

from lib.core.arrays import Floats
from lib.thresholds import certify
from lib.thresholds.base_rate import precision
from lib.thresholds.curves import curve, roc_auc
from lib.thresholds.resample import Resampled, resample
from lib.thresholds.rules import recommended

DRAWS = 300


@pytest.mark.slow
@pytest.mark.parametrize(
    ("n_positives", "n_negatives", "base_rate", "target", "distance"),
    [(640, 640, 0.2, 0.9, 3.0), (200, 2000, 0.05, 0.9, 4.0), (640, 640, 0.5, 0.95, 3.0)],
)
def test_certified_precision_holds_and_the_point_estimate_does_not(
    n_positives: int, n_negatives: int, base_rate: float, target: float, distance: float
) -> None:
    """Scores are normal, so that TPR and FPR of every threshold are known."""
    missed = missed_by_point = certified = 0
    for seed in range(DRAWS):
        rng = np.random.default_rng(seed)
        positives = rng.normal(distance, 1, n_positives)
        negatives = rng.normal(0, 1, n_negatives)
        point = recommended(curve(positives, negatives), base_rate, target)
        assert point is not None

        def true(threshold: float) -> float:
            return float(precision(norm.sf(threshold - distance), norm.sf(threshold), base_rate))

        missed_by_point += true(point.threshold) < target
        found = certify.independent(positives, negatives, base_rate, target, 0.95).choice
        if found:
            certified += 1
            missed += true(found.threshold) < target
            assert found.threshold >= point.threshold
    assert certified > 0.7 * DRAWS
    assert missed <= 0.05 * DRAWS
    assert missed_by_point > 0.3 * DRAWS


class World:
    """Objects of eight classes, each with a copy; pairs share them."""

    def __init__(self) -> None:
        self.means = np.random.default_rng(1).normal(size=(8, 6))
        objects = self.draw(np.random.default_rng(99), 4000)
        self.positives, self.negatives, _ = (np.sort(x) for x in objects[:3])

    def draw(self, rng: np.random.Generator, count: int) -> tuple[Floats, Floats, np.ndarray]:
        """Scores of true and of same-class pairs, and the objects of the latter."""
        label = rng.integers(8, size=count)
        # Some objects lie close to the middle of their class and resemble many.
        spread = 0.8 * np.exp(0.3 * rng.normal(size=(count, 1)))
        x = 0.7 * self.means[label] + spread * rng.normal(size=(count, 6))
        y = x + 0.15 * np.exp(0.5 * rng.normal(size=(count, 1))) * rng.normal(size=(count, 6))
        x, y = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in (x, y))
        i, j = np.triu_indices(count, 1)
        same = label[i] == label[j]
        i, j = i[same], j[same]
        return (x * y).sum(axis=1), (x @ x.T)[i, j], np.stack([i, j], axis=1)

    def precision(self, threshold: float, base_rate: float) -> float:
        rates = [
            1 - np.searchsorted(scores, threshold) / len(scores)
            for scores in (self.positives, self.negatives)
        ]
        return float(precision(*rates, base_rate))


@pytest.mark.slow
@pytest.mark.parametrize(("count", "base_rate", "target"), [(160, 0.05, 0.9), (80, 0.2, 0.9)])
def test_pairs_that_share_objects(count: int, base_rate: float, target: float) -> None:
    world, missed, missed_by_point, certified, draws = World(), 0, 0, 0, 150
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        positives, negatives, groups = world.draw(rng, count)
        point = recommended(curve(positives, negatives), base_rate, target)
        if point:
            missed_by_point += world.precision(point.threshold, base_rate) < target
        resampled = resample(positives, negatives, np.arange(count), groups, 200, rng)
        found = certify.shared(resampled, base_rate, target, 0.95).choice
        if found:
            assert point is not None
            assert found.threshold >= point.threshold
            certified += 1
            missed += world.precision(found.threshold, base_rate) < target
    assert certified > 0.7 * draws
    assert missed <= 0.05 * draws
    assert missed_by_point > 0.25 * draws


def test_what_it_would_take_is_enough_and_little_less_is_not() -> None:
    """True pairs far above all false ones: a zero count, known in closed form."""
    positives = np.linspace(10, 11, 400)

    def verdict(count: int) -> certify.Certificate:
        return certify.independent(positives, np.zeros(count), 0.01, 0.95, 0.95)

    few = verdict(500)
    assert few.choice is None
    assert few.reason == "500 negatives are too few"
    assert few.negatives_needed is not None
    needed = int(few.negatives_needed)
    assert verdict(needed).choice is not None
    assert verdict(int(0.85 * needed)).choice is None
    # The path that starts at a recall of 75 % allows most: (1 - a)^n = 0.04 / 3.
    recall = 0.75 - np.sqrt(np.log(100) / 800)
    allowed = recall * (0.01 / 0.99) * (0.05 / 0.95)
    closed = np.log(0.04 / 3) / np.log1p(-allowed)
    assert closed <= needed <= 1.1 * closed + 1


def test_no_number_of_negatives_helps_a_bad_score() -> None:
    rng = np.random.default_rng(0)
    found = certify.independent(rng.normal(size=500), rng.normal(size=500), 0.05, 0.95, 0.95)
    assert found.choice is None
    assert found.negatives_needed is None
    assert "too many false alarms" in found.reason


def test_few_positives_bound_nothing() -> None:
    found = certify.independent(np.arange(1.0, 3.0), -np.ones(100_000), 0.5, 0.5, 0.95)
    assert found.choice is None
    assert "true pairs are too few" in found.reason


def test_more_confidence_never_lowers_the_threshold() -> None:
    rng = np.random.default_rng(2)
    positives, negatives = rng.normal(4, 1, 600), rng.normal(0, 1, 20_000)
    found = [
        certify.independent(positives, negatives, 0.05, 0.9, c).choice for c in (0.8, 0.95, 0.99)
    ]
    values = [choice.threshold for choice in found if choice]
    assert len(values) == 3
    assert values == sorted(values)


def test_without_false_alarms_the_exact_test_still_decides() -> None:
    """A bootstrap of no false alarm sees none; that alone must not certify."""
    count = 30
    i, j = np.triu_indices(count, 1)
    positives, negatives = np.linspace(1, 2, count), np.zeros(len(i))
    groups = np.stack([i, j], axis=1)
    found = resample(positives, negatives, np.arange(count), groups, 200, np.random.default_rng(0))
    assert (found.fpr_draws == 0).all()
    certificate = certify.shared(found, 0.001, 0.95, 0.95)
    assert certificate.choice is None
    allowed = 0.75 * (0.001 / 0.999) * (0.05 / 0.95)
    assert binom.cdf(0, len(i), allowed) > 0.05


def shared_pairs(seed: int, count: int, apart: float) -> tuple[Floats, Floats, np.ndarray]:
    rng = np.random.default_rng(seed)
    i, j = np.triu_indices(count, 1)
    return rng.normal(apart, 1, count), rng.normal(0, 1, len(i)), np.stack([i, j], axis=1)


@pytest.mark.parametrize("base_rate", [0.5, 0.05, 1e-3, 1e-5])
@pytest.mark.parametrize("apart", [2.0, 6.0, 12.0])
def test_at_most_refuses_only_what_resamples_refuse_too(base_rate: float, apart: float) -> None:
    positives, negatives, groups = shared_pairs(4, 80, apart)
    rng = np.random.default_rng(0)
    drawn = resample(positives, negatives, np.arange(80), groups, 200, rng)
    quick = certify.at_most(curve(positives, negatives), base_rate, 0.9, 0.95)
    full = certify.shared(drawn, base_rate, 0.9, 0.95)
    if quick.choice is None:
        assert full == quick
    elif full.choice is not None:
        assert quick.choice.threshold <= full.choice.threshold


def test_a_pair_that_occurs_twice_counts_once() -> None:
    """Without false alarms the exact test decides, and that is by the number of pairs."""
    positives, negatives, groups = shared_pairs(5, 80, 20.0)
    both = np.append(negatives, negatives), np.concatenate([groups, groups[:, ::-1]])
    own = np.arange(80)
    once, twice = (
        resample(positives, *false, own, np.asarray(pairs), 200, np.random.default_rng(0))
        for *false, pairs in ([negatives, groups], list(both))
    )
    allowed = 0.75 * (0.02 / 0.98) * (0.05 / 0.95)
    assert binom.cdf(0, len(negatives), allowed) > 0.05 / 3 > binom.cdf(0, 2 * 3160, allowed)
    assert certify.shared(once, 0.02, 0.95, 0.95).choice is None
    assert certify.shared(twice, 0.02, 0.95, 0.95).choice is not None
    assert certify.shared(twice, 0.02, 0.95, 0.95, repeats=2.0).choice is None


@pytest.mark.parametrize("make", [lambda r: r, lambda r: -r], ids=["as is", "reversed"])
def test_order_of_pairs_does_not_matter(make: Callable[[Floats], Floats]) -> None:
    rng = np.random.default_rng(6)
    positives, negatives = rng.normal(3, 1, 300), rng.normal(0, 1, 3000)
    first = certify.independent(positives, negatives, 0.2, 0.9, 0.95)
    order = np.argsort(make(rng.random(3000)))
    assert certify.independent(positives[::-1], negatives[order], 0.2, 0.9, 0.95) == first


def test_a_certificate_is_for_the_top_of_a_plateau() -> None:
    """At 9 and at 10 all true pairs are flagged and no false one; 9 is not a true pair's score."""
    count = 400
    positives, own = np.linspace(10, 11, count), np.arange(count)
    i, j = np.triu_indices(count, 1)
    groups = np.stack([i, j], axis=1)
    rng = np.random.default_rng(0)
    found = resample(positives, np.zeros(len(i)), own, groups, 200, rng, also=[9.0])
    assert 9.0 in found.thresholds
    for certificate in (
        certify.shared(found, 0.05, 0.95, 0.95),
        certify.independent(positives, np.zeros(len(i)), 0.05, 0.95, 0.95),
    ):
        assert certificate.choice is not None
        assert (certificate.choice.threshold, certificate.choice.recall) == (10.0, 1.0)


def resampled_by_hand(weights: np.ndarray, scores: dict[str, np.ndarray]) -> tuple[float, float]:
    true = weights
    i, j = np.triu_indices(len(weights), 1)
    false = weights[i] * weights[j]
    t = scores["threshold"]
    return (
        float((true * (scores["positives"] >= t)).sum() / true.sum()),
        float((false * (scores["negatives"] >= t)).sum() / false.sum()),
    )


def test_resample_weighs_pairs_by_their_objects() -> None:
    count = 12
    rng = np.random.default_rng(3)
    i, j = np.triu_indices(count, 1)
    positives, negatives = rng.normal(1, 1, count), rng.normal(0, 1, len(i))
    groups = np.stack([i, j], axis=1)
    found: Resampled = resample(
        positives, negatives, np.arange(count), groups, 5, np.random.default_rng(11), [0.123]
    )
    again = np.random.default_rng(11)
    for draw in range(5):
        weights = np.bincount(again.integers(count, size=count), minlength=count)
        for at in (0, 4, int(np.flatnonzero(found.thresholds == 0.123)[0])):
            scores = {
                "positives": positives,
                "negatives": negatives,
                "threshold": found.thresholds[at],
            }
            tpr, fpr = resampled_by_hand(weights, scores)
            assert found.tpr_draws[draw, at] == pytest.approx(tpr)
            assert found.fpr_draws[draw, at] == pytest.approx(fpr)


def test_resampled_auc_centres_on_the_auc() -> None:
    rng = np.random.default_rng(9)
    positives = np.round(rng.normal(1, 1, 200), 1)
    negatives = np.round(rng.normal(0, 1, 300), 1)
    own = np.arange(500)
    found = resample(positives, negatives, own[:200], own[200:], 400, rng)
    areas = found.roc_auc()
    assert areas.mean() == pytest.approx(roc_auc(curve(positives, negatives)), abs=0.01)
    # Independent pairs: the spread is that of DeLong's formula, here by simulation.
    fresh = [
        roc_auc(curve(np.round(rng.normal(1, 1, 200), 1), np.round(rng.normal(0, 1, 300), 1)))
        for _ in range(400)
    ]
    assert areas.std() == pytest.approx(np.std(fresh), rel=0.25)
