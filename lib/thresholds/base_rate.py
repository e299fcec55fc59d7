"""What a threshold's TPR and FPR become at a base rate."""

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats


def precision(tpr: npt.ArrayLike, fpr: npt.ArrayLike, base_rate: npt.ArrayLike) -> Floats:
    """Share of flagged pairs that are true, by Bayes' rule.

    TPR and FPR are conditioned on the label and do not move with the base rate;
    precision is what the base rate eats.

    Parameters
    ----------
    tpr, fpr : array-like
        Rates in [0, 1].
    base_rate : array-like
        Share of true pairs in the stream, in (0, 1); broadcasts with the rates.

    Returns
    -------
    ndarray of float64
        ``p * TPR / (p * TPR + (1 - p) * FPR)``; NaN where nothing is flagged.
    """
    true = np.asarray(base_rate) * np.asarray(tpr, dtype=np.float64)
    false = (1 - np.asarray(base_rate)) * np.asarray(fpr, dtype=np.float64)
    flagged = np.asarray(true + false)
    share: Floats = np.full(flagged.shape, np.nan)
    np.divide(true, flagged, out=share, where=flagged > 0)
    return share


def false_alarms(precision: npt.ArrayLike) -> Floats:
    """Return false alarms per 1,000 flagged pairs."""
    return np.asarray(1000 * (1 - np.asarray(precision, dtype=np.float64)))


def tolerable_fpr(tpr: npt.ArrayLike, base_rate: float, min_precision: float) -> Floats:
    """Return the FPR up to which precision stays at `min_precision`, given TPR and base rate."""
    odds = base_rate / (1 - base_rate) * (1 - min_precision) / min_precision
    allowed: Floats = np.asarray(tpr, dtype=np.float64) * odds
    return allowed
