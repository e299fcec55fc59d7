"""How long the vectors of each encoder are: what raw L2 distance measures besides direction."""

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from lib.report import charts, scales, style

_TOP = 1.12
_ROW = 0.42
_NUMBERS = 1.75
_BINS = 60
_DIGITS = 9


@style.styled
def embedding_norms(norms: pd.DataFrame) -> Figure:
    """Draw the spread of vector lengths about each encoder's median.

    Parameters
    ----------
    norms : DataFrame
        Columns encoder, object_id and norm (Euclidean, >= 0).

    Returns
    -------
    Figure
        A histogram an encoder, each as high as its fullest bin, of norm
        divided by the encoder's median norm: only then can encoders be
        compared. Median, and the longest over the shortest, as numbers.
    """
    title = "Lengths of the vectors"
    known = norms[np.isfinite(norms["norm"])]
    if not (known["norm"] > 0).any():
        return charts.sentence(title, "No embeddings to measure.")
    encoders = sorted(known["encoder"].unique())
    styles = style.encoder_styles(encoders)
    medians = known.groupby("encoder")["norm"].median()
    relative = (known["norm"] / known["encoder"].map(medians)).where(known["norm"] > 0)
    # A logarithm's last bit depends on the processor, and moves a bar's edge by a pixel
    # where it falls between two: the axis is linear in rounded logarithms.
    powers = np.log10(relative).round(_DIGITS)
    bottom = _TOP + _ROW * len(encoders)
    figure, axes = style.page(
        bottom + 0.62,
        title,
        "raw L2 distance grows with length, cosine does not: one raw L2 threshold treats long "
        "and short vectors unlike",
    )
    width = charts.RIGHT - charts.ROW_LABELS - _NUMBERS
    columns = (charts.RIGHT - 0.85, charts.RIGHT)
    for x, words in zip(columns, ("median", "longest /\nshortest"), strict=True):
        charts.muted(axes, x, _TOP - 0.12, words, 7.5, ha="right", linespacing=1.1)
    low, high = np.round(scales.span([*powers, 0.0], 0.03, 0.03), _DIGITS)
    edges = np.linspace(low, high, _BINS + 1)
    for row, encoder in enumerate(encoders):
        top = _TOP + row * _ROW
        y = top + _ROW - 0.14
        charts.fitted(axes, style.MARGIN, y, encoder, charts.ROW_LABELS - style.MARGIN - 0.12, 8.5)
        chosen = known["encoder"] == encoder
        counts, _ = np.histogram(powers[chosen], bins=edges)
        inset = style.inset(axes, charts.ROW_LABELS, top, width, _ROW)
        look: dict[str, Any] = {"color": styles[encoder]["facecolor"], "lw": 0}
        inset.bar(edges[:-1], counts / max(counts.max(), 1), np.diff(edges), align="edge", **look)
        inset.axvline(0, color=style.INK, linewidth=0.7, linestyle=":", zorder=0)
        inset.set(xlim=(low, high), ylim=(0, 1.15), yticks=[])
        scales.only_ticks(inset.xaxis, [])
        inset.spines["left"].set_visible(False)
        inset.spines["bottom"].set_color(style.FAINT)
        shortest, longest = known.loc[chosen, "norm"].min(), known.loc[chosen, "norm"].max()
        ratio = f"{longest / shortest:.2f}" if shortest > 0 else "a zero vector"
        for x, number in zip(columns, (f"{medians[encoder]:.4g}", ratio), strict=True):
            axes.text(x, y, number, size=8.5, ha="right")
    values, labels = _ticks(10**low, 10**high)
    inset.set_xticks(np.log10(values).round(_DIGITS), labels)
    words = "norm of a vector, divided by the encoder's median norm"
    charts.axis_name(axes, charts.ROW_LABELS + width / 2, bottom + 0.42, words)
    return figure


def _ticks(low: float, high: float) -> tuple[list[float], list[str]]:
    """Ticks 1, 2, 5 of each decade; evenly spaced ones where the axis spans less than 1 : 3."""
    if high / low < 3:
        return scales.ticks(low, high, 5)
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    digits = (1, 2, 5) if high / low < 1000 else (1,)
    values = [float(f"{digit}e{decade}") for decade in decades for digit in digits]
    shown = [value for value in values if low <= value <= high]
    return shown, [f"{value:g}" for value in shown]
