"""Queries beside the same-class object that is easiest to take for their match."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from lib.report import charts, pair_page, style
from lib.report.rows import where
from lib.report.typesetting import fit


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
    title = "Hard negatives"
    if negatives.empty:
        words = "No hard negatives were mined: no test source has a same-class peer"
        return charts.sentence(title, f"{words} to compare with.")
    miner = min(negatives["miner"])
    order = where(negatives, miner=miner, rank=1).sort_values(
        ["similarity", "query_id", "negative_id"], ascending=[False, True, True]
    )
    shown = []
    for pair in order.drop_duplicates("class").head(count).to_dict("records"):
        words = f"{pair['class']} · similarity {pair['similarity']:.3f}"
        words = fit(words, pair_page.PAIR, 8.5, "bold")
        shown.append(pair_page.Pair(pair["query_id"], pair["negative_id"], words))
    subtitle = f"query (left) and its most similar same-class peer (right), as mined by {miner}"
    return pair_page.page_of_pairs(title, subtitle, shown, view)
