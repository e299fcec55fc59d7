"""What the size of a catalogue does to threshold, recall and false alarms of a scan."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, scales, style
from lib.report.rows import where
from lib.report.wording import percent, rarity

_TOP = 1.72
_PANEL = 1.0
_ROW = 1.3
_GAP = 0.56
_LEFT = 1.62
_MARGIN = 0.3
_ROWS = ("threshold", "recall", "false alarms a scan")
_PICKED: dict[str, Any] = {**charts.RING, "linestyle": "-", "linewidth": 1.2, "markersize": 5}
_UNSURE: dict[str, Any] = {"color": style.ALARM, "alpha": 0.09, "lw": 0}


@style.styled
def catalogue_sizes(table: pd.DataFrame, encoders: Sequence[str], target: float) -> Figure:
    """Draw threshold, recall and false alarms of a scan against the catalogue's size.

    Parameters
    ----------
    table : DataFrame
        Columns encoder, size, duplicate_share, pair_rate, threshold, recall, recall_low,
        recall_high, false_alarms, false_alarms_high and certificate; NaN where no
        threshold reaches the target.
    encoders : sequence of str
        Those to draw, side by side.
    target : float
        Precision that the thresholds reach on the sample.

    Returns
    -------
    Figure
        Bands are intervals; the ground is tinted where nothing could be certified.
    """
    title = "Threshold, recall and false alarms by the size of a catalogue"
    rows = table[table["encoder"].isin(list(encoders))]
    if rows.empty:
        return charts.sentence(title, "No encoder has a threshold to draw.")
    share = percent(rows["duplicate_share"].iloc[0])
    bottom = _TOP + _ROW * len(_ROWS)
    figure, axes = style.page(
        bottom + 0.28,
        title,
        f"every pair scored, {share} of the items with a duplicate; precision {percent(target)} "
        "or more on the sample",
    )
    _legend(axes, rows)
    styles = style.encoder_styles(table["encoder"])
    width = charts.RIGHT - _LEFT + _GAP
    for name, x in zip(encoders, charts.lefts(len(encoders), _LEFT, width), strict=True):
        charts.fitted(axes, x, _TOP - 0.14, name, width / len(encoders) - _GAP, 9, weight="bold")
    for index, words in enumerate(_ROWS):
        y = _TOP + index * _ROW + _PANEL / 2
        charts.wrapped(axes, style.MARGIN, y, words, 0.85, 8.5, 0.16)
    for quantity, name, panel in charts.grid(
        axes, _ROWS, encoders, _TOP, _ROW, _PANEL, _GAP, _LEFT, width
    ):
        own = where(rows, encoder=name).sort_values("size")
        _ground(panel, own)
        _DRAW[quantity](panel, own, styles[name]["facecolor"])
        _size_axis(panel, own["size"].to_numpy())
    charts.axis_name(axes, _LEFT + (charts.RIGHT - _LEFT) / 2, bottom + 0.08, "items")
    return figure


def _threshold(axes: Axes, rows: pd.DataFrame, color: str) -> None:
    axes.plot(rows["size"], rows["threshold"], color=color, **_PICKED)
    limits = scales.span(rows["threshold"], 0.3, 0.3)
    axes.set_yticks(*scales.ticks(*limits, count=2))
    axes.set_ylim(limits)
    axes.tick_params(labelleft=True)


def _recall(axes: Axes, rows: pd.DataFrame, color: str) -> None:
    axes.fill_between(
        rows["size"], rows["recall_low"], rows["recall_high"], color=color, alpha=0.25, lw=0
    )
    axes.plot(rows["size"], rows["recall"], color=color, **_PICKED)
    none = rows.loc[rows["recall"].isna(), "size"]
    axes.plot(none, np.zeros(len(none)), **charts.CROSS)
    charts.halves(axes, -0.12, 1.06)


def _alarms(axes: Axes, rows: pd.DataFrame, color: str) -> None:
    """From 0 to 1 the axis is plain, from there on a decade is as long as the next."""
    low, high = rows["false_alarms"], rows["false_alarms_high"]
    axes.fill_between(rows["size"], low, high, color=color, alpha=0.25, lw=0)
    axes.plot(rows["size"], high, color=color, lw=0.8)
    axes.plot(rows["size"], low, color=color, **_PICKED)
    axes.set_yscale("symlog", linthresh=1.0, linscale=1.5)
    axes.set_ylim(-0.3, max(1e11, 10 * high.max(skipna=True)))
    places = [0.0, 1.0, 1e3, 1e6, 1e9]
    scales.only_ticks(axes.yaxis, places, ["0", "1", "1,000", "10⁶", "10⁹"])
    axes.grid(visible=True, axis="y")


_DRAW = dict(zip(_ROWS, (_threshold, _recall, _alarms), strict=True))


def _ground(axes: Axes, rows: pd.DataFrame) -> None:
    """Tint the sizes without a certificate, half way to their neighbours."""
    decades = np.log10(rows["size"].to_numpy(dtype=np.float64))
    middles = (decades[1:] + decades[:-1]) / 2
    edges = 10.0 ** np.concatenate([[decades[0] - _MARGIN], middles, [decades[-1] + _MARGIN]])
    for index, unsure in enumerate(rows["certificate"] != "certified"):
        if unsure:
            axes.axvspan(edges[index], edges[index + 1], zorder=0, **_UNSURE)


def _size_axis(axes: Axes, sizes: Any) -> None:
    low, high = np.log10(sizes[0]) - _MARGIN, np.log10(sizes[-1]) + _MARGIN
    axes.set(xscale="log", xlim=(10.0**low, 10.0**high))
    kept = sizes[:: -max(1, -(-len(sizes) // 5))][::-1]
    scales.only_ticks(axes.xaxis, list(kept), [_items(size) for size in kept])


def _items(size: int) -> str:
    for unit, letter in ((10**6, "M"), (10**3, "k")):
        if size >= unit and size % unit == 0:
            return f"{size // unit}{letter}"
    return f"{size:,}"


def _legend(axes: Axes, rows: pd.DataFrame) -> None:
    charts.key(axes, style.MARGIN, "recommended", color=style.INK, **_PICKED)
    charts.key(axes, 1.7, "interval, exact or resampled", color=style.INK, lw=6, alpha=0.25)
    charts.key(axes, 4.05, "nothing can be certified", **{**_UNSURE, "lw": 6, "alpha": 0.25})
    charts.key(axes, 6.25, "no threshold reaches the target", **charts.CROSS)
    ends = rows.sort_values("size").iloc[[0, -1]]
    told = [f"{rarity(row.pair_rate)} for {row.size:,} items" for row in ends.itertuples()]
    charts.muted(axes, style.MARGIN, 1.12, f"true among all pairs: {' and '.join(told)}")
