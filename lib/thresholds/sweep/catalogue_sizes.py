"""What a threshold delivers where all pairs of a catalogue are scored, size by size."""

from functools import cached_property

import numpy as np
import pandas as pd

from lib.core.arrays import Floats, Ints
from lib.core.rng import generator
from lib.thresholds.certify import STARTS, Certificate, at_most, shared
from lib.thresholds.curves import curve
from lib.thresholds.gallery import (
    expected_false_alarms,
    n_pairs,
    n_true_pairs,
    negatives_needed,
    pair_rate,
)
from lib.thresholds.intervals import central, exact
from lib.thresholds.resample import Resampled, resample
from lib.thresholds.rules import Choice
from lib.thresholds.sweep.scored import Sweep, shown

_UNKNOWN = dict.fromkeys(("recall", "recall_low", "recall_high", "fpr", "fpr_high"), np.nan)


def catalogue_table(sweep: Sweep) -> pd.DataFrame:
    """Pick a threshold for the pairs of a catalogue of every size, and say what it delivers.

    The false pairs are all pairs of different objects, of one class and of several, as a
    scan meets them. The rates are measured on these; the base rate and the number of false
    pairs are the catalogue's.

    Parameters
    ----------
    sweep : Sweep

    Returns
    -------
    pandas.DataFrame
        Columns of ``catalogue-sizes.csv``.
    """
    measured, params = _AllPairs(sweep), sweep.params
    of_candidates = negatives_needed(
        params.duplicate_share, params.min_precision, params.confidence, STARTS[-1]
    )
    rows = []
    for size in params.catalogue_sizes:
        rate = pair_rate(size, params.duplicate_share)
        choice = sweep.recommended(measured.curve, rate)
        certificate = measured.certificate(rate)
        rates = measured.rates(choice) if choice else _UNKNOWN
        false_pairs = n_pairs(size) - n_true_pairs(size, params.duplicate_share)
        rows.append(
            {
                "encoder": sweep.encoder,
                "size": size,
                "duplicate_share": params.duplicate_share,
                "pair_rate": rate,
                "threshold": shown(sweep, choice),
                **rates,
                "false_alarms": _six_digits(expected_false_alarms(rates["fpr"], false_pairs)),
                "false_alarms_high": _six_digits(
                    expected_false_alarms(rates["fpr_high"], false_pairs)
                ),
                "certificate": "certified" if certificate.choice else "not certifiable",
                "reason": certificate.reason,
                "negatives_needed": certificate.negatives_needed or np.nan,
                "needed_in_search": np.nan if of_candidates is None else of_candidates,
                "n_positives": measured.curve.n_positives,
                "n_negatives": measured.curve.n_negatives,
            }
        )
    return pd.DataFrame(rows)


def _six_digits(count: float) -> float:
    """Round a count that may be large: all its digits are not the same on every processor."""
    return float(f"{count:.6g}")


class _AllPairs:
    """The twins of a sweep, all its pairs of different objects, and what they share."""

    def __init__(self, sweep: Sweep) -> None:
        self._params = sweep.params
        self._positives, self._negatives = sweep.scores("r1"), sweep.scores("all")
        self.curve = curve(self._positives, self._negatives)
        pairs = sweep.pairs[sweep.rows("all")]
        sides = [sweep.group_of.loc[pairs[f"object_{side}"]].to_numpy() for side in "ab"]
        self._groups: Ints = np.stack(sides, axis=1)
        self._own: Ints = sweep.group_of.to_numpy()

    def certificate(self, base_rate: float) -> Certificate:
        """Certify; the costly resamples only where all else allows a certificate."""
        promise = base_rate, self._params.min_precision, self._params.confidence
        quick = at_most(self.curve, *promise)
        return quick if quick.choice is None else shared(self._resampled, *promise)

    def rates(self, choice: Choice) -> dict[str, float]:
        """Recall and FPR with their limits; of the FPR the wider of exact and resampled ones."""
        confidence = self._params.confidence
        hits = round(choice.recall * self.curve.n_positives)
        low, high = exact(hits, self.curve.n_positives, confidence)
        flagged = self._groups[self._negatives >= choice.threshold]
        limits = (
            exact(len(flagged), self.curve.n_negatives, confidence),
            central(self._alarm_draws(flagged), confidence),
        )
        return {
            "recall": choice.recall,
            "recall_low": low,
            "recall_high": high,
            "fpr": choice.fpr,
            "fpr_high": max(upper for _, upper in limits),
        }

    def _alarm_draws(self, flagged: Ints) -> Floats:
        """FPR of each resample, as :func:`resample` has it, without going through all pairs."""
        times = self._drawn_times[:, flagged]
        own = self._drawn_times * np.bincount(self._own)
        of_different = (own.sum(axis=1) ** 2 - (own**2).sum(axis=1)) / 2
        return np.asarray(times.prod(axis=2).sum(axis=1) / of_different)

    @cached_property
    def _drawn_times(self) -> Ints:
        """How often each object is drawn, shape (B, G)."""
        size, rng = int(self._own.max()) + 1, self._rng()
        draws = [rng.integers(size, size=size) for _ in range(self._params.resamples)]
        return np.stack([np.bincount(one, minlength=size) for one in draws])

    @cached_property
    def _resampled(self) -> Resampled:
        pairs = self._positives, self._negatives, self._own, self._groups
        return resample(*pairs, self._params.resamples, self._rng())

    def _rng(self) -> np.random.Generator:
        # The same draws for every encoder, so that encoders can be compared.
        return generator(self._params.seed, "shapes", "catalogue")
