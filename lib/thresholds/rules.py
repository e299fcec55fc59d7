"""Recipes for a threshold: by precision at a base rate, by F1, by Youden's J, by the dip."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d

from lib.core.arrays import Floats, Ints
from lib.thresholds.base_rate import precision
from lib.thresholds.curves import Curve

TOLERANCE = 1e-12
"""Slack for comparing a precision with its target: 19 of 20 is 0.95."""

_BINS = 1024
_BOOTSTRAPS = 200
_DEPTH = 0.5


@dataclass(frozen=True)
class Choice:
    """A threshold, and what it does to true and to false pairs."""

    threshold: float
    recall: float
    fpr: float

    def precision(self, base_rate: float) -> float:
        """Return the precision at a base rate; NaN if nothing is flagged."""
        return float(precision(self.recall, self.fpr, base_rate))


def choose(c: Curve, index: int) -> Choice:
    """Return the operating point at `index` of a curve."""
    return Choice(float(c.thresholds[index]), float(c.tpr[index]), float(c.fpr[index]))


def lowest(c: Curve, base_rate: float, min_precision: float) -> Choice | None:
    """Find the lowest observed score that reaches a precision at a base rate.

    Precision need not rise with the threshold, so every point is looked at, and
    the lowest that will do has the highest recall.

    Returns
    -------
    Choice or None
        None if no threshold reaches the target.
    """
    enough = precision(c.tpr, c.fpr, base_rate) >= min_precision - TOLERANCE
    return choose(c, int(np.flatnonzero(enough)[-1])) if enough.any() else None


def recommended(c: Curve, base_rate: float, min_precision: float) -> Choice | None:
    """Find the threshold to use: what :func:`lowest` flags of the true pairs, and least else.

    On a plateau of the recall every threshold flags the same true pairs, and the higher one
    flags fewer false ones. This is the highest: the score of the last true pair that is
    flagged. No other threshold has as much recall and as much precision, and more of either.

    Returns
    -------
    Choice or None
        None if no threshold reaches the target.
    """
    found = lowest(c, base_rate, min_precision)
    return choose(c, int(np.searchsorted(c.tpr, found.recall))) if found else None


def best_reachable(c: Curve, base_rate: float) -> Choice:
    """Find the highest precision that any threshold reaches; of several, the lowest threshold."""
    values = np.nan_to_num(precision(c.tpr, c.fpr, base_rate))
    return choose(c, int(np.flatnonzero(values >= values.max() - TOLERANCE)[-1]))


def f1(c: Curve, base_rate: float) -> Choice:
    """Find the threshold of the highest F1 at a base rate; of several, the highest."""
    p, r = np.nan_to_num(precision(c.tpr, c.fpr, base_rate)), c.tpr
    score = np.divide(2 * p * r, p + r, out=np.zeros_like(r), where=p + r > 0)
    return choose(c, int(np.argmax(score)))


def youden(c: Curve) -> Choice:
    """Find the threshold of the highest TPR - FPR (Youden 1950); of several, the highest."""
    return choose(c, int(np.argmax(c.tpr - c.fpr)))


def dip(
    scores: npt.ArrayLike, rng: np.random.Generator, significance: float = 0.05
) -> float | None:
    """Find the valley between the two humps of a score's distribution, without labels.

    Parameters
    ----------
    scores : array-like of float, shape (N,)
        True and false pairs together.
    rng : numpy.random.Generator
        For the test's bootstrap.
    significance : float, optional
        Two humps are believed if one hump is rejected at this level.

    Returns
    -------
    float or None
        The lowest point between the humps; None where the scores do not show
        two of them by Silverman's test (Silverman 1981): the smallest bandwidth
        that leaves one hump is compared with what one-humped data would need.
        A valley more than half as high as the lower hump is none either: flat
        distributions have such ripples.
    """
    values = np.asarray(scores, dtype=np.float64)
    low, high = float(values.min()), float(values.max())
    if low == high:
        return None
    places = (values - low) / (high - low)
    one = _critical(places, 1)
    spread = np.std(places)
    # Smoothed draws are shrunk back to the sample's own variance, as the test asks.
    shrink = 1 / np.sqrt(1 + (one / spread) ** 2)
    more = 0
    for _ in range(_BOOTSTRAPS):
        drawn = rng.choice(places, len(places)) + one * rng.standard_normal(len(places))
        drawn = places.mean() + shrink * (drawn - places.mean())
        more += len(_modes(_density(drawn, one))) > 1
    if more / _BOOTSTRAPS > significance:
        return None
    two = _critical(places, 2)
    density = _density(places, float(np.sqrt(one * two)))
    peaks = sorted(_modes(density), key=lambda peak: density[peak])[-2:]
    left, right = sorted(peaks)
    valley = left + int(np.argmin(density[left : right + 1]))
    if density[valley] > _DEPTH * density[peaks].min():
        return None
    return float(low + (_grid()[valley]) * (high - low))


def _grid() -> Floats:
    """Bin centres on [0, 1] and as far to either side."""
    edges = np.linspace(-1.0, 2.0, 3 * _BINS + 1)
    return (edges[1:] + edges[:-1]) / 2


def _density(places: Floats, bandwidth: float) -> Floats:
    counts, _ = np.histogram(places, bins=3 * _BINS, range=(-1.0, 2.0))
    smooth = gaussian_filter1d(
        counts.astype(np.float64), bandwidth * _BINS, mode="constant", truncate=6.0
    )
    # Ripples of rounding in empty stretches are no humps.
    return np.asarray(np.round(smooth / counts.sum(), 12))


def _modes(density: Floats) -> Ints:
    """Positions of local maxima; a plateau counts once."""
    change = np.flatnonzero(np.diff(density) != 0)
    rising = np.diff(density)[change] > 0
    return np.asarray(change[1:][rising[:-1] & ~rising[1:]], dtype=np.int64)


def _critical(places: Floats, humps: int) -> float:
    """Smallest bandwidth that leaves no more than `humps` humps, on [0, 1]."""
    low, high = 0.5 / _BINS, 1.0
    for _ in range(30):
        middle = float(np.sqrt(low * high))
        if len(_modes(_density(places, middle))) > humps:
            low = middle
        else:
            high = middle
    return high
