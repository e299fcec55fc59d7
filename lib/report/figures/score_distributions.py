"""Where the scores of twins lie, and where those of each set of negatives."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, scales, style
from lib.report.rows import where
from lib.report.wording import percent
from lib.thresholds.histogram import distances

_TOP = 1.45
_PANEL = 0.86
_ROW = 1.22
_GAP = 0.16
_LOWEST = 1e-6
_HIGHEST = 20.0


@style.styled
def score_distributions(
    histograms: pd.DataFrame, thresholds: pd.DataFrame, similarity: str
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
    similarity : str
        What the scores are: cosine, l2 or l2_unit.

    Returns
    -------
    Figure
        Encoders below each other, sets of negatives side by side. Heights are
        shares of the pairs of a kind.
    """
    sets = charts.known_sets(histograms["kind"])
    if not sets:
        return charts.sentence("Scores of twins and negatives", "No scores to draw.")
    encoders = sorted(histograms["encoder"].unique())
    styles = style.encoder_styles(encoders)
    figure, axes = style.page(
        _TOP + _ROW * len(encoders) + 0.22,
        "Scores of twins and negatives",
        "share of a kind's pairs in each bin, logarithmic: the overlap that decides a threshold "
        "is rare",
    )
    rates = sorted(thresholds["base_rate"].unique(), reverse=True)
    shown = dict(zip((rates[0], rates[-1]), (":", "-"), strict=True)) if rates else {}
    charts.key(axes, style.MARGIN, "twins, in the encoder's colour", color=charts.BLUE, lw=5)
    charts.key(axes, 2.75, "negatives", color=charts.NEGATIVE, lw=5)
    for index, (rate, dots) in enumerate(shown.items()):
        words = f"threshold at {percent(rate)} duplicates"
        look: dict[str, Any] = {**charts.TARGET, "linestyle": dots}
        charts.key(axes, 4.05 + 2.45 * index, words, **look)
    charts.set_titles(axes, sets, _TOP - 0.14)
    charts.row_labels(axes, encoders, _TOP, _ROW, _PANEL)
    for encoder, negatives, panel in charts.grid(axes, encoders, sets, _TOP, _ROW, _PANEL, _GAP):
        bins = where(histograms, encoder=encoder)
        _bars(panel, where(bins, kind=negatives), charts.NEGATIVE, 1.0, similarity)
        _bars(panel, where(bins, kind="twin"), styles[encoder]["facecolor"], 0.7, similarity)
        panel.set(yscale="log", ylim=(_LOWEST, _HIGHEST))
        heights = [_LOWEST, 1e-4, 1e-2, 1]
        scales.only_ticks(panel.yaxis, heights, ["1 ppm", "0.01 %", "1 %", "100 %"])
        panel.grid(visible=True, axis="y")
        far = distances(bins["left"], similarity).max()
        near = distances(bins["right"], similarity).min()
        scales.score_axis(panel, far, near, similarity)
        panel.tick_params(labelbottom=True)
        own = where(thresholds, encoder=encoder, negatives=negatives)
        _thresholds(panel, own.set_index("base_rate")["threshold"], shown, similarity)
    y = _TOP + _ROW * len(encoders) + 0.06
    charts.axis_name(axes, charts.MIDDLE, y, scales.score_axis_name(similarity))
    return figure


def _bars(axes: Axes, bins: pd.DataFrame, color: str, alpha: float, similarity: str) -> None:
    if len(bins):
        shares = bins["count"] / max(int(bins["count"].sum()), 1)
        edges = distances([bins["left"].iloc[0], *bins["right"]], similarity)
        axes.stairs(shares, edges, baseline=_LOWEST, fill=True, color=color, alpha=alpha, lw=0)


def _thresholds(axes: Axes, values: pd.Series, shown: Mapping[float, str], similarity: str) -> None:
    known = values.reindex(list(shown)).dropna()
    for rate, value in known.items():
        look: dict[str, Any] = {**charts.TARGET, "linestyle": shown[rate]}
        axes.axvline(float(distances(value, similarity)), **look)
    missing = [percent(rate) for rate in shown if rate in values.index.difference(known.index)]
    if missing:
        words = f"no threshold at {' or '.join(missing)}"
        place: dict[str, Any] = {"va": "top", "transform": axes.transAxes}
        axes.text(0.02, 0.97, words, size=7.5, color=style.ALARM, **place)
