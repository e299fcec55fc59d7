"""Counts of scores in bins that tell 0.9 from 0.99 and from 0.999."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core.arrays import Floats

CLOSEST = 1e-6
"""Distance below which no difference is told; on a logarithmic axis 0 has no place."""


def distances(values: npt.ArrayLike, similarity: str) -> Floats:
    """Return the distance behind each score: 1 - cosine, or an L2 distance itself.

    Parameters
    ----------
    values : array-like of float
        As written in tables, distances positive.
    similarity : str
        cosine, l2 or l2_unit.

    Returns
    -------
    ndarray of float64
        At least `CLOSEST`.
    """
    scores = np.asarray(values, dtype=np.float64)
    return np.maximum(1 - scores if similarity == "cosine" else scores, CLOSEST)


def binned(scores: Mapping[str, Floats], similarity: str, bins: int = 60) -> pd.DataFrame:
    """Count scores in bins that all kinds of pairs share.

    Parameters
    ----------
    scores : mapping of str to ndarray of float64, shape (n,)
        Finite, by kind of pair; as for :func:`distances`. At least one is not
        empty.
    similarity : str
        cosine, l2 or l2_unit.
    bins : int, optional
        Bins between the farthest and the nearest pair of all kinds.

    Returns
    -------
    pandas.DataFrame
        Columns kind, left, right and count, a row a kind and bin. `left` and
        `right` are scores, the less similar first; their distances fall by
        equal factors from bin to bin. The last bin also holds all that is
        nearer than its right edge.
    """
    apart = {kind: distances(values, similarity) for kind, values in scores.items() if len(values)}
    near = min(float(values.min()) for values in apart.values())
    far = max(*(float(values.max()) for values in apart.values()), 1.01 * near)
    edges = np.geomspace(near, far, bins + 1)
    # The outer edges exactly, so that rounding drops neither the nearest nor the farthest pair.
    edges[0], edges[-1] = near, far
    written = 1 - edges if similarity == "cosine" else edges
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "kind": kind,
                    "left": written[:0:-1],
                    "right": written[-2::-1],
                    "count": np.histogram(values, bins=edges)[0][::-1],
                }
            )
            for kind, values in apart.items()
        ],
        ignore_index=True,
    )
