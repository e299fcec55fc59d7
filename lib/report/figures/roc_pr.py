"""ROC and precision-recall curves side by side, a row a set of negatives."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, scales, style
from lib.report.rows import where
from lib.report.wording import number

_TOP = 1.2
_PANEL = 2.05
_WIDE = 2.05
_LEFT = 0.62
_STEP = 0.17
_NAMES = 5.52


@style.styled
def roc_pr(roc: pd.DataFrame, pr: pd.DataFrame, auc: pd.DataFrame, similarity: str) -> Figure:
    """Draw ROC (false positives on a log axis) and PR, with both areas beside them.

    Parameters
    ----------
    roc : DataFrame
        Columns encoder, similarity, negatives, fpr and tpr.
    pr : DataFrame
        Columns encoder, similarity, negatives, recall and precision, the last
        at a base rate of 50 %.
    auc : DataFrame
        Columns encoder, similarity, negatives, n_positives, n_negatives,
        roc_auc, roc_auc_low, roc_auc_high and pr_auc.
    similarity : str
        Which to draw.

    Returns
    -------
    Figure
        A false-positive rate of 0 stands at the left edge of the log axis,
        one decade or less below that of a single negative.
    """
    title = "ROC and precision-recall"
    roc, pr, areas = (where(table, similarity=similarity) for table in (roc, pr, auc))
    sets = charts.known_sets(areas["negatives"])
    if not sets:
        return charts.sentence(title, "No curves to draw for this similarity.")
    encoders = sorted(areas["encoder"].unique())
    styles = style.line_styles(encoders)
    row_height = max(_PANEL, _STEP * len(encoders) + 0.2) + 0.95
    figure, axes = style.page(
        _TOP + row_height * len(sets) - 0.3,
        title,
        f"{scales.SIMILARITIES[similarity]}; ROC does not move with the base rate, precision does: "
        "here at 50 % duplicates",
    )
    for row, negatives in enumerate(sets):
        top = _TOP + row * row_height
        of_set = where(areas, negatives=negatives).set_index("encoder")
        n_negatives = int(of_set["n_negatives"].max())
        words = (
            f"{int(of_set['n_positives'].max()):,} twins against {n_negatives:,} negatives: "
            f"{charts.SETS[negatives]}"
        )
        charts.bold(axes, style.MARGIN, top - 0.2, words)
        edge = 10.0 ** np.floor(np.log10(0.999 / max(n_negatives, 1)))
        left = style.inset(axes, _LEFT, top, _WIDE, _PANEL)
        right = style.inset(axes, _LEFT + _WIDE + 0.62, top, _WIDE, _PANEL)
        precisions = where(pr, negatives=negatives)
        for encoder in encoders:
            line = {"linewidth": 1.3, **styles[encoder]}
            points = where(roc, encoder=encoder, negatives=negatives)
            left.plot(points["fpr"].clip(lower=edge), points["tpr"], **line)
            points = where(precisions, encoder=encoder)
            right.plot(points["recall"], points["precision"], **line)
        _roc_axes(left, edge)
        _pr_axes(right, 0.0 if precisions["precision"].min() < 0.499 else 0.5)
        _areas(axes, top, of_set.reindex(encoders), styles)
    return figure


def _roc_axes(axes: Axes, edge: float) -> None:
    chance = np.geomspace(edge, 1, 200)
    axes.plot(chance, chance, color=style.MUTED, linewidth=0.8, linestyle=":", zorder=0)
    axes.set(xscale="log", xlim=(edge, 1))
    decades = np.arange(round(np.log10(edge)), 1)[:: 2 if edge < 1e-4 else 1]
    scales.only_ticks(axes.xaxis, [10.0**decade for decade in decades])
    charts.halves(axes, 0, 1.02)
    axes.set(xlabel="false-positive rate, logarithmic", ylabel="recall (true-positive rate)")
    axes.grid(visible=True)


def _pr_axes(axes: Axes, floor: float) -> None:
    values = np.linspace(floor, 1, 3)
    axes.set(xlim=(0, 1.01), ylim=(floor, 1 + 0.02 * (1 - floor)))
    axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_yticks(values, [f"{value:g}" for value in values])
    axes.set(xlabel="recall", ylabel="precision")
    axes.grid(visible=True)


def _areas(
    axes: Axes, top: float, areas: pd.DataFrame, styles: dict[str, dict[str, object]]
) -> None:
    ends = (charts.RIGHT - 0.48, charts.RIGHT)
    for x, words in zip(ends, ("ROC AUC", "PR AUC"), strict=True):
        charts.muted(axes, x, top + 0.02, words, 7.5, ha="right")
    for index, area in enumerate(areas.itertuples()):
        y, encoder = top + 0.17 + _STEP * index, str(area.Index)
        axes.plot([_NAMES, _NAMES + 0.2], [y, y], linewidth=1.5, **styles[encoder])  # type: ignore[arg-type]
        charts.fitted(axes, _NAMES + 0.26, y, encoder, 1.3, 7.5, va="center_baseline")
        interval = f"{number(area.roc_auc)} [{area.roc_auc_low:.3f}, {area.roc_auc_high:.3f}]"
        for x, words in zip(ends, (interval, number(area.pr_auc)), strict=True):
            axes.text(x, y, words, size=7.5, ha="right", va="center_baseline")
