"""Flagged items beside their nearest neighbours, as tables."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from lib.core.arrays import Floats, Ints
from lib.core.params.sections import ExplainParams
from lib.core.tables import declared
from lib.core.vectors import TIE_TOLERANCE
from lib.evaluation.hardest import hardest
from lib.semantics.explain.flags import Flag, Flags
from lib.semantics.explain.lens import BY_VIEW, Lens
from lib.semantics.explain.occlusion import occlusion_maps
from lib.semantics.explain.views import alike_view, strongest, view_parts

EXPLANATIONS, COUNTS = "explanations.csv", "explanation-counts.csv"
NEIGHBOUR = "neighbour"

FRONT = 1
"""The view of a ring that shows front and side."""


class Near(NamedTuple):
    """An object beside a flagged one.

    Attributes
    ----------
    row : int
        Of the manifest.
    shown_as : str
        ``neighbour``, or what the flag calls it.
    rank : float
        Place in the gallery, from 1; ties share the average of theirs.
    similarity : float
        Cosine.
    """

    row: int
    shown_as: str
    rank: float
    similarity: float


def nearest(flag: Flag, units: Floats, count: int) -> list[Near]:
    """Find what lies nearest to a flagged item, and where the object lies that it is about.

    Parameters
    ----------
    flag : Flag
    units : ndarray of float64, shape (N, D)
        Rows of length 1, an object of the manifest each.
    count : int
        Neighbours; fewer where the gallery holds fewer.
    """
    found, _ = hardest(units[[flag.row]], units, [flag.gallery], count)[0]
    rows = found.tolist()
    if flag.other is not None and flag.other not in rows:
        rows.append(flag.other)
    values = units[flag.gallery] @ units[flag.row]
    near = []
    for row in rows:
        cosine = float(values[flag.gallery == row][0])
        above = int((values > cosine + TIE_TOLERANCE).sum())
        level = int((np.abs(values - cosine) <= TIE_TOLERANCE).sum())
        shown_as = flag.other_is if row == flag.other else NEIGHBOUR
        near.append(Near(row, shown_as, above + (1 + level) / 2, min(1.0, max(-1.0, cosine))))
    return near


def explain(
    lens: Lens, flags: Sequence[Flags], objects: pd.DataFrame, front: int, params: ExplainParams
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Explain what is flagged under an encoder.

    Parameters
    ----------
    lens : Lens
    flags : sequence of Flags
    objects : pandas.DataFrame
        The manifest.
    front : int
        The view to show where no view can be told to carry the match.
    params : ExplainParams

    Returns
    -------
    (pandas.DataFrame, pandas.DataFrame)
        Columns of ``explanations.csv`` and of ``explanation-counts.csv``.
    """
    reading = lens.reading([flag.row for one in flags for flag in one.shown])
    rows = [
        {"encoder": lens.name, "kind": one.kind, "place": place, **row}
        for one in flags
        for place, flag in enumerate(one.shown, start=1)
        for row in _rows(flag, lens, objects, front if reading != BY_VIEW else None, params)
    ]
    counts = [
        {
            "encoder": lens.name,
            "kind": one.kind,
            "n_looked_at": one.n_looked_at,
            "n_flagged": one.n_flagged,
            "n_shown": len(one.shown),
            "views": reading,
            "note": one.note,
        }
        for one in flags
    ]
    return _typed(rows, EXPLANATIONS), _typed(counts, COUNTS)


def _typed(rows: list[dict[str, Any]], name: str) -> pd.DataFrame:
    """Lay out rows as declared; without a row, too, the columns have their types."""
    table = declared(name)
    kinds = {column.name: column.dtype for column in table.columns}
    return pd.DataFrame(rows, columns=table.names).astype(kinds)


def _rows(
    flag: Flag, lens: Lens, objects: pd.DataFrame, front: int | None, params: ExplainParams
) -> list[dict[str, Any]]:
    near = nearest(flag, lens.units, params.neighbours)
    if front is None:
        seen = _seen(flag.row, near, lens, params)
    else:
        seen = [(front, front, "", "")] * len(near)
    return [
        {
            **_object("item", objects, flag.row),
            "item_view": item_view,
            "rank": one.rank,
            "n_items": len(flag.gallery),
            **_object("neighbour", objects, one.row),
            "neighbour_view": neighbour_view,
            "shown_as": one.shown_as,
            "similarity": one.similarity,
            "view_similarities": parts,
            "occlusion": falls,
            "why": flag.why,
        }
        for one, (item_view, neighbour_view, parts, falls) in zip(near, seen, strict=True)
    ]


def _object(prefix: str, objects: pd.DataFrame, row: int) -> dict[str, Any]:
    one = objects.iloc[row]
    return {
        prefix: one["object_id"],
        f"{prefix}_class": one["class"],
        f"{prefix}_role": one["role"],
        f"{prefix}_tier": int(one["tier"]),
    }


def _seen(
    item: int, near: Sequence[Near], lens: Lens, params: ExplainParams
) -> list[tuple[int, int, str, str]]:
    """Shown view of the item and of each neighbour, parts of the views, and map, as JSON."""
    assert lens.encoder is not None
    own = lens.views(item)
    rows = [one.row for one in near]
    parts = [view_parts(own, lens.vectors[row]) for row in rows]
    shown = strongest(parts[0])
    maps = occlusion_maps(
        lens.encoder,
        lens.shape(item),
        own,
        shown,
        lens.vectors[rows],
        params.grid,
        params.cover,
    )
    return [
        (shown, alike_view(own[shown], lens.views(row)), json_numbers(part), json_numbers(falls))
        for row, part, falls in zip(rows, parts, maps, strict=True)
    ]


def json_numbers(values: Floats | Ints) -> str:
    """Write an array as JSON, nested as it is, six digits after the point."""
    if values.ndim:
        return f"[{', '.join(json_numbers(one) for one in values)}]"
    return f"{round(float(values), 6) + 0.0:.6f}"
