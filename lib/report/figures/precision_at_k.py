"""Precision among the nearest, and how far classes are clusters."""

import pandas as pd
from matplotlib.figure import Figure

from lib.report.interval_bars import Panel, interval_bars
from lib.report.rows import where


def precision_at_k(table: pd.DataFrame, pass_at: int, pass_mark: float) -> Figure:
    """Draw precision at each k with the pass mark, and the neighbourhood purity.

    Parameters
    ----------
    table : DataFrame
        ``semantics.csv``.
    pass_at : int
        The k that the mark is for.
    pass_mark : float
    """
    rows = where(table, measure="retrieval", of="objects")
    measured = rows["quantity"][rows["quantity"].str.startswith("precision@")]
    ks = sorted({int(quantity.partition("@")[2]) for quantity in measured})
    panels = [
        Panel(
            f"precision@{k}",
            f"share of the {k} nearest" if k > 1 else "the nearest one",
            where(rows, quantity=f"precision@{k}"),
            {f"pass mark, {pass_mark:g}": pass_mark} if k == pass_at else {},
        )
        for k in ks
    ]
    purity = where(table, measure="clusters", quantity="neighbourhood purity")
    panels.append(Panel("purity", "of as many as there are", purity))
    words = "every source asks all others, copies and near-duplicates left out; lines are intervals"
    return interval_bars("Do those of one class lie together?", words, panels)
