"""Intervals for what is measured item by item: the items' groups, or their classes, drawn anew."""

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats
from lib.evaluation.intervals import draw_weights, map_intervals


def mean_interval(
    values: Floats,
    units: npt.NDArray[np.str_],
    resamples: int,
    seed: int,
    confidence: float,
) -> tuple[float, float]:
    """Interval of a mean, see :mod:`lib.evaluation.intervals`.

    Parameters
    ----------
    values : ndarray of float64, shape (N,)
        In [0, 1].
    units : ndarray of str, shape (N,)
        What is resampled: the group, or the class, of each item.
    resamples, seed, confidence
        As there.

    Returns
    -------
    (float, float)
        Lower and upper end; NaN where there are fewer than two units.
    """
    names, number = np.unique(units, return_inverse=True)
    if len(names) < 2:
        return np.nan, np.nan
    totals, counts = np.bincount(number, values).astype(np.float64), np.bincount(number)
    weights = draw_weights(names.tolist(), resamples, seed)
    low, high = map_intervals(totals[:, None], counts, weights, confidence)[0]
    return float(low), float(high)


def ratio_interval(
    above: Floats,
    below: Floats,
    units: npt.NDArray[np.str_],
    resamples: int,
    seed: int,
    confidence: float,
) -> tuple[float, float]:
    """Percentile interval of a ratio of sums, by the Bayesian bootstrap (Rubin 1981).

    Parameters
    ----------
    above, below : ndarray of float64, shape (N,)
        Each item's part of the two sums.
    units : ndarray of str, shape (N,)
        What is resampled.
    resamples, seed, confidence
        As for :func:`mean_interval`.

    Returns
    -------
    (float, float)
        NaN where there are fewer than two units.
    """
    names, number = np.unique(units, return_inverse=True)
    if len(names) < 2:
        return np.nan, np.nan
    weights = draw_weights(names.tolist(), resamples, seed)[:, :-1].astype(np.float64)
    sums = np.stack([np.bincount(number, part) for part in (above, below)], axis=1)
    # Column by column and not by BLAS, whose last bits depend on the processor.
    top, bottom = ((weights * column).sum(axis=1) for column in sums.T)
    tail = (1 - confidence) / 2
    low, high = np.quantile(top / bottom, [tail, 1 - tail])
    return float(low), float(high)
