"""What the pictures of thresholds share: names, axes of scores and of base rates, ticks, tints."""

import math
from collections.abc import Iterable, Sequence

import matplotlib.colors
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from lib.report import style
from lib.report.text import fit, wrap

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

ROW_LABELS = 2.15
"""Width of the column of encoder names, inches; the panels begin to its right."""


def known_sets(names: Iterable[str]) -> list[str]:
    """Return the sets of negatives that occur in `names`, in drawing order."""
    found = set(names)
    return [name for name in SETS if name in found]


def sentence(title: str, words: str) -> Figure:
    """Return a page with a title and one sentence, for where there is nothing to draw."""
    figure, axes = style.page(1.0)
    style.heading(axes, title)
    for index, line in enumerate(wrap(words, style.WIDTH - 2 * style.MARGIN, 8.5)[:3]):
        axes.text(style.MARGIN, 0.53 + 0.17 * index, line, size=8.5, color=style.MUTED)
    return figure


def row_label(axes: Axes, y: float, encoder: str, room: float = ROW_LABELS - 0.6) -> None:
    """Write the name of a row's encoder at the left of the page."""
    words = fit(encoder, room, 8.5)
    axes.text(style.MARGIN, y, words, size=8.5, va="center_baseline")


def ticks(low: float, high: float, count: int = 3) -> tuple[list[float], list[str]]:
    """Round tick values in [`low`, `high`], at most `count` + 1, and their texts.

    All texts have as many decimals as the one that needs most.
    """
    steps = MaxNLocator(count, steps=[1, 2, 5, 10]).tick_values(low, high)
    slack = 1e-9 * (high - low)
    values = [float(round(v, 12)) for v in steps if low - slack <= v <= high + slack]
    digits = max((len(f"{v:.10f}".rstrip("0").partition(".")[2]) for v in values), default=0)
    return values, [f"{v:.{digits}f}".replace("-", "\N{MINUS SIGN}") for v in values]


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
    axes.set_xticks(places, [f"{score:.8g}" for score in scores])
    axes.set_xticks([], minor=True)


def span(values: Iterable[float], below: float = 0.06, above: float = 0.06) -> tuple[float, float]:
    """Limits of an axis that holds all finite `values`, padded by shares of their range."""
    array = np.asarray(list(values), dtype=np.float64)
    array = array[np.isfinite(array)]
    if len(array) == 0:
        return 0.0, 1.0
    low, high = float(array.min()), float(array.max())
    room = max(high - low, 1e-3 * max(abs(low), abs(high), 1.0))
    return low - below * room, high + above * room


def base_rate_axis(axes: Axes, rates: Sequence[float], label: bool = True) -> None:
    """Space base rates evenly along the x axis, in the order given, ticks in per cent."""
    texts = [f"{100 * rate:g}" for rate in rates]
    axes.set(xlim=(-0.5, len(rates) - 0.5), xticks=range(len(rates)), xticklabels=texts)
    axes.tick_params(labelbottom=label)


def tints(color: str, count: int) -> list[tuple[float, float, float]]:
    """Shades of one colour from pale to dark, as RGB in [0, 1]."""
    rgb = np.array(matplotlib.colors.to_rgb(color))
    weights = np.linspace(-0.55, 0.4, count) if count > 1 else np.zeros(1)
    return [tuple(rgb * (1 - abs(w)) + (abs(w) if w < 0 else 0.0)) for w in weights]


def key(axes: Axes, left: float, y: float, words: str, **line: object) -> None:
    """Draw a short piece of a line or a marker with its meaning beside it, in page inches."""
    axes.plot(
        [left, left + 0.14, left + 0.28],
        [y, y, y],
        markevery=[1],
        solid_capstyle="butt",
        **line,  # type: ignore[arg-type]
    )
    axes.text(left + 0.36, y, words, size=8, va="center_baseline")
