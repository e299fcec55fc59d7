"""Which queries meet which gallery: a trial for every tier and gallery."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.core.arrays import Ints
from lib.evaluation.junk import junk_pairs
from lib.objects.duplicates import duplicate_groups

GALLERIES = ("test", "all")
"""The test split's sources, and all sources."""


@dataclass(frozen=True, eq=False)
class Trial:
    """The queries of a tier against a gallery.

    Attributes
    ----------
    tier : int
    gallery : str
        One of `GALLERIES`.
    query_rows, gallery_rows : ndarray of int64
        Rows of the manifest.
    relevant : ndarray of int64, shape (Q,)
        Gallery index of each query's source.
    junk : ndarray of int64, shape (P, 2)
        Pairs (query, gallery index) that count neither for nor against.
    """

    tier: int
    gallery: str
    query_rows: Ints
    gallery_rows: Ints
    relevant: Ints
    junk: Ints


def trials(objects: pd.DataFrame, duplicates: pd.DataFrame) -> Iterator[Trial]:
    """Lay out every tier that has queries, against both galleries.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    duplicates : pandas.DataFrame
        Pairs of near-duplicate items.
    """
    source_rows = np.flatnonzero(objects["role"] == "source")
    item_ids = sorted(set(objects["item_id"]))
    item_index = {item: index for index, item in enumerate(item_ids)}
    items = objects["item_id"].map(item_index).to_numpy(dtype=np.int64)
    group = duplicate_groups(item_ids, duplicates)
    for gallery in GALLERIES:
        in_test = (objects["split"] == "test").to_numpy()
        rows = source_rows[in_test[source_rows]] if gallery == "test" else source_rows
        place = {name: index for index, name in enumerate(objects["object_id"].iloc[rows])}
        for tier in sorted(set(objects["tier"]) - {0}):
            queries = np.flatnonzero(objects["tier"] == tier)
            relevant = objects["source_id"].iloc[queries].map(place).to_numpy(dtype=np.int64)
            junk = junk_pairs(relevant, items[queries], items[rows], group)
            yield Trial(tier, gallery, queries, rows, relevant, junk)
