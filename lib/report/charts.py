"""What pictures share: words, marks, axes, panels beside and below each other."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import matplotlib.colors
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.typesetting import fit, wrap

SETS = {
    "sampled": "sampled, other class",
    "cross": "all, other class",
    "same": "same class",
}
"""Sets of negatives in the order in which they are drawn, and what they are called."""


ROW_LABELS = 2.15
"""Width of the column of encoder names, inches; the panels begin to its right."""

RIGHT = style.WIDTH - style.MARGIN
PANELS = RIGHT - ROW_LABELS
MIDDLE = ROW_LABELS + PANELS / 2
"""Right edge, width and middle of those panels."""

BLUE = "#0072b2"
NEGATIVE = "#9aa3ad"

TARGET: dict[str, Any] = {"color": style.INK, "linewidth": 0.9, "linestyle": ":"}
DOT: dict[str, Any] = {"marker": "o", "markersize": 3.5}
# A ring stays in sight around a dot at the same place.
RING: dict[str, Any] = {
    "marker": "o",
    "markersize": 6.5,
    "markerfacecolor": "white",
    "linestyle": ":",
}
CROSS: dict[str, Any] = {
    "color": style.ALARM,
    "linestyle": "",
    "marker": "X",
    "markersize": 5.5,
    "markeredgewidth": 0,
}

ACROSS = 3
_LEFT = 0.62
_GAP = 0.3


def known_sets(names: Iterable[str]) -> list[str]:
    """Return the sets of negatives that occur in `names`, in drawing order."""
    found = set(names)
    return [name for name in SETS if name in found]


def sentence(title: str, words: str) -> Figure:
    """Return a page with a title and one sentence, for where there is nothing to draw."""
    figure, axes = style.page(1.0, title)
    room = style.WIDTH - 2 * style.MARGIN
    wrapped(axes, style.MARGIN, 0.53, words, room, 8.5, 0.17, color=style.MUTED)
    return figure


def bold(axes: Axes, x: float, y: float, words: str, size: float = 9, **look: Any) -> None:
    """Write the title of a part of a page."""
    axes.text(x, y, words, size=size, weight="bold", **look)


def muted(axes: Axes, x: float, y: float, words: str, size: float = 8, **look: Any) -> None:
    """Write what is to be read last."""
    axes.text(x, y, words, size=size, color=style.MUTED, **look)


def axis_name(axes: Axes, x: float, y: float, words: str) -> None:
    """Write what several panels have on one axis, centred at `x`."""
    muted(axes, x, y, words, ha="center")


def fitted(
    axes: Axes, x: float, y: float, words: str, room: float, size: float = 8, **look: Any
) -> None:
    """Write one line, shortened to `room` inches."""
    words = fit(words, room, size, look.get("weight", "normal"))
    axes.text(x, y, words, size=size, **look)


def wrapped(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    room: float,
    size: float,
    step: float,
    **look: Any,
) -> int:
    """Write lines of at most `room` inches, `step` inches apart, and return how many."""
    lines = wrap(words, room, size, look.get("weight", "normal"))
    for index, line in enumerate(lines):
        axes.text(x, y + step * index, line, size=size, **look)
    return len(lines)


def key(axes: Axes, left: float, words: str, y: float = 0.83, **line: Any) -> None:
    """Draw a short piece of a line or a marker with its meaning beside it, in page inches."""
    places = [left, left + 0.14, left + 0.28]
    axes.plot(places, [y] * 3, **{"markevery": [1], "solid_capstyle": "butt", **line})
    axes.text(left + 0.36, y, words, size=8, va="center_baseline")


def tints(color: str, count: int) -> list[tuple[float, float, float]]:
    """Shades of one colour from pale to dark, as RGB in [0, 1]."""
    rgb = np.array(matplotlib.colors.to_rgb(color))
    weights = np.linspace(-0.55, 0.4, count) if count > 1 else np.zeros(1)
    return [tuple(rgb * (1 - abs(w)) + (abs(w) if w < 0 else 0.0)) for w in weights]


def halves(
    axes: Axes,
    low: float,
    high: float,
    words: Sequence[str] = ("0", "0.5", "1"),
    rules: bool = True,
) -> None:
    """Let the y axis run over shares, with ticks at 0, 0.5 and 1, and rules at them."""
    axes.set(ylim=(low, high), yticks=[0, 0.5, 1], yticklabels=words)
    axes.grid(visible=rules, axis="y")


def lefts(count: int, left: float = ROW_LABELS, width: float = PANELS) -> list[float]:
    """Left edges of `count` columns that share `width` inches."""
    return [left + index * (width / count) for index in range(count)]


def row_labels(axes: Axes, encoders: Sequence[str], top: float, row: float, panel: float) -> None:
    """Write the names of encoders at the left of their panels."""
    for index, encoder in enumerate(encoders):
        y = top + index * row + panel / 2
        fitted(axes, style.MARGIN, y, encoder, ROW_LABELS - 0.6, 8.5, va="center_baseline")


def set_titles(axes: Axes, sets: Sequence[str], y: float) -> None:
    """Write the names of sets of negatives above their panels."""
    for left, negatives in zip(lefts(len(sets)), sets, strict=True):
        bold(axes, left, y, SETS[negatives])


def grid(
    axes: Axes,
    rows: Sequence[Any],
    columns: Sequence[Any],
    top: float,
    row: float,
    panel: float,
    gap: float,
    left: float = ROW_LABELS,
    width: float = PANELS,
) -> Iterator[tuple[Any, Any, Axes]]:
    """Add panels in rows and columns; only the outer ones have texts at their ticks.

    Yields
    ------
    (row, column, Axes)
    """
    places = list(zip(columns, lefts(len(columns), left, width), strict=True))
    for down, name in enumerate(rows):
        for across, (column, x) in enumerate(places):
            inset = style.inset(axes, x, top + down * row, width / len(columns) - gap, panel)
            inset.tick_params(labelleft=across == 0, labelbottom=down == len(rows) - 1)
            yield name, column, inset


def three_across(
    axes: Axes, encoders: Sequence[str], top: float, row: float, panel: float, words: str
) -> Iterator[tuple[str, Axes]]:
    """Add a panel an encoder, three beside each other; `words` name the y axis.

    Yields
    ------
    (encoder, Axes)
    """
    room = (RIGHT - _LEFT + _GAP) / ACROSS
    for index, encoder in enumerate(encoders):
        down, across = divmod(index, ACROSS)
        left, y = _LEFT + across * room, top + down * row
        fitted(axes, left, y - 0.12, encoder, room - _GAP, 9, weight="bold")
        inset = style.inset(axes, left, y, room - _GAP, panel)
        inset.tick_params(labelleft=across == 0)
        inset.set_ylabel("" if across else words)
        yield encoder, inset


def rows_of_three(count: int) -> int:
    """Return how many rows `count` panels take, three beside each other."""
    return -(-count // ACROSS)
