"""The weekly audit over a stream whose base rate, encoder and auditors do not stay the same."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, scales, style
from lib.report.rows import where
from lib.report.typesetting import fit, width
from lib.report.wording import percent

_LEFT = 0.72
_WIDE = 5.2
_NAMES = 6.4
_STEP = 0.17
_PANELS = (1.55, 0.75, 1.15)
_BETWEEN = 0.6
_LOWEST = 1e-4
_SHARES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
_PER_CENT = ("0", "50 %", "100 %")
_NOW: dict[str, Any] = {"color": charts.BLUE, "marker": "o", "markersize": 4, "linewidth": 1}
_KEPT: dict[str, Any] = {
    "color": style.MUTED,
    "linestyle": "--",
    "marker": "s",
    "markersize": 4,
    "linewidth": 1,
    "markerfacecolor": "white",
}


@style.styled
def audit_weeks(weeks: pd.DataFrame, estimators: pd.DataFrame, target: float) -> Figure:
    """Draw estimate and truth, the alarm, and what re-picking the threshold is worth.

    Parameters
    ----------
    weeks : DataFrame
        Columns week, event (text, empty in a quiet week), base_rate, audit
        ("stratified" or "flagged only"), estimate, low, high, top_band_rate,
        alarm (bool), true_precision and fixed_precision, a row a week.
    estimators : DataFrame
        Columns week, estimator, n_labelled and error (estimate minus truth).
    target : float
        Precision that the thresholds aim at, drawn as a line.

    Returns
    -------
    Figure
        Base rate, positive rate of the top band, and precision below each
        other; beside them every estimator's error in every week.
    """
    title = "The weekly audit of a moving stream"
    if weeks.empty:
        return charts.sentence(title, "No weeks were simulated.")
    weeks = weeks.sort_values("week")
    week = weeks["week"].to_numpy()
    limits = (week.min() - 0.6, week.max() + 0.6)
    events = _placed(weeks, limits)
    top = 1.2 + _STEP * (1 + max((row for *_, row in events), default=-1))
    tops = [top + sum(_PANELS[:i]) + _BETWEEN * i for i in range(len(_PANELS))]
    bottom = tops[-1] + _PANELS[-1]
    subtitle = "a simulation: labels of some items a week, and what they say about all items"
    figure, axes = style.page(bottom + 0.5, title, subtitle)
    for x, words, row in events:
        axes.text(x, top - 0.4 - _STEP * row, words, size=8)
    panels = [
        style.inset(axes, _LEFT, y, _WIDE, height) for y, height in zip(tops, _PANELS, strict=True)
    ]
    _base_rate(panels[0], weeks)
    _top_band(panels[1], weeks)
    _precision(panels[2], weeks, target)
    happened = week[(weeks["event"].fillna("") != "").to_numpy()]
    for panel in panels:
        for value in happened:
            panel.axvspan(value - 0.5, value + 0.5, color=style.FAINT, alpha=0.45, lw=0, zorder=0)
        panel.set(xlim=limits, xticks=week[:: -(-len(week) // 20)])
        panel.grid(visible=True, axis="y")
        panel.tick_params(labelbottom=panel is panels[-1])
    charts.axis_name(axes, _LEFT + _WIDE / 2, bottom + 0.34, "week")
    _titles(axes, tops, target)
    _errors(axes, estimators, tops[0], bottom)
    return figure


def _placed(weeks: pd.DataFrame, limits: tuple[float, float]) -> list[tuple[float, str, int]]:
    """Left end, text and row (0 is lowest) of each event's label, so that none meet."""
    scale = _WIDE / (limits[1] - limits[0])
    ends: list[float] = []
    placed = []
    named = weeks[weeks["event"].fillna("") != ""]
    for number, event in zip(named["week"], named["event"], strict=True):
        words = fit(f"week {number}: {event}", _WIDE, 8)
        wide = width(words, 8)
        left = min(
            max(_LEFT + (number - limits[0]) * scale - wide / 2, _LEFT), _LEFT + _WIDE - wide
        )
        row = next((i for i, end in enumerate(ends) if end + 0.12 <= left), len(ends))
        ends[row:] = [left + wide, *ends[row + 1 :]]
        placed.append((left, words, row))
    return placed


def _base_rate(axes: Axes, weeks: pd.DataFrame) -> None:
    values = weeks[["estimate", "low", "high"]].clip(lower=_LOWEST)
    truth: dict[str, Any] = {"color": style.INK, "linewidth": 1.2, "drawstyle": "steps-mid"}
    axes.plot(weeks["week"], weeks["base_rate"], **truth)
    trapped = (weeks["audit"] == "flagged only").to_numpy()
    for chosen, color, mark in ((~trapped, charts.BLUE, "o"), (trapped, style.ALARM, "X")):
        week, rows = weeks["week"][chosen], values[chosen]
        axes.vlines(week, rows["low"], rows["high"], color=color, linewidth=1.2)
        axes.plot(week, rows["estimate"], mark, color=color, markersize=5, markeredgewidth=0)
    lowest = float(np.nanmin([values["low"].min(), weeks["base_rate"].min(), 0.01]))
    axes.set(yscale="log", ylim=(0.8 * lowest, 1.25))
    scales.only_ticks(axes.yaxis, [share for share in _SHARES if share >= 0.8 * lowest])


def _top_band(axes: Axes, weeks: pd.DataFrame) -> None:
    axes.plot(weeks["week"], weeks["top_band_rate"], **_NOW)
    alarms = weeks[weeks["alarm"].astype(bool)]
    mark: dict[str, Any] = {**charts.CROSS, "marker": "v", "markersize": 8}
    axes.plot(alarms["week"], alarms["top_band_rate"], **mark)
    charts.halves(axes, 0, 1.1, _PER_CENT)


def _precision(axes: Axes, weeks: pd.DataFrame, target: float) -> None:
    axes.axhline(target, **charts.TARGET)
    axes.plot(weeks["week"], weeks["fixed_precision"], **_KEPT)
    axes.plot(weeks["week"], weeks["true_precision"], **_NOW)
    charts.halves(axes, 0, 1.06, _PER_CENT)


def _titles(axes: Axes, tops: list[float], target: float) -> None:
    names = ("base rate, logarithmic", "positive rate of the top score band", "precision")
    for y, words in zip(tops, names, strict=True):
        charts.bold(axes, style.MARGIN, y - 0.13, words)
    first, second, third = (y - 0.17 for y in tops)
    dot: dict[str, Any] = {**_NOW, "markersize": 4.5}
    charts.key(axes, 2.1, "truth", first, color=style.INK, linewidth=1.2)
    charts.key(axes, 2.95, "estimate, interval", first, **{**dot, "linestyle": ""})
    charts.key(axes, 4.5, "from flagged items", first, **{**charts.CROSS, "markersize": 5})
    alarm: dict[str, Any] = {**charts.CROSS, "marker": "v", "markersize": 7}
    charts.key(axes, 2.95, "alarm", second, **alarm)
    charts.key(axes, 1.1, "re-picked threshold", third, **dot)
    charts.key(axes, 2.95, "fixed threshold", third, **_KEPT)
    charts.key(axes, 4.5, f"target, {percent(target)}", third, **charts.TARGET)


def _errors(axes: Axes, table: pd.DataFrame, top: float, bottom: float) -> None:
    known = table[table["error"].notna()]
    if known.empty:
        return
    known = known.assign(size=known["error"].abs().clip(lower=_LOWEST))
    order = known.groupby("estimator")["error"].agg(lambda error: error.abs().mean())
    names = list(order.sort_values(kind="stable").index)
    room = charts.RIGHT - _NAMES
    charts.bold(axes, _NAMES, top - 0.13, "error of the estimate, by week")
    inset = style.inset(axes, _NAMES, top, room, bottom - top)
    step = (bottom - top) / len(names)
    for row, name in enumerate(names):
        rows = where(known, estimator=name)
        labels = float(rows["n_labelled"].mean())
        color = style.ALARM if name == "flagged only" else charts.BLUE if labels else style.MUTED
        y = row + 0.72
        inset.plot(rows["size"], np.full(len(rows), y), "o", ms=4, mew=0, alpha=0.5, color=color)
        inset.plot([max(order[name], _LOWEST)], [y], "|", ms=11, mew=2, color=color)
        words = f"{labels:,.0f} labels" if labels else "no labels"
        y -= 0.13 / step
        place: dict[str, Any] = {"transform": inset.get_yaxis_transform()}
        charts.muted(inset, 1, y, words, 7.5, ha="right", **place)
        charts.fitted(inset, 0, y, str(name), room - 0.75, **place)
    inset.set(xscale="log", xlim=(0.8 * _LOWEST, 1.25), ylim=(len(names), 0), yticks=[])
    scales.only_ticks(inset.xaxis, _SHARES, ["0.01", "0.1", "1", "10", "100"])
    inset.spines["left"].set_visible(False)
    inset.grid(visible=True, axis="x")
    charts.axis_name(axes, _NAMES + room / 2, bottom + 0.34, "points of percentage; bar: mean")
