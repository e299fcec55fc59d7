"""Retrieval mAP of every encoder, tier by tier, with the lines that make it readable."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.table import number
from lib.report.text import fit, wrap

_TOP = 1.58
_LABELS = 1.7
_GAP = 0.12
_ROW = 0.23
_BETWEEN = 1.25
_NUMBERS = 1.42


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
    figure, axes = style.page(_TOP + len(summary["galleries"]) * (panel + _BETWEEN) - 0.62)
    words = f"lines are {summary['confidence']:.0%} intervals; bold shares the first rank"
    style.heading(axes, "Retrieval mAP by tier", f"one relevant item a query; {words}")
    _legend(axes)
    room = (style.WIDTH - style.MARGIN - _LABELS) / len(tiers)
    for row, (gallery, items) in enumerate(summary["galleries"].items()):
        top = _TOP + row * (panel + _BETWEEN)
        words = fit(f"gallery {gallery}", _LABELS - style.MARGIN - 0.1, 9, "bold")
        axes.text(style.MARGIN, top - 0.38, words, size=9, weight="bold")
        axes.text(style.MARGIN, top - 0.23, f"{items:,} items", size=7.5, color=style.MUTED)
        for index, encoder in enumerate(encoders):
            y = top + 0.05 + (index + 0.5) * _ROW
            label = fit(encoder, _LABELS - style.MARGIN - 0.1, 8.5)
            axes.text(_LABELS - 0.08, y, label, size=8.5, ha="right", va="center_baseline")
        for column, tier in enumerate(tiers):
            inset = style.inset(figure, _LABELS + column * room, top, room - _GAP, panel)
            cells = results[(results["tier"] == tier["tier"]) & (results["gallery"] == gallery)]
            _bars(inset, cells.set_index("encoder").reindex(encoders), styles)
            _lines(inset, summary, tier["tier"], gallery)
            left = _LABELS + column * room
            axes.text(left, top - 0.38, f"T{tier['tier']}", size=9, weight="bold")
            for index, line in enumerate(wrap(str(tier["name"]), room - _GAP, 7.5)[:2]):
                y = top - 0.23 + 0.13 * index
                axes.text(left, y, line, size=7.5, color=style.MUTED)
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
        axes.text(
            _NUMBERS,
            index,
            number(value),
            size=7.5,
            ha="right",
            va="center_baseline",
            weight=weight,
        )
    axes.set(xlim=(0, _NUMBERS), ylim=(len(values) - 0.5 + 0.05 / _ROW, -0.5 - 0.05 / _ROW))
    axes.set(yticks=[], xticks=[0, 0.5, 1], xticklabels=["0", ".5", "1"])
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_bounds(0, 1)


def _lines(axes: Axes, summary: Mapping[str, Any], tier: int, gallery: str) -> None:
    for line in summary["reference"]:
        if line["tier"] == tier and line["gallery"] == gallery:
            axes.axvline(line["chance"], color=style.INK, linewidth=0.9, linestyle=":", zorder=3)
            axes.axvline(line["class_recognizer"], color=style.INK, linewidth=0.9, zorder=3)
            words = f"chance {line['chance']:.3f}\nclass {line['class_recognizer']:.3f}"
            axes.annotate(
                words,
                (0, 0),
                (0, -17),
                xycoords="axes fraction",
                textcoords="offset points",
                size=7.5,
                color=style.MUTED,
                va="top",
            )


def _legend(axes: Axes) -> None:
    y = 0.8
    for left, words, dots in (
        (style.MARGIN, "chance: the gallery in random order", ":"),
        (3.2, "class: a perfect class recogniser, random inside the class", "-"),
    ):
        axes.plot([left, left + 0.28], [y, y], color=style.INK, linewidth=0.9, linestyle=dots)
        axes.text(left + 0.36, y, words, size=8, va="center_baseline")
