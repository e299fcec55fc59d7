"""From scored pairs to a threshold, with all that a reader needs to judge it."""

from dataclasses import asdict, dataclass

from lib.catalogue.asked_rate import Gallery, RateOf
from lib.catalogue.calibration_json import (
    AtBaseRate,
    Calibration,
    Point,
    Scan,
    Verdict,
    config_line,
)
from lib.catalogue.scored_pairs import ScoredPairs, histogram, thinned
from lib.catalogue.scores import Similarity
from lib.catalogue.threshold import Threshold
from lib.core.errors import BenchError
from lib.core.params.sections import CalibrateParams
from lib.thresholds.base_rate import false_alarms
from lib.thresholds.certify import STARTS
from lib.thresholds.curves import Curve, average_precision, roc_auc
from lib.thresholds.gallery import expected_false_alarms, negatives_needed
from lib.thresholds.pick import Limited, Target, pick
from lib.thresholds.rules import Choice, best_reachable, recommended
from lib.thresholds.similarities import RISING, comparison, oriented

BUDGET = (
    "calibrate to a target some 5 points above the precision that you have to ship "
    "(0.95 to ship 0.90): production holds harder pairs than any sample of them"
)
"""The guardrail that is printed beside every target."""

_ALSO: dict[RateOf, str] = {
    "pairs": "",
    "candidates": ", and candidates come from a catalogue as large as the one that is scanned",
}
"""What a certificate assumes besides."""


@dataclass(frozen=True)
class Origin:
    """Where a sample comes from, for the record and its reader.

    Attributes
    ----------
    source : str
        Name of the file or folder.
    similarity : str
        What the scores are; distances are negated in the sample and come out as
        distances.
    encoder, weights_sha256 : str or None
    notes : tuple of str
        What else the reader should know.
    rate_of : {"pairs", "candidates"}
        What the sample's pairs are: any, or what a search returns.
    found : float
        Share of the true pairs that a search returns; 1 of all pairs.
    """

    source: str
    similarity: Similarity
    encoder: str | None = None
    weights_sha256: str | None = None
    notes: tuple[str, ...] = ()
    rate_of: RateOf = "pairs"
    found: float = 1.0


def calibrate(
    sample: ScoredPairs,
    origin: Origin,
    base_rate: float,
    target: Target,
    params: CalibrateParams,
    gallery: Gallery | None = None,
) -> Calibration:
    """Choose and certify a threshold.

    Parameters
    ----------
    sample : ScoredPairs
    origin : Origin
    base_rate : float
        Share of true pairs in production among what `origin` says, in (0, 1).
    target : Target
    params : CalibrateParams
        Brings base rates to compare with, resamples and seed.
    gallery : Gallery, optional
        The catalogue that is scanned, where it is known: what a scan of it costs.

    Raises
    ------
    BenchError
        If true pairs score lower than the others, or no threshold reaches the
        target; says which precision can be reached, and where.
    """
    similarity, min_precision = origin.similarity, target.min_precision
    evidence = sample.evidence(params)
    c = evidence.curve
    area = roc_auc(c)
    _require_direction(area, similarity)
    rates = sorted({*params.base_rates, base_rate}, reverse=True)
    by_rate = {rate: recommended(c, rate, min_precision) for rate in rates}
    if by_rate[base_rate] is None:
        raise _unreachable(c, base_rate, min_precision, similarity, gallery)
    (picked,), _ = pick(evidence, [base_rate], target)
    best, loosest = picked.recommended, picked.lowest
    balanced, certified = picked.balanced, picked.certified
    assert best is not None
    assert loosest is not None
    kept = certified or best
    record = Threshold(
        value=_shown(kept, similarity),
        similarity=similarity,
        encoder=origin.encoder,
        weights_sha256=origin.weights_sha256,
        base_rate=base_rate,
        rate_of=origin.rate_of,
        min_precision=min_precision,
        confidence=target.confidence if certified else None,
        made_from=sample.sha256,
    )
    return Calibration(
        threshold=record,
        config=config_line(record, kept.recall),
        source=origin.source,
        n_positives=c.n_positives,
        n_negatives=c.n_negatives,
        n_groups=sample.n_groups,
        confidence=target.confidence,
        roc_auc=area,
        average_precision=average_precision(c, base_rate),
        recommended=_point(best, base_rate, similarity),
        point=_point(loosest, base_rate, similarity),
        certified=_point(certified, base_rate, similarity) if certified else None,
        balanced=_point(balanced, base_rate, similarity) if balanced else None,
        verdict=Verdict(
            status="certified" if certified else "not certifiable",
            negatives_needed=picked.certificate.negatives_needed,
            assumption=picked.certificate.assumption + _ALSO[origin.rate_of],
            reason=picked.certificate.reason,
        ),
        base_rates=tuple(
            _at(rate, choice, balanced, similarity) for rate, choice in by_rate.items()
        ),
        curve=thinned(c, (best, loosest, balanced, certified), similarity),
        histogram=histogram(sample, similarity),
        scan=_scan(gallery, kept, origin.found, record, target) if gallery else None,
        notes=origin.notes,
    )


def _scan(gallery: Gallery, kept: Limited, found: float, record: Threshold, target: Target) -> Scan:
    # The recall of the threshold, or the one that certificates bear the most false alarms at.
    recall = max(kept.recall, STARTS[-1])

    def needed(rate: float) -> float | None:
        return negatives_needed(rate, target.min_precision, target.confidence, recall)

    false = gallery.n_negatives(found)
    return Scan(
        size=gallery.size,
        duplicate_share=gallery.duplicate_share,
        n_scored=gallery.n_scored,
        false_alarms=expected_false_alarms(kept.fpr, false),
        false_alarms_high=expected_false_alarms(kept.fpr_high, false),
        negatives_needed=needed(record.base_rate),
        negatives_of_candidates=needed(gallery.duplicate_share * found),
    )


def _point(one: Limited, base_rate: float, similarity: str) -> Point:
    reached = one.precision(base_rate)
    values = asdict(one) | {
        "threshold": _shown(one, similarity),
        "precision": reached,
        "false_alarms_per_1000": float(false_alarms(reached)),
    }
    return Point(**values)


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


def _unreachable(
    c: Curve, base_rate: float, min_precision: float, similarity: str, gallery: Gallery | None
) -> BenchError:
    best = best_reachable(c, base_rate)
    where = f"{similarity} {comparison(similarity)} {_shown(best, similarity):.6g}"
    return BenchError(
        f"no threshold reaches precision {min_precision:g} at a base rate of {base_rate:.3g}: "
        f"the best is {best.precision(base_rate):.3f} at {where}, with recall {best.recall:.3f}",
        "lower --min-precision, use an encoder that tells the pairs apart, or let another check "
        "confirm what is flagged"
        + (
            ": calibrate the candidates of a search by --rate-of candidates"
            if gallery is not None and gallery.rate_of == "pairs"
            else ""
        ),
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
