"""A picture of panels side by side, an encoder a row, each value with its interval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from lib.report import charts, style
from lib.report.wording import number

_TOP, _ROW, _GAP, _NUMBERS = 1.5, 0.23, 0.16, 0.46
_LINES = ("-", ":", "--", "-.")


@dataclass(frozen=True)
class Panel:
    """One quantity.

    Attributes
    ----------
    title, words : str
        Bold, and quieter below it.
    rows : DataFrame
        Columns encoder, value, low, high; NaN where there is no interval, or no value.
    lines : dict of str to float
        What to compare with, by its meaning.
    low : float
        Left end of the axis; the right end is 1.
    """

    title: str
    words: str
    rows: pd.DataFrame
    lines: Mapping[str, float] = field(default_factory=dict)
    low: float = 0.0


@style.styled
def interval_bars(title: str, words: str, panels: Sequence[Panel]) -> Figure:
    """Draw the panels; a line stands for the same thing in each.

    Parameters
    ----------
    title, words : str
        Of the page.
    panels : sequence of Panel

    Returns
    -------
    Figure
        Without a row in any of them, a sentence that says so.
    """
    encoders = sorted({name for panel in panels for name in panel.rows["encoder"]})
    if not encoders:
        return charts.sentence(title, "No encoder was measured by this.")
    styles = style.encoder_styles(encoders)
    height = _ROW * len(encoders) + 0.1
    figure, axes = style.page(_TOP + height + 0.4, title, words)
    named = list(dict.fromkeys(name for panel in panels for name in panel.lines))
    looks = {
        name: {**charts.TARGET, "linestyle": _LINES[index % len(_LINES)]}
        for index, name in enumerate(named)
    }
    for index, name in enumerate(named):
        charts.key(axes, style.MARGIN + 2.2 * index, name, 0.8, **looks[name])
    for index, encoder in enumerate(encoders):
        y = _TOP + 0.05 + (index + 0.5) * _ROW
        room = charts.ROW_LABELS - style.MARGIN - 0.1
        charts.fitted(axes, style.MARGIN, y, encoder, room, 8.5, va="center_baseline")
    room = charts.PANELS / len(panels) - _GAP
    for left, panel in zip(charts.lefts(len(panels)), panels, strict=True):
        charts.fitted(axes, left, _TOP - 0.38, panel.title, room, 9, weight="bold")
        charts.fitted(axes, left, _TOP - 0.23, panel.words, room, 7.5, color=style.MUTED)
        inset = style.inset(axes, left, _TOP, room, height)
        rows = panel.rows.set_index("encoder").reindex(encoders)
        span = 1 - panel.low
        for place, (encoder, row) in enumerate(rows.iterrows()):
            if np.isfinite(row["value"]):
                start = max(panel.low, 0.0)
                look = {"height": 0.72, "linewidth": 0, "zorder": 2, **styles[str(encoder)]}
                inset.barh(place, max(row["value"], panel.low) - start, left=start, **look)
                ends = np.clip([row["low"], row["high"]], panel.low, 1.0)
                inset.plot(ends, [place, place], color=style.INK, linewidth=0.9, zorder=4)
            text = number(row["value"]) if np.isfinite(row["value"]) else "-"
            end = 1 + _NUMBERS * span
            inset.text(end, place, text, size=7.5, ha="right", va="center_baseline")
        for name, value in panel.lines.items():
            inset.axvline(value, zorder=3, **looks[name])
        inset.set(xlim=(panel.low, 1 + _NUMBERS * span), yticks=[])
        inset.set(ylim=(len(encoders) - 0.5 + 0.05 / _ROW, -0.5 - 0.05 / _ROW))
        ticks = [panel.low, 0.5 * (1 + panel.low), 1.0]
        inset.set(xticks=ticks, xticklabels=[f"{tick:g}" for tick in ticks])
        inset.spines["left"].set_visible(False)
        inset.spines["bottom"].set_bounds(panel.low, 1)
    return figure
