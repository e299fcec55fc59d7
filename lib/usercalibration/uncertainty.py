"""How sure a threshold is: its certificate, and limits of its recall and precision."""

import numpy as np

from lib.calibration.certify import SHARED, Certificate, independent, shared
from lib.calibration.curves import Curve
from lib.calibration.intervals import central, exact, exact_precision
from lib.calibration.prevalence import precision
from lib.calibration.resample import Resampled
from lib.calibration.thresholds import Choice
from lib.usercalibration.sample import Sample

_FEWEST_GROUPS = 20


def certify(
    sample: Sample,
    drawn: Resampled | None,
    base_rate: float,
    min_precision: float,
    confidence: float,
) -> Certificate:
    """Certify a threshold: pairs that share nothing are independent, others are resampled."""
    if drawn is None or sample.positive_groups is None:
        return independent(sample.positives, sample.negatives, base_rate, min_precision, confidence)
    groups = len(np.unique(sample.positive_groups))
    if groups < _FEWEST_GROUPS:
        reason = (
            f"the true pairs share {groups} items or groups, at least {_FEWEST_GROUPS} are needed"
        )
        return Certificate(None, None, SHARED, reason)
    return shared(drawn, base_rate, min_precision, confidence)


def limits(
    c: Curve, choice: Choice, drawn: Resampled | None, base_rate: float, confidence: float
) -> dict[str, float]:
    """Limits of recall and of precision: exact binomial, widened by resampling where pairs share.

    Parameters
    ----------
    c : Curve
    choice : Choice
        A point of it.
    drawn : Resampled or None
        Has the choice's threshold; None where pairs share nothing.
    base_rate, confidence : float

    Returns
    -------
    dict of str to float
        recall_low, recall_high, precision_low, precision_high.
    """
    hits, alarms = round(choice.recall * c.n_positives), round(choice.fpr * c.n_negatives)
    recall = [*exact(hits, c.n_positives, confidence)]
    reached = [*exact_precision(hits, c.n_positives, alarms, c.n_negatives, base_rate, confidence)]
    if drawn is not None:
        at = int(np.flatnonzero(drawn.thresholds == choice.threshold)[0])
        tpr, fpr = drawn.tpr_draws[:, at], drawn.fpr_draws[:, at]
        recall += central(tpr, confidence)
        reached += central(np.nan_to_num(precision(tpr, fpr, base_rate)), confidence)
    return {
        "recall_low": min(recall),
        "recall_high": max(recall),
        "precision_low": min(reached),
        "precision_high": max(reached),
    }
