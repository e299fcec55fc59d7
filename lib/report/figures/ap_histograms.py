"""The spread behind every mean: per-query AP, encoder by encoder and tier by tier."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.text import fit

_TOP = 0.95
_LABELS = 2.15
_GAP = 0.14
_PANEL = 0.72
_ROW = 0.86
_BINS = np.linspace(0, 1, 21)


@style.styled
def ap_histograms(per_query: pd.DataFrame, gallery: str = "test") -> Figure:
    """Draw a histogram of per-query AP for every encoder (rows) and tier (columns).

    Parameters
    ----------
    per_query : DataFrame
        Columns encoder, tier, gallery and ap, in [0, 1]. With one relevant item
        a query AP is 1 / rank, so a bar at 0.5 is a match in second place.
    gallery : str, optional
        The gallery to draw, "test" or "all".

    Returns
    -------
    Figure
        Twenty bins of 0.05; heights are shares of the tier's queries.
    """
    rows = per_query[per_query["gallery"] == gallery]
    encoders = sorted(rows["encoder"].unique())
    tiers = sorted(rows["tier"].unique())
    styles = style.encoder_styles(encoders)
    figure, axes = style.page(_TOP + _ROW * len(encoders) + 0.42)
    style.heading(
        axes,
        f"Per-query AP, gallery {gallery}",
        "share of a tier's queries by AP = 1 / rank of the match: 1 is first place, 0.5 second",
    )
    room = (style.WIDTH - style.MARGIN - _LABELS) / len(tiers)
    for column, tier in enumerate(tiers):
        left = _LABELS + column * room
        axes.text(left, _TOP - 0.12, f"T{tier}", size=9, weight="bold")
    for row, encoder in enumerate(encoders):
        top = _TOP + row * _ROW
        label = fit(encoder, _LABELS - style.MARGIN - 0.45, 8.5)
        axes.text(style.MARGIN, top + _PANEL / 2, label, size=8.5, va="center_baseline")
        for column, tier in enumerate(tiers):
            inset = style.inset(figure, _LABELS + column * room, top, room - _GAP, _PANEL)
            chosen = (rows["encoder"] == encoder) & (rows["tier"] == tier)
            _histogram(inset, rows.loc[chosen, "ap"], styles[encoder]["facecolor"])
            inset.tick_params(labelleft=column == 0, labelbottom=row == len(encoders) - 1)
    axes.text(
        _LABELS + (style.WIDTH - style.MARGIN - _LABELS) / 2,
        _TOP + _ROW * len(encoders) + 0.28,
        "average precision of a query",
        size=8,
        color=style.MUTED,
        ha="center",
    )
    return figure


def _histogram(axes: Axes, values: pd.Series, color: str) -> None:
    counts, _ = np.histogram(values, bins=_BINS)
    shares = counts / max(len(values), 1)
    axes.bar(_BINS[:-1], shares, width=0.05, align="edge", color=color, edgecolor="white", lw=0.3)
    axes.set(xlim=(0, 1), ylim=(0, 1), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    axes.set_xticklabels(["0", ".5", "1"])
    axes.set_yticklabels(["0", "50 %", "100 %"])
    axes.grid(axis="y", color=style.FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
