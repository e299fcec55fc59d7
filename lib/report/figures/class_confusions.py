"""The classes that fail, and what each is taken for."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, style
from lib.report.rows import where
from lib.report.semantics_rows import taken_for
from lib.report.typesetting import width
from lib.report.wording import number

WORST = 10
"""Classes shown of each encoder."""

_TOP, _ROW, _ACROSS, _BETWEEN = 1.1, 0.19, 2, 0.62
_LABEL = 1.0
_SIZE = 6.5
_ALPHAS = (0.75, 0.5, 0.3)
_BAR = (style.WIDTH - 2 * style.MARGIN) / _ACROSS - _LABEL - 0.2
"""Width of a whole bar, inches."""


@style.styled
def class_confusions(table: pd.DataFrame, pass_at: int) -> Figure:
    """Draw an encoder's ten worst classes: right neighbours, then the three commonest others.

    Parameters
    ----------
    table : DataFrame
        ``semantics.csv``.
    pass_at : int
        Nearest neighbours that are looked at.
    """
    rows = where(table, measure="retrieval")
    title = "Which classes fail, and what they are taken for"
    encoders = sorted(rows["encoder"][rows["of"].str.startswith("class ")].unique())
    if not encoders:
        return charts.sentence(title, "No encoder was measured class by class.")
    panel = _ROW * WORST + 0.05
    lines = -(-len(encoders) // _ACROSS)
    figure, axes = style.page(
        _TOP + lines * (panel + _BETWEEN) - 0.2,
        title,
        f"the ten worst of each encoder: shares of the {pass_at} nearest, its own class first",
    )
    across = (style.WIDTH - 2 * style.MARGIN) / _ACROSS
    for index, encoder in enumerate(encoders):
        left = style.MARGIN + (index % _ACROSS) * across
        top = _TOP + (index // _ACROSS) * (panel + _BETWEEN)
        charts.fitted(axes, left, top - 0.12, encoder, across - 0.3, 9, weight="bold")
        own = where(rows, encoder=encoder)
        precision = own[
            own["of"].str.startswith("class ") & (own["quantity"] == f"precision@{pass_at}")
        ]
        worst = precision.sort_values(["value", "of"], kind="stable").head(WORST)
        inset = style.inset(axes, left + _LABEL, top, _BAR, panel)
        _bars(inset, worst, taken_for(own))
        for place, name in enumerate(worst["of"].str.removeprefix("class ")):
            y = top + (place + 0.5) * _ROW + 0.02
            look = {"ha": "right", "va": "center_baseline"}
            charts.fitted(axes, left + _LABEL - 0.06, y, name, _LABEL - 0.1, 8, **look)
    return figure


def _bars(axes: Axes, worst: pd.DataFrame, mistaken: Mapping[str, list[tuple[str, float]]]) -> None:
    names = worst["of"].str.removeprefix("class ")
    for place, (name, value) in enumerate(zip(names, worst["value"], strict=True)):
        axes.barh(place, value, height=0.78, color=charts.BLUE, linewidth=0)
        words, start = number(value), value
        # Beside its bar where there is no room on it.
        fits = 0.01 + width(words, _SIZE) / _BAR < value
        left, color = (0.01, "white") if fits else (value + 0.01, style.INK)
        axes.text(left, place, words, size=_SIZE, color=color, va="center_baseline")
        written = left + width(words, _SIZE) / _BAR
        for alpha, (other, share) in zip(_ALPHAS, mistaken[name], strict=False):
            axes.barh(place, share, left=start, height=0.78, color=style.ALARM, alpha=alpha)
            left = max(start, written) + 0.01
            if left + width(other, _SIZE) / _BAR < start + share:
                axes.text(left, place, other, size=_SIZE, va="center_baseline")
                written = left + width(other, _SIZE) / _BAR
            start += share
    axes.set(xlim=(0, 1), ylim=(WORST - 0.45, -0.55), yticks=[], xticks=[0, 0.5, 1])
    axes.set(xticklabels=["0", ".5", "1"])
