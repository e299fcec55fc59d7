"""From scored pairs to a threshold, with all that a reader needs to judge it."""

from lib.catalogue.outline import histogram, thinned
from lib.catalogue.result import AtBaseRate, Calibration, Point, Verdict, config_line
from lib.catalogue.sample import Sample
from lib.catalogue.scores import Similarity
from lib.catalogue.threshold import Threshold
from lib.catalogue.uncertainty import certify
from lib.core.errors import BenchError
from lib.core.params.sections import CalibrateParams
from lib.thresholds.base_rate import false_alarms
from lib.thresholds.choose import Choice, best_reachable, lowest
from lib.thresholds.curves import Curve, average_precision, curve, roc_auc
from lib.thresholds.limits import limits
from lib.thresholds.similarities import RISING, comparison, oriented

BUDGET = (
    "calibrate to a target some 5 points above the precision that you have to ship "
    "(0.95 to ship 0.90): production holds harder pairs than any sample of them"
)
"""The guardrail that is printed beside every target."""


def calibrate(
    sample: Sample,
    *,
    similarity: Similarity,
    base_rate: float,
    min_precision: float,
    confidence: float,
    source: str,
    encoder: str | None = None,
    weights_sha256: str | None = None,
    notes: tuple[str, ...] = (),
    params: CalibrateParams | None = None,
) -> Calibration:
    """Choose and certify a threshold.

    Parameters
    ----------
    sample : Sample
    similarity : str
        What the scores are; distances are negated in `sample` and come out as
        distances.
    base_rate, min_precision, confidence : float
        In (0, 1).
    source : str
        What the sample comes from, for the reader.
    encoder, weights_sha256 : str, optional
        For the record.
    notes : tuple of str, optional
        What else the reader should know.
    params : CalibrateParams, optional
        Brings base rates to compare with, resamples and seed.

    Raises
    ------
    BenchError
        If true pairs score lower than the others, or no threshold reaches the
        target; says which precision can be reached, and where.
    """
    params = params or CalibrateParams()
    c = curve(sample.positives, sample.negatives)
    area = roc_auc(c)
    _require_direction(area, similarity)
    found = lowest(c, base_rate, min_precision)
    if found is None:
        raise _unreachable(c, base_rate, min_precision, similarity)
    balanced = lowest(c, 0.5, min_precision)
    drawn = sample.resampled([one.threshold for one in (found, balanced) if one], params)
    certificate = certify(sample, drawn, base_rate, min_precision, confidence)
    certified = certificate.choice

    def point(choice: Choice) -> Point:
        reached = choice.precision(base_rate)
        return Point(
            threshold=_shown(choice, similarity),
            recall=choice.recall,
            fpr=choice.fpr,
            precision=reached,
            false_alarms_per_1000=float(false_alarms(reached)),
            **limits(c, choice, drawn, base_rate, confidence),
        )

    kept = certified or found
    record = Threshold(
        value=_shown(kept, similarity),
        similarity=similarity,
        encoder=encoder,
        weights_sha256=weights_sha256,
        base_rate=base_rate,
        min_precision=min_precision,
        confidence=confidence if certified else None,
        made_from=sample.sha256,
    )
    return Calibration(
        threshold=record,
        config=config_line(record, kept.recall),
        source=source,
        n_positives=c.n_positives,
        n_negatives=c.n_negatives,
        n_groups=sample.n_groups,
        confidence=confidence,
        roc_auc=area,
        average_precision=average_precision(c, base_rate),
        point=point(found),
        certified=point(certified) if certified else None,
        balanced=point(balanced) if balanced else None,
        verdict=Verdict(
            status="certified" if certified else "not certifiable",
            negatives_needed=certificate.negatives_needed,
            assumption=certificate.assumption,
            reason=certificate.reason,
        ),
        base_rates=tuple(
            _at(rate, lowest(c, rate, min_precision), balanced, similarity)
            for rate in sorted({*params.base_rates, base_rate}, reverse=True)
        ),
        curve=thinned(c, (found, balanced, certified), similarity),
        histogram=histogram(sample, similarity),
        notes=notes,
    )


def _shown(choice: Choice, similarity: str) -> float:
    """Return a threshold in the similarity's own units."""
    return float(oriented(choice.threshold, similarity))


def _require_direction(area: float, similarity: str) -> None:
    if area < 0.5:
        other = "lower" if RISING[similarity] else "higher"
        raise BenchError(
            f"true pairs score {other} than the others (ROC AUC {area:.3f}, a coin gives 0.5)",
            f"did you mean --similarity {other}? If not, look whether the labels are swapped",
        )


def _unreachable(c: Curve, base_rate: float, min_precision: float, similarity: str) -> BenchError:
    best = best_reachable(c, base_rate)
    where = f"{similarity} {comparison(similarity)} {_shown(best, similarity):.6g}"
    return BenchError(
        f"no threshold reaches precision {min_precision:g} at a base rate of {base_rate:.3g}: "
        f"the best is {best.precision(base_rate):.3f} at {where}, with recall {best.recall:.3f}",
        "lower --min-precision, use an encoder that tells the pairs apart, or let another check "
        "confirm what is flagged",
    )


def _at(rate: float, found: Choice | None, balanced: Choice | None, similarity: str) -> AtBaseRate:
    delivered = balanced.precision(rate) if balanced else None
    return AtBaseRate(
        base_rate=rate,
        threshold=_shown(found, similarity) if found else None,
        recall=found.recall if found else None,
        precision=found.precision(rate) if found else None,
        balanced_precision=delivered,
        balanced_false_alarms_per_1000=None
        if delivered is None
        else float(false_alarms(delivered)),
    )
