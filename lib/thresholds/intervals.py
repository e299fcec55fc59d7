"""Intervals of shares, exact or from resamples, and of the precision that follows from two."""

import numpy as np
import numpy.typing as npt
from scipy.stats import beta

from lib.core.arrays import Floats
from lib.thresholds.base_rate import precision


def exact_limits(
    counts: npt.ArrayLike, totals: npt.ArrayLike, confidence: float
) -> tuple[Floats, Floats]:
    """Return the limits of shares by Clopper and Pearson (1934); 0 and 1 where a total is 0.

    Parameters
    ----------
    counts, totals : array-like of int
        Broadcast with each other.
    confidence : float
        In (0, 1).
    """
    k, n = np.asarray(counts, dtype=np.float64), np.asarray(totals, dtype=np.float64)
    tail = (1 - confidence) / 2
    # With a count of none, or of all, the quantile is not defined: no limit on that side.
    low = np.nan_to_num(beta.ppf(tail, k, n - k + 1), nan=0.0)
    return low, np.nan_to_num(beta.ppf(1 - tail, k + 1, n - k), nan=1.0)


def exact(count: int, total: int, confidence: float) -> tuple[float, float]:
    """Return the limits of one share, see :func:`exact_limits`."""
    low, high = exact_limits(count, total, confidence)
    return float(low), float(high)


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


def central(draws: Floats, confidence: float) -> tuple[float, float]:
    """Return the limits between which the central share of resampled values lies."""
    low, high = np.quantile(draws, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
