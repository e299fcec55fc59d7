"""Axes of scores, base rates and shares: their names, ticks and limits."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import MaxNLocator

from lib.report.wording import percent

SIMILARITIES = {
    "cosine": "cosine similarity",
    "l2": "L2 distance, raw vectors",
    "l2_unit": "L2 distance, unit vectors",
}
"""Names of the similarities on an axis."""

RATE_AXIS = "share of duplicates in production, %"
"""Name of the axis of base rates."""


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
    least = 1e-3 * max(abs(low), abs(high), 1.0)
    if high - low < least:
        # Values that are nearly equal: on a narrower axis no two ticks would have room.
        low, high = (low + high - least) / 2, (low + high + least) / 2
    room = high - low
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


def only_ticks(axis: Axis, values: Sequence[float], words: Sequence[str] | None = None) -> None:
    """Put ticks on a logarithmic axis, none between them; shares in per cent without `words`."""
    axis.set_ticks(values, [percent(value) for value in values] if words is None else words)
    axis.set_ticks([], minor=True)
