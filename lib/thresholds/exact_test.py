"""The exact binomial test of false alarms: what it counts, and how many pairs it takes."""

import numpy as np
import numpy.typing as npt
from scipy.stats import binom

from lib.core.arrays import Ints


def distinct(flagged: npt.ArrayLike, total: int, repeats: float) -> tuple[Ints, int]:
    """Return how many distinct pairs are flagged, rounded up, and are there, rounded down.

    Parameters
    ----------
    flagged : array-like of int
        Pairs of `total`, each distinct one as often as it occurs.
    total : int
        At least 1.
    repeats : float
        Pairs for each distinct one, at least 1.
    """
    units = max(1, int(total / repeats))
    return np.minimum(np.ceil(np.asarray(flagged) / repeats), units).astype(np.int64), units


def negatives_needed(fpr: float, allowed: float, error: float) -> float | None:
    """Return the negatives from which an observed FPR passes the exact test.

    Parameters
    ----------
    fpr, allowed : float
        Observed, and the highest that the promise bears, in [0, 1].
    error : float
        With which the test may pass by chance, in (0, 1).

    Returns
    -------
    float or None
        Two digits, rounded up; None where no number up to 10^12 would do.
    """
    if not fpr < allowed:
        return None

    def passes(count: int) -> bool:
        return bool(binom.cdf(np.ceil(fpr * count), count, allowed) <= error)

    high = 1
    while not passes(high):
        high *= 2
        if high > 1e12:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if passes(middle) else (middle, high)
    unit = 10.0 ** max(np.floor(np.log10(high)) - 1, 0)
    return float(np.ceil(high / unit) * unit)
