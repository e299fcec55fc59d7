"""What a scan finds in the corpus's own catalogue, in a few sentences for the README."""

import pandas as pd

from lib.report.rows import where
from lib.report.wording import interval, number, percent


def promise(
    promises: pd.DataFrame, planted: pd.DataFrame, relations: pd.DataFrame, encoder: str
) -> str:
    """Say what one encoder's scan of the planted catalogue finds, and what it misses.

    Parameters
    ----------
    promises : DataFrame
        ``promises.csv``.
    planted : DataFrame
        ``planted.csv``.
    relations : DataFrame
        ``relations.csv``.
    encoder : str
        The one that `scan` takes when none is named.

    Returns
    -------
    str
        Markdown, one paragraph; empty where the encoder was not scanned with.
    """
    rows = where(promises, encoder=encoder)
    if rows.empty:
        return ""
    row, kinds = rows.iloc[0], where(planted, encoder=encoder)
    n_copies = int(kinds["n_true"].sum())
    kept = int((promises["precision"] >= promises["promised"]).sum())
    by_kind = ", ".join(
        f"{one.relation} {one.n_flagged} of {one.n_true}" for one in kinds.itertuples()
    )
    ranked = promises.sort_values("micro_ap", ascending=False)
    others = ranked[ranked["encoder"] != encoder]
    beside = (
        f" Candidates are found by `{encoder}` unless you say otherwise (`--encoder`): with one "
        f"ranking of all pairs it has an average precision of {number(row['micro_ap'])}, "
        f"`{others['encoder'].iloc[0]}` {number(others['micro_ap'].iloc[0])}, and what leads the "
        "table below, where each query has a ranking of its own, need not lead here."
        if len(others)
        else ""
    )
    told = relations[relations["n_true"] > 0]
    worst = told.loc[told["recall"].idxmin()]
    return (
        f"Does it hold? In this corpus's own catalogue, {row['n_items'] - n_copies:,} objects and "
        f"{n_copies:,} planted copies, `{encoder}` at its {row['status']} threshold flags "
        f"{row['n_flagged']:,} of {row['n_items'] * (row['n_items'] - 1) // 2:,} pairs: precision "
        f"{number(row['precision'])} "
        f"({interval(row['precision_low'], row['precision_high'])}), recall "
        f"{number(row['recall'])} ({interval(row['recall_low'], row['recall_high'])}). By kind: "
        f"{by_kind}. The pairs that the geometry confirms have precision "
        f"{number(row['confirmed_precision'])} and recall {number(row['confirmed_recall'])}, and "
        f"its groups B³ F1 {number(row['b_cubed_f1'])}. Promised was a precision of "
        f"{percent(row['promised'])}; {kept} of {len(promises)} encoders keep it. Of the "
        f"relations, {worst['relation']} is told worst: recall {number(worst['recall'])} "
        f"({interval(worst['recall_low'], worst['recall_high'])}) at precision "
        f"{number(worst['precision'])}.{beside}"
    )
