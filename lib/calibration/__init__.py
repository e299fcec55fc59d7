"""Thresholds: choose one for a base rate, certify it, keep it, apply it, watch it.

Inside these modules a score grows with likeness: distances are negated on entry.
`Scores` and `Threshold`, which face the user, keep the similarity's own units.
"""

from lib.calibration.log import DecisionLog, precision_by_threshold
from lib.calibration.record import Threshold
from lib.calibration.scores import Scores

__all__ = ["DecisionLog", "Scores", "Threshold", "precision_by_threshold"]
