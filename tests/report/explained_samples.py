"""Flagged items of two encoders, one of which averages its views, as the stage hands them over."""

import json

import numpy as np
import pandas as pd

from lib.core.rng import generator
from lib.core.tables import declared
from lib.report.explanations_page import KINDS
from lib.semantics.explain.explained import COUNTS, EXPLANATIONS
from lib.semantics.explain.lens import BY_VIEW

ENCODERS = ("by_view", "of_meshes")
VIEWS = 8
MESHES = "reads meshes, not views"


def counts() -> pd.DataFrame:
    rows = [
        (encoder, kind, 320, 40 + 10 * number, 2, views, "the worst are shown")
        for encoder, views in zip(ENCODERS, (BY_VIEW, MESHES), strict=True)
        for number, kind in enumerate(KINDS)
    ]
    table = pd.DataFrame(rows, columns=declared(COUNTS).names)
    nothing = (table["encoder"] == "of_meshes") & (table["kind"] == "novel")
    table.loc[nothing, ["n_looked_at", "n_flagged", "n_shown", "note"]] = [0, 0, 0, "none is new"]
    return table


def table() -> pd.DataFrame:
    rows = [
        _row(encoder, kind, place, rank)
        for encoder in ENCODERS
        for kind in KINDS
        if (encoder, kind) != ("of_meshes", "novel")
        for place in (1, 2)
        for rank in (1, 2, 17)
    ]
    return pd.DataFrame(rows)[declared(EXPLANATIONS).names]


def _row(encoder: str, kind: str, place: int, rank: int) -> dict[str, object]:
    rng = generator(1, encoder, kind, str(place), str(rank))
    similarity = round(0.99 - 0.02 * rank, 6)
    by_view = encoder == "by_view"
    parts = np.full(VIEWS, similarity) + 0.01 * np.linspace(-1, 1, VIEWS)
    falls = rng.normal(size=(3, 3)).round(6) / 100
    last = {"false match": "match", "hard negative": "source", "tier-5 miss": "source"}
    query = kind == "hard negative"
    return {
        "encoder": encoder,
        "kind": kind,
        "place": place,
        "item": f"chair/chair_{place:04d}",
        "item_class": "chair",
        "item_role": "clone" if query else "source",
        "item_tier": 3 if query else 0,
        "item_view": 7 if by_view else 1,
        "rank": rank + 0.5 * (rank == 2),
        "n_items": 1800,
        "neighbour": f"sofa/sofa_{rank:04d}",
        "neighbour_class": "chair" if rank == 17 else "sofa",
        "neighbour_role": "pool",
        "neighbour_tier": 0,
        "neighbour_view": 2 if by_view else 1,
        "shown_as": last.get(kind, "neighbour") if rank == 17 else "neighbour",
        "similarity": similarity,
        "view_similarities": json.dumps(parts.round(6).tolist()) if by_view else "",
        "occlusion": json.dumps(falls.tolist()) if by_view else "",
        "why": "it is <so>",
    }


def ring(object_id: str) -> np.ndarray:
    """Eight views of a grey square whose shade is the object's own."""
    views = np.full((VIEWS, 32, 32, 3), 255, dtype=np.uint8)
    shade = int(generator(2, object_id).integers(40, 200))
    for number, view in enumerate(views):
        view[6 + number : 20 + number, 8:24] = shade
    return views
