"""Pairs of different classes that one encoder takes for near-duplicates."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from lib.report import style
from lib.report.figures import lines
from lib.report.text import fit

_TOP = 0.82
_COLUMNS = 3
_LABEL = 0.6
_EMPTY = "No hard negatives were found: there is no pair of objects of different classes."


@style.styled
def cross_class_negatives(
    table: pd.DataFrame,
    view: Callable[[str], npt.NDArray[np.uint8]],
    found_by: str | None = None,
    count: int = 6,
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
    found_by : str, optional
        Whose findings to draw; the first by name if omitted.
    count : int, optional
        Pairs at most.

    Returns
    -------
    Figure
        Classes and score below each pair, and how many encoders flag it at
        their own threshold.
    """
    title = "Hard negatives of different classes"
    finder = min(table["found_by"], default="") if found_by is None else found_by
    rows = table[table["found_by"] == finder]
    if rows.empty:
        return lines.sentence(title, _EMPTY)
    pairs = rows[rows["encoder"] == finder].sort_values("rank")
    pairs = pairs.drop_duplicates(["object_a", "object_b"])
    classes = pairs[["class_a", "class_b"]].apply(lambda row: tuple(sorted(row)), axis=1)
    # Other classes first: thirty views of the same confusion would show less.
    order = np.argsort(classes.duplicated().to_numpy(), kind="stable")
    pairs = pairs.iloc[order].head(count)

    block = (style.WIDTH - 2 * style.MARGIN) / _COLUMNS
    side = (block - 0.24) / 2
    row_height = side + _LABEL + 0.18
    figure, axes = style.page(_TOP + -(-len(pairs) // _COLUMNS) * row_height + 0.05)
    style.heading(
        axes,
        title,
        f"the most similar under {finder}, other classes first; flagged: above an encoder's "
        "own threshold",
    )
    for index, pair in enumerate(pairs.to_dict("records")):
        top = _TOP + index // _COLUMNS * row_height
        left = style.MARGIN + index % _COLUMNS * block + 0.12
        for shift, key in ((0.0, "object_a"), (side, "object_b")):
            style.picture(figure, style.trim(view(pair[key])), left + shift, top, side)
            label = fit(pair[key], side - 0.1, 8)
            axes.text(left + shift + side / 2, top + side + 0.16, label, size=8, ha="center")
        both = (rows["object_a"] == pair["object_a"]) & (rows["object_b"] == pair["object_b"])
        judged = rows[both].drop_duplicates("encoder")
        flags = f"flagged by {judged['flagged'].sum()} of {len(judged)} encoders"
        names = fit(f"{pair['class_a']} and {pair['class_b']}", 2 * side - 0.62, 8.5, "bold")
        middle = left + side
        words = f"{names} · {pair['score']:.3f}"
        axes.text(middle, top + side + 0.34, words, size=8.5, weight="bold", ha="center")
        axes.text(middle, top + side + 0.51, flags, size=8, color=style.MUTED, ha="center")
        rule = [top + side + 0.62] * 2
        axes.plot([left, left + 2 * side], rule, color=style.FAINT, linewidth=0.6)
    return figure
