"""Pick the threshold for a base rate, certify one, and say what each delivers."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from lib.core.arrays import Floats
from lib.thresholds.certify import SHARED, Certificate, independent, shared
from lib.thresholds.curves import Curve, curve
from lib.thresholds.exact_test import distinct
from lib.thresholds.intervals import central, exact, exact_precision
from lib.thresholds.resample import Resampled
from lib.thresholds.rules import Choice, lowest, recommended

BALANCED = 0.5
"""The base rate of a set with as many true as false pairs."""

_FEWEST_GROUPS = 20


@dataclass(frozen=True)
class Target:
    """The precision to reach, and the confidence of certificates and limits; both in (0, 1)."""

    min_precision: float
    confidence: float


@dataclass(frozen=True, eq=False)
class Evidence:
    """Scored pairs to pick thresholds from, higher scores for more similar pairs.

    Attributes
    ----------
    positives : ndarray of float64, shape (P,)
        Scores of true pairs.
    negatives : ndarray of float64, shape (N,)
    resample : callable
        Resamples what pairs share, given thresholds to look at beside the scores of
        true pairs; returns None where pairs share nothing.
    n_groups : int or None
        Objects that the true pairs are of; None where all pairs are independent.
    true_pairs_share : bool
        Whether true pairs share objects with each other; twins do not, and their
        recall needs no widening.
    repeats : float
        False pairs for each distinct one: two items that are each other's nearest give the
        same pair twice. Exact limits and tests count distinct pairs.
    """

    positives: Floats
    negatives: Floats
    resample: Callable[[list[float]], Resampled | None]
    n_groups: int | None
    true_pairs_share: bool = True
    repeats: float = 1.0

    @cached_property
    def curve(self) -> Curve:
        """Every operating point."""
        return curve(self.positives, self.negatives)


@dataclass(frozen=True)
class Limited(Choice):
    """A threshold, limits of its rates, and limits of its precision at a base rate."""

    recall_low: float
    recall_high: float
    fpr_low: float
    fpr_high: float
    precision_low: float
    precision_high: float


@dataclass(frozen=True, eq=False)
class Picked:
    """The thresholds for a base rate, and what they deliver there; None where there is none.

    Attributes
    ----------
    base_rate : float
    recommended : Limited or None
        The threshold that reaches the target on the pairs at hand with the most recall and,
        of those with that recall, the highest.
    lowest : Limited or None
        The lowest of those with that recall: the article's rule.
    balanced : Limited or None
        What `recommended` would be at a base rate of 50 %.
    certified : Limited or None
        The one with the most recall that reaches the target with confidence.
    certificate : Certificate
    """

    base_rate: float
    recommended: Limited | None
    lowest: Limited | None
    balanced: Limited | None
    certified: Limited | None
    certificate: Certificate


def pick(
    evidence: Evidence, base_rates: Sequence[float], target: Target
) -> tuple[list[Picked], Resampled | None]:
    """Pick thresholds for some base rates from the same pairs and the same resamples.

    Returns
    -------
    (list of Picked, Resampled or None)
        One for each base rate, and the resamples that limits and certificates rest on.
    """
    c = evidence.curve
    best = [recommended(c, rate, target.min_precision) for rate in base_rates]
    loosest = [lowest(c, rate, target.min_precision) for rate in base_rates]
    balanced = recommended(c, BALANCED, target.min_precision)
    drawn = evidence.resample([one.threshold for one in (*best, *loosest, balanced) if one])
    picked = []
    for rate, high, low in zip(base_rates, best, loosest, strict=True):
        certificate = _certify(evidence, drawn, rate, target)
        one, foot, even, sure = (
            _limited(evidence, choice, drawn, rate, target.confidence) if choice else None
            for choice in (high, low, balanced, certificate.choice)
        )
        picked.append(Picked(rate, one, foot, even, sure, certificate))
    return picked, drawn


def _certify(
    evidence: Evidence, drawn: Resampled | None, base_rate: float, target: Target
) -> Certificate:
    promise = base_rate, target.min_precision, target.confidence
    if drawn is None or evidence.n_groups is None:
        return independent(evidence.positives, evidence.negatives, *promise)
    if evidence.n_groups < _FEWEST_GROUPS:
        reason = (
            f"the true pairs share {evidence.n_groups} items or groups, at least "
            f"{_FEWEST_GROUPS} are needed"
        )
        return Certificate(None, None, SHARED, reason)
    return shared(drawn, *promise, evidence.repeats)


def _limited(
    evidence: Evidence,
    choice: Choice,
    drawn: Resampled | None,
    base_rate: float,
    confidence: float,
) -> Limited:
    """Exact binomial limits, widened by resampling where pairs share."""
    c = evidence.curve
    hits, flagged = round(choice.recall * c.n_positives), round(choice.fpr * c.n_negatives)
    alarms, n_negatives = distinct(flagged, c.n_negatives, evidence.repeats)
    recall = [*exact(hits, c.n_positives, confidence)]
    fpr = [*exact(int(alarms), n_negatives, confidence)]
    reached = [
        *exact_precision(hits, c.n_positives, int(alarms), n_negatives, base_rate, confidence)
    ]
    if drawn is not None:
        # Resamples of no false alarm have none, the exact limits know better; pairs that
        # share objects vary more than the exact limits know. The wider of both holds.
        if evidence.true_pairs_share:
            recall += central(drawn.recall(choice.threshold), confidence)
        fpr += central(drawn.alarms(choice.threshold), confidence)
        reached += central(drawn.precision(choice.threshold, base_rate), confidence)
    return Limited(
        **asdict(choice),
        recall_low=min(recall),
        recall_high=max(recall),
        fpr_low=min(fpr),
        fpr_high=max(fpr),
        precision_low=min(reached),
        precision_high=max(reached),
    )
