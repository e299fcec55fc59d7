"""How sure a threshold is that a user's own pairs give."""

import numpy as np

from lib.catalogue.sample import Sample
from lib.thresholds.certify import SHARED, Certificate, independent, shared
from lib.thresholds.resample import Resampled

_FEWEST_GROUPS = 20


def certify(
    sample: Sample,
    drawn: Resampled | None,
    base_rate: float,
    min_precision: float,
    confidence: float,
) -> Certificate:
    """Certify a threshold: pairs that share nothing are independent, others are resampled."""
    if drawn is None or sample.positive_groups is None:
        return independent(sample.positives, sample.negatives, base_rate, min_precision, confidence)
    groups = len(np.unique(sample.positive_groups))
    if groups < _FEWEST_GROUPS:
        reason = (
            f"the true pairs share {groups} items or groups, at least {_FEWEST_GROUPS} are needed"
        )
        return Certificate(None, None, SHARED, reason)
    return shared(drawn, base_rate, min_precision, confidence)
