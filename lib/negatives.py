"""Hard negatives of the test sources, as a table."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.duplicates import duplicate_groups
from lib.retrieval.mining import hardest


def mine(
    objects: pd.DataFrame,
    duplicates: pd.DataFrame,
    vectors: npt.NDArray[np.float64],
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
    group = duplicate_groups(objects["item_id"].tolist(), duplicates)
    role, classes = objects["role"].to_numpy(), objects["class"].to_numpy()
    queries = np.flatnonzero((role == "source") & (objects["split"] == "test").to_numpy())
    allowed = []
    for row in queries:
        same_class = (classes == classes[row]) & (group != group[row])
        peers = np.flatnonzero(same_class & (role == "pool"))
        allowed.append(peers if len(peers) else np.flatnonzero(same_class & (role == "source")))
    names = objects["object_id"].to_numpy()
    found = hardest(vectors[queries], vectors, allowed, top_k)
    rows = [
        (names[query], rank, names[peer], classes[query], float(similarity), miner, len(pool))
        for query, pool, (peers, similarities) in zip(queries, allowed, found, strict=True)
        for rank, (peer, similarity) in enumerate(zip(peers, similarities, strict=True), start=1)
    ]
    return pd.DataFrame(
        rows,
        columns=["query_id", "rank", "negative_id", "class", "similarity", "miner", "pool_size"],
    )
