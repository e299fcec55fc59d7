"""Thresholds whose precision holds with a stated confidence, or a plain no.

A point estimate picks the most recall that looks good enough on a sample; of many
thresholds some look good by luck, so it misses the target about every other time.
Here thresholds are tested one after another along fixed paths, falling from a start,
until one fails; what passed may be trusted all at once, without a penalty for the
length of the path (fixed-sequence testing: Maurer et al. 1995; for risks of a
threshold: Angelopoulos et al. 2021, "Learn then test").

What is tested: precision >= target at the base rate holds exactly where
``FPR <= TPR * odds``, see :func:`lib.thresholds.base_rate.tolerable_fpr`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import binom

from lib.core.arrays import Floats, Ints
from lib.thresholds.base_rate import tolerable_fpr
from lib.thresholds.curves import Curve
from lib.thresholds.exact_test import distinct, negatives_needed
from lib.thresholds.resample import Resampled
from lib.thresholds.rules import Choice

STARTS = (0.25, 0.5, 0.75)
"""Recalls from which the paths start; the error that is allowed is shared among them."""

_FOR_RECALL = 0.2
"""Share of the allowed error that is spent on the bound of the recall."""

INDEPENDENT = (
    "pairs are drawn independently of each other from the stream that the threshold is for"
)
SHARED = (
    "objects are drawn independently from the stream's objects, and none is missing that is like "
    "many others; pairs that share one are resampled with it"
)


@dataclass(frozen=True)
class Certificate:
    """What can be promised.

    Attributes
    ----------
    choice : Choice or None
        The lowest certified threshold, with its observed recall and FPR. It is the score of
        a true pair: no higher threshold has its recall.
    negatives_needed : float or None
        Independent negatives that it would take, if TPR and FPR stay as they
        are observed; None where certified, or where no number would do.
    assumption : str
        Under which the promise holds.
    reason : str
        Why there is no certified threshold; empty where there is.
    """

    choice: Choice | None
    negatives_needed: float | None
    assumption: str
    reason: str


def independent(
    positives: Floats,
    negatives: Floats,
    base_rate: float,
    min_precision: float,
    confidence: float,
) -> Certificate:
    """Certify a threshold from independent pairs, for any sample size.

    The recall is bounded at all thresholds at once (Dvoretzky, Kiefer and
    Wolfowitz 1956, with the constant of Massart 1990). Given the true pairs, the
    thresholds to test and the FPR that each may have are then fixed, and the
    false pairs are tested against it by the exact binomial distribution.

    Parameters
    ----------
    positives, negatives : ndarray of float64
        Scores of true and of false pairs.
    base_rate : float
        Share of true pairs in the stream, in (0, 1).
    min_precision : float
        In (0, 1).
    confidence : float
        The certified precision is missed with a probability of at most
        ``1 - confidence``.
    """
    error = 1 - confidence
    thresholds, tpr, fps = _points(positives, negatives)
    slack = np.sqrt(np.log(1 / (_FOR_RECALL * error)) / (2 * len(positives)))
    allowed = np.asarray(
        tolerable_fpr(np.maximum(tpr - slack, 0.0), base_rate, min_precision), dtype=np.float64
    ).clip(max=1.0)
    p_values = binom.cdf(fps, len(negatives), allowed)
    return _verdict(
        thresholds, tpr, fps, len(negatives), allowed, p_values, level(confidence), INDEPENDENT
    )


def level(confidence: float) -> float:
    """Return the error that :func:`independent` may spend on the false pairs of one path."""
    return (1 - _FOR_RECALL) * (1 - confidence) / len(STARTS)


def shared(
    resampled: Resampled,
    base_rate: float,
    min_precision: float,
    confidence: float,
    repeats: float = 1.0,
) -> Certificate:
    """Certify a threshold from pairs that share objects, by resampling the objects.

    A threshold passes if precision falls short in few enough resamples, and if
    the exact binomial test of :func:`independent` would pass as well were all
    pairs independent: a bootstrap of nothing is nothing, so that without the
    second a sample without false alarms would always pass.

    Tested are thresholds at which the recall rises; others are dominated by one of these.

    Unlike :func:`independent` this holds for many objects, not for any number.

    Parameters
    ----------
    resampled : Resampled
        From :func:`lib.thresholds.resample.resample`.
    base_rate, min_precision, confidence : float
        As in :func:`independent`.
    repeats : float, optional
        False pairs for each distinct one, at least 1: the exact test counts these alone.
    """
    rises = np.diff(resampled.tpr, prepend=0.0) > 0
    draws = np.asarray(tolerable_fpr(resampled.tpr_draws[:, rises], base_rate, min_precision))
    short = (resampled.fpr_draws[:, rises] > draws).sum(axis=0)
    return _by_count(
        resampled.thresholds[rises],
        resampled.tpr[rises],
        resampled.fps[rises],
        resampled.n_negatives,
        (base_rate, min_precision, confidence),
        repeats,
        (short + 1) / (len(draws) + 1),
    )


def at_most(c: Curve, base_rate: float, min_precision: float, confidence: float) -> Certificate:
    """Certify as :func:`shared` does, but without its resamples, in no time.

    Where this certifies nothing, :func:`shared` does not either, for the same reason; what
    this certifies, resamples may still refuse.

    Parameters
    ----------
    c : Curve
        Of pairs that share objects.
    base_rate, min_precision, confidence : float
        As in :func:`independent`.
    """
    rises = np.diff(c.tps, prepend=0) > 0
    promise = base_rate, min_precision, confidence
    return _by_count(
        c.thresholds[rises], c.tpr[rises], c.fps[rises], c.n_negatives, promise, 1.0, 0.0
    )


def _by_count(
    thresholds: Floats,
    tpr: Floats,
    fps: Ints,
    n_negatives: int,
    promise: tuple[float, float, float],
    repeats: float,
    resampled: npt.ArrayLike,
) -> Certificate:
    """Verdict where the exact test and the p-values of resamples both pass."""
    base_rate, min_precision, confidence = promise
    allowed = np.asarray(tolerable_fpr(tpr, base_rate, min_precision)).clip(max=1.0)
    p_values = np.maximum(resampled, binom.cdf(*distinct(fps, n_negatives, repeats), allowed))
    error = (1 - confidence) / len(STARTS)
    return _verdict(thresholds, tpr, fps, n_negatives, allowed, p_values, error, SHARED)


def _points(positives: Floats, negatives: Floats) -> tuple[Floats, Floats, Ints]:
    """Distinct true scores, falling, with TPR and false pairs at or above each."""
    values, counts = np.unique(positives, return_counts=True)
    tpr = np.cumsum(counts[::-1]) / len(positives)
    fps = len(negatives) - np.searchsorted(np.sort(negatives), values[::-1], side="left")
    return values[::-1], tpr, fps


def _verdict(
    thresholds: Floats,
    tpr: Floats,
    fps: Ints,
    n_negatives: int,
    allowed: Floats,
    p_values: Floats,
    error: float,
    assumption: str,
) -> Certificate:
    starts = [int(np.argmax(tpr >= recall)) for recall in STARTS]
    passed = p_values <= error
    ends = []
    for start in starts:
        failed = np.flatnonzero(~passed[start:])
        ends.append(start + (int(failed[0]) if len(failed) else len(passed) - start) - 1)
    reached = [end for start, end in zip(starts, ends, strict=True) if end >= start]
    if reached:
        last = max(reached)
        found = Choice(float(thresholds[last]), float(tpr[last]), float(fps[last] / n_negatives))
        return Certificate(found, None, assumption, "")
    needed = [
        negatives_needed(float(fps[i] / n_negatives), float(allowed[i]), error) for i in starts
    ]
    known = [count for count in needed if count is not None]
    if known:
        kind = "negatives" if assumption == INDEPENDENT else "negatives that share objects"
        reason = f"{n_negatives:,} {kind} are too few"
        return Certificate(None, min(known), assumption, reason)
    if not allowed[starts].any():
        return Certificate(None, None, assumption, "the true pairs are too few to bound the recall")
    reason = f"too many false alarms at every recall from {STARTS[0]:.0%} on"
    return Certificate(None, None, assumption, reason)
