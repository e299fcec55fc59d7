"""What the card says about catalogues by size."""

from collections.abc import Collection
from typing import Any

import pandas as pd

from lib.report.markdown import pipe_table
from lib.report.rows import where
from lib.report.wording import MISSING, about, number, rarity


def leaders(table: pd.DataFrame, most: int, reproduced: Collection[str] = ()) -> list[str]:
    """Name the encoders with the most recall in the smallest catalogue, the best first.

    Parameters
    ----------
    table : DataFrame
        ``catalogue-sizes.csv``.
    most : int
    reproduced : collection of str, optional
        Encoders to choose from; all, where the table holds none of them.

    Returns
    -------
    list of str
        Without those that no threshold takes to the target.
    """
    first = where(table, size=table["size"].min()).dropna(subset="recall")
    own = first[first["encoder"].isin(list(reproduced))]
    ranked = (own if len(own) else first).sort_values(
        ["recall", "encoder"], ascending=[False, True]
    )
    return [str(name) for name in ranked["encoder"].head(most)]


def catalogue_sizes(table: pd.DataFrame, reproduced: Collection[str] = ()) -> dict[str, object]:
    """Make the blocks of the card's part about catalogues.

    Parameters
    ----------
    table : DataFrame
        ``catalogue-sizes.csv``.
    reproduced : collection of str, optional
        As for :func:`leaders`.

    Returns
    -------
    dict
        Values for ``card_thresholds.md.j2``; empty where no encoder reaches the target.
    """
    best = leaders(table, 1, reproduced)
    if not best:
        return {}
    rows = where(table, encoder=best[0]).sort_values("size")
    return {
        "encoder": best[0],
        "table": pipe_table(
            ["items", "true pairs", "threshold", "recall", "false alarms a scan", "certificate"],
            [_line(row) for row in rows.itertuples()],
        ),
        "n_negatives": int(rows["n_negatives"].iloc[0]),
        "size": int(rows["size"].iloc[-1]),
        "certified": bool((rows["certificate"] == "certified").any()),
        "negatives_of_candidates": about(rows["needed_in_search"].iloc[0]),
    }


def _line(row: Any) -> list[str]:
    certificate = "certified"
    if row.certificate != certificate:
        known = pd.notna(row.negatives_needed)
        certificate = f"needs {about(row.negatives_needed)}" if known else "none"
    if pd.isna(row.threshold):
        reached = ["out of reach", MISSING, MISSING]
    else:
        reached = [
            f"{row.threshold:.6f}",
            f"{number(row.recall)} [{number(row.recall_low)}, {number(row.recall_high)}]",
            f"{about(row.false_alarms)}, up to {about(row.false_alarms_high)}",
        ]
    return [f"{row.size:,}", rarity(row.pair_rate), *reached, certificate]
