"""One page of flagged items beside their neighbours: self-contained, to leaf through."""

import json
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from lib.core.arrays import Bytes
from lib.core.templates import template
from lib.report import style
from lib.report.rows import where
from lib.report.thumbnails import SIDE, heat, thumbnail

KINDS = {
    "novel": "It looks newer than most, and nothing of its class is known. Beside it: what is "
    "known and lies nearest.",
    "false alarm": "It looks as new, though its class is known. Beside it: what is known and lies "
    "nearest.",
    "false match": "It is taken for an object of another class, the match. Beside it: what lies "
    "nearest among all calibration objects.",
    "hard negative": "It is an altered copy, and another object of its class lies nearer than its "
    "source. Beside it: what lies nearest among the class's hard negatives, and the source.",
    "wrong neighbour": "Something of another class lies nearer than anything of its own. Beside "
    "it: what lies nearest among all but its own group.",
    "tier-5 miss": "It is another object of a source's class, and something else lies nearer than "
    "this source. Beside it: what lies nearest among all sources, and the source.",
}
"""What each kind of flag says, in the order of the page."""

_TEMPLATES = Path(__file__).parent / "templates" / "explanations"


class _Album:
    """Pictures by number, each drawn once."""

    def __init__(self, views: Callable[[str], Bytes]) -> None:
        self._views = views
        self._numbers: dict[Hashable, int] = {}
        self.pictures: list[str] = []

    def __call__(self, object_id: str, view: int) -> int:
        key = object_id, view
        if key not in self._numbers:
            self._numbers[key] = len(self.pictures)
            self.pictures.append(thumbnail(self._views(object_id)[view]))
        return self._numbers[key]


def explanations_page(
    table: pd.DataFrame, counts: pd.DataFrame, views: Callable[[str], Bytes], corpus: str
) -> str:
    """Write the page.

    Parameters
    ----------
    table : pandas.DataFrame
        ``explanations.csv``.
    counts : pandas.DataFrame
        ``explanation-counts.csv``.
    views : callable
        Gives the ring views of an object, uint8 of shape (V, H, W, 3).
    corpus : str

    Returns
    -------
    str
        HTML with its pictures inside; the same for the same tables and views.
    """
    album = _Album(views)
    encoders = counts["encoder"].drop_duplicates().tolist()
    leaves = [
        leaf
        for encoder in encoders
        for kind in KINDS
        for leaf in _leaves(encoder, kind, table, counts, album)
    ]
    return template(_TEMPLATES, "page.html.j2").render(
        corpus=corpus,
        kinds={kind: words for kind, words in KINDS.items() if kind in set(counts["kind"])},
        encoders=encoders,
        leaves=leaves,
        by_cell={(leaf["encoder"], leaf["kind"]): leaf for leaf in leaves},
        pictures=album.pictures,
        side=SIDE,
        ink=style.INK,
        faint=style.FAINT,
    )


def _leaves(
    encoder: str, kind: str, table: pd.DataFrame, counts: pd.DataFrame, album: _Album
) -> list[dict[str, Any]]:
    """Lay out one encoder's items of a kind; none where it was not looked for."""
    rows = where(table, encoder=encoder, kind=kind)
    return [
        {
            "id": f"{encoder}-{kind}".replace(" ", "-"),
            "encoder": encoder,
            "kind": kind,
            "count": count,
            "items": [_item(group, album) for _, group in rows.groupby("place", sort=True)],
        }
        for count in where(counts, encoder=encoder, kind=kind).to_dict("records")
    ]


def _item(rows: pd.DataFrame, album: _Album) -> dict[str, Any]:
    first = rows.iloc[0]
    near = [_near(row, album) for row in rows.to_dict("records")]
    return {
        "name": first["item"],
        "words": _standing(first["item_class"], first["item_role"], first["item_tier"]),
        "why": first["why"],
        "view": int(first["item_view"]),
        "picture": album(first["item"], int(first["item_view"])),
        "n_items": int(first["n_items"]),
        "near": near,
        "n_views": len(near[0]["parts"]),
    }


def _near(row: dict[Hashable, Any], album: _Album) -> dict[str, Any]:
    falls = np.array(json.loads(row["occlusion"] or "[]"), dtype=np.float64)
    return {
        "name": row["neighbour"],
        "words": _standing(row["neighbour_class"], row["neighbour_role"], row["neighbour_tier"]),
        "another": row["neighbour_class"] != row["item_class"],
        "shown_as": row["shown_as"],
        "rank": f"{row['rank']:g}",
        "similarity": f"{row['similarity']:.3f}",
        "view": int(row["neighbour_view"]),
        "picture": album(row["neighbour"], int(row["neighbour_view"])),
        "parts": [f"{part:.3f}" for part in json.loads(row["view_similarities"] or "[]")],
        "heat": heat(falls) if falls.size else "",
        "most": _most(falls) if falls.size else "",
    }


def _most(falls: np.ndarray) -> str:
    """Say in words what the map shows."""
    if falls.max() <= 0:
        return "no square carries the match"
    row, column = np.unravel_index(int(falls.argmax()), falls.shape)
    return (
        f"covering row {row + 1}, column {column + 1} of {len(falls)} takes most, {falls.max():.3f}"
    )


def _standing(kind: str, role: str, tier: int) -> str:
    return f"{kind}, Tier {tier} query" if tier else f"{kind}, {role}"
