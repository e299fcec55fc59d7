"""What each recipe for a threshold costs, base rate by base rate."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.figures import lines
from lib.report.markdown import percent
from lib.report.text import wrap

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
_EMPTY = "No thresholds to draw for this set of negatives."


@style.styled
def recipes(table: pd.DataFrame, negatives: str = "same", target: float = 0.95) -> Figure:
    """Draw precision and recall of every recipe against the base rate.

    Parameters
    ----------
    table : DataFrame
        Columns encoder, recipe, negatives, base_rate, precision, recall and
        note; NaN where the recipe gives no threshold, with the reason as note.
    negatives : str, optional
        The set of negatives to draw.
    target : float, optional
        Precision to reach, drawn as a line.

    Returns
    -------
    Figure
        Encoders below each other, recipes side by side.
    """
    title = "What each recipe for a threshold delivers"
    rows = table[table["negatives"] == negatives]
    if rows.empty:
        return lines.sentence(title, _EMPTY)
    found = set(rows["recipe"])
    names = [*(name for name in _RECIPES if name in found), *sorted(found - set(_RECIPES))]
    encoders = sorted(rows["encoder"].unique())
    rates = sorted(rows["base_rate"].unique(), reverse=True)
    styles = style.encoder_styles(encoders)
    figure, axes = style.page(_TOP + _ROW * len(encoders) + 0.42)
    style.heading(axes, title, f"negatives: {lines.SETS[negatives]}")
    _legend(axes, target)
    room = (style.WIDTH - style.MARGIN - lines.ROW_LABELS) / len(names)
    for column, name in enumerate(names):
        x = lines.ROW_LABELS + column * room
        heading = wrap(_RECIPES.get(name, name), room - _GAP, 8.5, "bold")[:2]
        for index, line in enumerate(reversed(heading)):
            axes.text(x, _TOP - 0.12 - 0.16 * index, line, size=8.5, weight="bold")
    for row, encoder in enumerate(encoders):
        top = _TOP + row * _ROW
        lines.row_label(axes, top + _PANEL / 2, encoder)
        for column, name in enumerate(names):
            inset = style.inset(figure, lines.ROW_LABELS + column * room, top, room - _GAP, _PANEL)
            chosen = rows[(rows["encoder"] == encoder) & (rows["recipe"] == name)]
            values = chosen.set_index("base_rate").reindex(rates)
            _panel(inset, values, styles[encoder]["facecolor"], target, room - _GAP)
            lines.base_rate_axis(inset, rates, label=row == len(encoders) - 1)
            inset.tick_params(labelleft=column == 0)
    axes.text(
        lines.ROW_LABELS + (style.WIDTH - style.MARGIN - lines.ROW_LABELS) / 2,
        _TOP + _ROW * len(encoders) + 0.26,
        "share of duplicates in production, %",
        size=8,
        color=style.MUTED,
        ha="center",
    )
    return figure


def _panel(axes: Axes, values: pd.DataFrame, color: str, target: float, room: float) -> None:
    places = np.arange(len(values))
    axes.axhline(target, color=style.INK, linewidth=0.9, linestyle=":", zorder=1)
    marks: dict[str, Any] = {"markersize": 4.5, "linewidth": 1.2, "clip_on": False}
    axes.plot(places, values["recall"], "s--", color=style.MUTED, markerfacecolor="white", **marks)
    axes.plot(places, values["precision"], "o-", color=color, **marks)
    axes.set(ylim=(0, 1.04), yticks=[0, 0.5, 1], yticklabels=["0", "0.5", "1"])
    axes.grid(axis="y", color=style.FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    if values["threshold"].isna().all():
        notes = values["note"].dropna()
        words = wrap(notes.iloc[0] if len(notes) else "", room - 0.1, 7.5)[:3] or ["none"]
        centre = (0.5, 0.5)
        axes.annotate(
            "\n".join(words),
            centre,
            xycoords="axes fraction",
            size=7.5,
            color=style.ALARM,
            ha="center",
            va="center",
        )


def _legend(axes: Axes, target: float) -> None:
    marks: dict[str, Any] = {"markersize": 4.5, "linewidth": 1.2}
    lines.key(axes, style.MARGIN, 0.83, "precision", color=style.INK, marker="o", **marks)
    dashed = {"color": style.MUTED, "marker": "s", "linestyle": "--", "markerfacecolor": "white"}
    lines.key(axes, 1.6, 0.83, "recall", **dashed, **marks)
    words = f"target of {percent(target)} precision"
    lines.key(axes, 2.8, 0.83, words, color=style.INK, linestyle=":", linewidth=0.9)
