"""What is learned on top of frozen vectors, beside what pixels give."""

import pandas as pd
from matplotlib.figure import Figure

from lib.report.interval_bars import Panel, interval_bars
from lib.report.rows import where


def transfer(table: pd.DataFrame, pixels: pd.DataFrame) -> Figure:
    """Draw accuracy of the class and R² of each severity.

    Parameters
    ----------
    table : DataFrame
        ``semantics.csv``.
    pixels : DataFrame
        Columns task, method and value: what pixels alone reach.
    """
    rows = where(table, measure="transfer")
    told = rows[rows["quantity"].isin(["accuracy", "R2"]) & ~rows["of"].str.endswith("a dummy")]
    tasks = sorted(told["of"].unique(), key=lambda task: (task != "class", task))
    panels = []
    for task in tasks:
        lines = where(pixels, task=task).set_index("method")["value"]
        words = "accuracy, logistic regression" if task == "class" else "R², ridge regression"
        part = where(told, of=task)
        panels.append(Panel(task, words, part, lines.to_dict(), 0.0 if task == "class" else -1.0))
    words = "cross-validated by source; a severity that vectors do not keep has R² of 0 or less"
    return interval_bars("What frozen vectors tell a linear model", words, panels)
