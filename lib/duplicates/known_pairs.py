"""Pairs whose relation is known, to set limits by: copies, and different objects alike."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.core.arrays import Floats
from lib.core.params import Params
from lib.duplicates.search.nearest import nearest
from lib.objects.duplicates import duplicate_groups
from lib.objects.planted import CALIBRATED, CATALOGUE, ROLE

_DEPTH = 10
"""Nearest others among which the first that is no near-duplicate is looked for."""


def known_pairs(
    objects: pd.DataFrame,
    duplicates: pd.DataFrame,
    vectors: Mapping[str, Floats],
    params: Params,
) -> list[tuple[str, str]]:
    """List meshes with their copies, then meshes with what looks most like them.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    duplicates : pandas.DataFrame
        Pairs of near-duplicate items, which are no lookalikes.
    vectors : mapping of str to ndarray of float64, shape (len(objects), D)
        Of each miner: in turn they say what looks alike.
    params : Params
        `copies.lookalikes` is how many pairs of the second kind there are at most.

    Returns
    -------
    list of (str, str)
        Object ids; of a mesh and its copy in this order. No pair stands twice.
    """
    copies = objects[(objects["role"] == ROLE) & (objects["split"] == CALIBRATED)]
    known = list(zip(copies["item_id"], copies["object_id"], strict=True))
    rows = np.flatnonzero(objects["role"].isin([*CATALOGUE, "original"]))
    own = objects.iloc[rows]
    near = duplicate_groups(own["item_id"].tolist(), duplicates)
    ids = own["object_id"].tolist()
    place = {name: row for row, name in enumerate(ids)}
    asked = copies["item_id"].tolist()[: params.copies.lookalikes]
    alike: dict[tuple[str, str], None] = {}
    for turn, miner in enumerate(vectors):
        some = asked[turn :: len(vectors)]
        queries = np.array([place[item] for item in some], dtype=np.int64)
        others, _ = nearest(vectors[miner][rows], _DEPTH, params.calibrate.similarity, queries)
        for query, row in zip(queries, others, strict=True):
            apart = row[near[row] != near[query]]
            if len(apart):
                a, b = sorted((ids[query], ids[apart[0]]))
                alike[a, b] = None
    return known + list(alike)
