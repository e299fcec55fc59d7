"""The weekly audit over a stream whose base rate, encoder and auditors do not stay the same."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.figures import lines
from lib.report.markdown import percent
from lib.report.text import fit, width

_LEFT = 0.72
_WIDE = 5.2
_NAMES = 6.4
_STEP = 0.17
_PANELS = (1.55, 0.75, 1.15)
_BETWEEN = 0.6
_LOWEST = 1e-4
_BLUE = "#0072b2"
_EMPTY = "No weeks were simulated."


@style.styled
def audit_weeks(weeks: pd.DataFrame, estimators: pd.DataFrame, target: float = 0.95) -> Figure:
    """Draw estimate and truth, the alarm, and what re-picking the threshold is worth.

    Parameters
    ----------
    weeks : DataFrame
        Columns week, event (text, empty in a quiet week), base_rate, audit
        ("stratified" or "flagged only"), estimate, low, high, top_band_rate,
        alarm (bool), true_precision and fixed_precision, a row a week.
    estimators : DataFrame
        Columns week, estimator, n_labelled and error (estimate minus truth).
    target : float, optional
        Precision that the thresholds aim at, drawn as a line.

    Returns
    -------
    Figure
        Base rate, positive rate of the top band, and precision below each
        other; beside them every estimator's error in every week.
    """
    title = "The weekly audit of a moving stream"
    if weeks.empty:
        return lines.sentence(title, _EMPTY)
    weeks = weeks.sort_values("week")
    week = weeks["week"].to_numpy()
    limits = (week.min() - 0.6, week.max() + 0.6)
    events = _placed(weeks, limits)
    top = 1.2 + _STEP * (1 + max((row for *_, row in events), default=-1))
    tops = [top + sum(_PANELS[:i]) + _BETWEEN * i for i in range(len(_PANELS))]
    bottom = tops[-1] + _PANELS[-1]
    figure, axes = style.page(bottom + 0.5)
    style.heading(
        axes, title, "a simulation: labels of some items a week, and what they say about all items"
    )
    for x, words, row in events:
        y = top - 0.4 - _STEP * row
        axes.text(x, y, words, size=8, color=style.INK, ha="left")
    panels = [
        style.inset(figure, _LEFT, y, _WIDE, height)
        for y, height in zip(tops, _PANELS, strict=True)
    ]
    _base_rate(panels[0], weeks)
    _top_band(panels[1], weeks)
    _precision(panels[2], weeks, target)
    happened = week[(weeks["event"].fillna("") != "").to_numpy()]
    for panel in panels:
        for value in happened:
            panel.axvspan(value - 0.5, value + 0.5, color=style.FAINT, alpha=0.45, lw=0, zorder=0)
        panel.set(xlim=limits, xticks=week[:: -(-len(week) // 20)])
        panel.grid(axis="y", color=style.FAINT, linewidth=0.5)
        panel.set_axisbelow(True)
        panel.tick_params(labelbottom=panel is panels[-1])
    axes.text(_LEFT + _WIDE / 2, bottom + 0.34, "week", size=8, color=style.MUTED, ha="center")
    _titles(axes, tops, target)
    _errors(figure, axes, estimators, tops[0], bottom)
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
    axes.plot(
        weeks["week"], weeks["base_rate"], color=style.INK, linewidth=1.2, drawstyle="steps-mid"
    )
    trapped = (weeks["audit"] == "flagged only").to_numpy()
    for chosen, color, mark in ((~trapped, _BLUE, "o"), (trapped, style.ALARM, "X")):
        week, rows = weeks["week"][chosen], values[chosen]
        axes.vlines(week, rows["low"], rows["high"], color=color, linewidth=1.2)
        axes.plot(week, rows["estimate"], mark, color=color, markersize=5, markeredgewidth=0)
    lowest = float(np.nanmin([values["low"].min(), weeks["base_rate"].min(), 0.01]))
    axes.set(yscale="log", ylim=(0.8 * lowest, 1.25))
    shares = [share for share in (0.0001, 0.001, 0.01, 0.1, 1) if share >= 0.8 * lowest]
    axes.set_yticks(shares, [percent(share) for share in shares])
    axes.set_yticks([], minor=True)


def _top_band(axes: Axes, weeks: pd.DataFrame) -> None:
    axes.plot(weeks["week"], weeks["top_band_rate"], "o-", color=_BLUE, markersize=4, linewidth=1)
    alarms = weeks[weeks["alarm"].astype(bool)]
    axes.plot(
        alarms["week"],
        alarms["top_band_rate"],
        "v",
        color=style.ALARM,
        markersize=8,
        markeredgewidth=0,
    )
    axes.set(ylim=(0, 1.1), yticks=[0, 0.5, 1], yticklabels=["0", "50 %", "100 %"])


def _precision(axes: Axes, weeks: pd.DataFrame, target: float) -> None:
    axes.axhline(target, color=style.INK, linewidth=0.9, linestyle=":")
    marks: dict[str, Any] = {"markersize": 4, "linewidth": 1}
    fixed: dict[str, Any] = {"color": style.MUTED, "markerfacecolor": "white"}
    axes.plot(weeks["week"], weeks["fixed_precision"], "s--", **fixed, **marks)
    axes.plot(weeks["week"], weeks["true_precision"], "o-", color=_BLUE, **marks)
    axes.set(ylim=(0, 1.06), yticks=[0, 0.5, 1], yticklabels=["0", "50 %", "100 %"])


def _titles(axes: Axes, tops: list[float], target: float) -> None:
    names = ("base rate, logarithmic", "positive rate of the top score band", "precision")
    for y, words in zip(tops, names, strict=True):
        axes.text(style.MARGIN, y - 0.13, words, size=9, weight="bold")
    dot: dict[str, Any] = {"marker": "o", "markersize": 4.5, "color": _BLUE}
    cross: dict[str, Any] = {"linestyle": "", "color": style.ALARM, "markeredgewidth": 0}
    y = tops[0] - 0.17
    lines.key(axes, 2.1, y, "truth", color=style.INK, linewidth=1.2)
    lines.key(axes, 2.95, y, "estimate, interval", **dot, linestyle="")
    lines.key(axes, 4.5, y, "from flagged items", marker="X", markersize=5, **cross)
    lines.key(axes, 2.95, tops[1] - 0.17, "alarm", marker="v", markersize=7, **cross)
    y = tops[2] - 0.17
    lines.key(axes, 1.1, y, "re-picked threshold", **dot, linewidth=1)
    fixed: dict[str, Any] = {
        "color": style.MUTED,
        "linestyle": "--",
        "marker": "s",
        "markerfacecolor": "white",
    }
    lines.key(axes, 2.95, y, "fixed threshold", **fixed, markersize=4, linewidth=1)
    words = f"target, {percent(target)}"
    lines.key(axes, 4.5, y, words, color=style.INK, linestyle=":", linewidth=0.9)


def _errors(figure: Figure, axes: Axes, table: pd.DataFrame, top: float, bottom: float) -> None:
    known = table[table["error"].notna()]
    if known.empty:
        return
    known = known.assign(size=known["error"].abs().clip(lower=_LOWEST))
    order = known.groupby("estimator")["error"].agg(lambda error: error.abs().mean())
    names = list(order.sort_values(kind="stable").index)
    room = style.WIDTH - style.MARGIN - _NAMES
    axes.text(_NAMES, top - 0.13, "error of the estimate, by week", size=9, weight="bold")
    inset = style.inset(figure, _NAMES, top, room, bottom - top)
    step = (bottom - top) / len(names)
    for row, name in enumerate(names):
        rows = known[known["estimator"] == name]
        labels = float(rows["n_labelled"].mean())
        color = style.ALARM if name == "flagged only" else _BLUE if labels else style.MUTED
        y = row + 0.72
        inset.plot(rows["size"], np.full(len(rows), y), "o", ms=4, mew=0, alpha=0.5, color=color)
        inset.plot([max(order[name], _LOWEST)], [y], "|", ms=11, mew=2, color=color)
        words = f"{labels:,.0f} labels" if labels else "no labels"
        y -= 0.13 / step
        place: dict[str, Any] = {"transform": inset.get_yaxis_transform(), "va": "baseline"}
        inset.text(1, y, words, size=7.5, color=style.MUTED, ha="right", **place)
        inset.text(0, y, fit(str(name), room - 0.75, 8), size=8, **place)
    shares = [1e-4, 1e-3, 1e-2, 1e-1, 1.0]
    inset.set(xscale="log", xlim=(0.8 * _LOWEST, 1.25), ylim=(len(names), 0), yticks=[])
    inset.set_xticks(shares, ["0.01", "0.1", "1", "10", "100"])
    inset.set_xticks([], minor=True)
    inset.spines["left"].set_visible(False)
    inset.grid(axis="x", color=style.FAINT, linewidth=0.5)
    inset.set_axisbelow(True)
    words = "points of percentage; bar: mean"
    axes.text(_NAMES + room / 2, bottom + 0.34, words, size=8, color=style.MUTED, ha="center")
