"""Exact intervals of shares, and of the precision that follows from two of them."""

from scipy.stats import binomtest

from lib.calibration.prevalence import precision


def exact(count: int, total: int, confidence: float) -> tuple[float, float]:
    """Return the limits of a share by Clopper and Pearson (1934); 0 and 1 where `total` is 0."""
    if total == 0:
        return 0.0, 1.0
    found = binomtest(count, total).proportion_ci(confidence, method="exact")
    return float(found.low), float(found.high)


def exact_precision(
    tps: int, n_positives: int, fps: int, n_negatives: int, base_rate: float, confidence: float
) -> tuple[float, float]:
    """Return limits of the precision at a base rate, from independent pairs.

    TPR and FPR each have an exact interval at half the error (Bonferroni); the
    worst and the best of both give the limits, which are conservative.

    Parameters
    ----------
    tps, fps : int
        True and false pairs flagged.
    n_positives, n_negatives : int
        True and false pairs in all, at least 1.
    base_rate, confidence : float
        In (0, 1).
    """
    half = (1 + confidence) / 2
    tpr_low, tpr_high = exact(tps, n_positives, half)
    fpr_low, fpr_high = exact(fps, n_negatives, half)
    return (
        float(precision(tpr_low, fpr_high, base_rate)),
        float(precision(tpr_high, fpr_low, base_rate)),
    )
