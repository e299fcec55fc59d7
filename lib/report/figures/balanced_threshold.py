"""What a threshold that was picked at 50 % delivers at the other base rates."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, scales, style
from lib.report.rows import where
from lib.report.wording import percent

_TOP = 1.2
_PANEL = 0.6
_ROW = 0.74
_GAP = 0.16


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
    sets = charts.known_sets(table["negatives"])
    if not sets:
        return charts.sentence(title, "No thresholds to draw.")
    encoders = sorted(table["encoder"].unique())
    rates = sorted(table["base_rate"].unique(), reverse=True)
    target = float(table["min_precision"].iloc[0])
    styles = style.encoder_styles(encoders)
    figure, axes = style.page(
        _TOP + _ROW * len(encoders) + 0.44,
        title,
        "bars: precision; above them: false alarms among 1,000 flagged pairs; dotted: target of "
        f"{percent(target)}",
    )
    charts.set_titles(axes, sets, _TOP - 0.14)
    charts.row_labels(axes, encoders, _TOP, _ROW, _PANEL)
    for encoder, negatives, panel in charts.grid(axes, encoders, sets, _TOP, _ROW, _PANEL, _GAP):
        values = where(table, encoder=encoder, negatives=negatives)
        _bars(panel, values.set_index("base_rate").reindex(rates), styles[encoder])
        panel.axhline(target, **charts.TARGET)
        scales.base_rate_axis(panel, rates)
    y = _TOP + _ROW * len(encoders) + 0.28
    charts.axis_name(axes, charts.MIDDLE, y, scales.RATE_AXIS)
    return figure


def _bars(axes: Axes, values: pd.DataFrame, bar: dict[str, Any]) -> None:
    for place, row in enumerate(values.itertuples()):
        words, color = "none", style.ALARM
        if pd.notna(row.balanced_precision):
            words, color = f"{row.balanced_false_alarms_per_1000:,.0f}", style.INK
            axes.bar(place, row.balanced_precision, width=0.7, linewidth=0, **bar)
        axes.text(place, 1.06, words, size=7.5, ha="center", va="bottom", color=color)
    charts.halves(axes, 0, 1.42, rules=False)
    axes.spines["left"].set_bounds(0, 1)
