"""The scored pairs of one encoder, and what a threshold delivers on them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from lib.core.arrays import Bools, Floats
from lib.core.params.sections import CalibrateParams
from lib.core.rng import generator
from lib.objects.duplicates import duplicate_groups
from lib.thresholds import rules
from lib.thresholds.base_rate import false_alarms
from lib.thresholds.curves import Curve, curve
from lib.thresholds.pairs import NEGATIVES
from lib.thresholds.pick import Evidence
from lib.thresholds.resample import Resampled, resample
from lib.thresholds.rules import Choice
from lib.thresholds.similarities import oriented


@dataclass(frozen=True, eq=False)
class Sweep:
    """The scored pairs of one encoder.

    Attributes
    ----------
    encoder : str
    pairs : pandas.DataFrame
        ``pairs.parquet`` and, beside it, a column for each similarity.
    duplicates : pandas.DataFrame
        Pairs of near-duplicate items; they are drawn together in resamples.
    params : CalibrateParams
    """

    encoder: str
    pairs: pd.DataFrame
    duplicates: pd.DataFrame
    params: CalibrateParams

    @property
    def negatives(self) -> list[str]:
        """Sets of false pairs that there are."""
        return [name for name in NEGATIVES if self.rows(name).any()]

    @property
    def usual(self) -> str:
        """The set of negatives that a balanced calibration set is made with."""
        return self.negatives[0]

    def rows(self, name: str) -> Bools:
        """Mark the pairs of a set of negatives, of ``all`` of them, or of a rung (``r1``)."""
        if name.startswith("r") and name[1:].isdigit():
            return np.asarray(self.pairs["rung"] == int(name[1:]))
        if name == "all":
            return np.asarray(self.pairs["rung"] == 0)
        if name == "sampled":
            return np.asarray(self.pairs["sampled"] & (self.pairs["rung"] == 0))
        return np.asarray(self.pairs["kind"] == name)

    def scores(self, name: str, similarity: str | None = None) -> Floats:
        """Scores of a set, oriented so that higher means more similar."""
        chosen = similarity or self.params.similarity
        return oriented(self.pairs.loc[self.rows(name), chosen], chosen)

    def curve(self, negatives: str, rung: int = 1, similarity: str | None = None) -> Curve:
        """Sweep the true pairs of a rung against a set of false pairs."""
        return curve(self.scores(f"r{rung}", similarity), self.scores(negatives, similarity))

    @cached_property
    def group_of(self) -> pd.Series:
        """Resampling unit of each original: near-duplicates are one."""
        originals = self.pairs.loc[self.rows("r1"), "object_a"].tolist()
        groups = duplicate_groups(originals, self.duplicates)
        return pd.Series(np.unique(groups, return_inverse=True)[1], index=originals)

    def evidence(self, negatives: str) -> Evidence:
        """Scores of the twins and a set of false pairs, under the similarity of thresholds."""
        return Evidence(
            self.scores("r1"),
            self.scores(negatives),
            lambda also: self._resampled(negatives, also),
            # Sampled pairs count as independent draws, all pairs of a kind share their objects.
            n_groups=None if negatives == "sampled" else self.group_of.nunique(),
            true_pairs_share=False,
        )

    def _resampled(self, negatives: str, also: list[float]) -> Resampled:
        true, false = self.pairs[self.rows("r1")], self.pairs[self.rows(negatives)]
        sides = [self.group_of.loc[false[f"object_{side}"]].to_numpy() for side in "ab"]
        # The same draws for every encoder, so that encoders can be compared.
        return resample(
            self.scores("r1"),
            self.scores(negatives),
            self.group_of.loc[true["object_a"]].to_numpy(),
            np.stack(sides, axis=1),
            self.params.resamples,
            generator(self.params.seed, "shapes", negatives),
            also,
        )

    def recommended(self, c: Curve, base_rate: float) -> Choice | None:
        """Find the threshold to use for the target."""
        return rules.recommended(c, base_rate, self.params.min_precision)


def shown(sweep: Sweep, choice: Choice | None) -> float:
    """Return a threshold in the similarity's own direction; NaN where there is none."""
    return float(oriented(choice.threshold, sweep.params.similarity)) if choice else np.nan


def delivered(sweep: Sweep, choice: Choice | None, rate: float, prefix: str) -> dict[str, float]:
    """Return threshold, precision, recall and false alarms at a base rate, keys prefixed."""
    reached = choice.precision(rate) if choice else np.nan
    return {
        f"{prefix}threshold": shown(sweep, choice),
        f"{prefix}precision": reached,
        f"{prefix}recall": choice.recall if choice else np.nan,
        f"{prefix}false_alarms_per_1000": float(false_alarms(reached)),
    }
