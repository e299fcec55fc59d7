"""Resampling of the objects that pairs are made of.

Pairs that share an object rise and fall together, so the pairs are not what may
be resampled: objects are, and each pair counts as often as all its objects were
drawn together (the bootstrap of a two-sample U-statistic: Arvesen 1969, Arcones
and Giné 1992).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats, Ints
from lib.core.jit import compiled
from lib.thresholds.base_rate import precision


@dataclass(frozen=True, eq=False)
class Resampled:
    """Rates at thresholds, as observed and in each resample.

    Attributes
    ----------
    thresholds : ndarray of float64, shape (T,)
        Falling; the distinct scores of true pairs are among them.
    tpr : ndarray of float64, shape (T,)
    fps : ndarray of int64, shape (T,)
        False pairs at or above each threshold.
    n_negatives : int
    tpr_draws, fpr_draws : ndarray of float64, shape (B, T)
    fpr_above_draws : ndarray of float64, shape (B, T)
        Counting only false pairs strictly above each threshold.
    """

    thresholds: Floats
    tpr: Floats
    fps: Ints
    n_negatives: int
    tpr_draws: Floats
    fpr_draws: Floats
    fpr_above_draws: Floats

    @property
    def fpr(self) -> Floats:
        """Share of false pairs at or above each threshold, shape (T,)."""
        return self.fps / self.n_negatives

    def recall(self, threshold: float) -> Floats:
        """TPR of each resample at one of the thresholds, shape (B,)."""
        return self.tpr_draws[:, self._at(threshold)]

    def alarms(self, threshold: float) -> Floats:
        """FPR of each resample at one of the thresholds, shape (B,)."""
        return self.fpr_draws[:, self._at(threshold)]

    def precision(self, threshold: float, base_rate: float) -> Floats:
        """Precision of each resample at one of the thresholds, shape (B,); 0 if none is flagged."""
        found = precision(self.recall(threshold), self.alarms(threshold), base_rate)
        return np.nan_to_num(found)

    def roc_auc(self) -> Floats:
        """Area under the ROC curve of each resample, shape (B,)."""
        share = np.diff(self.tpr_draws, axis=1, prepend=0.0)
        below = 1 - (self.fpr_draws + self.fpr_above_draws) / 2
        return np.asarray((share * below).sum(axis=1))

    def _at(self, threshold: float) -> int:
        return int(np.flatnonzero(self.thresholds == threshold)[0])


def resample(
    positives: Floats,
    negatives: Floats,
    positive_groups: npt.NDArray[np.integer],
    negative_groups: npt.NDArray[np.integer],
    resamples: int,
    rng: np.random.Generator,
    also: npt.ArrayLike = (),
) -> Resampled:
    """Draw objects with replacement and weigh the pairs that they make up.

    Parameters
    ----------
    positives : ndarray of float64, shape (P,)
        Scores of true pairs.
    negatives : ndarray of float64, shape (N,)
        Scores of false pairs.
    positive_groups : ndarray of int, shape (P,) or (P, 2)
        The object, or objects, that each pair depends on: 0 to G - 1. A true
        pair of an object and its own copy depends on one.
    negative_groups : ndarray of int, shape (N,) or (N, 2)
    resamples : int
        B. A resample without any true or any false pair is drawn again.
    rng : numpy.random.Generator
    also : array-like of float, optional
        More thresholds to look at, beside the scores of true pairs.
    """
    rising = -np.union1d(positives, np.asarray(also, dtype=np.float64))[::-1]
    true, true_groups = _sorted(positives, positive_groups)
    false, false_groups = _sorted(negatives, negative_groups)
    hits = np.searchsorted(true, rising, side="right")
    at_least = np.searchsorted(false, rising, side="right")
    above = np.searchsorted(false, rising, side="left")

    size = int(max(true_groups.max(), false_groups.max())) + 1
    caught, alarms = (np.zeros(len(part) + 1, dtype=np.int64) for part in (true, false))
    draws: list[tuple[Floats, Floats, Floats]] = []
    while len(draws) < resamples:
        weight = np.bincount(rng.integers(size, size=size), minlength=size)
        _count(weight, true_groups, caught)
        _count(weight, false_groups, alarms)
        if caught[-1] and alarms[-1]:
            rates = caught[hits] / caught[-1], alarms[at_least] / alarms[-1]
            draws.append((*rates, alarms[above] / alarms[-1]))
    tpr_draws, fpr_draws, above_draws = (np.array(part) for part in zip(*draws, strict=True))
    return Resampled(
        thresholds=-rising,
        tpr=hits / len(positives),
        fps=at_least.astype(np.int64),
        n_negatives=len(negatives),
        tpr_draws=tpr_draws,
        fpr_draws=fpr_draws,
        fpr_above_draws=above_draws,
    )


def _sorted(
    scores: Floats, groups: npt.NDArray[np.integer]
) -> tuple[Floats, npt.NDArray[np.integer]]:
    """Negated scores, rising, and the groups that go with them, shape (N, K)."""
    order = np.argsort(-scores, kind="stable")
    return -scores[order], groups.reshape(len(scores), -1)[order]


@compiled
def _count(weight: Ints, groups: npt.NDArray[np.integer], counts: Ints) -> None:
    """Fill in how many pairs the first n are, each as often as all its objects were drawn."""
    total = 0
    for n in range(len(groups)):
        times = 1
        for k in range(groups.shape[1]):
            times *= weight[groups[n, k]]
        total += times
        counts[n + 1] = total
