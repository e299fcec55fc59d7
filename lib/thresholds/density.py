"""A threshold for each cluster, by how close together its objects lie."""

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from lib.core.arrays import Floats, Ints
from lib.core.vectors import unit

_DECIMALS = 9


def cosine_matrix(vectors: npt.ArrayLike) -> Floats:
    """Return the cosines of all pairs, shape (N, N), to 9 digits."""
    rows = unit(vectors)
    return np.asarray(np.round(rows @ rows.T, _DECIMALS)).clip(-1.0, 1.0)


def clusters(cosines: Floats, count: int) -> Ints:
    """Group objects by average linkage of their cosine distances.

    Parameters
    ----------
    cosines : ndarray of float64, shape (N, N)
    count : int
        Clusters at most.

    Returns
    -------
    ndarray of int64, shape (N,)
        Labels from 0 on.
    """
    distances = 1 - (cosines + cosines.T) / 2
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), method="average")
    return np.asarray(fcluster(tree, count, criterion="maxclust") - 1, dtype=np.int64)


def thresholds(
    cosines: Floats, groups: npt.ArrayLike, labels: Ints, quantile: float = 0.95
) -> Floats:
    """Set each cluster's threshold above nearly all of its objects' nearest neighbours.

    The similarity of an object to its nearest other object is an estimate of
    the density where it lies (Loftsgaarden and Quesenberry 1965, with k = 1).
    In a catalogue of mostly different objects a pair is suspicious if it is
    closer than neighbours usually are in that place. No label is needed.

    Parameters
    ----------
    cosines : ndarray of float64, shape (N, N)
    groups : array-like of int, shape (N,)
        Known near-duplicates share a group; they are no neighbours.
    labels : ndarray of int64, shape (N,)
        Cluster of each object.
    quantile : float, optional
        Share of the objects whose nearest neighbour stays below.

    Returns
    -------
    ndarray of float64, shape (K,)
        The threshold of each cluster: the observed similarity at `quantile`.
    """
    group = np.asarray(groups)
    others = np.where(group[:, None] == group[None, :], -1.0, cosines)
    nearest = others.max(axis=1)
    return np.array(
        [
            np.quantile(nearest[labels == label], quantile, method="higher")
            for label in range(int(labels.max()) + 1)
        ]
    )
