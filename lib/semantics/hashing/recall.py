"""How many changed pictures are found again, at a threshold that true pairs had no say in."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Bools, Floats
from lib.thresholds.intervals import exact, exact_limits

_SLACK = 1e-9


def limit(false: npt.ArrayLike, rate: float, total: int | None = None) -> float:
    """Find the largest threshold whose false-match rate does not exceed `rate`.

    A pair matches if its distance lies below the limit, not at it. The limit is the
    smallest distance of a false pair that cannot be let in any more: with it, all that tie
    with it stay out, so the rate is kept however many ties there are.

    Parameters
    ----------
    false : array-like of float
        Distances of pairs of different pictures.
    rate : float
        In (0, 1).
    total : int, optional
        How many false pairs there are, where only some have a distance and the others
        never match.

    Returns
    -------
    float
        Infinite where even all of them are not too many.
    """
    distances = np.sort(np.asarray(false, dtype=np.float64).ravel())
    allowed = int(rate * (len(distances) if total is None else total) + _SLACK)
    return float(distances[allowed]) if allowed < len(distances) else np.inf


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one method makes of the changed pictures.

    Attributes
    ----------
    found : ndarray of bool, shape (N,)
        Whether each picture matches its own original: one true pair a picture.
    n_wrong, n_false : int
        False pairs, a picture and another's original, that match, and that were tried.
    comparisons : float
        Pairs that the method has to compare in its dearest way, a query.
    fallbacks : int
        True pairs in which the method has nothing to go by.
    """

    found: Bools
    n_wrong: int
    n_false: int
    comparisons: float
    fallbacks: int = 0

    def row(self, confidence: float) -> dict[str, float | int]:
        """Lay out recall, its interval, and the false-match rate.

        The interval is Clopper and Pearson's (1934) over pictures, each with its one true
        pair. It takes the threshold as given.
        """
        low, high = exact(int(self.found.sum()), len(self.found), confidence)
        return {
            "recall": float(self.found.mean()),
            "recall_low": low,
            "recall_high": high,
            "false_match_rate": self.n_wrong / self.n_false,
            "n": len(self.found),
            "n_false": self.n_false,
            "comparisons": self.comparisons,
            "fallbacks": self.fallbacks,
        }

    def exceeds(self, rate: float, confidence: float) -> bool:
        """Whether more false pairs match than `rate` allows, beyond the interval.

        Pairs of one picture do not match independently of each other. So the interval is
        as wide as if there were one pair a picture, however many were tried.
        """
        size = len(self.found)
        low, _ = exact_limits(size * self.n_wrong / self.n_false, size, confidence)
        return bool(low > rate)


def outcome(distances: Floats, threshold: float, comparisons: float) -> Outcome:
    """Judge all pairs by their distances.

    Parameters
    ----------
    distances : ndarray of float64, shape (N, N)
        Of changed picture i and original j; infinite where they are not compared.
    threshold : float
        From :func:`limit`.
    comparisons : float
        As in :class:`Outcome`.
    """
    match = distances < threshold
    own = np.diag(match)
    size = len(match)
    return Outcome(own, int(match.sum() - own.sum()), size * (size - 1), comparisons)
