"""The pictures of one calibration: distributions, ROC beside PR, and what the base rate does."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.catalogue.calibration_json import Calibration, Point
from lib.core.arrays import Floats
from lib.report import style
from lib.report.figures import lines
from lib.report.markdown import percent
from lib.thresholds.base_rate import precision
from lib.thresholds.similarities import RISING

_TRUE = "#0072b2"
_FALSE = "#9aa3ad"
_PANEL = 2.35
_LEFT = 0.62
_GAP = 0.75
_TOP = 1.12
_WIDE = (style.WIDTH - style.MARGIN - _LEFT - _GAP) / 2
_RATES = (0.5, 0.2, 0.05, 0.01)
_NAMES = {"score": "score", "distance": "distance", **lines.SIMILARITIES}
_DASHES = {"50/50 threshold": ":", "point estimate": "--", "certified": "-"}
_MARKERS = {"50/50 threshold": "s", "point estimate": "o", "certified": "D"}


@style.styled
def distributions(found: Calibration) -> Figure:
    """Draw where true and false pairs lie, and the thresholds among them.

    Returns
    -------
    Figure
        Heights are shares of a kind's pairs, logarithmic: the overlap that
        decides a threshold is rare.
    """
    figure, axes = style.page(_TOP + _PANEL + 0.5)
    style.heading(axes, "Scores of true and of false pairs", _sizes(found))
    lines.key(axes, style.MARGIN, 0.83, "true pairs", color=_TRUE, lw=5)
    lines.key(axes, 1.5, 0.83, "false pairs", color=_FALSE, lw=5)
    _keys(axes, found, 2.85, lambda name: {"linestyle": _DASHES[name], "lw": 1.1})
    panel = style.inset(figure, _LEFT, _TOP, style.WIDTH - style.MARGIN - _LEFT, _PANEL)
    edges = np.array(found.histogram.edges)
    floor = 0.5 / max(found.n_positives, found.n_negatives)
    for counts, color, alpha in (
        (found.histogram.negatives, _FALSE, 1.0),
        (found.histogram.positives, _TRUE, 0.65),
    ):
        shares = np.array(counts) / sum(counts)
        panel.bar(edges[:-1], shares, np.diff(edges), align="edge", color=color, alpha=alpha, lw=0)
    for name, point in _points(found).items():
        panel.axvline(point.threshold, color=style.INK, lw=1.1, linestyle=_DASHES[name])
    panel.set(yscale="log", ylim=(floor, 1.5))
    _score_axis(panel, found, edges, 8)
    decades = [10.0**d for d in range(int(np.ceil(np.log10(floor))), 1)]
    kept = decades[:: -max(1, -(-len(decades) // 4))]
    panel.set_yticks(kept, [percent(share) for share in kept])
    panel.set_yticks([], minor=True)
    panel.set_ylabel("share of the pairs", size=8, color=style.MUTED)
    panel.set_xlabel(_axis_name(found), size=8, color=style.MUTED)
    _grid(panel)
    return figure


@style.styled
def roc_pr(found: Calibration) -> Figure:
    """Draw ROC (false positives on a log axis) and, beside it, PR at the base rate and at 50 %."""
    record = found.threshold
    figure, axes = style.page(_TOP + _PANEL + 0.5)
    style.heading(
        axes,
        "ROC and precision-recall",
        "ROC does not move with the base rate; precision does, and it is what you ship",
    )
    _keys(axes, found, style.MARGIN, lambda name: {"marker": _MARKERS[name], "lw": 0, "ms": 4.5})
    tpr, fpr = np.array(found.curve.tpr), np.array(found.curve.fpr)
    left = style.inset(figure, _LEFT, _TOP, _WIDE, _PANEL)
    edge = 10.0 ** np.floor(np.log10(0.999 / found.n_negatives))
    left.plot(np.append(edge, fpr.clip(min=edge)), np.append(0, tpr), color=_TRUE, lw=1.4)
    chance = np.geomspace(edge, 1, 200)
    left.plot(chance, chance, color=style.MUTED, lw=0.8, linestyle=":", zorder=1)
    left.set(xscale="log", xlim=(edge, 1), ylim=(0, 1.02))
    decades = [10.0**d for d in range(round(np.log10(edge)), 1)]
    kept = decades[:: -max(1, -(-len(decades) // 4))]
    left.set_xticks(kept, [percent(share) for share in kept])
    left.set_xticks([], minor=True)
    left.set_xlabel("false-positive rate, logarithmic", size=8, color=style.MUTED)
    left.set_ylabel("recall (true-positive rate)", size=8, color=style.MUTED)

    start = _LEFT + _WIDE + _GAP
    right = style.inset(figure, start, _TOP, _WIDE, _PANEL)
    rates = sorted({0.5, record.base_rate}, reverse=True)
    for rate, color in zip(rates, lines.tints(_TRUE, len(rates)), strict=True):
        right.plot(tpr, precision(tpr, fpr, rate), color=color, lw=1.4)
        words = f"{percent(rate)} true pairs"
        lines.key(axes, start + 1.4 * rates.index(rate), 1.0, words, color=color, lw=1.4)
    dotted: dict[str, Any] = {"color": style.INK, "lw": 0.9, "linestyle": ":"}
    lines.key(axes, start + 1.4 * len(rates), 1.0, "target", **dotted)
    right.axhline(record.min_precision, zorder=1, **dotted)
    right.set(xlim=(0, 1.01), ylim=(0, 1.02))
    right.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    right.set_xlabel("recall", size=8, color=style.MUTED)
    right.set_ylabel("precision", size=8, color=style.MUTED)
    for name, point in _points(found).items():
        look: dict[str, Any] = {
            "color": style.INK,
            "marker": _MARKERS[name],
            "ms": 4.5,
            "zorder": 4,
        }
        left.plot([max(point.fpr, edge)], [point.recall], **look)
        right.plot([point.recall], [point.precision], **look)
    for panel in (left, right):
        panel.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        _grid(panel)
    return figure


@style.styled
def base_rates(found: Calibration) -> Figure:
    """Draw precision and recall along the threshold, a line a base rate.

    Returns
    -------
    Figure
        Points mark the lowest threshold that reaches the target at each rate.
    """
    figure, axes = style.page(_TOP + _PANEL + 0.5)
    style.heading(
        axes,
        "What the base rate does to a threshold",
        "the rarer the true pairs, the stricter the threshold and the lower the recall",
    )
    mine = found.threshold.base_rate
    rates = sorted({*_RATES, mine}, reverse=True)
    colors = dict(zip(rates, lines.tints(_TRUE, len(rates)), strict=True))
    values, tpr, fpr = (
        np.array(part) for part in (found.curve.thresholds, found.curve.tpr, found.curve.fpr)
    )
    left = style.inset(figure, _LEFT, _TOP, _WIDE, _PANEL)
    right = style.inset(figure, _LEFT + _WIDE + _GAP, _TOP, _WIDE, _PANEL)
    right.plot(values, tpr, color=style.MUTED, lw=1.4)
    best = {one.base_rate: one for one in found.base_rates}
    step = (style.WIDTH - 2 * style.MARGIN) / (len(rates) + 1)
    for index, rate in enumerate(rates):
        look: dict[str, Any] = {"color": colors[rate], "lw": 2.2 if rate == mine else 1.2}
        left.plot(values, precision(tpr, fpr, rate), **look)
        words = percent(rate) + (" (yours)" if rate == mine else " true pairs")
        lines.key(axes, style.MARGIN + step * index, 0.83, words, **look)
        at = best.get(rate)
        if at and at.threshold is not None and at.precision is not None and at.recall is not None:
            dot: dict[str, Any] = {"color": colors[rate], "marker": "o", "ms": 5, "zorder": 4}
            left.plot(at.threshold, at.precision, **dot)
            right.plot(at.threshold, at.recall, **dot)
    dotted: dict[str, Any] = {"color": style.INK, "lw": 0.9, "linestyle": ":"}
    left.axhline(found.threshold.min_precision, zorder=1, **dotted)
    lines.key(axes, style.MARGIN + step * len(rates), 0.83, "target", **dotted)
    # Where most of the false pairs are, nothing is decided any more.
    busy = (fpr <= 0.3) | (tpr < 0.999)
    for panel, name in ((left, "precision"), (right, "recall")):
        panel.set(ylim=(0, 1.03))
        _score_axis(panel, found, values[busy], 4)
        panel.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        panel.set_ylabel(name, size=8, color=style.MUTED)
        panel.set_xlabel(f"threshold, {_axis_name(found)}", size=8, color=style.MUTED)
        _grid(panel)
    return figure


def _points(found: Calibration) -> dict[str, Point]:
    every = zip(_DASHES, (found.balanced, found.point, found.certified), strict=True)
    return {name: point for name, point in every if point is not None}


def _keys(
    axes: Axes, found: Calibration, left: float, look: Callable[[str], dict[str, Any]]
) -> None:
    """Explain the thresholds that there are, in a row."""
    for index, name in enumerate(_points(found)):
        lines.key(axes, left + 1.75 * index, 0.83, name, color=style.INK, **look(name))


def _sizes(found: Calibration) -> str:
    return (
        f"{found.n_positives:,} true and {found.n_negatives:,} false pairs; share of a kind's "
        "pairs, logarithmic: the overlap is rare, and it decides"
    )


def _axis_name(found: Calibration) -> str:
    return _NAMES[found.threshold.similarity]


def _score_axis(axes: Axes, found: Calibration, values: Floats, count: int) -> None:
    """Run the x axis from unlike to alike, whichever way the score grows."""
    low, high = lines.span(values, below=0.03, above=0.03)
    axes.set_xticks(*lines.ticks(low, high, count))
    axes.set_xlim((low, high) if RISING[found.threshold.similarity] else (high, low))


def _grid(axes: Axes) -> None:
    axes.grid(axis="y", color=style.FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
