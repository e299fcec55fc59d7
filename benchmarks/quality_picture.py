"""Picture: what an encoder finds beside what it costs, a panel a tier."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.labels import BESIDE, line_end, places
from lib.core.arrays import Floats
from lib.report import charts, scales, style
from lib.report.rows import where
from lib.report.typesetting import width

ACROSS = 2
_TOP = 1.32
_LEFT = 0.62
_GAP = 0.42
_PANEL = 2.9
_ROW = 3.55
_SIZE = 7.0
_DOT: Mapping[str, dict[str, Any]] = {
    "mesh": {"color": charts.BLUE, "marker": "o", "markersize": 4.5},
    "views": {"color": "#d55e00", "marker": "s", "markersize": 4.5},
}


@style.styled
def quality_by_cost(
    costs: Mapping[str, tuple[str, float]], views_ms: float, quality: pd.DataFrame, gallery: str
) -> Figure:
    """Draw mAP against milliseconds.

    Parameters
    ----------
    costs : mapping of str to (str, float)
        What each encoder reads, ``mesh`` or ``views``, and milliseconds an object,
        rendering included where it reads views.
    views_ms : float
        Milliseconds that rendering takes.
    quality : pandas.DataFrame
        Columns encoder, tier and map; encoders without costs are left out.
    gallery : str
        What `quality` was measured in, for the title.

    Returns
    -------
    Figure
        Tier 1 is left out: whatever is sound scores 1 there. Each panel has an mAP
        axis of its own, from 0.
    """
    shown = quality[quality["encoder"].isin(list(costs)) & (quality["tier"] > 1)]
    tiers = sorted(shown["tier"].unique())
    rows = -(-len(tiers) // ACROSS)
    figure, axes = style.page(
        _TOP + _ROW * rows - 0.05,
        f"Quality beside cost, gallery {gallery}",
        "one thread of one machine: another's milliseconds differ, how many times the rendering "
        "of views an encoder costs does less",
    )
    keys = zip(("reads the mesh", "reads views: their rendering included"), _DOT, strict=True)
    for left, (words, kind) in zip((style.MARGIN, 1.85), keys, strict=True):
        charts.key(axes, left, words, 0.8, linestyle="", **_DOT[kind])
    charts.key(axes, 4.95, "rendering the views, nothing else", 0.8, **charts.TARGET)
    every = [*(ms for _, ms in costs.values()), views_ms]
    limits = min(every) / 1.6, max(every) * 1.6
    room = (charts.RIGHT - _LEFT + _GAP) / ACROSS
    for index, tier in enumerate(tiers):
        down, across = divmod(index, ACROSS)
        left, top = _LEFT + across * room, _TOP + down * _ROW
        charts.bold(axes, left, top - 0.12, f"T{tier}")
        inset = style.inset(axes, left, top, room - _GAP, _PANEL)
        _points(inset, where(shown, tier=tier), costs, limits, (room - _GAP, _PANEL))
        inset.axvline(views_ms, zorder=0, **charts.TARGET)
        inset.set_ylabel("" if across else "mAP")
    y = _TOP + (rows - 1) * _ROW + _PANEL + 0.42
    charts.axis_name(axes, _LEFT + (charts.RIGHT - _LEFT) / 2, y, "milliseconds an object")
    return figure


def _points(
    axes: Axes,
    rows: pd.DataFrame,
    costs: Mapping[str, tuple[str, float]],
    limits: tuple[float, float],
    room: tuple[float, float],
) -> None:
    """Draw the points of a panel of `room` inches, each with its encoder's name."""
    names = rows["encoder"].tolist()
    values = rows["map"].to_numpy()
    spent = np.array([costs[name][1] for name in names])
    # Above the best and below the worst there is room for names.
    top = max(float(values.max()), 1e-3)
    low, high = -0.08 * top, 1.22 * top
    axes.set(xscale="log", xlim=limits, ylim=(low, high))
    scales.only_ticks(axes.xaxis, *_decades(*limits))
    ticks, words = scales.ticks(0, min(1.0, high), 5)
    axes.set_yticks(ticks, words)
    axes.grid(visible=True, axis="y")
    x = np.log(spent / limits[0]) / np.log(limits[1] / limits[0]) * room[0]
    points = np.stack([x, (values - low) / (high - low) * room[1]], axis=1)
    sizes = np.array([(width(name, _SIZE) + 0.03, 0.125) for name in names])
    for name, point, size, corner in zip(
        names, points, sizes, places(points, sizes, room, 0.045), strict=True
    ):
        _name(axes, name, point, size, corner, room)
        axes.plot(
            costs[name][1],
            values[names.index(name)],
            linestyle="",
            markeredgecolor="white",
            markeredgewidth=0.6,
            zorder=3,
            **_DOT[costs[name][0]],
        )


def _name(
    axes: Axes, name: str, point: Floats, size: Floats, corner: Floats, room: tuple[float, float]
) -> None:
    """Write a name at its place, with a line to its point where that is not beside it."""
    end = line_end(point, corner, size)
    if np.hypot(*(end - point)) > BESIDE:
        ends = np.stack([point, end]) / room
        look: dict[str, Any] = {"color": style.MUTED, "linewidth": 0.4, "zorder": 1}
        axes.plot(*ends.T, transform=axes.transAxes, **look)
    place: dict[str, Any] = {
        "xycoords": "axes fraction",
        "textcoords": "offset points",
        "ha": "center",
        "va": "center",
        "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.5},
    }
    across, up = 72 * (corner + size / 2)
    axes.annotate(name, (0, 0), (across, up), size=_SIZE, zorder=4, **place)


def _decades(low: float, high: float) -> tuple[Sequence[float], Sequence[str]]:
    """1, 2 and 5 of each power of ten between two values, and their texts."""
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    values = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
    shown = [value for value in values if low <= value <= high]
    return shown, [f"{value:g}" for value in shown]
