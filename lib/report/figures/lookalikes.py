"""Sources beside the object of another class that most often comes before them."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from lib.evaluation.tier6 import TIER
from lib.report import charts, style
from lib.report.rows import where

_TOP = 0.78
_WORDS = 0.44
_GAP = 0.3
_MOST_VIEWS = 4


def worst_pairs(lookalikes: pd.DataFrame, per_query: pd.DataFrame, count: int) -> pd.DataFrame:
    """Choose the pairs to draw.

    Parameters
    ----------
    lookalikes : pandas.DataFrame
        ``lookalikes.csv``.
    per_query : pandas.DataFrame
        Columns of ``hard-gallery.parquet``, of all encoders.
    count : int
        Pairs at most.

    Returns
    -------
    pandas.DataFrame
        The pairs in which the lookalike came first in most rankings of the source's
        queries, one a class of the source: query_id, lookalike_id, class,
        lookalike_class, similarity and miner (the first by name that lists the pair),
        n_beaten, and n_rankings, in galleries that hold the lookalike.
    """
    own = where(per_query, tier=TIER)
    asked = own.groupby(["source_id", "miner"]).size().rename("n_rankings").reset_index()
    held = lookalikes.merge(
        asked, left_on=["query_id", "miner"], right_on=["source_id", "miner"], validate="m:1"
    )
    keys = ["query_id", "lookalike_id"]
    held["n_rankings"] = held.groupby(keys)["n_rankings"].transform("sum")
    beaten = own.groupby(["source_id", "beaten_by"]).size().rename("n_beaten").reset_index()
    pairs = (
        held.sort_values("miner")
        .drop_duplicates(keys)
        .merge(beaten, left_on=keys, right_on=["source_id", "beaten_by"], validate="1:1")
    )
    order = pairs.sort_values(["n_beaten", *keys], ascending=[False, True, True])
    return order.drop_duplicates("class").head(count).reset_index(drop=True)


@style.styled
def lookalikes(pairs: pd.DataFrame, ring: Callable[[str], npt.NDArray[np.uint8]]) -> Figure:
    """Draw one row a pair: views of the source, then of the lookalike.

    Parameters
    ----------
    pairs : pandas.DataFrame
        From :func:`worst_pairs`.
    ring : callable
        Returns the ring views, uint8 of shape (V, H, W, 3), of an object id.

    Returns
    -------
    Figure
        A page with one sentence when there are no pairs.
    """
    title = "Lookalikes of other classes"
    if pairs.empty:
        words = "No object of another class came before the source of a query."
        return charts.sentence(title, words)
    half = (style.WIDTH - 2 * style.MARGIN - _GAP) / 2
    side = half / _MOST_VIEWS
    row_height = side + _WORDS
    figure, axes = style.page(
        _TOP + len(pairs) * row_height + 0.05,
        title,
        "the source of Tier 6 queries (left) and the object most often found in its stead (right)",
    )
    right = style.MARGIN + half + _GAP
    for row, pair in enumerate(pairs.to_dict("records")):
        top = _TOP + row * row_height
        for left, name, kind in (
            (style.MARGIN, pair["query_id"], pair["class"]),
            (right, pair["lookalike_id"], pair["lookalike_class"]),
        ):
            views = ring(name)
            for index, view in enumerate(views[:: max(1, len(views) // _MOST_VIEWS)][:_MOST_VIEWS]):
                style.picture(axes, style.trim(view), left + index * side, top, side - 0.04)
            y = top + side + 0.13
            charts.fitted(axes, left, y, f"{kind} · {name}", half, 8.5, weight="bold")
        words = (
            f"similarity {pair['similarity']:.3f} under {pair['miner']}; "
            f"first in {pair['n_beaten']} of {pair['n_rankings']} rankings"
        )
        charts.fitted(axes, right, top + side + 0.29, words, half, color=style.MUTED)
    return figure
