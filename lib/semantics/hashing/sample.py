"""Which objects are hashed, and what `dvc metrics diff` compares of it."""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

import numpy as np
import pandas as pd

from lib.core.arrays import Bytes
from lib.objects.duplicates import duplicate_groups

_VIEW = 1
"""The camera of the ring that sees front and side of an object."""


def sources_to_hash(objects: pd.DataFrame, duplicates: pd.DataFrame, count: int) -> pd.DataFrame:
    """Choose sources evenly over the classes: by name the first of each, then the second.

    Of near-duplicates one takes part: a pair of them would count as a false pair.

    Parameters
    ----------
    objects : DataFrame
        The manifest.
    duplicates : DataFrame
        Pairs of near-duplicate items.
    count : int
        Most sources; all there are, if these are fewer.

    Returns
    -------
    DataFrame
        Rows of the manifest, sorted by `object_id`.
    """
    sources = objects[objects["role"] == "source"].sort_values("object_id")
    groups = pd.Series(duplicate_groups(sources["item_id"].tolist(), duplicates), sources.index)
    sources = sources[~groups.duplicated()]
    turns = zip_longest(*(rows.index for _, rows in sources.groupby("class", sort=True)))
    chosen = [row for turn in turns for row in turn if row is not None]
    return sources.loc[sorted(chosen[:count], key=sources.index.get_loc)]


def one_view(ring: Bytes) -> Bytes:
    """Take the view that is hashed from a ring of shape (V, S, S, 3)."""
    return np.asarray(ring[_VIEW % len(ring)])


def hashing_metrics(robustness: pd.DataFrame, remedies: pd.DataFrame) -> Mapping[str, Any]:
    """Lay out recalls at the middle strength of each change, six digits, averaged over nothing.

    Parameters
    ----------
    robustness, remedies : DataFrame
        From :func:`lib.semantics.hashing.robustness.hash_robustness`, mild changes first; of
        two middle strengths the stronger counts.

    Returns
    -------
    dict
        ``{"hashes": {name: {change: recall}}, "remedies": {name: {change: recall}}}``.
    """
    return {"hashes": _middle(robustness, "hash"), "remedies": _middle(remedies, "remedy")}


def _middle(table: pd.DataFrame, column: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for (name, kind), rows in table.groupby([column, "disturbance"], sort=False):
        recall = rows["recall"].iloc[len(rows) // 2]
        found.setdefault(str(name), {})[str(kind)] = round(float(recall), 6)
    return found
