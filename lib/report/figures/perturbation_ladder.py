"""How much of the twins is still found as the copies get worse, rung by rung."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, style
from lib.report.rows import where
from lib.report.wording import percent

_TOP = 1.72
_PANEL = 1.2
_ROW = 1.75
_FIXED: dict[str, Any] = {**charts.DOT, "linewidth": 1.2}
_REPICKED: dict[str, Any] = {**charts.RING, "linewidth": 1.2}


@style.styled
def perturbation_ladder(table: pd.DataFrame, base_rate: float, negatives: str) -> Figure:
    """Draw recall at the threshold of rung 1 and at one re-picked on every rung.

    Parameters
    ----------
    table : DataFrame
        Columns encoder, negatives, base_rate, rung, name, recall_fixed,
        recall_low, recall_high and recall_recomputed; NaN where no threshold
        reaches the target.
    base_rate : float
        Share of twins that the thresholds are for.
    negatives : str
        Set of negatives that the thresholds come from.

    Returns
    -------
    Figure
        A panel an encoder. The band is the interval of the recall at the fixed
        threshold; a cross says that a rung has no threshold.
    """
    title = "Recall along the ladder of worse copies"
    rows = where(table, negatives=negatives, base_rate=base_rate).sort_values("rung")
    if rows.empty:
        words = "No ladder to draw for this base rate and set of negatives."
        return charts.sentence(title, words)
    encoders = sorted(rows["encoder"].unique())
    styles = style.encoder_styles(encoders)
    height = _TOP + _ROW * charts.rows_of_three(len(encoders)) + 0.02
    figure, axes = style.page(
        height,
        title,
        f"thresholds for {percent(base_rate)} duplicates; negatives: {charts.SETS[negatives]}",
    )
    names = rows.drop_duplicates("rung").set_index("rung")["name"]
    _legend(axes, ", ".join(f"{rung} {name}" for rung, name in names.items()))
    limits = (names.index.min() - 0.4, names.index.max() + 0.4)
    for encoder, panel in charts.three_across(axes, encoders, _TOP, _ROW, _PANEL, "recall"):
        _panel(panel, where(rows, encoder=encoder), styles[encoder]["facecolor"])
        panel.set(xticks=names.index, xlim=limits)
    charts.axis_name(axes, style.WIDTH / 2, height - 0.15, "rung")
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, color: str) -> None:
    rung = rows["rung"].to_numpy()
    axes.fill_between(rung, rows["recall_low"], rows["recall_high"], color=color, alpha=0.2, lw=0)
    axes.plot(rung, rows["recall_recomputed"], color=color, **_REPICKED)
    axes.plot(rung, rows["recall_fixed"], color=color, **_FIXED)
    none = rung[rows["recall_recomputed"].isna().to_numpy()]
    axes.plot(none, np.full(len(none), -0.1), **charts.CROSS)
    charts.halves(axes, -0.2, 1.06)


def _legend(axes: Axes, rungs: str) -> None:
    words = "fixed threshold, picked on rung 1"
    charts.key(axes, style.MARGIN, words, color=style.INK, **_FIXED)
    charts.key(axes, 3.0, "threshold re-picked on the rung", color=style.INK, **_REPICKED)
    charts.key(axes, 5.7, "no threshold reaches the target", **charts.CROSS)
    room = style.WIDTH - 2 * style.MARGIN
    charts.wrapped(axes, style.MARGIN, 1.12, f"rungs: {rungs}", room, 8, 0.15, color=style.MUTED)
