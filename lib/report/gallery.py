"""All pictures of a run, drawn from its tables and views."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from lib.report.figures.ap_histogram import ap_histogram
from lib.report.figures.contact_sheet import contact_sheet
from lib.report.figures.hard_negatives import hard_negatives
from lib.report.figures.lookalikes import lookalikes, worst_pairs
from lib.report.figures.map_bars import map_bars
from lib.report.figures.split_heatmap import split_heatmap
from lib.report.figures.tier_examples import tier_examples
from lib.report.figures.tier_renders import tier_renders

Views = Callable[[str], npt.NDArray[np.uint8]]

CAPTIONS = {
    "contact-sheet.png": "Four sources of every class, one view each.",
    "split-heatmap.png": "Every source lies in exactly one part of the split.",
    "tier-examples.png": "One query a tier for four test sources.",
    "tier-renders.png": "One source's queries from every camera of the ring.",
    "hard-negatives.png": "Test sources and the same-class object that the miner finds nearest.",
    "lookalikes.png": "Test sources and the object of another class that most often comes before "
    "them in Tier 6, over all encoders and miners; one a class.",
    "map-bars.png": "mAP of every encoder, tier and gallery, with the reference lines.",
    "ap-histogram-test.png": "Average precision query by query, gallery `test`.",
    "ap-histogram-all.png": "Average precision query by query, gallery `all`.",
}
"""File name and caption of each picture in the card, in its order."""

_THREE_QUARTER = 1
_LOOKALIKES = 6


class Tables(NamedTuple):
    """What the pictures are drawn from."""

    objects: pd.DataFrame
    splits: pd.DataFrame
    negatives: pd.DataFrame
    lookalikes: pd.DataFrame
    confrontations: pd.DataFrame
    results: pd.DataFrame
    per_query: pd.DataFrame
    summary: Mapping[str, Any]


def draw(tables: Tables, views: Views) -> Iterator[tuple[str, Figure]]:
    """Draw every picture.

    Parameters
    ----------
    tables : Tables
    views : callable
        Ring views, shape (V, S, S, 3), of an object id.

    Yields
    ------
    (str, Figure)
        File name and picture.
    """

    def one(object_id: str) -> npt.NDArray[np.uint8]:
        return three_quarter(views(object_id))

    tiers = tables.summary["tiers"]
    tested = tables.splits[tables.splits["split"] == "test"].drop_duplicates("class")
    # Spread over the alphabet, so that the four are unlike each other.
    shown = tested["source_id"].iloc[np.linspace(0, len(tested) - 1, 4).round().astype(int)]
    queries = {source: _first_queries(tables.objects, source) for source in dict.fromkeys(shown)}
    sheet = {
        str(name): [one(source) for source in group["source_id"].head(4)]
        for name, group in tables.splits.groupby("class", sort=True)
    }
    yield "contact-sheet.png", contact_sheet(sheet, tables.summary["corpus"]["title"])
    yield "split-heatmap.png", split_heatmap(tables.splits)
    examples = {source: [one(query) for query in ids] for source, ids in queries.items()}
    yield "tier-examples.png", tier_examples(examples, tiers)
    source, ids = next(iter(queries.items()))
    yield "tier-renders.png", tier_renders(source, [views(query) for query in ids], tiers)
    yield "hard-negatives.png", hard_negatives(tables.negatives, one)
    worst = worst_pairs(tables.lookalikes, tables.confrontations, _LOOKALIKES)
    yield "lookalikes.png", lookalikes(worst, views)
    yield "map-bars.png", map_bars(tables.results, tables.summary)
    for gallery in ("test", "all"):
        yield f"ap-histogram-{gallery}.png", ap_histogram(tables.per_query, gallery)


def three_quarter(ring: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Choose the view of a ring, shape (V, S, S, 3), that shows front and side."""
    return np.asarray(ring[_THREE_QUARTER % len(ring)])


def _first_queries(objects: pd.DataFrame, source_id: str) -> list[str]:
    own = objects[(objects["source_id"] == source_id) & (objects["tier"] > 0)]
    return list(own.drop_duplicates("tier").sort_values("tier")["object_id"])
