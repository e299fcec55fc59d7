"""Pairs of different classes that one encoder takes for near-duplicates."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from lib.report import charts, pair_page, style
from lib.report.rows import where
from lib.report.typesetting import fit

_MOST = 6


@style.styled
def cross_class_negatives(
    table: pd.DataFrame, view: Callable[[str], npt.NDArray[np.uint8]], found_by: str
) -> Figure:
    """Draw the highest-scoring negatives of one encoder, different pairs of classes first.

    Parameters
    ----------
    table : DataFrame
        Columns found_by, rank, object_a, object_b, class_a, class_b, encoder,
        score and flagged.
    view : callable
        Returns an RGB view, uint8 of shape (H, W, 3), of an object; called only
        for the pairs that are drawn.
    found_by : str
        Whose findings to draw.

    Returns
    -------
    Figure
        Classes and score below each pair, and how many encoders flag it at
        their own threshold.
    """
    title = "Hard negatives of different classes"
    rows = where(table, found_by=found_by)
    if rows.empty:
        words = "No hard negatives were found: there is no pair of objects of different classes."
        return charts.sentence(title, words)
    pairs = where(rows, encoder=found_by).sort_values("rank")
    pairs = pairs.drop_duplicates(["object_a", "object_b"])
    classes = pairs[["class_a", "class_b"]].apply(lambda row: tuple(sorted(row)), axis=1)
    # Other classes first: thirty views of the same confusion would show less.
    order = np.argsort(classes.duplicated().to_numpy(), kind="stable")
    shown = []
    for pair in pairs.iloc[order].head(_MOST).itertuples():
        both = where(rows, object_a=pair.object_a, object_b=pair.object_b)
        flags = both.drop_duplicates("encoder")["flagged"]
        names = fit(f"{pair.class_a} and {pair.class_b}", pair_page.PAIR - 0.62, 8.5, "bold")
        words = f"{names} · {pair.score:.3f}"
        note = f"flagged by {flags.sum()} of {len(flags)} encoders"
        shown.append(pair_page.Pair(pair.object_a, pair.object_b, words, note))
    subtitle = (
        f"the most similar under {found_by}, other classes first; flagged: above an encoder's "
        "own threshold"
    )
    return pair_page.page_of_pairs(title, subtitle, shown, view)
