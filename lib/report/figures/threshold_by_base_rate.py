"""What a falling base rate does to the threshold and to its recall."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import style
from lib.report.figures import lines
from lib.report.markdown import percent

_TOP = 1.86
_PANEL = 0.8
_ROW = 1.0
_GAP = 0.08
_BETWEEN = 0.46
_EMPTY = "No thresholds to draw."

# A ring stays in sight around a dot at the same place.
_ESTIMATE: dict[str, Any] = {
    "marker": "o",
    "markersize": 6.5,
    "markerfacecolor": "white",
    "linestyle": ":",
    "linewidth": 1,
}
_CERTIFIED: dict[str, Any] = {"marker": "o", "markersize": 3.5, "linewidth": 1}


@style.styled
def threshold_by_base_rate(table: pd.DataFrame) -> Figure:
    """Draw threshold and recall against the base rate, encoder by encoder and set by set.

    Parameters
    ----------
    table : DataFrame
        Columns encoder, negatives, similarity, base_rate, min_precision,
        threshold, recall, certified_threshold and certified_recall; NaN where
        there is none. One similarity.

    Returns
    -------
    Figure
        Hollow points are point estimates, filled ones are certified. A cross
        below a base rate says that no threshold could be certified there, a
        bold one that none even reached the target.
    """
    title = "Threshold and recall by base rate"
    sets = lines.known_sets(table["negatives"])
    if not sets:
        return lines.sentence(title, _EMPTY)
    encoders = sorted(table["encoder"].unique())
    rates = sorted(table["base_rate"].unique(), reverse=True)
    styles = style.encoder_styles(encoders)
    figure, axes = style.page(_TOP + _ROW * len(encoders) + 0.4)
    style.heading(
        axes,
        title,
        f"the loosest threshold with a precision of {percent(table['min_precision'].iloc[0])}"
        " or more, and the share of twins that it finds",
    )
    _legend(axes)
    block = (style.WIDTH - style.MARGIN - lines.ROW_LABELS - _BETWEEN) / 2
    name = lines.SIMILARITIES[table["similarity"].iloc[0]]
    for side, (quantity, words) in enumerate(
        (("threshold", f"threshold, {name}"), ("recall", "recall"))
    ):
        left = lines.ROW_LABELS + side * (block + _BETWEEN)
        axes.text(left, _TOP - 0.38, words, size=9, weight="bold")
        room = block / len(sets)
        for column, negatives in enumerate(sets):
            x = left + column * room
            axes.text(x, _TOP - 0.14, negatives, size=8, color=style.MUTED)
        for row, encoder in enumerate(encoders):
            of_encoder = table[table["encoder"] == encoder]
            both = [*of_encoder["threshold"], *of_encoder["certified_threshold"]]
            # The strip below the points is kept free for the crosses.
            limits = lines.span(both, 0.35, 0.1) if side == 0 else (-0.3, 1.08)
            for column, negatives in enumerate(sets):
                inset = style.inset(
                    figure, left + column * room, _TOP + row * _ROW, room - _GAP, _PANEL
                )
                of_set = of_encoder[of_encoder["negatives"] == negatives]
                values = of_set.set_index("base_rate").reindex(rates)
                _series(inset, values, quantity, styles[encoder]["facecolor"])
                lines.base_rate_axis(inset, rates, label=row == len(encoders) - 1)
                inset.set_ylim(*limits)
                _y_ticks(inset, side, both, label=column == 0)
        axes.text(
            left + block / 2,
            _TOP + _ROW * len(encoders) + 0.22,
            "share of duplicates in production, %",
            size=8,
            color=style.MUTED,
            ha="center",
        )
    for row, encoder in enumerate(encoders):
        lines.row_label(axes, _TOP + row * _ROW + _PANEL / 2, encoder)
    return figure


def _series(axes: Axes, values: pd.DataFrame, quantity: str, color: str) -> None:
    places = np.arange(len(values))
    axes.plot(places, values[quantity], color=color, zorder=2, **_ESTIMATE)
    axes.plot(places, values[f"certified_{quantity}"], color=color, zorder=3, **_CERTIFIED)
    none = values["threshold"].isna().to_numpy()
    unsure = values["certified_threshold"].isna().to_numpy() & ~none
    strip = axes.get_xaxis_transform()
    for chosen, mark in ((unsure, "x"), (none, "X")):
        places_at = places[chosen]
        if len(places_at):
            axes.plot(
                places_at,
                np.full(len(places_at), 0.11),
                mark,
                color=style.ALARM,
                markersize=5.5 if mark == "X" else 4.5,
                markeredgewidth=0 if mark == "X" else 1,
                transform=strip,
            )


def _y_ticks(axes: Axes, side: int, thresholds: Sequence[float], label: bool) -> None:
    if side == 0:
        axes.set_yticks(*lines.ticks(*lines.span(thresholds)))
    else:
        axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.grid(axis="y", color=style.FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(labelleft=label)


def _legend(axes: Axes) -> None:
    lines.key(axes, style.MARGIN, 0.83, "point estimate", color=style.INK, **_ESTIMATE)
    lines.key(axes, 1.75, 0.83, "certified", color=style.INK, **_CERTIFIED)
    cross: dict[str, Any] = {"color": style.ALARM, "linestyle": ""}
    lines.key(axes, 2.95, 0.83, "not certifiable", marker="x", markersize=4.5, **cross)
    words = "no threshold reaches the target"
    lines.key(axes, 4.5, 0.83, words, marker="X", markersize=5.5, markeredgewidth=0, **cross)
    words = (
        "negatives: sampled from other classes; cross, all of other classes; "
        "same, other objects of the same class"
    )
    axes.text(style.MARGIN, 1.12, words, size=8, color=style.MUTED)
