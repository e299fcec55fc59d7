"""How well what is new stands out, by method."""

import pandas as pd
from matplotlib.figure import Figure

from lib.report.interval_bars import Panel, interval_bars
from lib.report.rows import where

METHODS = {
    "nearest": "distance to the nearest",
    "k-NN": "mean of the 5 nearest",
    "LOF": "local outlier factor",
    "supervised": "with the reference's labels",
}
"""Methods that take an encoder's vectors, and what they do."""


def novelty(table: pd.DataFrame) -> Figure:
    """Draw the AUROC of each method, with those of pixels alone as lines.

    Parameters
    ----------
    table : DataFrame
        ``semantics.csv``.
    """
    rows = where(table, measure="novelty", quantity="AUROC")
    pixels = rows[rows["of"].str.endswith(" of pixels")].groupby("of")["value"].first()
    lines = {"chance": 0.5, **pixels.to_dict()}
    panels = [
        Panel(method, words, where(rows, of=method), lines)
        for method, words in METHODS.items()
        if (rows["of"] == method).any()
    ]
    words = "AUROC of objects of classes that the reference does not hold; lines are intervals"
    return interval_bars("Does what is new stand out?", words, panels)
