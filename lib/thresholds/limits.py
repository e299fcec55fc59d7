"""Limits of what a threshold delivers."""

from lib.thresholds.choose import Choice
from lib.thresholds.curves import Curve
from lib.thresholds.intervals import central, exact, exact_precision
from lib.thresholds.resample import Resampled

LIMITS = ("recall_low", "recall_high", "precision_low", "precision_high")
"""Names of the limits."""


def limits(
    c: Curve,
    choice: Choice,
    drawn: Resampled | None,
    base_rate: float,
    confidence: float,
    *,
    true_pairs_share: bool = True,
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
    true_pairs_share : bool, optional
        Whether true pairs share objects with each other; twins do not, and their
        recall needs no widening.

    Returns
    -------
    dict of str to float
        Each of `LIMITS`.
    """
    hits, alarms = round(choice.recall * c.n_positives), round(choice.fpr * c.n_negatives)
    recall = [*exact(hits, c.n_positives, confidence)]
    reached = [*exact_precision(hits, c.n_positives, alarms, c.n_negatives, base_rate, confidence)]
    if drawn is not None:
        # Resamples of no false alarm have none, the exact limits know better; pairs that
        # share objects vary more than the exact limits know. The wider of both holds.
        if true_pairs_share:
            recall += central(drawn.recall(choice.threshold), confidence)
        reached += central(drawn.precision(choice.threshold, base_rate), confidence)
    return {
        "recall_low": min(recall),
        "recall_high": max(recall),
        "precision_low": min(reached),
        "precision_high": max(reached),
    }
