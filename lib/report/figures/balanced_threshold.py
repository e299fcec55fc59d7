"""What a threshold that was picked at 50 % delivers at the other base rates."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.figures import lines
from lib.report.markdown import percent

_TOP = 1.2
_PANEL = 0.6
_ROW = 0.74
_GAP = 0.16
_EMPTY = "No thresholds to draw."


@style.styled
def balanced_threshold(table: pd.DataFrame) -> Figure:
    """Draw what the threshold picked at 50 % delivers at every base rate.

    Parameters
    ----------
    table : DataFrame
        Columns encoder, negatives, base_rate, min_precision,
        balanced_precision and balanced_false_alarms_per_1000; NaN where no
        threshold reaches the target at 50 %.

    Returns
    -------
    Figure
        Bars of precision with the target as a line; above each the false
        alarms among 1,000 flagged pairs.
    """
    title = "What the threshold picked at 50 % delivers"
    sets = lines.known_sets(table["negatives"])
    if not sets:
        return lines.sentence(title, _EMPTY)
    encoders = sorted(table["encoder"].unique())
    rates = sorted(table["base_rate"].unique(), reverse=True)
    target = float(table["min_precision"].iloc[0])
    styles = style.encoder_styles(encoders)
    figure, axes = style.page(_TOP + _ROW * len(encoders) + 0.44)
    style.heading(
        axes,
        title,
        "bars: precision; above them: false alarms among 1,000 flagged pairs; dotted: target of "
        f"{percent(target)}",
    )
    room = (style.WIDTH - style.MARGIN - lines.ROW_LABELS) / len(sets)
    for column, negatives in enumerate(sets):
        left = lines.ROW_LABELS + column * room
        axes.text(left, _TOP - 0.14, lines.SETS[negatives], size=9, weight="bold")
    for row, encoder in enumerate(encoders):
        y = _TOP + row * _ROW
        lines.row_label(axes, y + _PANEL / 2, encoder)
        for column, negatives in enumerate(sets):
            inset = style.inset(figure, lines.ROW_LABELS + column * room, y, room - _GAP, _PANEL)
            chosen = (table["encoder"] == encoder) & (table["negatives"] == negatives)
            values = table[chosen].set_index("base_rate").reindex(rates)
            _bars(inset, values, target, styles[encoder])
            lines.base_rate_axis(inset, rates, label=row == len(encoders) - 1)
            inset.tick_params(labelleft=column == 0)
    axes.text(
        lines.ROW_LABELS + (style.WIDTH - style.MARGIN - lines.ROW_LABELS) / 2,
        _TOP + _ROW * len(encoders) + 0.28,
        "share of duplicates in production, %",
        size=8,
        color=style.MUTED,
        ha="center",
    )
    return figure


def _bars(axes: Axes, values: pd.DataFrame, target: float, bar: dict[str, Any]) -> None:
    for place, (precision, alarms) in enumerate(
        zip(
            values["balanced_precision"],
            values["balanced_false_alarms_per_1000"],
            strict=True,
        )
    ):
        words = "none" if np.isnan(precision) else f"{alarms:,.0f}"
        color = style.ALARM if np.isnan(precision) else style.INK
        if not np.isnan(precision):
            axes.bar(place, precision, width=0.7, linewidth=0, **bar)
        axes.text(place, 1.06, words, size=7.5, ha="center", va="bottom", color=color)
    axes.axhline(target, color=style.INK, linewidth=0.9, linestyle=":")
    axes.set(ylim=(0, 1.42), yticks=[0, 0.5, 1], yticklabels=["0", "0.5", "1"])
    axes.spines["left"].set_bounds(0, 1)
