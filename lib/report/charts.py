"""What pictures share: words, marks, axes, panels beside and below each other."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import matplotlib.colors
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from lib.report import style
from lib.report.typesetting import fit, wrap
from lib.report.wording import percent

SETS = {
    "sampled": "sampled, other class",
    "cross": "all, other class",
    "same": "same class",
}
"""Sets of negatives in the order in which they are drawn, and what they are called."""

SIMILARITIES = {
    "cosine": "cosine similarity",
    "l2": "L2 distance, raw vectors",
    "l2_unit": "L2 distance, unit vectors",
}
"""Names of the similarities on an axis."""

RATE_AXIS = "share of duplicates in production, %"
"""Name of the axis of base rates."""

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


def ticks(low: float, high: float, count: int = 3) -> tuple[list[float], list[str]]:
    """Round tick values in [`low`, `high`], at most `count` + 1, and their texts.

    All texts have as many decimals as the one that needs most.
    """
    steps = MaxNLocator(count, steps=[1, 2, 5, 10]).tick_values(low, high)
    slack = 1e-9 * (high - low)
    values = [float(round(v, 12)) for v in steps if low - slack <= v <= high + slack]
    digits = max((len(f"{v:.10f}".rstrip("0").partition(".")[2]) for v in values), default=0)
    return values, [f"{v:.{digits}f}".replace("-", "\N{MINUS SIGN}") for v in values]


def span(values: Iterable[float], below: float = 0.06, above: float = 0.06) -> tuple[float, float]:
    """Limits of an axis that holds all finite `values`, padded by shares of their range."""
    array = np.asarray(list(values), dtype=np.float64)
    array = array[np.isfinite(array)]
    if len(array) == 0:
        return 0.0, 1.0
    low, high = float(array.min()), float(array.max())
    room = max(high - low, 1e-3 * max(abs(low), abs(high), 1.0))
    return low - below * room, high + above * room


def score_axis(axes: Axes, far: float, near: float, similarity: str) -> None:
    """Run the x axis from dissimilar to similar, a decade of distance as long as the next.

    Thresholds of good encoders lie close to 1: 0.9, 0.99 and 0.999 are decisions far
    apart, and on a plain axis one spot. Positions are distances as
    :func:`lib.thresholds.histogram.distances` gives them, ticks are scores.
    """
    decades = np.arange(math.ceil(math.log10(near) - 1e-9), math.floor(math.log10(far) + 1e-9) + 1)
    decades = decades[:: -max(1, math.ceil(len(decades) / 4))]
    places = [10.0 ** int(decade) for decade in decades]
    scores = [1 - place if similarity == "cosine" else place for place in places]
    axes.set(xscale="log", xlim=(far, near))
    only_ticks(axes.xaxis, places, [f"{score:.8g}" for score in scores])


def score_axis_name(similarity: str) -> str:
    """Name the axis of :func:`score_axis`."""
    return f"{SIMILARITIES[similarity]}, stretched where pairs are alike"


def base_rate_axis(axes: Axes, rates: Sequence[float]) -> None:
    """Space base rates evenly along the x axis, in the order given, ticks in per cent."""
    axes.set_xlim(-0.5, len(rates) - 0.5)
    axes.set_xticks(range(len(rates)), [f"{100 * rate:g}" for rate in rates])


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


def only_ticks(axis: Axis, values: Sequence[float], words: Sequence[str] | None = None) -> None:
    """Put ticks on a logarithmic axis, none between them; shares in per cent without `words`."""
    axis.set_ticks(values, [percent(value) for value in values] if words is None else words)
    axis.set_ticks([], minor=True)


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
