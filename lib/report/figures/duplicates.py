"""Found duplicates: the item kept, its copy, and where the two differ."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from lib.core.arrays import Bytes
from lib.duplicates.relations.names import RELATIONS
from lib.report import charts, style
from lib.report.surface_views import STOPS
from lib.report.wording import percent

_TOP = 1.0
_SIDE = 1.35
_GAP = 0.12
_ROW = _SIDE + 2 * _GAP
_WORDS = style.MARGIN + 3 * (_SIDE + _GAP) + 0.15
_LINE = 0.165
_BAR = 0.09


@style.styled
def duplicate_evidence(
    rows: Sequence[Mapping[str, Any]], pictures: Mapping[tuple[str, str], Sequence[Bytes]]
) -> Figure:
    """Draw one row a pair: both items, the difference, and what is said of them.

    Parameters
    ----------
    rows : sequence of mapping
        Pairs in the order to be drawn: item_a, item_b, relation, similarity, distance (share
        of the diagonal), and strongest, the distance that the strongest colour stands for
        (:class:`lib.report.surface_views.Difference`).
    pictures : mapping of (str, str) to sequence of ndarray of uint8, shape (H, W, 3)
        Three views of each pair (item_a, item_b): the first item, the second, and the second
        coloured by distance from the first, see :mod:`lib.report.surface_views`.

    Returns
    -------
    Figure
        A page with one sentence where there are no pairs.
    """
    title = "Duplicates found in the planted catalogue"
    if not rows:
        return charts.sentence(title, "No pair was found.")
    words = "seen from the same side; at the right of the three, a surface that leaves the other's"
    figure, axes = style.page(_TOP + len(rows) * _ROW + 0.05, title, words + " is coloured")
    for column, name in enumerate(("first", "second", "difference")):
        left = style.MARGIN + column * (_SIDE + _GAP)
        charts.bold(axes, left + _SIDE / 2, _TOP - 0.1, name, 8.5, ha="center")
    for place, row in enumerate(rows):
        top = _TOP + place * _ROW + _GAP
        axes.axhline(top - _GAP, color=style.FAINT, linewidth=0.6, xmin=0.02, xmax=0.98)
        for column, view in enumerate(pictures[row["item_a"], row["item_b"]]):
            style.picture(axes, view, style.MARGIN + column * (_SIDE + _GAP), top, _SIDE)
        _describe(axes, row, top)
    return figure


def _describe(axes: Axes, row: Mapping[str, Any], top: float) -> None:
    room = style.WIDTH - style.MARGIN - _WORDS
    charts.bold(axes, _WORDS, top + 0.14, row["relation"], 10)
    lines = charts.wrapped(
        axes, _WORDS, top + 0.34, RELATIONS[row["relation"]], room, 8, _LINE, color=style.MUTED
    )
    y = top + 0.34 + lines * _LINE + 0.04
    measured = (
        f"similarity {row['similarity']:.4f}, surfaces {percent(row['distance'])} of the "
        "diagonal apart"
    )
    charts.fitted(axes, _WORDS, y, measured, room, 8.5)
    charts.fitted(axes, _WORDS, y + _LINE, row["item_a"], room, 7.5, color=style.MUTED)
    charts.fitted(axes, _WORDS, y + 2 * _LINE, row["item_b"], room, 7.5, color=style.MUTED)
    _scale(axes, top + _SIDE - 0.06, float(row["strongest"]))


def _scale(axes: Axes, y: float, strongest: float) -> None:
    """Draw the colours of distances, with what their ends stand for."""
    colours = LinearSegmentedColormap.from_list("distance", np.asarray(STOPS) / 255.0)
    left, width = _WORDS + 0.16, 1.2
    steps = 60
    for step in range(steps):
        axes.barh(
            y - _BAR / 2,
            width / steps,
            _BAR,
            left + step * width / steps,
            color=colours(step / (steps - 1)),
            linewidth=0,
        )
    charts.muted(axes, _WORDS, y, "0", 7.5)
    charts.muted(axes, left + width + 0.08, y, f"{percent(strongest)} of the diagonal or more", 7.5)
