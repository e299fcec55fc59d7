"""The user's own scores and meshes: calibrate a threshold, keep it, apply it, audit it.

Everywhere below this room a score grows with likeness: distances are negated on entry.
`Scores` and `Threshold`, which face the user, keep the similarity's own units.
"""

from lib.catalogue.decision_log import DecisionLog, precision_by_threshold
from lib.catalogue.scores import Scores
from lib.catalogue.threshold import Threshold

__all__ = ["DecisionLog", "Scores", "Threshold", "precision_by_threshold"]
