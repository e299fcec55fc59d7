"""The worst flagged item of each kind under one encoder, beside its neighbours."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lib.core.arrays import Bytes
from lib.report import charts, style
from lib.report.explanations_page import KINDS
from lib.report.rows import where
from lib.report.thumbnails import tinted
from lib.semantics.explain.lens import BY_VIEW

_TOP = 0.78
_ABOVE = 0.38
_BELOW = 0.62
_COLUMNS = 6
_SIDE = (style.WIDTH - 2 * style.MARGIN) / _COLUMNS


def drawn_encoder(counts: pd.DataFrame) -> str:
    """Choose the encoder to draw: the first by name that averages its views, or else the first.

    Parameters
    ----------
    counts : pandas.DataFrame
        ``explanation-counts.csv``, not empty.
    """
    averaging = where(counts, views=BY_VIEW)
    return str((averaging if len(averaging) else counts)["encoder"].min())


@style.styled
def flagged_items(table: pd.DataFrame, encoder: str, ring: Callable[[str], Bytes]) -> Figure:
    """Draw a row a kind: the item, where its match lies, and the neighbours.

    Parameters
    ----------
    table : pandas.DataFrame
        ``explanations.csv``.
    encoder : str
        Whose items are drawn.
    ring : callable
        Returns the ring views, uint8 of shape (V, H, W, 3), of an object id.

    Returns
    -------
    Figure
        A page with one sentence where nothing is flagged.
    """
    title = f"What {encoder} takes for what"
    items = [
        rows
        for kind in KINDS
        if len(rows := where(table, encoder=encoder, kind=kind, place=1).reset_index(drop=True))
    ]
    if not items:
        return charts.sentence(title, "Nothing is flagged under this encoder.")
    height = _ABOVE + _SIDE + _BELOW
    figure, axes = style.page(
        _TOP + len(items) * height,
        title,
        "the worst item of each kind; orange carries the match to the first neighbour, blue sets "
        "the two apart",
    )
    for row, rows in enumerate(items):
        _draw(axes, rows, _TOP + row * height, ring)
    return figure


def _draw(axes: Axes, rows: pd.DataFrame, top: float, ring: Callable[[str], Bytes]) -> None:
    first: Any = rows.iloc[0]
    room = style.WIDTH - 2 * style.MARGIN
    words = f"{first['kind']} · {first['item']}"
    charts.fitted(axes, style.MARGIN, top + 0.08, words, room, 8.5, weight="bold")
    charts.fitted(axes, style.MARGIN, top + 0.25, first["why"], room, color=style.MUTED)
    view = ring(first["item"])[first["item_view"]]
    cells = [(view, ["flagged", first["item_class"]])]
    if first["occlusion"]:
        falls = np.array(json.loads(first["occlusion"]), dtype=np.float64)
        cells.append((tinted(view, falls), ["where the match lies", f"up to {falls.max():.3f}"]))
    for near in _fitting(rows, _COLUMNS - len(cells)):
        about = "" if near["shown_as"] == "neighbour" else f", the {near['shown_as']}"
        below = [f"{near['similarity']:.3f}{about}", near["neighbour"], _place(near)]
        cells.append((ring(near["neighbour"])[near["neighbour_view"]], below))
    for column, (picture, lines) in enumerate(cells):
        left, y = style.MARGIN + column * _SIDE, top + _ABOVE
        style.picture(axes, picture, left, y, _SIDE - 0.06)
        for line, text in enumerate(lines):
            look: dict[str, Any] = {"weight": "bold"} if line == 0 else {"color": style.MUTED}
            charts.fitted(axes, left, y + _SIDE + 0.08 + 0.15 * line, text, _SIDE - 0.08, **look)


def _fitting(rows: pd.DataFrame, most: int) -> list[Any]:
    """Leave out neighbours that have no room, the last first; what the flag is about stays."""
    kept: list[Any] = rows.to_dict("records")
    while len(kept) > most:
        plain = [place for place, one in enumerate(kept) if one["shown_as"] == "neighbour"]
        kept.pop(plain[-1] if plain else -1)
    return kept


def _place(near: Any) -> str:
    return f"{near['rank']:g} of {near['n_items']:,}"
