"""Precision along the whole threshold, at every base rate."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.figures import lines
from lib.report.markdown import percent
from lib.report.text import fit
from lib.thresholds.histogram import distances

_TOP = 1.52
_COLUMNS = 3
_PANEL = 1.45
_ROW = 2.05
_LEFT = 0.62
_GAP = 0.3
_EMPTY = "No curves to draw for this set of negatives."


@style.styled
def precision_by_threshold(
    curves: pd.DataFrame,
    thresholds: pd.DataFrame,
    negatives: str = "same",
    similarity: str = "cosine",
) -> Figure:
    """Draw a panel an encoder: a line a base rate, the chosen thresholds as points on it.

    Parameters
    ----------
    curves : DataFrame
        Columns encoder, negatives, base_rate, threshold and precision.
    thresholds : DataFrame
        Columns encoder, negatives, base_rate, min_precision, threshold and
        precision; NaN where no threshold reaches the target.
    negatives : str, optional
        The set of negatives to draw.
    similarity : str, optional
        What the thresholds are: cosine, l2 or l2_unit.

    Returns
    -------
    Figure
        The darker a line, the rarer the duplicates.
    """
    title = "Precision by threshold and base rate"
    rows = curves[curves["negatives"] == negatives]
    if rows.empty:
        return lines.sentence(title, _EMPTY)
    encoders = sorted(rows["encoder"].unique())
    rates = sorted(rows["base_rate"].unique(), reverse=True)
    styles = style.encoder_styles(encoders)
    target = float(thresholds["min_precision"].iloc[0])
    height = _TOP + _ROW * -(-len(encoders) // _COLUMNS)
    figure, axes = style.page(height)
    style.heading(axes, title, f"negatives: {lines.SETS[negatives]}")
    _legend(axes, rates, target)
    room = (style.WIDTH - style.MARGIN - _LEFT + _GAP) / _COLUMNS
    for index, encoder in enumerate(encoders):
        left = _LEFT + index % _COLUMNS * room
        top = _TOP + index // _COLUMNS * _ROW
        axes.text(left, top - 0.12, fit(encoder, room - _GAP, 9, "bold"), size=9, weight="bold")
        inset = style.inset(figure, left, top, room - _GAP, _PANEL)
        of_encoder = rows[rows["encoder"] == encoder]
        chosen = thresholds[
            (thresholds["encoder"] == encoder) & (thresholds["negatives"] == negatives)
        ].set_index("base_rate")
        for rate, color in zip(
            rates, lines.tints(styles[encoder]["facecolor"], len(rates)), strict=True
        ):
            line = of_encoder[of_encoder["base_rate"] == rate].sort_values("threshold")
            places = distances(line["threshold"], similarity)
            inset.plot(places, line["precision"], color=color, linewidth=1.2)
            if rate in chosen.index and pd.notna(chosen.loc[rate, "threshold"]):
                place = distances(chosen.loc[rate, "threshold"], similarity)
                inset.plot(place, chosen.loc[rate, "precision"], "o", color=color, ms=4, zorder=4)
        inset.axhline(target, color=style.INK, linewidth=0.9, linestyle=":", zorder=1)
        all_places = distances(of_encoder["threshold"], similarity)
        _limits(inset, all_places, similarity, label=index % _COLUMNS == 0)
        if index % _COLUMNS == 0:
            inset.set_ylabel("precision", size=8, color=style.MUTED)
    words = f"threshold, {lines.SIMILARITIES[similarity]}, stretched where pairs are alike"
    axes.text(style.WIDTH / 2, height - 0.15, words, size=8, color=style.MUTED, ha="center")
    return figure


def _limits(axes: Axes, places: npt.NDArray[np.float64], similarity: str, label: bool) -> None:
    far, near = float(places.max()), float(places.min())
    lines.score_axis(axes, far, near if near < far else 0.9 * far, similarity)
    axes.set(ylim=(0, 1.03), yticks=[0, 0.5, 1], yticklabels=["0", "0.5", "1"])
    axes.tick_params(labelleft=label)
    axes.grid(axis="y", color=style.FAINT, linewidth=0.5)
    axes.set_axisbelow(True)


def _legend(axes: Axes, rates: list[float], target: float) -> None:
    step = min(1.55, (style.WIDTH - 2 * style.MARGIN) / len(rates))
    for index, (rate, color) in enumerate(
        zip(rates, lines.tints("#777777", len(rates)), strict=True)
    ):
        words = fit(f"{percent(rate)} duplicates", step - 0.42, 8)
        lines.key(axes, style.MARGIN + step * index, 0.83, words, color=color, linewidth=2)
    words = f"target, {percent(target)}"
    dotted = {"color": style.INK, "linestyle": ":", "linewidth": 0.9}
    lines.key(axes, style.MARGIN, 1.05, words, **dotted)
    words = "loosest threshold that reaches the target"
    point = {"color": style.MUTED, "linestyle": "", "marker": "o", "markersize": 4}
    lines.key(axes, style.MARGIN + 1.55, 1.05, words, **point)
