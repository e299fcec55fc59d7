"""Thresholds: choose one for a base rate, certify it, keep it, apply it, watch it.

Inside these modules a score grows with likeness: distances are negated on entry.
`Scores` and `Threshold`, which face the user, keep the similarity's own units.
"""

from lib.catalogue.decision_log import DecisionLog, precision_by_threshold
from lib.catalogue.scores import Scores
from lib.catalogue.threshold import Threshold

__all__ = ["DecisionLog", "Scores", "Threshold", "precision_by_threshold"]
