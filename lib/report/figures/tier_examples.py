"""What each tier does to a few test sources."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.report import charts, style
from lib.report.typesetting import wrap

_TOP = 0.95
_WORDS = 2.15
_GAP = 0.08
_LINE = 0.155


@style.styled
def tier_examples(
    examples: Mapping[str, Sequence[npt.NDArray[np.uint8]]], tiers: Sequence[Mapping[str, Any]]
) -> Figure:
    """Draw one row a tier and one column a source.

    Parameters
    ----------
    examples : mapping of str to sequence of ndarray of uint8, shape (H, W, 3)
        Source id to one query view a tier, in the order of `tiers`.
    tiers : sequence of mapping
        ``summary["tiers"]``: tier, name and description, the recipe in words.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If a source has not exactly one view a tier.
    """
    for source, views in examples.items():
        if len(views) != len(tiers):
            raise ValueError(f"{source}: {len(views)} views for {len(tiers)} tiers")
    room = (style.WIDTH - style.MARGIN - _WORDS) / len(examples)
    side = min(room - _GAP, 1.75)
    row_height = side + 2 * _GAP
    height = _TOP + row_height * len(tiers) + 0.1
    words = "each column is one test source"
    figure, axes = style.page(height, "One query of each tier", words)
    for column, source in enumerate(examples):
        left = _WORDS + column * room + (room - side) / 2
        bold: dict[str, Any] = {"weight": "bold", "ha": "center"}
        charts.fitted(axes, left + side / 2, _TOP - 0.1, source, room - 0.1, 8.5, **bold)
        for row, view in enumerate(examples[source]):
            top = _TOP + row * row_height + _GAP
            style.picture(axes, style.trim(view), left, top, side)
    for row, tier in enumerate(tiers):
        _describe(axes, tier, _TOP + row * row_height, row_height)
    return figure


def _describe(axes: Axes, tier: Mapping[str, Any], top: float, height: float) -> None:
    axes.axhline(top, color=style.FAINT, linewidth=0.6, xmin=0.02, xmax=0.98)
    limit = _WORDS - style.MARGIN - 0.2
    name, recipe = f"T{tier['tier']}  {tier['name']}", str(tier["description"])
    lines = len(wrap(name, limit, 10, "bold")) + len(wrap(recipe, limit, 8))
    y = top + (height - _LINE * lines) / 2 + 0.12
    y += _LINE * charts.wrapped(axes, style.MARGIN, y, name, limit, 10, _LINE, weight="bold")
    charts.wrapped(axes, style.MARGIN, y + 0.05, recipe, limit, 8, _LINE, color=style.MUTED)
