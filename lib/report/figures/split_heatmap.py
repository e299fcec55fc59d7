"""Every source as one cell in the colour of its split."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from lib.report import style
from lib.report.text import fit

_SPLITS = ("train", "val", "test")
_COLORS = {"train": "#c3d1df", "val": "#e8a838", "test": "#0072b2"}
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
    figure, axes = style.page(height)
    style.heading(axes, "Who is in which split", _verdict(splits, len(classes)))

    widest = min(int(sources.groupby("class").size().max()), _MAX_SOURCES)
    counts_left = style.WIDTH - style.MARGIN - _COUNTS
    cell = min((counts_left - 0.25 - _LABELS) / widest, 0.32)
    for row, name in enumerate(shown):
        top = _TOP + row * _ROW
        middle = top + _ROW / 2
        label = fit(str(name), _LABELS - style.MARGIN - 0.12, 8)
        axes.text(_LABELS - 0.1, middle, label, size=8, ha="right", va="center_baseline")
        for column, member in enumerate(sources[name].iloc[:_MAX_SOURCES]):
            color = _COLORS[member[0]] if len(member) == 1 else style.ALARM
            _cell(axes, _LABELS + column * cell, top, cell, color)
        counts = splits[splits["class"] == name].groupby("split")["source_id"].nunique()
        for column, split in enumerate(_SPLITS):
            count = int(counts.get(split, 0))
            left = counts_left + column * _COUNT_CELL
            _cell(axes, left, top, _COUNT_CELL, _tint(split, count / widest))
            axes.text(
                left + _COUNT_CELL / 2, middle, str(count), size=8, ha="center", va="center_baseline"
            )
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


def _cell(axes: Axes, left: float, top: float, width: float, color: object) -> None:
    axes.fill_between([left, left + width], top, top + _ROW, facecolor=color, edgecolor="white")


def _tint(split: str, share: float) -> tuple[float, ...]:
    """The split's colour, fading to white with the share of the class."""
    strength = 0.12 + 0.4 * min(share, 1.0)
    return tuple(1 - strength * (1 - channel) for channel in to_rgb(_COLORS[split]))


def _legend(axes: Axes, counts_left: float, height: float, splits: pd.DataFrame) -> None:
    for column, split in enumerate(_SPLITS):
        left = _LABELS + column * 0.85
        _cell(axes, left, _TOP - 0.28, 0.2, _COLORS[split])
        axes.text(left + 0.26, _TOP - 0.28 + _ROW / 2, split, size=8, va="center_baseline")
        axes.text(
            counts_left + (column + 0.5) * _COUNT_CELL,
            _TOP - 0.28 + _ROW / 2,
            split,
            size=8,
            ha="center",
            va="center_baseline",
        )
    digest = str(splits["split_sha256"].iloc[0])
    axes.text(_LABELS, height - 0.2, f"split SHA-256 {digest}", size=7.5, color=style.MUTED)
