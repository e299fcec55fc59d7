"""The corpus of pictures: what each family looks like, with each of its defects."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from lib.corpus.patterns.defects import NONE
from lib.corpus.patterns.images import MASK, SIMULATED
from lib.report import charts, style
from lib.report.rows import where

_TOP = 0.78
_HEAD = 0.36
_GAP = 0.05
_BETWEEN = 0.12


def example_layouts(images: pd.DataFrame) -> pd.DataFrame:
    """Choose what to draw: the first clean layout of each family in the test split, and its kin.

    Parameters
    ----------
    images : pandas.DataFrame
        ``patterns.csv``.

    Returns
    -------
    pandas.DataFrame
        Its rows of the chosen groups, clean layouts first, then by defect and severity.
    """
    tested = where(images, split="test", defect=NONE).sort_values("group_id")
    groups = tested.drop_duplicates("family")["group_id"]
    chosen = images[images["group_id"].isin(groups)].assign(flawed=images["defect"] != NONE)
    order = ["family", "flawed", "defect", "severity", "kind"]
    return chosen.sort_values(order, ignore_index=True).drop(columns="flawed")


@style.styled
def pattern_examples(
    images: pd.DataFrame, pixels: Callable[[str], npt.NDArray[np.uint8]]
) -> Figure:
    """Draw a block a family: masks, and below each what is printed of it.

    Parameters
    ----------
    images : pandas.DataFrame
        From :func:`example_layouts`.
    pixels : callable
        Gives the picture, uint8 of shape (S, S, 3), of a hash.

    Returns
    -------
    Figure
    """
    families = sorted(images["family"].unique())
    across = int(where(images, kind=MASK).groupby("family").size().max())
    room = (style.WIDTH - 2 * style.MARGIN + _GAP) / across
    side = room - _GAP
    block = _HEAD + 2 * (side + _GAP) + _BETWEEN
    figure, axes = style.page(
        _TOP + len(families) * block - _BETWEEN + 0.1,
        "Layouts, their defects, and what is printed",
        "each column is one layout, the mask above its simulated image; one clean layout a family, "
        "and what was made from it",
    )
    for row, family in enumerate(families):
        top = _TOP + row * block
        own = where(images, family=family)
        charts.bold(axes, style.MARGIN, top, family.replace("_", " "))
        masks, printed = (where(own, kind=kind) for kind in (MASK, SIMULATED))
        pairs = zip(masks.to_dict("records"), printed["sha256"], strict=True)
        for column, (mask, simulated) in enumerate(pairs):
            left = style.MARGIN + column * room
            muted: dict[str, Any] = {"color": style.MUTED}
            charts.fitted(axes, left, top + 0.2, _said(mask), side, 7.5, **muted)
            for down, sha256 in enumerate((mask["sha256"], simulated)):
                y = top + _HEAD - 0.08 + down * (side + _GAP)
                style.picture(axes, pixels(sha256), left, y, side)
    return figure


def _said(mask: dict[Any, Any]) -> str:
    if mask["defect"] == NONE:
        return "clean"
    return f"{str(mask['defect']).replace('_', ' ')} {mask['severity']:g}"
