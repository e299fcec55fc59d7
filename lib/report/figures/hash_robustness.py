"""What hashes and their remedies find again, change by change and strength by strength."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from lib.report import charts, style
from lib.report.wording import percent

_TOP = 1.34
_LABELS = 1.5
_ROW = 0.225
_GAP = 0.09
_BETWEEN = 0.42
_DARK = 0.6
_UNITS = {
    "translation": "px",
    "rotation": "degrees",
    "scale": "factor",
    "brightness": "share",
    "jpeg": "quality",
    "blur": "px",
    "crop": "share",
}
"""What the strengths of a change are counted in."""

Setting = tuple[str, float]


@style.styled
def hash_robustness(
    robustness: pd.DataFrame, remedies: pd.DataFrame, bare: str, rate: float
) -> Figure:
    """Draw the recall of every hash, and below it of every remedy, as a heat map.

    Parameters
    ----------
    robustness, remedies : DataFrame
        ``hash-robustness.csv`` and ``hash-remedies.csv``.
    bare : str
        The hash that remedies are held against.
    rate : float
        False-match rate that the limits were set for.

    Returns
    -------
    Figure
        A column a change and strength; nothing is averaged. A frame marks remedies
        that beat the bare hash beyond the interval, a red line more false matches than
        the rate allows.
    """
    title = "Changed pictures found again by perceptual hashes"
    if robustness.empty:
        return charts.sentence(title, "No picture was changed.")
    settings = list(
        robustness[["disturbance", "strength"]].drop_duplicates().itertuples(index=False, name=None)
    )
    hashes = list(dict.fromkeys(robustness["hash"]))
    helpers = list(dict.fromkeys(remedies["remedy"]))
    middle = _TOP + _ROW * len(hashes)
    figure, axes = style.page(
        middle + _BETWEEN + _ROW * len(helpers) + 0.62,
        title,
        f"recall of {robustness['n'].max():,} pictures, where each limit lets "
        f"{percent(rate)} of the pairs of different originals match",
    )
    lefts, width = _columns(settings)
    _header(axes, settings, lefts, width)
    charts.bold(axes, style.MARGIN, _TOP - 0.1, "hash", 8.5)
    _map(axes, robustness, "hash", hashes, _TOP, lefts, width)
    charts.bold(axes, style.MARGIN, middle + _BETWEEN - 0.1, f"remedy (bare: {bare})", 8.5)
    _map(axes, remedies, "remedy", helpers, middle + _BETWEEN, lefts, width)
    _marks(axes, remedies, helpers, middle + _BETWEEN, lefts, width)
    _legend(axes, middle + _BETWEEN + _ROW * len(helpers) + 0.3)
    return figure


def _columns(settings: Sequence[Setting]) -> tuple[dict[Setting, float], float]:
    """Left edges of the columns, with a gap between changes, and their width."""
    kinds = list(dict.fromkeys(kind for kind, _ in settings))
    room = charts.RIGHT - _LABELS - _GAP * (len(kinds) - 1)
    width = room / len(settings)
    return {
        one: _LABELS + width * column + _GAP * kinds.index(one[0])
        for column, one in enumerate(settings)
    }, width


def _header(
    axes: Axes, settings: Sequence[Setting], lefts: Mapping[Setting, float], width: float
) -> None:
    for kind in dict.fromkeys(kind for kind, _ in settings):
        own = [lefts[one] for one in settings if one[0] == kind]
        room = own[-1] + width - own[0] + _GAP / 2
        charts.fitted(axes, own[0], _TOP - 0.45, kind, room, 8, weight="bold")
        unit = _UNITS.get(kind, "")
        charts.fitted(axes, own[0], _TOP - 0.3, unit, room, 7, color=style.MUTED)
    for (_, strength), left in lefts.items():
        place: dict[str, Any] = {"size": 7, "color": style.MUTED, "ha": "center"}
        axes.text(left + width / 2, _TOP - 0.1, _short(strength), **place)


def _short(value: float) -> str:
    """Write a strength or a recall without the zero before the point."""
    return f"{value:.3g}".removeprefix("0") or "0"


def _map(
    axes: Axes,
    table: pd.DataFrame,
    column: str,
    names: Sequence[str],
    top: float,
    lefts: Mapping[Setting, float],
    width: float,
) -> None:
    for row, name in enumerate(names):
        y = top + (row + 0.5) * _ROW
        room = _LABELS - style.MARGIN - 0.1
        charts.fitted(axes, style.MARGIN, y, name, room, 8, va="center_baseline")
    for cell in table.itertuples():
        left = lefts[cell.disturbance, cell.strength]
        y = top + names.index(getattr(cell, column)) * _ROW
        shade = np.array([[_shade(cell.recall)]])
        axes.pcolormesh(
            [left, left + width], [y, y + _ROW], shade, edgecolors="white", linewidth=0.9
        )
        place: dict[str, Any] = {"size": 6.5, "ha": "center", "va": "center_baseline"}
        ink = "white" if cell.recall > _DARK else style.INK
        axes.text(left + width / 2, y + _ROW / 2, _recall(cell.recall), color=ink, **place)


def _recall(value: float) -> str:
    """Write a recall with two digits; a miss is not rounded to 1, nor a hit to 0."""
    if value in (0, 1):
        return f"{value:.0f}"
    return f"{np.clip(value, 0.01, 0.99):.2f}".removeprefix("0")


def _shade(recall: float) -> tuple[float, ...]:
    """Return white for nothing, blue for all."""
    return tuple(1 - recall * (1 - channel) for channel in to_rgb(charts.BLUE))


def _marks(
    axes: Axes,
    remedies: pd.DataFrame,
    names: Sequence[str],
    top: float,
    lefts: Mapping[Setting, float],
    width: float,
) -> None:
    for cell in remedies.itertuples():
        left = lefts[cell.disturbance, cell.strength]
        y = top + names.index(cell.remedy) * _ROW
        if cell.beats_bare:
            _frame(axes, left, y, width)
        if not cell.rate_kept:
            _strike(axes, left, y, width)


def _strike(axes: Axes, left: float, top: float, width: float) -> None:
    """Cross out a cell by its lower edge, below the number."""
    y = top + _ROW - 0.022
    axes.plot([left + 0.03, left + width - 0.03], [y, y], color=style.ALARM, linewidth=1.6)


def _frame(axes: Axes, left: float, top: float, width: float) -> None:
    inside = 0.018
    across = [left + inside, left + width - inside]
    down = [top + inside, top + _ROW - inside]
    line: dict[str, Any] = {"color": "#e69f00", "linewidth": 1.4, "solid_joinstyle": "miter"}
    axes.plot([*across, *across[::-1], across[0]], [*np.repeat(down, 2), down[0]], **line)


def _legend(axes: Axes, y: float) -> None:
    for left, mark, words in (
        (style.MARGIN, _frame, "beats the bare hash beyond the interval, rate kept"),
        (4.6, _strike, "more false matches than allowed, beyond the interval"),
    ):
        mark(axes, left, y - _ROW / 2, 0.27)
        axes.text(left + 0.36, y, words, size=8, va="center_baseline")
