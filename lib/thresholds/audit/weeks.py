"""The simulated stream, week by week, and what happens to it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Bools, Floats, Ints
from lib.core.params.sections import AuditParams
from lib.core.rng import generator
from lib.thresholds.audit.sampling import band_of

WEEKS = 12
SHIFT, DRIFT, TRAP = "base rate moves", "encoder drifts", "only flagged items audited"
EVENTS = {5: SHIFT, 9: DRIFT, 11: TRAP}
"""What happens in which week. The base rate stays moved; drift and trap last a week."""


def offset_drift(cosines: npt.ArrayLike) -> Floats:
    """Return what cosines become when every vector gains one constant part.

    A logo, a frame or an uncropped background in every picture does that, or a
    mean that is no longer subtracted. With a part at right angles to all vectors
    and as long as they are, a cosine s becomes ``(s + 1) / 2``: pairs that are
    unlike climb most.
    """
    return 1 - (1 - np.asarray(cosines, dtype=np.float64)) / 2


@dataclass(frozen=True, eq=False)
class Week:
    """One week's stream: scores, truth, and the score band of each item."""

    number: int
    scores: Floats
    truth: Bools
    bands: Ints
    sizes: Ints

    def outcome(self, threshold: float) -> tuple[float, float]:
        """Precision and recall on the whole stream; NaN precision if nothing is flagged."""
        flagged = self.scores >= threshold
        hits = int((flagged & self.truth).sum())
        return hits / flagged.sum() if flagged.any() else np.nan, hits / self.truth.sum()


def stream(
    positives: npt.ArrayLike, negatives: npt.ArrayLike, params: AuditParams
) -> Iterator[Week]:
    """Draw each week's items, week 0 first; see :func:`lib.thresholds.audit.simulate.simulate`."""
    true, false = (np.sort(np.asarray(part, dtype=np.float64)) for part in (positives, negatives))
    shift = next(number for number, event in EVENTS.items() if event == SHIFT)
    for number in range(WEEKS + 1):
        rng = generator(params.seed, "week", str(number))
        count_true = round(params.base_rates[number >= shift] * params.stream)
        scores = np.concatenate(
            [rng.choice(true, count_true), rng.choice(false, params.stream - count_true)]
        )
        if EVENTS.get(number) == DRIFT:
            scores = offset_drift(scores)
        bands = band_of(scores, params.bands)
        sizes = np.bincount(bands, minlength=len(params.bands) + 1).astype(np.int64)
        yield Week(number, scores, np.arange(params.stream) < count_true, bands, sizes)
