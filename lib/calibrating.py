"""From scored pairs to a threshold, with all that a reader needs to judge it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest

from lib.calibrated import (
    AtBaseRate,
    Calibration,
    Histogram,
    Point,
    StoredCurve,
    Verdict,
    config_line,
)
from lib.calibration.certify import SHARED, Certificate, independent, shared
from lib.calibration.curves import Curve, Floats, average_precision, curve, roc_auc
from lib.calibration.prevalence import false_alarms, precision
from lib.calibration.record import LOWER_IS_CLOSER, Similarity, Threshold
from lib.calibration.resample import Resampled, resample
from lib.calibration.thresholds import Choice, best_reachable, lowest
from lib.errors import BenchError
from lib.params import CalibrateParams
from lib.rng import generator
from lib.scorefile import ScoreFile

MOST_POINTS = 2000
"""Points of the curve that is kept."""

BUDGET = (
    "calibrate to a target some 5 points above the precision that you have to ship "
    "(0.95 to ship 0.90): production holds harder pairs than any sample of them"
)
"""The guardrail that is printed beside every target."""

_BINS = 60
_FEWEST_GROUPS = 20
_MOST_WEIGHINGS = 2_000_000_000

Groups = npt.NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Sample:
    """Scores of true and of false pairs, higher for more similar ones.

    Attributes
    ----------
    positives : ndarray of float64, shape (P,)
    negatives : ndarray of float64, shape (N,)
    positive_groups : ndarray of int, shape (P,) or (P, 2), or None
        What pairs share, numbered from 0; None where they share nothing.
    negative_groups : ndarray of int, shape (N,) or (N, 2), or None
    sha256 : str
        Of what the scores come from.
    """

    positives: Floats
    negatives: Floats
    positive_groups: Groups | None
    negative_groups: Groups | None
    sha256: str

    @classmethod
    def of(cls, file: ScoreFile, similarity: Similarity) -> "Sample":
        """Split a file's rows by label and turn distances around."""
        scores = -file.scores if similarity in LOWER_IS_CLOSER else file.scores
        true = file.labels == 1
        groups = None if file.groups is None else file.groups[true]
        others = None if file.groups is None else file.groups[~true]
        return cls(scores[true], scores[~true], groups, others, file.sha256)


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
    units = _units(similarity)
    c = curve(sample.positives, sample.negatives)
    area = roc_auc(c)
    _require_direction(area, similarity)
    found = lowest(c, base_rate, min_precision)
    if found is None:
        raise _unreachable(c, base_rate, min_precision, similarity)
    balanced = lowest(c, 0.5, min_precision)
    drawn = _resampled(sample, [o.threshold for o in (found, balanced) if o], params)
    certificate = _certify(sample, drawn, base_rate, min_precision, confidence)

    def point(choice: Choice | None) -> Point | None:
        if choice is None:
            return None
        limits = _limits(c, choice, drawn, base_rate, confidence)
        value = choice.precision(base_rate)
        return Point(
            threshold=units(choice.threshold),
            recall=choice.recall,
            recall_low=limits[0],
            recall_high=limits[1],
            fpr=choice.fpr,
            precision=value,
            precision_low=limits[2],
            precision_high=limits[3],
            false_alarms_per_1000=float(false_alarms(value)),
        )

    kept = certificate.choice or found
    record = Threshold(
        value=units(kept.threshold),
        similarity=similarity,
        encoder=encoder,
        weights_sha256=weights_sha256,
        base_rate=base_rate,
        min_precision=min_precision,
        confidence=confidence if certificate.choice else None,
        made_from=sample.sha256,
    )
    estimate = point(found)
    assert estimate is not None
    return Calibration(
        threshold=record,
        config=config_line(record, kept.recall),
        source=source,
        n_positives=c.n_positives,
        n_negatives=c.n_negatives,
        n_groups=_n_groups(sample),
        confidence=confidence,
        roc_auc=area,
        average_precision=average_precision(c, base_rate),
        point=estimate,
        certified=point(certificate.choice),
        balanced=point(balanced),
        verdict=Verdict(
            status="certified" if certificate.choice else "not certifiable",
            negatives_needed=certificate.negatives_needed,
            assumption=certificate.assumption,
            reason=certificate.reason,
        ),
        base_rates=tuple(
            _at(c, rate, min_precision, balanced, units)
            for rate in sorted({*params.base_rates, base_rate}, reverse=True)
        ),
        curve=_thinned(c, (found, balanced, certificate.choice), units),
        histogram=_histogram(sample, units),
        notes=notes,
    )


def _units(similarity: Similarity) -> Callable[[float], float]:
    """Return what turns an oriented score into the similarity's own units."""
    sign = -1.0 if similarity in LOWER_IS_CLOSER else 1.0
    return lambda value: sign * value + 0.0


def _require_direction(area: float, similarity: Similarity) -> None:
    if area < 0.5:
        lower = similarity in LOWER_IS_CLOSER
        raise BenchError(
            f"true pairs score {'higher' if lower else 'lower'} than the others (ROC AUC "
            f"{area:.3f}, a coin gives 0.5)",
            f"did you mean --similarity {'higher' if lower else 'lower'}? If not, look whether "
            "the labels are swapped",
        )


def _unreachable(
    c: Curve, base_rate: float, min_precision: float, similarity: Similarity
) -> BenchError:
    best = best_reachable(c, base_rate)
    sign = "<=" if similarity in LOWER_IS_CLOSER else ">="
    where = f"{similarity} {sign} {_units(similarity)(best.threshold):.6g}"
    return BenchError(
        f"no threshold reaches precision {min_precision:g} at a base rate of {base_rate:.3g}: "
        f"the best is {best.precision(base_rate):.3f} at {where}, with recall {best.recall:.3f}",
        "lower --min-precision, use an encoder that tells the pairs apart, or let another check "
        "confirm what is flagged",
    )


def _n_groups(sample: Sample) -> int | None:
    if sample.positive_groups is None or sample.negative_groups is None:
        return None
    both = (np.unique(sample.positive_groups), np.unique(sample.negative_groups))
    return len(np.union1d(*both))


def _resampled(sample: Sample, also: list[float], params: CalibrateParams) -> Resampled | None:
    if sample.positive_groups is None or sample.negative_groups is None:
        return None
    pairs = len(sample.positives) + len(sample.negatives)
    return resample(
        _on_grid(sample.positives, also),
        sample.negatives,
        sample.positive_groups,
        sample.negative_groups,
        # A tail of 5 % over three paths takes some 60 draws at least to be seen.
        int(np.clip(_MOST_WEIGHINGS // pairs, 200, params.resamples)),
        generator(params.seed, "calibrate"),
        also,
    )


def _on_grid(positives: Floats, also: list[float]) -> Floats:
    """Lower scores to the next of `MOST_POINTS` thresholds and those of `also`.

    At these no count changes, and the draws at a million thresholds would fill the memory.
    """
    values = np.unique(positives)
    if len(values) <= MOST_POINTS:
        return positives
    kept = values[np.linspace(0, len(values) - 1, MOST_POINTS).round().astype(np.int64)]
    grid = np.union1d(kept, np.asarray(also))
    return np.asarray(grid[np.searchsorted(grid, positives, side="right") - 1])


def _certify(
    sample: Sample,
    drawn: Resampled | None,
    base_rate: float,
    min_precision: float,
    confidence: float,
) -> Certificate:
    if drawn is None:
        return independent(sample.positives, sample.negatives, base_rate, min_precision, confidence)
    assert sample.positive_groups is not None
    groups = len(np.unique(sample.positive_groups))
    if groups < _FEWEST_GROUPS:
        reason = (
            f"the true pairs share {groups} items or groups, at least {_FEWEST_GROUPS} are needed"
        )
        return Certificate(None, None, SHARED, reason)
    return shared(drawn, base_rate, min_precision, confidence)


def _limits(
    c: Curve, choice: Choice, drawn: Resampled | None, base_rate: float, confidence: float
) -> tuple[float, float, float, float]:
    """Limits of recall and of precision: exact binomial; by resampling too where pairs share."""
    hits, alarms = round(choice.recall * c.n_positives), round(choice.fpr * c.n_negatives)
    recall = _exact(hits, c.n_positives, confidence)
    # Precision takes both rates, each at half the error (Bonferroni).
    half = 1 - (1 - confidence) / 2
    tpr, fpr = _exact(hits, c.n_positives, half), _exact(alarms, c.n_negatives, half)
    low = float(precision(tpr[0], fpr[1], base_rate))
    high = float(precision(tpr[1], fpr[0], base_rate))
    if drawn is not None:
        tails = [(1 - confidence) / 2, (1 + confidence) / 2]
        at = int(np.flatnonzero(drawn.thresholds == choice.threshold)[0])
        rates = drawn.tpr_draws[:, at], drawn.fpr_draws[:, at]
        spread = np.quantile(rates[0], tails)
        recall = (min(recall[0], float(spread[0])), max(recall[1], float(spread[1])))
        spread = np.quantile(np.nan_to_num(precision(*rates, base_rate)), tails)
        low, high = min(low, float(spread[0])), max(high, float(spread[1]))
    return recall[0], recall[1], low, high


def _exact(count: int, n: int, confidence: float) -> tuple[float, float]:
    """Limits of a share by Clopper and Pearson (1934)."""
    low, high = binomtest(count, n).proportion_ci(confidence, method="exact")
    return float(low), float(high)


def _at(
    c: Curve,
    rate: float,
    min_precision: float,
    balanced: Choice | None,
    units: Callable[[float], float],
) -> AtBaseRate:
    found = lowest(c, rate, min_precision)
    delivered = balanced.precision(rate) if balanced else None
    return AtBaseRate(
        base_rate=rate,
        threshold=units(found.threshold) if found else None,
        recall=found.recall if found else None,
        precision=found.precision(rate) if found else None,
        balanced_precision=delivered,
        balanced_false_alarms_per_1000=None
        if delivered is None
        else float(false_alarms(delivered)),
    )


def _thinned(
    c: Curve, choices: tuple[Choice | None, ...], units: Callable[[float], float]
) -> StoredCurve:
    """Keep points evenly by recall and, since low base rates live there, by log of false pairs."""
    n = len(c.thresholds)
    keep = np.arange(n)
    if n > MOST_POINTS:
        most = MOST_POINTS // 2 - 4
        by_recall = np.searchsorted(c.tps, np.linspace(c.tps[0], c.tps[-1], most))
        by_alarms = np.searchsorted(np.log1p(c.fps), np.linspace(0, np.log1p(c.fps[-1]), most))
        at = [int(np.flatnonzero(c.thresholds == o.threshold)[0]) for o in choices if o]
        keep = np.unique(np.concatenate([[0, n - 1], at, by_recall, by_alarms]))
        keep = keep[keep < n]
    return StoredCurve(
        thresholds=tuple(units(float(value)) for value in c.thresholds[keep]),
        tpr=tuple(c.tpr[keep].tolist()),
        fpr=tuple(c.fpr[keep].tolist()),
    )


def _histogram(sample: Sample, units: Callable[[float], float]) -> Histogram:
    true, false = units(1.0) * sample.positives, units(1.0) * sample.negatives
    ends = [np.quantile(part, [0.005, 0.995]) for part in (true, false)]
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    if low == high:
        low, high = min(true.min(), false.min()), max(true.max(), false.max())
    counts = [np.histogram(part.clip(low, high), _BINS, (low, high)) for part in (true, false)]
    return Histogram(
        edges=tuple(counts[0][1].tolist()),
        positives=tuple(counts[0][0].tolist()),
        negatives=tuple(counts[1][0].tolist()),
    )
