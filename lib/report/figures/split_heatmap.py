"""Every source as one cell in the colour of its split."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from lib.report import charts, style
from lib.report.rows import where
from lib.report.typesetting import fit

_SPLITS = ("train", "val", "test")
_COLORS = {"train": "#c3d1df", "val": "#e8a838", "test": charts.BLUE}
_MAX_CLASSES = 40
_MAX_SOURCES = 60
_TOP = 1.12
_ROW = 0.185
_LABELS = 1.45
_COUNTS = 1.5
_COUNT_CELL = _COUNTS / len(_SPLITS)


@style.styled
def split_heatmap(splits: pd.DataFrame) -> Figure:
    """Draw who is in which split: one row a class, one cell a source, and the counts beside it.

    Parameters
    ----------
    splits : DataFrame
        Columns source_id, class, split (train, val or test) and split_sha256.

    Returns
    -------
    Figure
        The subtitle says that every source is in exactly one split, or, with
        the cells in red, how many are not. At most 40 classes and 60 sources a
        class are drawn; the subtitle says so.
    """
    sources = splits.groupby(["class", "source_id"])["split"].agg(lambda s: tuple(sorted(set(s))))
    classes = sorted(splits["class"].unique())
    shown = classes[:_MAX_CLASSES]
    height = _TOP + _ROW * len(shown) + 0.5
    words = _verdict(splits, len(classes))
    figure, axes = style.page(height, "Who is in which split", words)

    widest = min(int(sources.groupby("class").size().max()), _MAX_SOURCES)
    counts_left = charts.RIGHT - _COUNTS
    cell = min((counts_left - 0.25 - _LABELS) / widest, 0.32)
    for row, name in enumerate(shown):
        top = _TOP + row * _ROW
        label = fit(str(name), _LABELS - style.MARGIN - 0.12, 8)
        _write(axes, _LABELS - 0.1, top, label, "right")
        members = sources[name].iloc[:_MAX_SOURCES]
        colors = [_COLORS[one[0]] if len(one) == 1 else style.ALARM for one in members]
        _cells(axes, _LABELS, top, cell, colors)
        counts = where(splits, **{"class": name}).groupby("split")["source_id"].nunique()
        shares = [int(counts.get(split, 0)) for split in _SPLITS]
        tints = [_tint(split, n / widest) for split, n in zip(_SPLITS, shares, strict=True)]
        _cells(axes, counts_left, top, _COUNT_CELL, tints)
        for column, count in enumerate(shares):
            _write(axes, counts_left + (column + 0.5) * _COUNT_CELL, top, str(count), "center")
    _legend(axes, counts_left, height, splits)
    return figure


def _verdict(splits: pd.DataFrame, n_classes: int) -> str:
    per_source = splits.groupby("source_id")["split"].nunique()
    torn = int((per_source > 1).sum())
    verdict = (
        f"{torn:,} of {len(per_source):,} sources are in more than one split (red): it leaks"
        if torn
        else f"{len(per_source):,} sources, each in exactly one split; its perturbed copies follow"
    )
    most = int(splits.groupby("class")["source_id"].nunique().max())
    cut = n_classes > _MAX_CLASSES or most > _MAX_SOURCES
    return f"{verdict}{'. Only the first classes and sources are drawn' if cut else ''}"


def _cells(axes: Axes, left: float, top: float, width: float, colors: Sequence[Any]) -> None:
    """Draw a row of cells, `width` inches each."""
    edges = left + width * np.arange(len(colors) + 1)
    rgb = np.array([[to_rgb(color) for color in colors]])
    axes.pcolormesh(edges, [top, top + _ROW], rgb, edgecolors="white", linewidth=0.9)


def _write(axes: Axes, x: float, top: float, words: str, align: str) -> None:
    axes.text(x, top + _ROW / 2, words, size=8, ha=align, va="center_baseline")


def _tint(split: str, share: float) -> tuple[float, ...]:
    """Return the split's colour, fading to white with the share of the class."""
    strength = 0.12 + 0.4 * min(share, 1.0)
    return tuple(1 - strength * (1 - channel) for channel in to_rgb(_COLORS[split]))


def _legend(axes: Axes, counts_left: float, height: float, splits: pd.DataFrame) -> None:
    top = _TOP - 0.28
    for column, split in enumerate(_SPLITS):
        left = _LABELS + column * 0.85
        _cells(axes, left, top, 0.2, [_COLORS[split]])
        _write(axes, left + 0.26, top, split, "left")
        _write(axes, counts_left + (column + 0.5) * _COUNT_CELL, top, split, "center")
    digest = str(splits["split_sha256"].iloc[0])
    charts.muted(axes, _LABELS, height - 0.2, f"split SHA-256 {digest}", 7.5)
