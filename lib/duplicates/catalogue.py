"""The corpus's own catalogue with known copies planted in it, and what is true of its pairs."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.core.arrays import Bools, Ints
from lib.objects.duplicates import duplicate_groups
from lib.objects.planted import CATALOGUE, PLANTED, ROLE


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Items to search for duplicates, by their rows in the manifest.

    Attributes
    ----------
    objects : pandas.DataFrame
        Their rows, numbered from 0.
    rows : ndarray of int64, shape (N,)
        Where each stands in the manifest.
    item : ndarray of int64, shape (N,)
        The same number for a mesh and its copy.
    near : ndarray of int64, shape (N,)
        The same number for near-duplicates in the corpus and their copies.
    copies : ndarray of bool, shape (N,)
        Which are planted.
    """

    objects: pd.DataFrame
    rows: Ints
    item: Ints
    near: Ints
    copies: Bools

    @property
    def share(self) -> float:
        """Share of the items that have a duplicate, the copies included."""
        return float(2 * self.copies.sum() / len(self.rows))

    @property
    def planted_pairs(self) -> list[tuple[str, str]]:
        """Object ids of each mesh and its copy."""
        planted = self.objects[self.copies]
        return list(zip(planted["item_id"], planted["object_id"], strict=True))

    @property
    def planted_rows(self) -> Ints:
        """Rows of each mesh and its copy, shape (T, 2)."""
        place = {name: row for row, name in enumerate(self.objects["object_id"])}
        rows = [(place[item], place[copy]) for item, copy in self.planted_pairs]
        return np.array(rows, dtype=np.int64).reshape(-1, 2)

    def true(self, a: Ints, b: Ints) -> Bools:
        """Mark the pairs of a mesh and its copy, shape (P,)."""
        return np.asarray(self.item[a] == self.item[b])

    def counts(self, a: Ints, b: Ints) -> Bools:
        """Mark the pairs that count: all but near-duplicates of the corpus, shape (P,)."""
        return np.asarray(self.true(a, b) | (self.near[a] != self.near[b]))


def planted_catalogue(objects: pd.DataFrame, duplicates: pd.DataFrame) -> Catalogue:
    """Take sources, pool and planted copies out of the manifest.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    duplicates : pandas.DataFrame
        Pairs of near-duplicate items.
    """
    planted = (objects["role"] == ROLE) & (objects["split"] == PLANTED)
    rows = np.flatnonzero(objects["role"].isin(CATALOGUE) | planted)
    own = objects.iloc[rows].reset_index(drop=True)
    names = own["item_id"].tolist()
    return Catalogue(
        own,
        rows,
        np.unique(names, return_inverse=True)[1].astype(np.int64),
        duplicate_groups(names, duplicates),
        planted.to_numpy()[rows],
    )
