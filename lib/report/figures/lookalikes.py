"""Sources beside the object of another class that most often comes before them."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.evaluation.tier6 import TIER
from lib.report import style
from lib.report.text import fit

_TOP = 0.78
_WORDS = 0.44
_GAP = 0.3
_MOST_VIEWS = 4
_EMPTY = "No object of another class came before the source of a query."

Ring = npt.NDArray[np.uint8]


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
    own = per_query[per_query["tier"] == TIER]
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
def lookalikes(pairs: pd.DataFrame, ring: Callable[[str], Ring]) -> Figure:
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
    if pairs.empty:
        figure, axes = style.page(1.0)
        style.heading(axes, "Lookalikes of other classes", _EMPTY)
        return figure
    half = (style.WIDTH - 2 * style.MARGIN - _GAP) / 2
    side = half / _MOST_VIEWS
    row_height = side + _WORDS
    figure, axes = style.page(_TOP + len(pairs) * row_height + 0.05)
    style.heading(
        axes,
        "Lookalikes of other classes",
        "the source of Tier 6 queries (left) and the object most often found in its stead (right)",
    )
    for row, pair in enumerate(pairs.to_dict("records")):
        top = _TOP + row * row_height
        ends = (("query_id", "class"), ("lookalike_id", "lookalike_class"))
        for column, (name, class_name) in enumerate(ends):
            left = style.MARGIN + column * (half + _GAP)
            for index, view in enumerate(_some(ring(pair[name]))):
                style.picture(figure, style.trim(view), left + index * side, top, side - 0.04)
            _caption(axes, pair[class_name], pair[name], left, top + side + 0.13, half)
        words = (
            f"similarity {pair['similarity']:.3f} under {pair['miner']}; "
            f"first in {pair['n_beaten']} of {pair['n_rankings']} rankings"
        )
        left = style.MARGIN + half + _GAP
        line = fit(words, half, 8)
        axes.text(left, top + side + 0.29, line, size=8, color=style.MUTED)
    return figure


def _some(ring: Ring) -> Ring:
    """Choose up to four views of a ring, evenly spaced."""
    return ring[:: max(1, len(ring) // _MOST_VIEWS)][:_MOST_VIEWS]


def _caption(
    axes: Axes, class_name: str, object_id: str, left: float, y: float, width: float
) -> None:
    line = fit(f"{class_name} · {object_id}", width, 8.5, "bold")
    axes.text(left, y, line, size=8.5, weight="bold")
