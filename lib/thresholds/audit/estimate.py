"""What the labels of a weekly audit say: prevalence, drift, and the threshold to use next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix_at_thresholds

from lib.core.arrays import Floats, Ints
from lib.thresholds.base_rate import precision
from lib.thresholds.intervals import exact_limits
from lib.thresholds.rules import TOLERANCE, Choice


@dataclass(frozen=True, eq=False)
class Labels:
    """Labels of one audit, counted by score band, lowest band first.

    Attributes
    ----------
    sizes : ndarray of int64, shape (H,)
        Items of the stream.
    labelled : ndarray of int64, shape (H,)
        Items labelled, drawn at random within their band.
    positives : ndarray of int64, shape (H,)
        Those labelled 1.
    """

    sizes: Ints
    labelled: Ints
    positives: Ints

    @property
    def shares(self) -> Floats:
        """Share of the stream in each band, shape (H,)."""
        return np.asarray(self.sizes / self.sizes.sum(), dtype=np.float64)

    @property
    def rates(self) -> Floats:
        """Share of positives among a band's labels, shape (H,); NaN without labels."""
        empty = np.full(len(self.sizes), np.nan)
        np.divide(self.positives, self.labelled, out=empty, where=self.labelled > 0)
        return empty


@dataclass(frozen=True, eq=False)
class Estimate:
    """Share of positives in a stream, with confidence limits.

    Attributes
    ----------
    value, low, high : float
        Of the whole stream.
    rates_low, rates_high : ndarray of float64, shape (H,)
        Limits of each band's positive rate.
    """

    value: float
    low: float
    high: float
    rates_low: Floats
    rates_high: Floats


@dataclass(frozen=True)
class Change:
    """How a band's positive rate moved between two audits; limits are of `difference`."""

    last: float
    this: float
    difference: float
    low: float
    high: float


def count(bands: npt.ArrayLike, labels: npt.ArrayLike, sizes: npt.ArrayLike) -> Labels:
    """Count the labels of a sample by band.

    Parameters
    ----------
    bands : array-like of int, shape (n,)
        Band of each labelled item.
    labels : array-like of bool or int, shape (n,)
        1 for positives, 0 for others.
    sizes : array-like of int, shape (H,)
        Items of the whole stream in each band.
    """
    total = np.asarray(sizes, dtype=np.int64)
    places, truth = np.asarray(bands, dtype=np.int64), np.asarray(labels).astype(bool)
    return Labels(
        total,
        np.bincount(places, minlength=len(total)).astype(np.int64),
        np.bincount(places[truth], minlength=len(total)).astype(np.int64),
    )


def estimate(labels: Labels, confidence: float = 0.95) -> Estimate:
    """Weigh each band's positive rate by its share of the stream.

    The interval combines exact limits of the bands by MOVER (Zou and Donner
    2008, Statistics in Medicine 27): the distances from rate to limit add up as
    standard errors would. Exact limits were chosen over Wilson's by simulation:
    over ten streams at base rates of 5 and 1 %, 50 labels a band, they cover the
    truth in 94.7 to 99 % of 20,000 audits, Wilson's in 91 to 98 %. A band that
    is labelled completely is known exactly and adds no width.

    Raises
    ------
    ValueError
        If a band of the stream has no labels: nothing is known of its share.
    """
    blind = np.flatnonzero((labels.sizes > 0) & (labels.labelled == 0))
    if len(blind):
        raise ValueError(f"band {int(blind[0])} has items but no labels")
    weights, rates = labels.shares, np.nan_to_num(labels.rates)
    low, high = exact_limits(labels.positives, labels.labelled, confidence)
    known = labels.labelled == labels.sizes
    low, high = np.where(known, rates, low), np.where(known, rates, high)
    value = float((weights * rates).sum())
    below = float(np.sqrt((weights**2 * (rates - low) ** 2).sum()))
    above = float(np.sqrt((weights**2 * (high - rates) ** 2).sum()))
    return Estimate(value, max(0.0, value - below), min(1.0, value + above), low, high)


def change(last: tuple[int, int], this: tuple[int, int], confidence: float = 0.95) -> Change:
    """Compare two rates, each given as (positives, labelled).

    The interval is Newcombe's hybrid score (Newcombe 1998, Statistics in Medicine
    17, method 10), of this week's rate minus last week's.

    Raises
    ------
    ValueError
        If either has no labels.
    """
    limits = []
    for positives, labelled in (last, this):
        if labelled == 0:
            raise ValueError("a band without labels has no rate to compare")
        found = binomtest(positives, labelled).proportion_ci(confidence, method="wilson")
        limits.append((positives / labelled, float(found.low), float(found.high)))
    (p, p_low, p_high), (q, q_low, q_high) = limits
    low = q - p - float(np.hypot(q - q_low, p_high - p))
    high = q - p + float(np.hypot(q_high - q, p - p_low))
    return Change(p, q, q - p, max(-1.0, low), min(1.0, high))


def watch(last: Labels, this: Labels, confidence: float = 0.95) -> list[Change | None]:
    """Compare every band of two audits; None where one of them has no labels."""
    return [
        change((int(a), int(m)), (int(b), int(n)), confidence) if m and n else None
        for a, m, b, n in zip(
            last.positives, last.labelled, this.positives, this.labelled, strict=True
        )
    ]


def alarm(changes: Sequence[Change | None], fall: float = 0.1) -> bool:
    """Tell whether the top band's positive rate fell by `fall` or more.

    Raises
    ------
    ValueError
        If the top band has no labels in one of the weeks.
    """
    top = changes[-1]
    if top is None:
        raise ValueError("the top band has no labels in one of the weeks")
    return top.difference <= TOLERANCE - fall


def threshold_from_rates(
    thresholds: npt.ArrayLike,
    tpr: npt.ArrayLike,
    fpr: npt.ArrayLike,
    base_rate: float,
    min_precision: float,
) -> Choice | None:
    """Find the threshold of a calibration to use for a precision at a base rate.

    Does on a stored curve of rates, shape (T,) each, what
    :func:`lib.thresholds.rules.recommended` does on counts.

    Returns
    -------
    Choice or None
        None if no threshold reaches the target, as at a base rate of 0.
    """
    enough = np.flatnonzero(precision(tpr, fpr, base_rate) >= min_precision - TOLERANCE)
    if not len(enough):
        return None
    points = np.array([np.asarray(part)[enough] for part in (thresholds, tpr, fpr)])
    return Choice(*(float(value) for value in points[:, np.lexsort(points[:2])[-1]]))


def threshold_from_labels(
    scores: npt.ArrayLike, labels: npt.ArrayLike, weights: npt.ArrayLike, min_precision: float
) -> Choice | None:
    """Find the score of a labelled sample to use for a precision on its stream.

    Weighs what :func:`lib.thresholds.rules.recommended` counts.

    Parameters
    ----------
    scores, labels : array-like, shape (n,)
        Of the labelled items.
    weights : array-like of float, shape (n,)
        Items of the stream that each stands for: the band's size over its labels.
    min_precision : float

    Returns
    -------
    Choice or None
        None if no threshold reaches the target, or nothing is labelled 1.
    """
    truth = np.asarray(labels).astype(np.int64)
    if not truth.any():
        return None
    _, fps, _, tps, thresholds = confusion_matrix_at_thresholds(
        truth, np.asarray(scores, dtype=np.float64), sample_weight=np.asarray(weights, np.float64)
    )
    enough = np.flatnonzero(tps / (tps + fps) >= min_precision - TOLERANCE)
    if not len(enough):
        return None
    best = np.searchsorted(tps, tps[enough[-1]])
    fpr = float(fps[best] / fps[-1]) if fps[-1] > 0 else 0.0
    return Choice(float(thresholds[best]), float(tps[best] / tps[-1]), fpr)
