"""A sample's curve and histogram, short enough to be kept and drawn."""

import numpy as np

from lib.catalogue.result import Histogram, StoredCurve
from lib.catalogue.sample import MOST_POINTS, Sample
from lib.thresholds.choose import Choice
from lib.thresholds.curves import Curve
from lib.thresholds.similarities import oriented

_BINS = 60


def thinned(c: Curve, choices: tuple[Choice | None, ...], similarity: str) -> StoredCurve:
    """Keep at most `MOST_POINTS` points of a curve, `choices` among them.

    They lie evenly by recall and, since low base rates live there, by log of false pairs.
    """
    n = len(c.thresholds)
    keep = np.arange(n)
    if n > MOST_POINTS:
        most = MOST_POINTS // 2 - 4
        by_recall = np.searchsorted(c.tps, np.linspace(c.tps[0], c.tps[-1], most))
        by_alarms = np.searchsorted(np.log1p(c.fps), np.linspace(0, np.log1p(c.fps[-1]), most))
        at = np.flatnonzero(np.isin(c.thresholds, [one.threshold for one in choices if one]))
        keep = np.unique(np.concatenate([[0, n - 1], at, by_recall, by_alarms]))
        keep = keep[keep < n]
    return StoredCurve(
        thresholds=tuple(oriented(c.thresholds[keep], similarity).tolist()),
        tpr=tuple(c.tpr[keep].tolist()),
        fpr=tuple(c.fpr[keep].tolist()),
    )


def histogram(sample: Sample, similarity: str) -> Histogram:
    """Count scores in equal bins; the outermost half per cent of each kind is in the end bins."""
    true, false = (oriented(part, similarity) for part in (sample.positives, sample.negatives))
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
