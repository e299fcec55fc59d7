"""One threshold, two prevalences: the scores stay, the areas and the precision do not."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.core.arrays import Floats
from lib.report import charts, scales, style
from lib.report.wording import percent
from lib.thresholds.histogram import distances

_TOP = 1.42
_PANEL = 1.75
_BAR = 0.24
_GAP = 0.3
_BINS = 48


@style.styled
def two_prevalences(
    twins: Floats,
    negatives: Floats,
    threshold: float,
    encoder: str,
    base_rates: tuple[float, float],
    encoders: Sequence[str],
    similarity: str,
) -> Figure:
    """Draw the same scores under two base rates, with areas in proportion to the pairs.

    Parameters
    ----------
    twins, negatives : ndarray of float64, shape (n,)
        Scores as in the tables: cosine, or L2 as a distance.
    threshold : float
        Flags a pair whose cosine is at least, or whose distance is at most, this.
    encoder : str
        Whose scores they are.
    base_rates : pair of float
        Shares of twins in panels A and B, in (0, 1).
    encoders : sequence of str
        All encoders of the report, so that `encoder` has its colour of the
        other pictures.
    similarity : str
        What the scores are: cosine, l2 or l2_unit.

    Returns
    -------
    Figure
        Below each panel the flagged pairs as one bar, split into twins and
        false alarms: its coloured part is the precision.
    """
    title = "One threshold under two base rates"
    if not np.isfinite(threshold) or not len(twins) or not len(negatives):
        return charts.sentence(title, "No threshold to draw, or no twins or negatives.")
    color = style.encoder_styles(encoders)[encoder]["facecolor"]
    cut = float(distances(threshold, similarity))
    kinds = [distances(scores, similarity) for scores in (twins, negatives)]
    near = min(cut, *(float(kind.min()) for kind in kinds)) / 1.02
    far = max(cut, *(float(kind.max()) for kind in kinds)) * 1.02
    flagged = [float((kind <= cut).mean()) for kind in kinds]
    figure, axes = style.page(
        _TOP + _PANEL + 1.35,
        title,
        f"{encoder}: the same twins, negatives and threshold; areas are shares of all pairs",
    )
    charts.key(axes, style.MARGIN, "twins", color=color, linewidth=5)
    charts.key(axes, 1.35, "negatives", color=charts.NEGATIVE, linewidth=5)
    words = "false alarms: negatives beyond the threshold"
    charts.key(axes, 2.85, words, color=style.ALARM, linewidth=5)
    room = (style.WIDTH - 2 * style.MARGIN + _GAP) / 2
    panels = []
    for index, (rate, name) in enumerate(zip(base_rates, "AB", strict=True)):
        left = style.MARGIN + index * room
        words = f"{name}: {percent(rate)} of all pairs are twins"
        charts.bold(axes, left, _TOP - 0.14, words)
        inset = style.inset(axes, left, _TOP, room - _GAP, _PANEL)
        weights = (rate, 1 - rate)
        # False alarms last: where they are few, twins would hide them.
        for which, beyond, fill in (
            (1, False, charts.NEGATIVE),
            (0, False, color),
            (0, True, color),
            (1, True, style.ALARM),
        ):
            chosen = kinds[which][(kinds[which] <= cut) == beyond]
            unit = weights[which] / len(kinds[which])
            _areas(inset, chosen, unit, (near, cut) if beyond else (cut, far), far / near, fill)
        inset.axvline(cut, color=style.INK, linewidth=0.9)
        right = np.log(far / cut) > 0.7 * np.log(far / near)
        side: dict[str, Any] = {"ha": "right" if right else "left", "va": "top", "size": 8}
        at: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
        words = f"threshold {threshold:.3f}"
        inset.annotate(words, (cut, 1), (-4 if right else 4, -2), **at, **side)
        scales.score_axis(inset, far, near, similarity)
        inset.set_yticks([])
        inset.spines["left"].set_visible(False)
        panels.append(inset)
        found, alarms = (weight * share for weight, share in zip(weights, flagged, strict=True))
        _flagged(axes, left, _TOP + _PANEL + 0.62, room - _GAP, found, alarms, color)
    top = 1.05 * max(panel.get_ylim()[1] for panel in panels)
    for panel in panels:
        panel.set_ylim(0, top)
    y = _TOP + _PANEL + 0.37
    charts.axis_name(axes, style.WIDTH / 2, y, scales.score_axis_name(similarity))
    return figure


def _areas(
    axes: Axes, distances: Floats, unit: float, limits: tuple[float, float], ratio: float, fill: str
) -> None:
    """Bars between two distances; area on the logarithmic axis = `unit` times the pairs."""
    bins = max(1, round(_BINS * float(np.log(limits[1] / limits[0]) / np.log(ratio))))
    edges = np.geomspace(*limits, bins + 1)
    edges[0], edges[-1] = limits
    heights = unit * np.histogram(distances, bins=edges)[0] / np.diff(np.log(edges))
    axes.bar(edges[:-1], heights, width=np.diff(edges), align="edge", color=fill, alpha=0.8, lw=0)


def _flagged(
    axes: Axes, left: float, top: float, room: float, found: float, alarms: float, color: str
) -> None:
    if found + alarms == 0:
        axes.text(left, top, "nothing is flagged", size=8.5, color=style.ALARM)
        return
    precision = found / (found + alarms)
    for start, part, fill in ((0.0, precision, color), (precision, 1 - precision, style.ALARM)):
        place: dict[str, Any] = {"width": room * part, "bottom": top, "align": "edge"}
        axes.bar(left + room * start, _BAR, color=fill, lw=0, **place)
    words = f"of 1,000 flagged, {1000 - round(1000 * precision):,} false alarms"
    axes.text(left, top + _BAR + 0.19, words, size=8.5)
    words = f"precision {precision:.3f}"
    axes.text(left + room, top + _BAR + 0.19, words, size=8.5, ha="right", weight="bold")
