"""The pictures of one calibration: distributions, ROC beside PR, and what the base rate does."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure

from lib.catalogue.calibration_json import Calibration, Point
from lib.core.arrays import Floats
from lib.report import charts, scales, style
from lib.report.wording import percent
from lib.thresholds.base_rate import precision
from lib.thresholds.similarities import RISING

_PANEL = 2.35
_LEFT = 0.62
_GAP = 0.75
_TOP = 1.12
_HEIGHT = _TOP + _PANEL + 0.5
_WIDE = (charts.RIGHT - _LEFT - _GAP) / 2
_RATES = (0.5, 0.2, 0.05, 0.01)
_NAMES = {"score": "score", "distance": "distance", **scales.SIMILARITIES}
_DASHES = {"50/50 threshold": ":", "recommended": "--", "certified": "-"}
_MARKERS = {"50/50 threshold": "s", "recommended": "o", "certified": "D"}


@style.styled
def distributions(found: Calibration) -> Figure:
    """Draw where true and false pairs lie, and the thresholds among them.

    Returns
    -------
    Figure
        Heights are shares of a kind's pairs, logarithmic: the overlap that
        decides a threshold is rare.
    """
    words = (
        f"{found.n_positives:,} true and {found.n_negatives:,} false pairs; share of a kind's "
        "pairs, logarithmic: the overlap is rare, and it decides"
    )
    figure, axes = style.page(_HEIGHT, "Scores of true and of false pairs", words)
    charts.key(axes, style.MARGIN, "true pairs", color=charts.BLUE, lw=5)
    charts.key(axes, 1.5, "false pairs", color=charts.NEGATIVE, lw=5)
    _keys(axes, found, 2.85, lambda name: {"linestyle": _DASHES[name], "lw": 1.1})
    panel = style.inset(axes, _LEFT, _TOP, charts.RIGHT - _LEFT, _PANEL)
    edges = np.array(found.histogram.edges)
    floor = 0.5 / max(found.n_positives, found.n_negatives)
    for counts, color, alpha in (
        (found.histogram.negatives, charts.NEGATIVE, 1.0),
        (found.histogram.positives, charts.BLUE, 0.65),
    ):
        shares = np.array(counts) / sum(counts)
        panel.bar(edges[:-1], shares, np.diff(edges), align="edge", color=color, alpha=alpha, lw=0)
    for name, point in _points(found).items():
        panel.axvline(point.threshold, color=style.INK, lw=1.1, linestyle=_DASHES[name])
    panel.set(yscale="log", ylim=(floor, 1.5))
    _score_axis(panel, found, edges, 8)
    _decades(panel.yaxis, int(np.ceil(np.log10(floor))))
    panel.set(ylabel="share of the pairs", xlabel=_axis_name(found))
    panel.grid(visible=True, axis="y")
    return figure


@style.styled
def roc_pr(found: Calibration) -> Figure:
    """Draw ROC (false positives on a log axis) and, beside it, PR at the base rate and at 50 %."""
    record = found.threshold
    figure, axes = style.page(
        _HEIGHT,
        "ROC and precision-recall",
        "ROC does not move with the base rate; precision does, and it is what you ship",
    )
    _keys(axes, found, style.MARGIN, lambda name: {"marker": _MARKERS[name], "lw": 0, "ms": 4.5})
    tpr, fpr = np.array(found.curve.tpr), np.array(found.curve.fpr)
    left = style.inset(axes, _LEFT, _TOP, _WIDE, _PANEL)
    edge = 10.0 ** np.floor(np.log10(0.999 / found.n_negatives))
    left.plot(np.append(edge, fpr.clip(min=edge)), np.append(0, tpr), color=charts.BLUE, lw=1.4)
    chance = np.geomspace(edge, 1, 200)
    left.plot(chance, chance, color=style.MUTED, lw=0.8, linestyle=":", zorder=1)
    left.set(xscale="log", xlim=(edge, 1))
    _decades(left.xaxis, round(np.log10(edge)))
    left.set(xlabel="false-positive rate, logarithmic", ylabel="recall (true-positive rate)")

    start = _LEFT + _WIDE + _GAP
    right = style.inset(axes, start, _TOP, _WIDE, _PANEL)
    rates = sorted({0.5, record.base_rate}, reverse=True)
    for rate, color in zip(rates, charts.tints(charts.BLUE, len(rates)), strict=True):
        right.plot(tpr, precision(tpr, fpr, rate), color=color, lw=1.4)
        words = f"{percent(rate)} true pairs"
        charts.key(axes, start + 1.4 * rates.index(rate), words, 1.0, color=color, lw=1.4)
    charts.key(axes, start + 1.4 * len(rates), "target", 1.0, **charts.TARGET)
    right.axhline(record.min_precision, zorder=1, **charts.TARGET)
    right.set(xlim=(0, 1.01), xlabel="recall", ylabel="precision")
    right.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    for name, point in _points(found).items():
        look: dict[str, Any] = {"color": style.INK, "marker": _MARKERS[name], "ms": 4.5}
        left.plot([max(point.fpr, edge)], [point.recall], zorder=4, **look)
        right.plot([point.recall], [point.precision], zorder=4, **look)
    for panel in (left, right):
        charts.halves(panel, 0, 1.02)
    return figure


@style.styled
def base_rates(found: Calibration) -> Figure:
    """Draw precision and recall along the threshold, a line a base rate.

    Returns
    -------
    Figure
        Points mark the threshold to use for the target at each rate.
    """
    figure, axes = style.page(
        _HEIGHT,
        "What the base rate does to a threshold",
        "the rarer the true pairs, the stricter the threshold and the lower the recall",
    )
    mine = found.threshold.base_rate
    rates = sorted({*_RATES, mine}, reverse=True)
    colors = dict(zip(rates, charts.tints(charts.BLUE, len(rates)), strict=True))
    values, tpr, fpr = (
        np.array(part) for part in (found.curve.thresholds, found.curve.tpr, found.curve.fpr)
    )
    left = style.inset(axes, _LEFT, _TOP, _WIDE, _PANEL)
    right = style.inset(axes, _LEFT + _WIDE + _GAP, _TOP, _WIDE, _PANEL)
    right.plot(values, tpr, color=style.MUTED, lw=1.4)
    best = {one.base_rate: one for one in found.base_rates}
    step = (style.WIDTH - 2 * style.MARGIN) / (len(rates) + 1)
    for index, rate in enumerate(rates):
        look: dict[str, Any] = {"color": colors[rate], "lw": 2.2 if rate == mine else 1.2}
        left.plot(values, precision(tpr, fpr, rate), **look)
        words = percent(rate) + (" (yours)" if rate == mine else " true pairs")
        charts.key(axes, style.MARGIN + step * index, words, **look)
        at = best.get(rate)
        if at and at.threshold is not None and at.precision is not None and at.recall is not None:
            dot: dict[str, Any] = {"color": colors[rate], "marker": "o", "ms": 5, "zorder": 4}
            left.plot(at.threshold, at.precision, **dot)
            right.plot(at.threshold, at.recall, **dot)
    left.axhline(found.threshold.min_precision, zorder=1, **charts.TARGET)
    charts.key(axes, style.MARGIN + step * len(rates), "target", **charts.TARGET)
    # Where most of the false pairs are, nothing is decided any more.
    busy = (fpr <= 0.3) | (tpr < 0.999)
    for panel, name in ((left, "precision"), (right, "recall")):
        charts.halves(panel, 0, 1.03)
        _score_axis(panel, found, values[busy], 4)
        panel.set(ylabel=name, xlabel=f"threshold, {_axis_name(found)}")
    return figure


def _points(found: Calibration) -> dict[str, Point]:
    every = zip(_DASHES, (found.balanced, found.recommended, found.certified), strict=True)
    return {name: point for name, point in every if point is not None}


def _keys(
    axes: Axes, found: Calibration, left: float, look: Callable[[str], dict[str, Any]]
) -> None:
    """Explain the thresholds that there are, in a row."""
    for index, name in enumerate(_points(found)):
        charts.key(axes, left + 1.75 * index, name, color=style.INK, **look(name))


def _axis_name(found: Calibration) -> str:
    return _NAMES[found.threshold.similarity]


def _score_axis(axes: Axes, found: Calibration, values: Floats, count: int) -> None:
    """Run the x axis from unlike to alike, whichever way the score grows."""
    low, high = scales.span(values, below=0.03, above=0.03)
    axes.set_xticks(*scales.ticks(low, high, count))
    axes.set_xlim((low, high) if RISING[found.threshold.similarity] else (high, low))


def _decades(axis: Axis, lowest: int) -> None:
    """Put ticks at up to four powers of ten from 10 ** `lowest` to 1."""
    decades = [10.0**d for d in range(lowest, 1)]
    scales.only_ticks(axis, decades[:: -max(1, -(-len(decades) // 4))])
