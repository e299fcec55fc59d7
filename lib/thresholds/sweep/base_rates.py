"""Thresholds by base rate, certified where they can be, and areas under the curves."""

from typing import Any

import numpy as np
import pandas as pd

from lib.thresholds import certify
from lib.thresholds.choose import Choice
from lib.thresholds.curves import Curve, average_precision, roc_auc
from lib.thresholds.intervals import central
from lib.thresholds.limits import LIMITS, limits
from lib.thresholds.resample import Resampled
from lib.thresholds.sweep.scored import BALANCED, Sweep, delivered, shown


def threshold_tables(sweep: Sweep) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pick a threshold for every base rate and set of negatives, and certify one.

    Returns
    -------
    (DataFrame, DataFrame)
        Columns of ``threshold-by-base-rate.csv`` and, for the similarity that
        thresholds are for, the interval of the AUC: negatives, roc_auc_low,
        roc_auc_high.
    """
    rows, areas = [], []
    for negatives in sweep.negatives:
        c = sweep.curve(negatives)
        chosen = {rate: sweep.lowest(c, rate) for rate in sweep.params.base_rates}
        balanced = sweep.lowest(c, BALANCED)
        also = [choice.threshold for choice in (*chosen.values(), balanced) if choice]
        resampled = sweep.resampled(negatives, also)
        low, high = central(resampled.roc_auc(), sweep.params.confidence)
        areas.append({"negatives": negatives, "roc_auc_low": low, "roc_auc_high": high})
        for rate, choice in chosen.items():
            certificate = _certify(sweep, negatives, resampled, rate)
            rows.append(
                {
                    "encoder": sweep.encoder,
                    "base_rate": rate,
                    "negatives": negatives,
                    "similarity": sweep.params.similarity,
                    "min_precision": sweep.params.min_precision,
                    **delivered(sweep, choice, rate, ""),
                    **_limits(sweep, c, choice, resampled, rate),
                    **delivered(sweep, balanced, rate, "balanced_"),
                    "certified_threshold": shown(sweep, certificate.choice),
                    "certified_recall": certificate.choice.recall if certificate.choice else np.nan,
                    "certificate": "certified" if certificate.choice else "not certifiable",
                    "reason": certificate.reason,
                    "negatives_needed": certificate.negatives_needed or np.nan,
                    "assumption": certificate.assumption,
                    "n_positives": c.n_positives,
                    "n_negatives": c.n_negatives,
                }
            )
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


def metrics(table: pd.DataFrame, auc: pd.DataFrame, ladder: pd.DataFrame) -> dict[str, Any]:
    """Choose the numbers of one encoder that `dvc metrics diff` compares.

    They stand under its name: `dvc exp show` puts the path of the file before keys that
    two files share.

    A recall of 0 stands for "no threshold reaches the target" and for "not
    certifiable": at that promise nothing can be flagged.
    """
    found: dict[str, Any] = {}
    for row in auc[auc["similarity"] == table["similarity"].iloc[0]].itertuples():
        found.setdefault("auc", {})[row.negatives] = round(float(row.roc_auc), 6)
    for key, column in (("recall", "recall"), ("certified", "certified_recall")):
        for row in table.fillna({column: 0.0}).itertuples():
            rates = found.setdefault(key, {}).setdefault(row.negatives, {})
            rates[f"{row.base_rate:.3g}"] = round(float(getattr(row, column)), 6)
    for row in ladder.fillna({"recall_fixed": 0.0}).itertuples():
        rates = found.setdefault("ladder", {}).setdefault(row.negatives, {})
        rungs = rates.setdefault(f"{row.base_rate:.3g}", {})
        rungs[f"r{row.rung}"] = round(float(row.recall_fixed), 6)
    return {str(table["encoder"].iloc[0]): found}


def _certify(
    sweep: Sweep, negatives: str, resampled: Resampled, rate: float
) -> certify.Certificate:
    promise = rate, sweep.params.min_precision, sweep.params.confidence
    if negatives == "sampled":
        return certify.independent(sweep.scores("r1"), sweep.scores(negatives), *promise)
    return certify.shared(resampled, *promise)


def _limits(
    sweep: Sweep, c: Curve, choice: Choice | None, resampled: Resampled, rate: float
) -> dict[str, float]:
    if choice is None:
        return dict.fromkeys(LIMITS, np.nan)
    confidence = sweep.params.confidence
    return limits(c, choice, resampled, rate, confidence, true_pairs_share=False)
