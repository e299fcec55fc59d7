"""Recall up the ladder of copies."""

import numpy as np
import pandas as pd

from lib.thresholds.intervals import exact
from lib.thresholds.sweep.scored import Sweep, shown


def ladder_table(sweep: Sweep, names: dict[int, str]) -> pd.DataFrame:
    """Follow recall up the ladder of copies, threshold fixed and re-picked.

    Parameters
    ----------
    sweep : Sweep
    names : dict of int to str
        What each rung adds.

    Returns
    -------
    pandas.DataFrame
        Columns of ``perturbation-ladder.csv``. The fixed threshold is the one
        that rung 1 and the false pairs give at the base rate.
    """
    rows = []
    for negatives in sweep.negatives:
        curves = {rung: sweep.curve(negatives, rung) for rung in names}
        for rate in sweep.params.base_rates:
            fixed = sweep.recommended(curves[1], rate)
            for rung, name in names.items():
                c = curves[rung]
                tpr = c.at(fixed.threshold)[0] if fixed else np.nan
                hits = round(tpr * c.n_positives) if fixed else 0
                low, high = exact(hits, c.n_positives, sweep.params.confidence)
                again = sweep.recommended(c, rate)
                rows.append(
                    {
                        "encoder": sweep.encoder,
                        "negatives": negatives,
                        "base_rate": rate,
                        "rung": rung,
                        "name": name,
                        "n_pairs": c.n_positives,
                        "fixed_threshold": shown(sweep, fixed),
                        "recall_fixed": tpr,
                        "recall_low": low if fixed else np.nan,
                        "recall_high": high if fixed else np.nan,
                        "recomputed_threshold": shown(sweep, again),
                        "recall_recomputed": again.recall if again else np.nan,
                    }
                )
    return pd.DataFrame(rows)
