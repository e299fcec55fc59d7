"""Queries beside the same-class object that is easiest to take for their match."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.text import fit

_TOP = 0.82
_COLUMNS = 3
_LABEL = 0.42
_EMPTY = "No hard negatives were mined: no test source has a same-class peer to compare with."


@style.styled
def hard_negatives(
    negatives: pd.DataFrame, view: Callable[[str], npt.NDArray[np.uint8]], count: int = 9
) -> Figure:
    """Draw the most similar (query, hardest negative) pairs, one a class.

    Parameters
    ----------
    negatives : DataFrame
        Columns query_id, rank, negative_id, class, similarity, miner, pool_size.
        With several miners the first by name is drawn.
    view : callable
        Returns an RGB view, uint8 of shape (H, W, 3), for a query or negative
        id; called only for the pairs that are drawn.
    count : int, optional
        Pairs at most.

    Returns
    -------
    Figure
        A page with one sentence when `negatives` is empty.
    """
    if negatives.empty:
        figure, axes = style.page(1.0)
        style.heading(axes, "Hard negatives", _EMPTY)
        return figure
    miner = min(negatives["miner"])
    hardest = negatives[(negatives["miner"] == miner) & (negatives["rank"] == 1)]
    order = hardest.sort_values(
        ["similarity", "query_id", "negative_id"], ascending=[False, True, True]
    )
    pairs = order.drop_duplicates("class").head(count)

    block = (style.WIDTH - 2 * style.MARGIN) / _COLUMNS
    side = (block - 0.24) / 2
    row_height = side + _LABEL + 0.18
    rows = -(-len(pairs) // _COLUMNS)
    figure, axes = style.page(_TOP + rows * row_height + 0.05)
    style.heading(
        axes,
        "Hard negatives",
        f"query (left) and its most similar same-class peer (right), as mined by {miner}",
    )
    for index, pair in enumerate(pairs.to_dict("records")):
        top = _TOP + index // _COLUMNS * row_height
        left = style.MARGIN + index % _COLUMNS * block + 0.12
        for shift, key in ((0.0, "query_id"), (side, "negative_id")):
            style.picture(figure, style.trim(view(pair[key])), left + shift, top, side)
            label = fit(pair[key], side - 0.1, 8)
            axes.text(left + shift + side / 2, top + side + 0.16, label, size=8, ha="center")
        _caption(axes, pair["class"], pair["similarity"], left + side, top + side + 0.34, side)
    return figure


def _caption(
    axes: Axes, class_name: str, similarity: float, center: float, y: float, side: float
) -> None:
    words = fit(f"{class_name} · similarity {similarity:.3f}", 2 * side, 8.5, "bold")
    axes.text(center, y, words, size=8.5, weight="bold", ha="center")
    axes.plot([center - side, center + side], [y + 0.1] * 2, color=style.FAINT, linewidth=0.6)
