"""The points that curves and histograms are drawn from."""

import numpy as np
import pandas as pd

from lib.thresholds.base_rate import precision
from lib.thresholds.curves import corners
from lib.thresholds.histogram import binned
from lib.thresholds.pick import BALANCED
from lib.thresholds.similarities import oriented
from lib.thresholds.sweep.scored import Sweep

_POINTS = 500


def curve_tables(sweep: Sweep) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Give the points of the ROC, PR and precision-against-threshold curves.

    Returns
    -------
    (DataFrame, DataFrame, DataFrame)
        Columns of ``roc.csv``, ``pr.csv`` and ``threshold-vs-precision-baserate.csv``.
        Of points on a straight stretch of the ROC curve only every so many are
        kept: there the other two curves bend.
    """
    roc, pr, by_rate = [], [], []
    for similarity in sweep.params.similarities:
        for negatives in sweep.negatives:
            c = sweep.curve(negatives, similarity=similarity)
            keep = corners(c)
            keep[np.linspace(0, len(keep) - 1, _POINTS).astype(int)] = True
            names = {"encoder": sweep.encoder, "similarity": similarity, "negatives": negatives}
            points = {
                "fpr": c.fpr[keep],
                "tpr": c.tpr[keep],
                "threshold": oriented(c.thresholds[keep], similarity),
            }
            table = pd.DataFrame(points).assign(**names)
            roc.append(table)
            pr.append(
                table.assign(
                    recall=table["tpr"],
                    precision=precision(table["tpr"], table["fpr"], BALANCED),
                )
            )
            if similarity == sweep.params.similarity:
                by_rate += [
                    table.assign(
                        base_rate=rate,
                        recall=table["tpr"],
                        precision=precision(table["tpr"], table["fpr"], rate),
                    )
                    for rate in sweep.params.base_rates
                ]
    return tuple(pd.concat(parts, ignore_index=True) for parts in (roc, pr, by_rate))


def histogram_table(sweep: Sweep, bins: int = 60) -> pd.DataFrame:
    """Bin the scores of the twins and of each set of negatives.

    Returns
    -------
    pandas.DataFrame
        Columns of ``score-histograms.csv``, the same bins for all kinds of pairs.
    """
    chosen = sweep.params.similarity
    sets = {"twin": "r1"} | {name: name for name in sweep.negatives}
    scores = {kind: oriented(sweep.scores(name), chosen) for kind, name in sets.items()}
    return binned(scores, chosen, bins).assign(encoder=sweep.encoder)
