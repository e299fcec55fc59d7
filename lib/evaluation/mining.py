"""Hard negatives and lookalikes of the test sources, as tables."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.core.arrays import Floats, Ints
from lib.core.params.sections import MineParams
from lib.core.tables import declared
from lib.core.vectors import unit
from lib.evaluation.hardest import hardest
from lib.objects.duplicates import duplicate_groups


def mine_each(
    objects: pd.DataFrame,
    duplicates: pd.DataFrame,
    vectors: Mapping[str, Floats],
    params: MineParams,
) -> dict[str, pd.DataFrame]:
    """Mine hard negatives and lookalikes under several encoders.

    Parameters
    ----------
    objects, duplicates : pandas.DataFrame
        As for :func:`mine`.
    vectors : mapping of str to ndarray of float64, shape (len(objects), D)
        Of each miner, in the order of the tables.
    params : MineParams

    Returns
    -------
    dict of str to DataFrame
        By file name; no lookalikes where Tier 6 is off.
    """
    negatives = [
        mine(objects, duplicates, own, miner, params.top_k) for miner, own in vectors.items()
    ]
    lookalikes = [
        mine_lookalikes(objects, duplicates, own, miner, params.lookalikes)
        for miner, own in vectors.items()
        if params.lookalikes
    ]
    none = declared("lookalikes.csv").empty()
    return {
        "hard-negatives.csv": pd.concat(negatives, ignore_index=True),
        "lookalikes.csv": pd.concat(lookalikes, ignore_index=True) if lookalikes else none,
    }


def mine(
    objects: pd.DataFrame,
    duplicates: pd.DataFrame,
    vectors: Floats,
    miner: str,
    top_k: int,
) -> pd.DataFrame:
    """List each test source's most similar same-class peers under one encoder.

    Peers are the class's items outside the sources. Where the corpus has none,
    the class's other sources stand in. A near-duplicate of the query is not a
    negative and is left out.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    duplicates : pandas.DataFrame
        Pairs of near-duplicate items.
    vectors : ndarray of float64, shape (len(objects), D)
    miner : str
        The encoder's name, for the table.
    top_k : int
        Most negatives a query.

    Returns
    -------
    pandas.DataFrame
        Columns of ``hard-negatives.csv``; `pool_size` is how many peers there
        were to choose from.
    """
    queries, group = _queries(objects, duplicates)
    role, classes = objects["role"].to_numpy(), objects["class"].to_numpy()
    allowed = []
    for row in queries:
        same_class = (classes == classes[row]) & (group != group[row])
        peers = np.flatnonzero(same_class & (role == "pool"))
        allowed.append(peers if len(peers) else np.flatnonzero(same_class & (role == "source")))
    return _table(objects, vectors, queries, allowed, miner, top_k, "negative_id")


def mine_lookalikes(
    objects: pd.DataFrame,
    duplicates: pd.DataFrame,
    vectors: Floats,
    miner: str,
    top_k: int,
) -> pd.DataFrame:
    """List each test source's most similar objects of other classes under one encoder.

    They are drawn from the sources, whatever their split, and the mining pool; near-duplicates
    of the query are left out.

    Parameters
    ----------
    objects, duplicates, vectors, miner
        As for :func:`mine`.
    top_k : int
        Most lookalikes a query.

    Returns
    -------
    pandas.DataFrame
        Columns of ``lookalikes.csv``; `pool_size` is how many objects of other
        classes there were to choose from.
    """
    queries, group = _queries(objects, duplicates)
    classes, shown = objects["class"].to_numpy(), objects["role"].isin(["source", "pool"])
    allowed = [
        np.flatnonzero(shown.to_numpy() & (classes != classes[row]) & (group != group[row]))
        for row in queries
    ]
    table = _table(objects, vectors, queries, allowed, miner, top_k, "lookalike_id")
    class_of = objects.set_index("object_id")["class"]
    table["lookalike_class"] = table["lookalike_id"].map(class_of)
    return table


def _queries(objects: pd.DataFrame, duplicates: pd.DataFrame) -> tuple[Ints, Ints]:
    """Rows of the test sources, and the label of each object's near-duplicates."""
    tested = (objects["role"] == "source") & (objects["split"] == "test")
    return np.flatnonzero(tested), duplicate_groups(objects["item_id"].tolist(), duplicates)


def _table(
    objects: pd.DataFrame,
    vectors: Floats,
    queries: Ints,
    allowed: list[Ints],
    miner: str,
    top_k: int,
    column: str,
) -> pd.DataFrame:
    """Write the hardest of the allowed rows of each query as a table."""
    names, classes = objects["object_id"].to_numpy(), objects["class"].to_numpy()
    units = unit(vectors)
    found = hardest(units[queries], units, allowed, top_k)
    rows = [
        (names[query], rank, names[chosen], classes[query], float(similarity), miner, len(pool))
        for query, pool, (items, similarities) in zip(queries, allowed, found, strict=True)
        for rank, (chosen, similarity) in enumerate(zip(items, similarities, strict=True), start=1)
    ]
    columns = ["query_id", "rank", column, "class", "similarity", "miner", "pool_size"]
    return pd.DataFrame(rows, columns=columns)
