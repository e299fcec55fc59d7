"""Twelve simulated weeks of a stream, its audit, and what else could have been done."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import hypergeom

from lib.core.arrays import Ints
from lib.core.params.sections import AuditParams, CalibrateParams
from lib.core.rng import generator
from lib.thresholds.audit.estimate import Labels, alarm, count, estimate, watch
from lib.thresholds.audit.sampling import draw, equal_allocation, neyman_allocation
from lib.thresholds.audit.weeks import EVENTS, TRAP, Week, stream
from lib.thresholds.audit.without_labels import quantify, train
from lib.thresholds.curves import Curve, curve
from lib.thresholds.rules import TOLERANCE, recommended

STRATIFIED, FLAGGED_ONLY = "stratified", "flagged only"
BY_VARIANCE, UNIFORM = "stratified by variance", "uniform"
QUAPY = "QuaPy "
"""Names of estimators; QuaPy's own names follow the last."""

_REDRAWS = 2000


@dataclass(frozen=True, eq=False)
class _Design:
    """Whom an audit asks: positions in the stream, their strata, and how many of each."""

    pool: Ints
    strata: Ints
    counts: Ints

    @property
    def sizes(self) -> Ints:
        return np.bincount(self.strata, minlength=len(self.counts)).astype(np.int64)

    def expected_error(self, week: Week, rng: np.random.Generator) -> float:
        """Mean absolute error over many audits of the same week."""
        sizes = self.sizes
        true = np.bincount(self.strata[week.truth[self.pool]], minlength=len(sizes))
        hits = rng.hypergeometric(true, sizes - true, self.counts, (_REDRAWS, len(sizes)))
        weights = sizes / sizes.sum() / np.maximum(self.counts, 1)
        return float(np.abs((hits * weights).sum(axis=1) - week.truth.mean()).mean())


def simulate(
    positives: npt.ArrayLike,
    negatives: npt.ArrayLike,
    calibration_positives: npt.ArrayLike,
    calibration_negatives: npt.ArrayLike,
    params: AuditParams,
    calibrate: CalibrateParams,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run the weekly audit, its trap, and QuaPy's estimators over the same stream.

    Each week `params.stream` items are drawn with replacement from the measured
    scores, positives at exactly the week's base rate. The audit labels
    `params.per_band` items a band, estimates the base rate, and re-picks from the
    calibration the threshold that is in force the week after; where none reaches
    the target, the old one stays. A week 0 like the first sets the threshold and
    the labels that week 1 starts from. In week 11 the audit labels as many items,
    but flagged ones only, and takes their positive rate for the base rate.

    Parameters
    ----------
    positives, negatives : array-like of float
        Cosines that the stream is drawn from, in any order.
    calibration_positives, calibration_negatives : array-like of float
        Cosines that thresholds and QuaPy's estimators are calibrated on.
    params : AuditParams
    calibrate : CalibrateParams
        Target precision, and confidence of intervals.

    Returns
    -------
    weeks : pandas.DataFrame
        Columns of ``audit-weeks.csv``; NaN where there is no such number.
        `alarm_by_chance` is the probability that two stratified audits of this
        very stream raise the alarm, though nothing has moved.
    estimators : pandas.DataFrame
        Columns of ``audit-estimators.csv``. `error` is that of the week's one
        estimate; `expected_error` is the mean absolute error over many
        repetitions of the week's labelling, `bias` the mean error. QuaPy's
        estimators take no labels and have no intervals: all three are of the
        one estimate.
    """
    operating = curve(calibration_positives, calibration_negatives)
    fitted = train(
        calibration_positives, calibration_negatives, generator(params.seed, "calibration")
    )
    weeks: list[dict[str, object]] = []
    estimators: list[dict[str, object]] = []
    threshold = fixed = np.inf
    last = spread = None
    for week in stream(positives, negatives, params):
        rows, drawn = {}, {}
        for name, design in _designs(week, threshold, spread, params).items():
            rng = generator(params.seed, "week", str(week.number), name)
            rows[name], drawn[name] = _estimated(week, design, rng, calibrate.confidence)
        kind = FLAGGED_ONLY if EVENTS.get(week.number) == TRAP else STRATIFIED
        audit, labels, spread = rows[kind], drawn[kind], drawn[BY_VARIANCE]
        recommended = _pick(operating, float(audit["estimate"]), calibrate.min_precision)
        fixed = threshold if week.number == 1 else fixed
        if week.number > 0:
            precision, recall = week.outcome(threshold)
            weeks.append(
                {
                    "week": week.number,
                    "event": EVENTS.get(week.number, ""),
                    "base_rate": audit["base_rate"],
                    "audit": kind,
                    **{key: audit[key] for key in ("n_labelled", "estimate", "low", "high")},
                    "top_band_rate": labels.rates[-1],
                    "alarm": _alarmed(last, labels, params.alarm),
                    "alarm_by_chance": _alarm_by_chance(week, params),
                    "threshold": threshold if np.isfinite(threshold) else np.nan,
                    "true_precision": precision,
                    "true_recall": recall,
                    "recommended_threshold": recommended,
                    "fixed_threshold": fixed if np.isfinite(fixed) else np.nan,
                    "fixed_precision": week.outcome(fixed)[0],
                }
            )
            free = quantify(fitted, week.scores)
            rows |= {QUAPY + name: _free(week, value) for name, value in free.items()}
            estimators += [
                {"week": week.number, "estimator": name, **row} for name, row in rows.items()
            ]
        threshold = threshold if np.isnan(recommended) else recommended
        last = labels
    return pd.DataFrame(weeks), pd.DataFrame(estimators)


def _designs(
    week: Week, threshold: float, spread: Labels | None, params: AuditParams
) -> dict[str, _Design]:
    everyone = np.arange(len(week.scores), dtype=np.int64)
    flagged = np.flatnonzero(week.scores >= threshold).astype(np.int64)
    equal = equal_allocation(week.sizes, params.per_band)
    budget = int(equal.sum())
    optimal = equal
    if spread is not None:
        optimal = neyman_allocation(week.sizes, spread.labelled, spread.positives, budget)
    return {
        STRATIFIED: _Design(everyone, week.bands, equal),
        BY_VARIANCE: _Design(everyone, week.bands, optimal),
        UNIFORM: _Design(everyone, np.zeros_like(everyone), np.array([budget])),
        FLAGGED_ONLY: _Design(
            flagged, np.zeros_like(flagged), np.array([min(budget, len(flagged))])
        ),
    }


def _estimated(
    week: Week, design: _Design, rng: np.random.Generator, confidence: float
) -> tuple[dict[str, float], Labels]:
    """Estimate from one audit, and its labels by score band."""
    chosen = draw(design.strata, design.counts, rng)
    items = design.pool[chosen]
    by_band = count(week.bands[items], week.truth[items], week.sizes)
    base_rate = float(week.truth.mean())
    row = {"n_labelled": len(items), "base_rate": base_rate}
    if not len(items):
        absent = ("estimate", "low", "high", "error", "expected_error", "bias")
        return row | dict.fromkeys(absent, np.nan), by_band
    found = estimate(count(design.strata[chosen], week.truth[items], design.sizes), confidence)
    row |= {
        "estimate": found.value,
        "low": found.low,
        "high": found.high,
        "error": found.value - base_rate,
        "expected_error": design.expected_error(week, rng),
        # Random draws within strata are right on average about those that may be drawn.
        "bias": float(week.truth[design.pool].mean()) - base_rate,
    }
    return row, by_band


def _free(week: Week, value: float) -> dict[str, float]:
    """Return the row of an estimate that took no labels."""
    base_rate = float(week.truth.mean())
    error = value - base_rate
    return {
        "n_labelled": 0,
        "base_rate": base_rate,
        "estimate": value,
        "low": np.nan,
        "high": np.nan,
        "error": error,
        "expected_error": abs(error),
        "bias": error,
    }


def _pick(operating: Curve, base_rate: float, min_precision: float) -> float:
    found = recommended(operating, base_rate, min_precision)
    return found.threshold if found else np.nan


def _alarmed(last: Labels | None, this: Labels, fall: float) -> bool:
    """Whether the top band raises the alarm; without labels there it cannot."""
    if last is None or not (last.labelled[-1] and this.labelled[-1]):
        return False
    return alarm(watch(last, this), fall)


def _alarm_by_chance(week: Week, params: AuditParams) -> float:
    items = int(week.sizes[-1])
    labelled = min(params.per_band, items)
    if not labelled:
        return 0.0
    true = int(week.truth[week.bands == len(week.sizes) - 1].sum())
    hits = np.arange(labelled + 1)
    chance = hypergeom.pmf(hits, items, true, labelled)
    fall = (hits[:, None] - hits) / labelled >= params.alarm - TOLERANCE
    return float((chance[:, None] * chance * fall).sum())
