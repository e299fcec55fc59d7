"""Every operating point of a score, and the areas under its curves."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import auc, confusion_matrix_at_thresholds

from lib.core.arrays import Bools, Floats, Ints
from lib.thresholds.base_rate import precision


@dataclass(frozen=True, eq=False)
class Curve:
    """Counts of what is flagged at each distinct score.

    A pair is flagged when its score is at least the threshold; higher scores
    mean more similar.

    Attributes
    ----------
    thresholds : ndarray of float64, shape (T,)
        Distinct scores, falling.
    tps, fps : ndarray of int64, shape (T,)
        True and false pairs flagged at each.
    n_positives, n_negatives : int
        Pairs in all.
    """

    thresholds: Floats
    tps: Ints
    fps: Ints
    n_positives: int
    n_negatives: int

    @property
    def tpr(self) -> Floats:
        """Share of true pairs flagged (recall), shape (T,)."""
        return self.tps / self.n_positives

    @property
    def fpr(self) -> Floats:
        """Share of false pairs flagged, shape (T,)."""
        return self.fps / self.n_negatives

    def at(self, threshold: float) -> tuple[float, float]:
        """Return TPR and FPR of flagging scores of at least `threshold`."""
        flagged = int(np.searchsorted(-self.thresholds, -threshold, side="right"))
        if flagged == 0:
            return 0.0, 0.0
        return float(self.tpr[flagged - 1]), float(self.fpr[flagged - 1])


def from_labels(scores: npt.ArrayLike, labels: npt.ArrayLike) -> Curve:
    """Sweep all thresholds, in n log n.

    Parameters
    ----------
    scores : array-like of float, shape (N,)
        Finite.
    labels : array-like of bool or int, shape (N,)
        1 for true pairs, 0 for others.

    Raises
    ------
    ValueError
        If a score is not finite, or a class is missing.
    """
    values, truth = np.asarray(scores, dtype=np.float64), np.asarray(labels).astype(bool)
    positives = int(truth.sum())
    if not 0 < positives < len(truth):
        raise ValueError(f"{positives} of {len(truth)} pairs are true: both kinds are needed")
    _, fps, _, tps, thresholds = confusion_matrix_at_thresholds(truth, values)
    return Curve(
        thresholds,
        tps.astype(np.int64),
        fps.astype(np.int64),
        positives,
        len(truth) - positives,
    )


def curve(positives: npt.ArrayLike, negatives: npt.ArrayLike) -> Curve:
    """Sweep all thresholds over the scores of true and of false pairs; see :func:`from_labels`."""
    true, false = np.asarray(positives, np.float64), np.asarray(negatives, np.float64)
    labels = np.repeat([True, False], [len(true), len(false)])
    return from_labels(np.concatenate([true, false]), labels)


def roc_auc(c: Curve) -> float:
    """Area under the ROC curve: the share of (true, false) couples in the right order."""
    return float(auc(np.append(0.0, c.fpr), np.append(0.0, c.tpr)))


def average_precision(c: Curve, base_rate: float) -> float:
    """Area under the PR curve at a base rate, as a sum over the steps of recall."""
    steps = np.diff(c.tpr, prepend=0.0)
    return float((steps * np.nan_to_num(precision(c.tpr, c.fpr, base_rate))).sum())


def corners(c: Curve) -> Bools:
    """Mark the points that a drawn ROC curve needs: the ends, and where it turns.

    Returns
    -------
    ndarray of bool, shape (T,)
    """
    keep = np.ones(len(c.thresholds), dtype=bool)
    turns = (np.diff(c.tps, 2) != 0) | (np.diff(c.fps, 2) != 0)
    keep[1:-1] = turns
    return keep
