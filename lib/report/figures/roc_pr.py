"""ROC and precision-recall curves side by side, a row a set of negatives."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.figures import lines
from lib.report.markdown import percent
from lib.report.table import number
from lib.report.text import fit

_TOP = 1.2
_PANEL = 2.05
_WIDE = 2.05
_LEFT = 0.62
_STEP = 0.17
_NAMES = 5.52
_EMPTY = "No curves to draw for this similarity."


@style.styled
def roc_pr(
    roc: pd.DataFrame, pr: pd.DataFrame, auc: pd.DataFrame, similarity: str = "cosine"
) -> Figure:
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
    similarity : str, optional
        Which to draw.

    Returns
    -------
    Figure
        A false-positive rate of 0 stands at the left edge of the log axis,
        one decade or less below that of a single negative.
    """
    areas = auc[auc["similarity"] == similarity]
    sets = lines.known_sets(areas["negatives"])
    if not sets:
        return lines.sentence("ROC and precision-recall", _EMPTY)
    encoders = sorted(areas["encoder"].unique())
    styles = style.line_styles(encoders)
    row_height = max(_PANEL, _STEP * len(encoders) + 0.2) + 0.95
    figure, axes = style.page(_TOP + row_height * len(sets) - 0.3)
    style.heading(
        axes,
        "ROC and precision-recall",
        f"{lines.SIMILARITIES[similarity]}; ROC does not move with the base rate, precision does: "
        "here at 50 % duplicates",
    )
    for row, negatives in enumerate(sets):
        top = _TOP + row * row_height
        of_set = areas[areas["negatives"] == negatives].set_index("encoder")
        n_negatives = int(of_set["n_negatives"].max())
        words = (
            f"{int(of_set['n_positives'].max()):,} twins against {n_negatives:,} negatives: "
            f"{lines.SETS[negatives]}"
        )
        axes.text(style.MARGIN, top - 0.2, words, size=9, weight="bold")
        edge = 10.0 ** np.floor(np.log10(0.999 / max(n_negatives, 1)))
        left = style.inset(figure, _LEFT, top, _WIDE, _PANEL)
        right = style.inset(figure, _LEFT + _WIDE + 0.62, top, _WIDE, _PANEL)
        for encoder in encoders:
            line = {"linewidth": 1.3, **styles[encoder]}
            points = _rows(roc, encoder, negatives, similarity)
            left.plot(points["fpr"].clip(lower=edge), points["tpr"], **line)
            points = _rows(pr, encoder, negatives, similarity)
            right.plot(points["recall"], points["precision"], **line)
        _roc_axes(left, edge)
        _pr_axes(right, _floor(pr, negatives, similarity))
        _areas(axes, top, of_set.reindex(encoders), styles)
    return figure


def _rows(table: pd.DataFrame, encoder: str, negatives: str, similarity: str) -> pd.DataFrame:
    return table[
        (table["encoder"] == encoder)
        & (table["negatives"] == negatives)
        & (table["similarity"] == similarity)
    ]


def _floor(pr: pd.DataFrame, negatives: str, similarity: str) -> float:
    chosen = (pr["negatives"] == negatives) & (pr["similarity"] == similarity)
    return 0.0 if pr.loc[chosen, "precision"].min() < 0.499 else 0.5


def _roc_axes(axes: Axes, edge: float) -> None:
    chance = np.geomspace(edge, 1, 200)
    axes.plot(chance, chance, color=style.MUTED, linewidth=0.8, linestyle=":", zorder=1)
    axes.set(xscale="log", xlim=(edge, 1), ylim=(0, 1.02), yticks=[0, 0.5, 1])
    decades = np.arange(round(np.log10(edge)), 1)[:: 2 if edge < 1e-4 else 1]
    shares = [10.0**decade for decade in decades]
    axes.set_xticks(shares, [percent(share) for share in shares])
    axes.set_xticks([], minor=True)
    axes.set_xlabel("false-positive rate, logarithmic", size=8, color=style.MUTED)
    axes.set_ylabel("recall (true-positive rate)", size=8, color=style.MUTED)
    axes.set_yticklabels(["0", "0.5", "1"])
    axes.grid(color=style.FAINT, linewidth=0.5)


def _pr_axes(axes: Axes, floor: float) -> None:
    values = np.linspace(floor, 1, 3)
    axes.set(xlim=(0, 1.01), ylim=(floor, 1 + 0.02 * (1 - floor)), xticks=[0, 0.5, 1])
    axes.set_yticks(values, [f"{value:g}" for value in values])
    axes.set_xticklabels(["0", "0.5", "1"])
    axes.set_xlabel("recall", size=8, color=style.MUTED)
    axes.set_ylabel("precision", size=8, color=style.MUTED)
    axes.grid(color=style.FAINT, linewidth=0.5)


def _areas(
    axes: Axes, top: float, areas: pd.DataFrame, styles: dict[str, dict[str, object]]
) -> None:
    ends = (style.WIDTH - style.MARGIN - 0.48, style.WIDTH - style.MARGIN)
    for x, words in zip(ends, ("ROC AUC", "PR AUC"), strict=True):
        axes.text(x, top + 0.02, words, size=7.5, color=style.MUTED, ha="right")
    for index, (encoder, area) in enumerate(areas.iterrows()):
        y = top + 0.17 + _STEP * index
        axes.plot([_NAMES, _NAMES + 0.2], [y, y], linewidth=1.5, **styles[str(encoder)])  # type: ignore[arg-type]
        axes.text(_NAMES + 0.26, y, fit(str(encoder), 1.3, 7.5), size=7.5, va="center_baseline")
        interval = (
            f"{number(area['roc_auc'])} [{area['roc_auc_low']:.3f}, {area['roc_auc_high']:.3f}]"
        )
        for x, words in zip(ends, (interval, number(area["pr_auc"])), strict=True):
            axes.text(x, y, words, size=7.5, ha="right", va="center_baseline")
