"""Near-duplicates of the corpus, as tables."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.core.arrays import Bytes, Ints
from lib.objects.overlap import GRID, Pair, find, groups

_CHUNK = 512


def find_duplicates(items: pd.DataFrame, iou: float) -> pd.DataFrame:
    """List pairs of items that are the same object or nearly so.

    Items are compared as they stand and after each quarter turn about the up
    axis: catalogues hold the same keyboard along x and along y, and encoders
    that do not see rotation cannot tell the two apart.

    Parameters
    ----------
    items : pandas.DataFrame
        Columns item_id, class, shape_sha256, occupancy (packed bits).
    iou : float
        Overlap from which two voxel grids count as one object.

    Returns
    -------
    pandas.DataFrame
        Columns item_a, item_b, class_a, class_b, kind, iou; item_a < item_b,
        rows sorted by both. `kind` is ``content`` (equal surfaces), ``shape``
        (overlapping voxels) or ``turned`` (overlapping after a quarter turn).
    """
    table = items.sort_values("item_id", ignore_index=True)
    occupancy = np.stack([np.frombuffer(row, dtype=np.uint8) for row in table["occupancy"]])
    n = len(table)
    # Grids of turned items have no file, hence no hash that could equal another.
    hashes = table["shape_sha256"].tolist() + [f"turned {index}" for index in range(3 * n)]
    best: dict[tuple[int, int], tuple[str, float]] = {}
    for pair in find(hashes, np.concatenate([_turned(occupancy, k) for k in range(4)]), iou):
        i, j = sorted((pair.i % n, pair.j % n))
        # Of two turned items the pair is met again with one of them unturned.
        if pair.i < n and i != j:
            found = (pair.kind if pair.j < n else "turned", pair.iou)
            best[i, j] = max(best.get((i, j), found), found, key=lambda one: one[1])
    ids, classes = table["item_id"].tolist(), table["class"].tolist()
    return pd.DataFrame(
        [(ids[i], ids[j], classes[i], classes[j], *best[i, j]) for i, j in sorted(best)],
        columns=["item_a", "item_b", "class_a", "class_b", "kind", "iou"],
    )


def _turned(occupancy: Bytes, quarters: int) -> Bytes:
    """Turn packed grids about z by `quarters` of 90 degrees."""
    if quarters == 0:
        return occupancy
    turned = np.empty_like(occupancy)
    for start in range(0, len(occupancy), _CHUNK):
        rows = slice(start, start + _CHUNK)
        grids = np.unpackbits(occupancy[rows], axis=1).reshape(-1, GRID, GRID, GRID)
        grids = np.rot90(grids, quarters, axes=(1, 2))
        turned[rows] = np.packbits(grids.reshape(len(grids), -1), axis=1)
    return turned


def duplicate_groups(item_ids: Sequence[str], pairs: pd.DataFrame) -> Ints:
    """Label items so that near-duplicates, chains included, share a label.

    Parameters
    ----------
    item_ids : sequence of str
        May repeat items, and leave out some that `pairs` names.
    pairs : pandas.DataFrame
        Columns item_a, item_b.

    Returns
    -------
    ndarray of int64, shape (len(item_ids),)
    """
    named = dict.fromkeys([*item_ids, *pairs["item_a"], *pairs["item_b"]])
    place = {item: index for index, item in enumerate(named)}
    edges = [
        Pair(place[a], place[b], "shape", 1.0)
        for a, b in zip(pairs["item_a"], pairs["item_b"], strict=True)
    ]
    return groups(len(place), edges)[[place[item] for item in item_ids]]
