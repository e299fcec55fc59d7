"""The scored pairs that a threshold is made from: resampled, counted, and thinned to be kept."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.catalogue.calibration_json import Histogram, StoredCurve
from lib.catalogue.read_scores import ScoreFile
from lib.core.arrays import Floats
from lib.core.params.sections import CalibrateParams
from lib.core.rng import generator
from lib.thresholds.curves import Curve
from lib.thresholds.pick import Evidence
from lib.thresholds.resample import Resampled, resample
from lib.thresholds.rules import Choice
from lib.thresholds.similarities import oriented

MOST_POINTS = 2000
"""Thresholds of a curve that are resampled, and that are kept."""

_MOST_WEIGHINGS = 2_000_000_000
_BINS = 60

Groups = npt.NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class ScoredPairs:
    """Scores of true and of false pairs, higher for more similar ones.

    Attributes
    ----------
    positives : ndarray of float64, shape (P,)
    negatives : ndarray of float64, shape (N,)
    positive_groups : ndarray of int, shape (P,) or (P, 2), or None
        What pairs share, numbered from 0; None where they share nothing.
    negative_groups : ndarray of int, shape (N,) or (N, 2), or None
    sha256 : str
        Of what the scores come from.
    repeats : float
        Rows of false pairs for each distinct pair, at least 1.
    """

    positives: Floats
    negatives: Floats
    positive_groups: Groups | None
    negative_groups: Groups | None
    sha256: str
    repeats: float = 1.0

    @classmethod
    def of(cls, file: ScoreFile, similarity: str) -> "ScoredPairs":
        """Split a file's rows by label and turn distances around."""
        scores, true = oriented(file.scores, similarity), file.labels == 1
        groups = None if file.groups is None else file.groups[true]
        others = None if file.groups is None else file.groups[~true]
        return cls(scores[true], scores[~true], groups, others, file.sha256)

    @property
    def n_groups(self) -> int | None:
        """Number of items or groups that pairs share; None where they share nothing."""
        if self.positive_groups is None or self.negative_groups is None:
            return None
        return len(np.union1d(self.positive_groups, self.negative_groups))

    def evidence(self, params: CalibrateParams) -> Evidence:
        """Pairs to pick a threshold from; `params` brings resamples and seed.

        Beside the thresholds asked for, at most `MOST_POINTS` scores of true pairs are looked at.
        """
        groups = self.positive_groups
        return Evidence(
            self.positives,
            self.negatives,
            lambda also: self._resampled(also, params),
            None if groups is None else len(np.unique(groups)),
            repeats=self.repeats,
        )

    def _resampled(self, also: list[float], params: CalibrateParams) -> Resampled | None:
        if self.positive_groups is None or self.negative_groups is None:
            return None
        pairs = len(self.positives) + len(self.negatives)
        return resample(
            _on_grid(self.positives, also),
            self.negatives,
            self.positive_groups,
            self.negative_groups,
            # A tail of 5 % over three paths takes some 60 draws at least to be seen.
            int(np.clip(_MOST_WEIGHINGS // pairs, 200, params.resamples)),
            generator(params.seed, "calibrate"),
            also,
        )


def _on_grid(positives: Floats, also: list[float]) -> Floats:
    """Lower scores to the next of `MOST_POINTS` thresholds and those of `also`.

    At these no count changes, and the draws at a million thresholds would fill the memory.
    """
    values = np.unique(positives)
    if len(values) <= MOST_POINTS:
        return positives
    kept = values[np.linspace(0, len(values) - 1, MOST_POINTS).round().astype(np.int64)]
    grid = np.union1d(kept, np.asarray(also))
    return np.asarray(grid[np.searchsorted(grid, positives, side="right") - 1])


def thinned(c: Curve, choices: tuple[Choice | None, ...], similarity: str) -> StoredCurve:
    """Keep at most `MOST_POINTS` points of a curve, `choices` among them.

    They lie evenly by recall and, since low base rates live there, by log of false pairs; of
    each recall the highest point is kept, so that no threshold picked from them is dominated.
    """
    n = len(c.thresholds)
    keep = np.arange(n)
    if n > MOST_POINTS:
        most = MOST_POINTS // 3 - 4
        by_recall = np.searchsorted(c.tps, np.linspace(c.tps[0], c.tps[-1], most))
        by_alarms = np.searchsorted(np.log1p(c.fps), np.linspace(0, np.log1p(c.fps[-1]), most))
        at = np.flatnonzero(np.isin(c.thresholds, [one.threshold for one in choices if one]))
        keep = np.concatenate([[0, n - 1], at, by_recall, by_alarms])
        keep = keep[keep < n]
        keep = np.union1d(keep, np.searchsorted(c.tps, c.tps[keep]))
    return StoredCurve(
        thresholds=tuple(oriented(c.thresholds[keep], similarity).tolist()),
        tpr=tuple(c.tpr[keep].tolist()),
        fpr=tuple(c.fpr[keep].tolist()),
    )


def histogram(pairs: ScoredPairs, similarity: str) -> Histogram:
    """Count scores in equal bins; the outermost half per cent of each kind is in the end bins."""
    true, false = (oriented(part, similarity) for part in (pairs.positives, pairs.negatives))
    ends = np.array([np.quantile(part, [0.005, 0.995]) for part in (true, false)])
    low, high = ends[:, 0].min(), ends[:, 1].max()
    if low == high:
        low, high = min(true.min(), false.min()), max(true.max(), false.max())
    (positives, edges), (negatives, _) = (
        np.histogram(part.clip(low, high), _BINS, (low, high)) for part in (true, false)
    )
    return Histogram(
        edges=tuple(edges.tolist()),
        positives=tuple(positives.tolist()),
        negatives=tuple(negatives.tolist()),
    )
