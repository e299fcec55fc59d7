"""What a falling base rate does to the threshold and to its recall."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, scales, style
from lib.report.rows import where
from lib.report.wording import percent

_TOP = 1.86
_PANEL = 0.8
_ROW = 1.0
_GAP = 0.08
_BETWEEN = 0.46
_ESTIMATE: dict[str, Any] = {**charts.RING, "linewidth": 1}
_CERTIFIED: dict[str, Any] = {**charts.DOT, "linewidth": 1}
_UNSURE: dict[str, Any] = {**charts.CROSS, "marker": "x", "markersize": 4.5, "markeredgewidth": 1}


@style.styled
def threshold_by_base_rate(table: pd.DataFrame) -> Figure:
    """Draw threshold and recall against the base rate, encoder by encoder and set by set.

    Parameters
    ----------
    table : DataFrame
        Columns encoder, negatives, similarity, base_rate, min_precision,
        threshold, recall, certified_threshold and certified_recall; NaN where
        there is none. One similarity.

    Returns
    -------
    Figure
        Hollow points are recommended, filled ones are certified. A cross
        below a base rate says that no threshold could be certified there, a
        bold one that none even reached the target.
    """
    title = "Threshold and recall by base rate"
    sets = charts.known_sets(table["negatives"])
    if not sets:
        return charts.sentence(title, "No thresholds to draw.")
    encoders = sorted(table["encoder"].unique())
    rates = sorted(table["base_rate"].unique(), reverse=True)
    styles = style.encoder_styles(encoders)
    bottom = _TOP + _ROW * len(encoders)
    figure, axes = style.page(
        bottom + 0.4,
        title,
        "the threshold with the most recall at a precision of "
        f"{percent(table['min_precision'].iloc[0])} or more, and the share of twins that it finds",
    )
    _legend(axes)
    charts.row_labels(axes, encoders, _TOP, _ROW, _PANEL)
    block = (charts.RIGHT - charts.ROW_LABELS - _BETWEEN) / 2
    name = scales.SIMILARITIES[table["similarity"].iloc[0]]
    for left, quantity, words in (
        (charts.ROW_LABELS, "threshold", f"threshold, {name}"),
        (charts.ROW_LABELS + block + _BETWEEN, "recall", "recall"),
    ):
        charts.bold(axes, left, _TOP - 0.38, words)
        for x, negatives in zip(charts.lefts(len(sets), left, block), sets, strict=True):
            charts.muted(axes, x, _TOP - 0.14, negatives)
        for encoder, negatives, panel in charts.grid(
            axes, encoders, sets, _TOP, _ROW, _PANEL, _GAP, left, block
        ):
            own = where(table, encoder=encoder)
            values = where(own, negatives=negatives).set_index("base_rate").reindex(rates)
            _series(panel, values, quantity, styles[encoder]["facecolor"])
            scales.base_rate_axis(panel, rates)
            # The strip below the points is kept free for the crosses.
            charts.halves(panel, -0.3, 1.08)
            if quantity == "threshold":
                both = [*own["threshold"], *own["certified_threshold"]]
                panel.set_yticks(*scales.ticks(*scales.span(both)))
                panel.set_ylim(scales.span(both, 0.35, 0.1))
        charts.axis_name(axes, left + block / 2, bottom + 0.22, scales.RATE_AXIS)
    return figure


def _series(axes: Axes, values: pd.DataFrame, quantity: str, color: str) -> None:
    places = np.arange(len(values))
    axes.plot(places, values[quantity], color=color, zorder=2, **_ESTIMATE)
    axes.plot(places, values[f"certified_{quantity}"], color=color, zorder=3, **_CERTIFIED)
    none = values["threshold"].isna().to_numpy()
    unsure = values["certified_threshold"].isna().to_numpy() & ~none
    for at, mark in ((places[unsure], _UNSURE), (places[none], charts.CROSS)):
        if len(at):
            strip = axes.get_xaxis_transform()
            axes.plot(at, np.full(len(at), 0.11), transform=strip, **mark)


def _legend(axes: Axes) -> None:
    charts.key(axes, style.MARGIN, "recommended", color=style.INK, **_ESTIMATE)
    charts.key(axes, 1.75, "certified", color=style.INK, **_CERTIFIED)
    charts.key(axes, 2.95, "not certifiable", **_UNSURE)
    charts.key(axes, 4.5, "no threshold reaches the target", **charts.CROSS)
    words = (
        "negatives: sampled from other classes; cross, all of other classes; "
        "same, other objects of the same class"
    )
    charts.muted(axes, style.MARGIN, 1.12, words)
