"""How much of the twins is still found as the copies get worse, rung by rung."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.figures import lines
from lib.report.markdown import percent
from lib.report.text import fit, wrap

_TOP = 1.72
_COLUMNS = 3
_PANEL = 1.2
_ROW = 1.75
_LEFT = 0.62
_GAP = 0.3
_FIXED: dict[str, Any] = {"marker": "o", "markersize": 3.5, "linewidth": 1.2}
# A ring stays in sight around a dot at the same place.
_REPICKED: dict[str, Any] = {
    "marker": "o",
    "markersize": 6.5,
    "markerfacecolor": "white",
    "linestyle": ":",
    "linewidth": 1.2,
}
_EMPTY = "No ladder to draw for this base rate and set of negatives."


@style.styled
def ladder(table: pd.DataFrame, base_rate: float = 0.05, negatives: str = "same") -> Figure:
    """Draw recall at the threshold of rung 1 and at one re-picked on every rung.

    Parameters
    ----------
    table : DataFrame
        Columns encoder, negatives, base_rate, rung, name, recall_fixed,
        recall_low, recall_high and recall_recomputed; NaN where no threshold
        reaches the target.
    base_rate : float, optional
        Share of twins that the thresholds are for.
    negatives : str, optional
        Set of negatives that the thresholds come from.

    Returns
    -------
    Figure
        A panel an encoder. The band is the interval of the recall at the fixed
        threshold; a cross says that a rung has no threshold.
    """
    title = "Recall along the ladder of worse copies"
    rows = table[(table["negatives"] == negatives) & np.isclose(table["base_rate"], base_rate)]
    if rows.empty:
        return lines.sentence(title, _EMPTY)
    encoders = sorted(rows["encoder"].unique())
    styles = style.encoder_styles(encoders)
    height = _TOP + _ROW * -(-len(encoders) // _COLUMNS) + 0.02
    figure, axes = style.page(height)
    style.heading(
        axes,
        title,
        f"thresholds for {percent(base_rate)} duplicates; negatives: {lines.SETS[negatives]}",
    )
    rungs = rows.drop_duplicates("rung").sort_values("rung")
    named = zip(rungs["rung"], rungs["name"], strict=True)
    _legend(axes, ", ".join(f"{rung} {name}" for rung, name in named))
    room = (style.WIDTH - style.MARGIN - _LEFT + _GAP) / _COLUMNS
    for index, encoder in enumerate(encoders):
        left = _LEFT + index % _COLUMNS * room
        top = _TOP + index // _COLUMNS * _ROW
        axes.text(left, top - 0.12, fit(encoder, room - _GAP, 9, "bold"), size=9, weight="bold")
        inset = style.inset(figure, left, top, room - _GAP, _PANEL)
        of_encoder = rows[rows["encoder"] == encoder].sort_values("rung")
        _panel(inset, of_encoder, styles[encoder]["facecolor"])
        inset.set(xticks=rungs["rung"], xlim=(rungs["rung"].min() - 0.4, rungs["rung"].max() + 0.4))
        inset.tick_params(labelleft=index % _COLUMNS == 0)
        if index % _COLUMNS == 0:
            inset.set_ylabel("recall", size=8, color=style.MUTED)
    axes.text(style.WIDTH / 2, height - 0.15, "rung", size=8, color=style.MUTED, ha="center")
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, color: str) -> None:
    rung = rows["rung"].to_numpy()
    axes.fill_between(rung, rows["recall_low"], rows["recall_high"], color=color, alpha=0.2, lw=0)
    axes.plot(rung, rows["recall_recomputed"], color=color, **_REPICKED)
    axes.plot(rung, rows["recall_fixed"], color=color, **_FIXED)
    none = rung[rows["recall_recomputed"].isna().to_numpy()]
    axes.plot(none, np.full(len(none), -0.1), "X", color=style.ALARM, ms=5.5, markeredgewidth=0)
    axes.set(ylim=(-0.2, 1.06), yticks=[0, 0.5, 1], yticklabels=["0", "0.5", "1"])
    axes.grid(axis="y", color=style.FAINT, linewidth=0.5)
    axes.set_axisbelow(True)


def _legend(axes: Axes, rungs: str) -> None:
    words = "fixed threshold, picked on rung 1"
    lines.key(axes, style.MARGIN, 0.83, words, color=style.INK, **_FIXED)
    words = "threshold re-picked on the rung"
    lines.key(axes, 3.0, 0.83, words, color=style.INK, **_REPICKED)
    cross: dict[str, Any] = {"color": style.ALARM, "linestyle": "", "marker": "X"}
    words = "no threshold reaches the target"
    lines.key(axes, 5.7, 0.83, words, markersize=5.5, markeredgewidth=0, **cross)
    for index, line in enumerate(wrap(f"rungs: {rungs}", style.WIDTH - 2 * style.MARGIN, 8)[:2]):
        axes.text(style.MARGIN, 1.12 + 0.15 * index, line, size=8, color=style.MUTED)
