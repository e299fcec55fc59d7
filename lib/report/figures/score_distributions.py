"""Where the scores of twins lie, and where those of each set of negatives."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.figures import lines
from lib.report.markdown import percent
from lib.thresholds.histogram import distances

_TOP = 1.45
_PANEL = 0.86
_ROW = 1.22
_GAP = 0.16
_LOWEST = 1e-6
_HIGHEST = 20.0
_EMPTY = "No scores to draw."
_NEGATIVE = "#9aa3ad"


@style.styled
def score_distributions(
    histograms: pd.DataFrame, thresholds: pd.DataFrame, similarity: str = "cosine"
) -> Figure:
    """Draw twins over each set of negatives, encoder by encoder, on a logarithmic height.

    Parameters
    ----------
    histograms : DataFrame
        Columns encoder, kind, left, right and count of ``score-histograms.csv``; see
        :func:`lib.thresholds.histogram.binned`.
    thresholds : DataFrame
        Columns encoder, negatives, base_rate and threshold (NaN: none reaches
        the target). The highest and the lowest base rate are drawn.
    similarity : str, optional
        What the scores are: cosine, l2 or l2_unit.

    Returns
    -------
    Figure
        Encoders below each other, sets of negatives side by side. Heights are
        shares of the pairs of a kind.
    """
    sets = lines.known_sets(histograms["kind"])
    if histograms.empty or not sets:
        return lines.sentence("Scores of twins and negatives", _EMPTY)
    encoders = sorted(histograms["encoder"].unique())
    styles = style.encoder_styles(encoders)
    figure, axes = style.page(_TOP + _ROW * len(encoders) + 0.22)
    style.heading(
        axes,
        "Scores of twins and negatives",
        "share of a kind's pairs in each bin, logarithmic: the overlap that decides a threshold "
        "is rare",
    )
    rates = sorted(thresholds["base_rate"].unique(), reverse=True)
    shown = dict(zip((rates[0], rates[-1]), (":", "-"), strict=True)) if rates else {}
    _legend(axes, shown)
    room = (style.WIDTH - style.MARGIN - lines.ROW_LABELS) / len(sets)
    for column, negatives in enumerate(sets):
        left = lines.ROW_LABELS + column * room
        axes.text(left, _TOP - 0.14, lines.SETS[negatives], size=9, weight="bold")
    for row, encoder in enumerate(encoders):
        top = _TOP + row * _ROW
        lines.row_label(axes, top + _PANEL / 2, encoder)
        of_encoder = histograms[histograms["encoder"] == encoder]
        for column, negatives in enumerate(sets):
            inset = style.inset(figure, lines.ROW_LABELS + column * room, top, room - _GAP, _PANEL)
            color = styles[encoder]["facecolor"]
            for kind, fill, alpha in ((negatives, _NEGATIVE, 1.0), ("twin", color, 0.7)):
                _bars(inset, of_encoder[of_encoder["kind"] == kind], fill, alpha, similarity)
            far = distances(of_encoder["left"], similarity).max()
            near = distances(of_encoder["right"], similarity).min()
            lines.score_axis(inset, far, near, similarity)
            inset.tick_params(labelleft=column == 0)
            of_set = thresholds[
                (thresholds["encoder"] == encoder) & (thresholds["negatives"] == negatives)
            ]
            _thresholds(inset, of_set.set_index("base_rate")["threshold"], shown, similarity)
    axes.text(
        lines.ROW_LABELS + (style.WIDTH - style.MARGIN - lines.ROW_LABELS) / 2,
        _TOP + _ROW * len(encoders) + 0.06,
        f"{lines.SIMILARITIES[similarity]}, stretched where pairs are alike",
        size=8,
        color=style.MUTED,
        ha="center",
    )
    return figure


def _bars(axes: Axes, bins: pd.DataFrame, color: str, alpha: float, similarity: str) -> None:
    shares = bins["count"] / max(int(bins["count"].sum()), 1)
    if len(bins):
        edges = distances([bins["left"].iloc[0], *bins["right"]], similarity)
        axes.stairs(shares, edges, baseline=_LOWEST, fill=True, color=color, alpha=alpha, lw=0)
    axes.set(yscale="log", ylim=(_LOWEST, _HIGHEST))
    axes.set_yticks([_LOWEST, 1e-4, 1e-2, 1], ["1 ppm", "0.01 %", "1 %", "100 %"])
    axes.set_yticks([], minor=True)
    axes.grid(axis="y", color=style.FAINT, linewidth=0.5)
    axes.set_axisbelow(True)


def _thresholds(axes: Axes, values: pd.Series, shown: Mapping[float, str], similarity: str) -> None:
    missing = []
    for rate, dots in shown.items():
        value = values.get(rate, np.nan)
        if pd.notna(value):
            place = float(distances(value, similarity))
            axes.axvline(place, color=style.INK, linewidth=0.9, linestyle=dots)
        elif rate in values.index:
            missing.append(percent(rate))
    if missing:
        words = f"no threshold at {' or '.join(missing)}"
        axes.text(
            0.02, 0.97, words, size=7.5, color=style.ALARM, va="top", transform=axes.transAxes
        )


def _legend(axes: Axes, shown: Mapping[float, str]) -> None:
    y = 0.83
    lines.key(axes, style.MARGIN, y, "twins, in the encoder's colour", color="#0072b2", lw=5)
    lines.key(axes, 2.75, y, "negatives", color=_NEGATIVE, lw=5)
    for index, (rate, dots) in enumerate(shown.items()):
        words = f"threshold at {percent(rate)} duplicates"
        lines.key(axes, 4.05 + 2.45 * index, y, words, color=style.INK, lw=0.9, linestyle=dots)
