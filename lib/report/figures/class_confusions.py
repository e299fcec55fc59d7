"""The classes that fail, and what each is taken for."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, style
from lib.report.rows import where
from lib.report.typesetting import fit
from lib.report.wording import number

WORST = 10
"""Classes shown of each encoder."""

_TOP, _ROW, _ACROSS, _BETWEEN = 1.1, 0.19, 2, 0.62
_LABEL = 1.0
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
    encoders = sorted(rows["encoder"].unique())
    panel = _ROW * WORST + 0.05
    lines = -(-len(encoders) // _ACROSS)
    figure, axes = style.page(
        _TOP + lines * (panel + _BETWEEN) - 0.2,
        "Which classes fail, and what they are taken for",
        f"the ten worst of each encoder: shares of the {pass_at} nearest, its own class first",
    )
    width = (style.WIDTH - 2 * style.MARGIN) / _ACROSS
    for index, encoder in enumerate(encoders):
        left = style.MARGIN + (index % _ACROSS) * width
        top = _TOP + (index // _ACROSS) * (panel + _BETWEEN)
        charts.fitted(axes, left, top - 0.12, encoder, width - 0.3, 9, weight="bold")
        own = where(rows, encoder=encoder)
        precision = own[
            own["of"].str.startswith("class ") & (own["quantity"] == f"precision@{pass_at}")
        ]
        worst = precision.sort_values(["value", "of"], kind="stable").head(WORST)
        inset = style.inset(axes, left + _LABEL, top, _BAR, panel)
        _bars(inset, worst, where(own, quantity="taken for"))
        for place, name in enumerate(worst["of"].str.removeprefix("class ")):
            y = top + (place + 0.5) * _ROW + 0.02
            look = {"ha": "right", "va": "center_baseline"}
            charts.fitted(axes, left + _LABEL - 0.06, y, name, _LABEL - 0.1, 8, **look)
    return figure


def _bars(axes: Axes, worst: pd.DataFrame, mistaken: pd.DataFrame) -> None:
    pairs = mistaken["of"].str.split(" > ", expand=True)
    for place, (name, value) in enumerate(zip(worst["of"], worst["value"], strict=True)):
        axes.barh(place, value, height=0.78, color=charts.BLUE, linewidth=0)
        axes.text(0.01, place, number(value), size=6.5, color="white", va="center_baseline")
        start = value
        others = mistaken[pairs[0] == name.removeprefix("class ")] if len(pairs) else mistaken
        for alpha, (of, share) in zip(
            _ALPHAS, others[["of", "value"]].itertuples(index=False), strict=False
        ):
            axes.barh(place, share, left=start, height=0.78, color=style.ALARM, alpha=alpha)
            words = of.partition(" > ")[2]
            if fit(words, share * _BAR - 0.05, 6.5) == words:
                axes.text(start + 0.01, place, words, size=6.5, va="center_baseline")
            start += share
    axes.set(xlim=(0, 1), ylim=(WORST - 0.45, -0.55), yticks=[], xticks=[0, 0.5, 1])
    axes.set(xticklabels=["0", ".5", "1"])
