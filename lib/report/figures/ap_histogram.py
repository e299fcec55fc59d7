"""The spread behind every mean: per-query AP, encoder by encoder and tier by tier."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from lib.report import charts, style
from lib.report.rows import where

_TOP = 0.95
_GAP = 0.14
_PANEL = 0.72
_ROW = 0.86
_BINS = np.linspace(0, 1, 21)


@style.styled
def ap_histogram(per_query: pd.DataFrame, gallery: str) -> Figure:
    """Draw a histogram of per-query AP for every encoder (rows) and tier (columns).

    Parameters
    ----------
    per_query : DataFrame
        Columns encoder, tier, gallery and ap, in [0, 1]. With one relevant item
        a query AP is 1 / rank, so a bar at 0.5 is a match in second place.
    gallery : str
        The gallery to draw, "test" or "all".

    Returns
    -------
    Figure
        Twenty bins of 0.05; heights are shares of the tier's queries.
    """
    rows = where(per_query, gallery=gallery)
    encoders, tiers = sorted(rows["encoder"].unique()), sorted(rows["tier"].unique())
    styles = style.encoder_styles(encoders)
    figure, axes = style.page(
        _TOP + _ROW * len(encoders) + 0.42,
        f"Per-query AP, gallery {gallery}",
        "share of a tier's queries by AP = 1 / rank of the match: 1 is first place, 0.5 second",
    )
    for left, tier in zip(charts.lefts(len(tiers)), tiers, strict=True):
        charts.bold(axes, left, _TOP - 0.12, f"T{tier}")
    charts.row_labels(axes, encoders, _TOP, _ROW, _PANEL)
    for encoder, tier, panel in charts.grid(axes, encoders, tiers, _TOP, _ROW, _PANEL, _GAP):
        values = where(rows, encoder=encoder, tier=tier)["ap"]
        shares = np.histogram(values, bins=_BINS)[0] / max(len(values), 1)
        look: dict[str, Any] = {"width": 0.05, "align": "edge", "edgecolor": "white", "lw": 0.3}
        panel.bar(_BINS[:-1], shares, color=styles[encoder]["facecolor"], **look)
        panel.set(xlim=(0, 1), xticks=[0, 0.5, 1], xticklabels=["0", ".5", "1"])
        charts.halves(panel, 0, 1, ("0", "50 %", "100 %"))
    y = _TOP + _ROW * len(encoders) + 0.28
    charts.axis_name(axes, charts.MIDDLE, y, "average precision of a query")
    return figure
