"""Precision along the whole threshold, at every base rate."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, scales, style
from lib.report.rows import where
from lib.report.typesetting import fit
from lib.report.wording import percent
from lib.thresholds.histogram import distances

_TOP = 1.52
_PANEL = 1.45
_ROW = 2.05


@style.styled
def precision_by_threshold(
    curves: pd.DataFrame, thresholds: pd.DataFrame, negatives: str, similarity: str
) -> Figure:
    """Draw a panel an encoder: a line a base rate, the chosen thresholds as points on it.

    Parameters
    ----------
    curves : DataFrame
        Columns encoder, negatives, base_rate, threshold and precision.
    thresholds : DataFrame
        Columns encoder, negatives, base_rate, min_precision, threshold and
        precision; NaN where no threshold reaches the target.
    negatives : str
        The set of negatives to draw.
    similarity : str
        What the thresholds are: cosine, l2 or l2_unit.

    Returns
    -------
    Figure
        The darker a line, the rarer the duplicates.
    """
    title = "Precision by threshold and base rate"
    rows = where(curves, negatives=negatives).sort_values("threshold", kind="stable")
    if rows.empty:
        return charts.sentence(title, "No curves to draw for this set of negatives.")
    encoders = sorted(rows["encoder"].unique())
    rates = sorted(rows["base_rate"].unique(), reverse=True)
    styles = style.encoder_styles(encoders)
    target = float(thresholds["min_precision"].iloc[0])
    height = _TOP + _ROW * charts.rows_of_three(len(encoders))
    figure, axes = style.page(height, title, f"negatives: {charts.SETS[negatives]}")
    _legend(axes, rates, target)
    for encoder, panel in charts.three_across(axes, encoders, _TOP, _ROW, _PANEL, "precision"):
        lines = where(rows, encoder=encoder)
        chosen = where(thresholds, encoder=encoder, negatives=negatives)
        tints = charts.tints(styles[encoder]["facecolor"], len(rates))
        for rate, color in zip(rates, tints, strict=True):
            line = where(lines, base_rate=rate)
            places = distances(line["threshold"], similarity)
            panel.plot(places, line["precision"], color=color, linewidth=1.2)
            for point in where(chosen, base_rate=rate).dropna(subset="threshold").itertuples():
                place = distances(point.threshold, similarity)
                panel.plot(place, point.precision, "o", color=color, ms=4, zorder=4)
        panel.axhline(target, zorder=1, **charts.TARGET)
        places = distances(lines["threshold"], similarity)
        far, near = float(places.max()), float(places.min())
        scales.score_axis(panel, far, near if near < far else 0.9 * far, similarity)
        charts.halves(panel, 0, 1.03)
    words = f"threshold, {scales.score_axis_name(similarity)}"
    charts.axis_name(axes, style.WIDTH / 2, height - 0.15, words)
    return figure


def _legend(axes: Axes, rates: list[float], target: float) -> None:
    step = min(1.55, (style.WIDTH - 2 * style.MARGIN) / len(rates))
    tints = charts.tints("#777777", len(rates))
    for index, (rate, color) in enumerate(zip(rates, tints, strict=True)):
        words = fit(f"{percent(rate)} duplicates", step - 0.42, 8)
        charts.key(axes, style.MARGIN + step * index, words, color=color, linewidth=2)
    charts.key(axes, style.MARGIN, f"target, {percent(target)}", 1.05, **charts.TARGET)
    words = "recommended threshold for the target"
    dot: dict[str, Any] = {"color": style.MUTED, "linestyle": "", "marker": "o", "markersize": 4}
    charts.key(axes, style.MARGIN + 1.55, words, 1.05, **dot)
