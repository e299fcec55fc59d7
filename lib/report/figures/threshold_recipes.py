"""What each recipe for a threshold costs, base rate by base rate."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, scales, style
from lib.report.rows import where
from lib.report.typesetting import wrap
from lib.report.wording import percent

_TOP = 1.6
_PANEL = 0.72
_ROW = 0.88
_GAP = 0.12
_RECIPES = {
    "f1": "highest F1",
    "youden": "Youden's J",
    "dip": "dip between humps",
    "density": "local density",
    "precision": "precision target",
}
_MARKS: dict[str, Any] = {"markersize": 4.5, "linewidth": 1.2}
_PRECISION: dict[str, Any] = {"marker": "o", **_MARKS}
_RECALL: dict[str, Any] = {
    "color": style.MUTED,
    "marker": "s",
    "linestyle": "--",
    "markerfacecolor": "white",
    **_MARKS,
}


@style.styled
def threshold_recipes(table: pd.DataFrame, negatives: str, target: float) -> Figure:
    """Draw precision and recall of every recipe against the base rate.

    Parameters
    ----------
    table : DataFrame
        Columns encoder, recipe, negatives, base_rate, precision, recall and
        note; NaN where the recipe gives no threshold, with the reason as note.
    negatives : str
        The set of negatives to draw.
    target : float
        Precision to reach, drawn as a line.

    Returns
    -------
    Figure
        Encoders below each other, recipes side by side.
    """
    title = "What each recipe for a threshold delivers"
    rows = where(table, negatives=negatives)
    if rows.empty:
        return charts.sentence(title, "No thresholds to draw for this set of negatives.")
    names = [name for name in _RECIPES if name in set(rows["recipe"])]
    encoders = sorted(rows["encoder"].unique())
    rates = sorted(rows["base_rate"].unique(), reverse=True)
    styles = style.encoder_styles(encoders)
    figure, axes = style.page(
        _TOP + _ROW * len(encoders) + 0.42, title, f"negatives: {charts.SETS[negatives]}"
    )
    charts.key(axes, style.MARGIN, "precision", color=style.INK, **_PRECISION)
    charts.key(axes, 1.6, "recall", **_RECALL)
    charts.key(axes, 2.8, f"target of {percent(target)} precision", **charts.TARGET)
    room = (charts.RIGHT - charts.ROW_LABELS) / len(names) - _GAP
    for left, name in zip(charts.lefts(len(names)), names, strict=True):
        for index, line in enumerate(reversed(wrap(_RECIPES[name], room, 8.5, "bold"))):
            charts.bold(axes, left, _TOP - 0.12 - 0.16 * index, line, 8.5)
    charts.row_labels(axes, encoders, _TOP, _ROW, _PANEL)
    for encoder, name, panel in charts.grid(axes, encoders, names, _TOP, _ROW, _PANEL, _GAP):
        values = where(rows, encoder=encoder, recipe=name).set_index("base_rate").reindex(rates)
        panel.axhline(target, zorder=1, **charts.TARGET)
        places = np.arange(len(values))
        panel.plot(places, values["recall"], clip_on=False, **_RECALL)
        color = styles[encoder]["facecolor"]
        panel.plot(places, values["precision"], color=color, clip_on=False, **_PRECISION)
        charts.halves(panel, 0, 1.04)
        scales.base_rate_axis(panel, rates)
        if values["threshold"].isna().all():
            _why_none(panel, values["note"].dropna(), room)
    y = _TOP + _ROW * len(encoders) + 0.26
    charts.axis_name(axes, charts.MIDDLE, y, scales.RATE_AXIS)
    return figure


def _why_none(axes: Axes, notes: pd.Series, room: float) -> None:
    words = wrap(notes.iloc[0] if len(notes) else "", room - 0.1, 7.5)[:3] or ["none"]
    look: dict[str, Any] = {"size": 7.5, "color": style.ALARM, "ha": "center", "va": "center"}
    axes.text(0.5, 0.5, "\n".join(words), transform=axes.transAxes, **look)
