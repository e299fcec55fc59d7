"""Retrieval mAP of every encoder, tier by tier, with the lines that make it readable."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, style
from lib.report.rows import where
from lib.report.wording import number

_TOP = 1.58
_LABELS = 1.7
_GAP = 0.12
_ROW = 0.23
_BETWEEN = 1.25
_NUMBERS = 1.42
_CHANCE = charts.TARGET
_CLASS = {**charts.TARGET, "linestyle": "-", "solid_capstyle": "projecting"}


@style.styled
def map_bars(results: pd.DataFrame, summary: Mapping[str, Any]) -> Figure:
    """Draw a panel a tier and gallery, with chance and the class recogniser as lines.

    Parameters
    ----------
    results : DataFrame
        Columns encoder, tier, gallery, map, map_low, map_high and rank; a missing
        combination is left blank.
    summary : mapping
        Keys confidence, galleries, tiers and reference of benchmark-summary.json.

    Returns
    -------
    Figure
        Galleries below each other, tiers side by side. Nothing is averaged.
    """
    encoders = sorted(results["encoder"].unique())
    styles = style.encoder_styles(encoders)
    tiers = summary["tiers"]
    panel = _ROW * len(encoders) + 0.1
    words = f"lines are {summary['confidence']:.0%} intervals; bold shares the first rank"
    figure, axes = style.page(
        _TOP + len(summary["galleries"]) * (panel + _BETWEEN) - 0.62,
        "Retrieval mAP by tier",
        f"one relevant item a query; {words}",
    )
    charts.key(axes, style.MARGIN, "chance: the gallery in random order", 0.8, **_CHANCE)
    words = "class: a perfect class recogniser, random inside the class"
    charts.key(axes, 3.2, words, 0.8, **_CLASS)
    width = charts.RIGHT - _LABELS
    room = width / len(tiers)
    label = _LABELS - style.MARGIN - 0.1
    for row, (gallery, items) in enumerate(summary["galleries"].items()):
        top = _TOP + row * (panel + _BETWEEN)
        words = f"gallery {gallery}"
        charts.fitted(axes, style.MARGIN, top - 0.38, words, label, 9, weight="bold")
        charts.muted(axes, style.MARGIN, top - 0.23, f"{items:,} items", 7.5)
        for index, encoder in enumerate(encoders):
            x, y = _LABELS - 0.08, top + 0.05 + (index + 0.5) * _ROW
            charts.fitted(axes, x, y, encoder, label, 8.5, ha="right", va="center_baseline")
        for left, tier in zip(charts.lefts(len(tiers), _LABELS, width), tiers, strict=True):
            inset = style.inset(axes, left, top, room - _GAP, panel)
            cells = where(results, tier=tier["tier"], gallery=gallery)
            _bars(inset, cells.set_index("encoder").reindex(encoders), styles)
            _lines(inset, summary, tier["tier"], gallery)
            charts.bold(axes, left, top - 0.38, f"T{tier['tier']}")
            name, y = str(tier["name"]), top - 0.23
            charts.wrapped(axes, left, y, name, room - _GAP, 7.5, 0.13, color=style.MUTED)
    return figure


def _bars(axes: Axes, rows: pd.DataFrame, styles: Mapping[str, Mapping[str, Any]]) -> None:
    values = rows["map"]
    first = rows["rank"] == 1
    for index, (encoder, value) in enumerate(values.items()):
        if pd.notna(value):
            axes.barh(index, value, height=0.72, linewidth=0, zorder=2, **styles[str(encoder)])
            ends = rows.loc[encoder, ["map_low", "map_high"]]
            axes.plot(ends, [index, index], color=style.INK, linewidth=0.9, zorder=4)
        told_apart = not first[values.notna()].all()
        weight = "bold" if first[encoder] and told_apart else "normal"
        place: dict[str, Any] = {"ha": "right", "va": "center_baseline", "weight": weight}
        axes.text(_NUMBERS, index, number(value), size=7.5, **place)
    axes.set(xlim=(0, _NUMBERS), ylim=(len(values) - 0.5 + 0.05 / _ROW, -0.5 - 0.05 / _ROW))
    axes.set(yticks=[], xticks=[0, 0.5, 1], xticklabels=["0", ".5", "1"])
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_bounds(0, 1)


def _lines(axes: Axes, summary: Mapping[str, Any], tier: int, gallery: str) -> None:
    for line in summary["reference"]:
        if line["tier"] == tier and line["gallery"] == gallery:
            axes.axvline(line["chance"], zorder=3, **_CHANCE)
            axes.axvline(line["class_recognizer"], zorder=3, **_CLASS)
            words = f"chance {line['chance']:.3f}\nclass {line['class_recognizer']:.3f}"
            place: dict[str, Any] = {
                "xycoords": "axes fraction",
                "textcoords": "offset points",
                "va": "top",
            }
            axes.annotate(words, (0, 0), (0, -17), size=7.5, color=style.MUTED, **place)
