"""Near-duplicates of the corpus, as tables."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.retrieval.duplicates import Pair, find, groups


def find_duplicates(items: pd.DataFrame, iou: float) -> pd.DataFrame:
    """List pairs of items that are the same object or nearly so.

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
        rows sorted by both.
    """
    table = items.sort_values("item_id", ignore_index=True)
    occupancy = np.stack([np.frombuffer(row, dtype=np.uint8) for row in table["occupancy"]])
    pairs = find(table["shape_sha256"].tolist(), occupancy, iou)
    ids, classes = table["item_id"].tolist(), table["class"].tolist()
    return pd.DataFrame(
        [(ids[p.i], ids[p.j], classes[p.i], classes[p.j], p.kind, p.iou) for p in pairs],
        columns=["item_a", "item_b", "class_a", "class_b", "kind", "iou"],
    )


def duplicate_groups(item_ids: Sequence[str], pairs: pd.DataFrame) -> npt.NDArray[np.int64]:
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
