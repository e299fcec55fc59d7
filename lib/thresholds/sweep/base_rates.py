"""Thresholds by base rate, certified where they can be, and areas under the curves."""

from typing import Any

import numpy as np
import pandas as pd

from lib.thresholds.curves import average_precision, roc_auc
from lib.thresholds.intervals import central
from lib.thresholds.pick import BALANCED, Picked, Target, pick
from lib.thresholds.sweep.scored import Sweep, delivered, shown

_LOWEST = ("lowest_threshold", "lowest_precision", "lowest_false_alarms_per_1000")
_LIMITS = ("recall_low", "recall_high", "precision_low", "precision_high")


def threshold_tables(sweep: Sweep) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pick a threshold for every base rate and set of negatives, and certify one.

    Returns
    -------
    (DataFrame, DataFrame)
        Columns of ``threshold-by-base-rate.csv`` and, for the similarity that
        thresholds are for, the interval of the AUC: negatives, roc_auc_low,
        roc_auc_high.
    """
    target = Target(sweep.params.min_precision, sweep.params.confidence)
    rows, areas = [], []
    for negatives in sweep.negatives:
        evidence = sweep.evidence(negatives)
        picked, drawn = pick(evidence, sweep.params.base_rates, target)
        assert drawn is not None
        low, high = central(drawn.roc_auc(), target.confidence)
        areas.append({"negatives": negatives, "roc_auc_low": low, "roc_auc_high": high})
        rows += [
            {
                "encoder": sweep.encoder,
                "base_rate": one.base_rate,
                "negatives": negatives,
                "similarity": sweep.params.similarity,
                "min_precision": target.min_precision,
                **_row(sweep, one),
                "n_positives": evidence.curve.n_positives,
                "n_negatives": evidence.curve.n_negatives,
            }
            for one in picked
        ]
    return pd.DataFrame(rows), pd.DataFrame(areas)


def auc_table(sweep: Sweep, areas: pd.DataFrame) -> pd.DataFrame:
    """Areas under the curves for each similarity and set of negatives.

    Parameters
    ----------
    sweep : Sweep
    areas : pandas.DataFrame
        The second table of :func:`threshold_tables`. Unit-length L2 ranks pairs
        as the cosine does and shares its interval; raw L2 has none.
    """
    interval = areas.set_index("negatives")
    rows = []
    for similarity in sweep.params.similarities:
        for negatives in sweep.negatives:
            c = sweep.curve(negatives, similarity=similarity)
            same = (similarity == "l2") == (sweep.params.similarity == "l2")
            rows.append(
                {
                    "encoder": sweep.encoder,
                    "similarity": similarity,
                    "negatives": negatives,
                    "n_positives": c.n_positives,
                    "n_negatives": c.n_negatives,
                    "roc_auc": roc_auc(c),
                    "roc_auc_low": interval["roc_auc_low"][negatives] if same else np.nan,
                    "roc_auc_high": interval["roc_auc_high"][negatives] if same else np.nan,
                    "pr_auc": average_precision(c, BALANCED),
                }
            )
    return pd.DataFrame(rows)


def _row(sweep: Sweep, picked: Picked) -> dict[str, Any]:
    rate, best, certified = picked.base_rate, picked.recommended, picked.certified
    certificate = picked.certificate
    loosest = delivered(sweep, picked.lowest, rate, "lowest_")
    return {
        **delivered(sweep, best, rate, ""),
        **{name: getattr(best, name) if best else np.nan for name in _LIMITS},
        # Its recall is that of the recommended one.
        **{name: loosest[name] for name in _LOWEST},
        **delivered(sweep, picked.balanced, rate, "balanced_"),
        "certified_threshold": shown(sweep, certified),
        "certified_recall": certified.recall if certified else np.nan,
        "certificate": "certified" if certified else "not certifiable",
        "reason": certificate.reason,
        "negatives_needed": certificate.negatives_needed or np.nan,
        "assumption": certificate.assumption,
    }
