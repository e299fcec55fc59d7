"""Whether classes are clusters, in the vectors and not in a picture of them."""

import numpy as np
from sklearn.cluster import kmeans_plusplus
from sklearn.metrics import adjusted_mutual_info_score, silhouette_score

from lib.core.arrays import Floats, Ints
from lib.core.params.sections import SemanticsParams
from lib.semantics.finding import Finding, NotApplicableError
from lib.semantics.intervals import mean_interval
from lib.semantics.labelled import Labelled
from lib.semantics.neighbours import cosines, share_among_nearest

NEIGHBOURS = 10
"""Nearest neighbours that a layout is to keep."""

_STARTS = 4
_ROUNDS = 300
_DIGITS = 9
"""Of a distance: what differs by less differs by a processor's last bits, and is a tie."""


def measure(data: Labelled, params: SemanticsParams) -> list[Finding]:
    """Measure how far classes are clusters.

    Findings
    --------
    ``neighbourhood purity`` of ``objects``: among as many nearest as an item's class has
    others, the share of its class (R-precision), with its interval. ``silhouette`` by
    cosine (Rousseeuw 1987), -1 to 1. ``adjusted mutual information`` of classes and
    k-means with as many clusters (Vinh et al. 2010), 0 by chance. ``trustworthiness``
    and ``continuity`` of the PCA layout (Venna & Kaski 2001), of its 10 neighbours.

    Raises
    ------
    NotApplicableError
        If there are fewer than two classes, or no class has two items.
    """
    originals = data.originals()
    names, number = originals.labels
    if not 2 <= len(names) < len(originals):
        raise NotApplicableError("clusters take two classes or more, one of them of two items")
    count = len(originals)
    purity = _purity(originals)
    draws = params.resamples, params.seed, params.confidence
    known = np.isfinite(purity)
    low, high = mean_interval(purity[known], originals.groups[known], *draws)
    pure = float(purity[known].mean()) if known.any() else np.nan
    apart = silhouette_score(originals.vectors, number, metric="cosine")
    grouped = k_means(originals.vectors, len(names), params.seed)
    mutual = adjusted_mutual_info_score(number, grouped)
    found = [
        Finding("neighbourhood purity", "objects", pure, low, high, int(known.sum())),
        Finding("silhouette", "objects", float(apart), n=count),
        Finding("adjusted mutual information", "k-means", float(mutual), n=count),
    ]
    return found + [
        Finding(quantity, "PCA", value, n=count)
        for quantity, value in layout_quality(originals.vectors, pca_layout(originals.vectors))
    ]


def pca_layout(vectors: Floats) -> Floats:
    """First two principal components, shape (N, 2), each with its largest loading positive."""
    centred = vectors - vectors.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2][:2]
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    return np.asarray(centred @ (axes * np.sign(largest)).T)


def k_means(vectors: Floats, count: int, seed: int) -> Ints:
    """Group vectors by Lloyd's k-means, the best of four starts by k-means++.

    A vector as near to two centres goes to the first. scikit-learn lets the last bits
    decide, which vectors of few different numbers have other groups by elsewhere.

    Parameters
    ----------
    vectors : ndarray of float64, shape (N, D)
    count : int
        Groups at most; equal vectors are never apart.
    seed : int

    Returns
    -------
    ndarray of int64, shape (N,)
    """
    centred = vectors - vectors.mean(axis=0)
    draws = np.random.RandomState(seed)
    best, least = np.zeros(len(vectors), dtype=np.int64), np.inf
    for _ in range(_STARTS):
        centres = kmeans_plusplus(centred, count, random_state=draws)[0]
        labels, spread = _settled(centred, centres)
        if spread < least:
            best, least = labels, spread
    return best


def _settled(vectors: Floats, centres: Floats) -> tuple[Ints, float]:
    labels = np.full(len(vectors), -1)
    for _ in range(_ROUNDS):
        far = (centres**2).sum(axis=1) - 2 * vectors @ centres.T
        nearest = far.round(_DIGITS).argmin(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        # One without vectors stays where it is.
        held = np.unique(labels)
        centres = centres.copy()
        centres[held] = [vectors[labels == one].mean(axis=0) for one in held]
    spread = ((vectors - centres[labels]) ** 2).sum()
    return labels.astype(np.int64), float(spread.round(_DIGITS))


def layout_quality(vectors: Floats, layout: Floats) -> list[tuple[str, float]]:
    """Trustworthiness and continuity of a layout, shape (N, 2), 0 to 1.

    Trustworthy: who is near in the layout is near in the vectors. Continuous: who is near
    in the vectors is near in the layout. Distances of unit vectors rank as cosines do; of
    equal distances the first item is the nearer one.
    """
    near = min(NEIGHBOURS, (len(vectors) - 1) // 2)
    if near < 1:
        return []
    high, low = _ranks(vectors), _ranks(layout)
    return [
        ("trustworthiness", _kept(high, low, near)),
        ("continuity", _kept(low, high, near)),
    ]


def _ranks(rows: Floats) -> Ints:
    """Rank of each item among the neighbours of each other, 1 for the nearest; 0 for itself."""
    # Squares: the root would make 1e-8 of a last bit, where two rows are equal.
    square = (rows**2).sum(axis=1)
    distance = (square[:, None] + square - 2 * rows @ rows.T).round(_DIGITS)
    np.fill_diagonal(distance, -np.inf)
    order = np.argsort(distance, axis=1, kind="stable")
    return np.asarray(np.argsort(order, axis=1, kind="stable"))


def _kept(there: Ints, here: Ints, near: int) -> float:
    """Say how far those near `here` are near `there` (Venna & Kaski 2001)."""
    count = len(there)
    intruders = np.where((here > 0) & (here <= near), np.maximum(there - near, 0), 0).sum()
    return float(1 - intruders * 2 / (count * near * (2 * count - 3 * near - 1)))


def _purity(data: Labelled) -> Floats:
    number = data.labels[1]
    cosine = cosines(data)
    same = number[:, None] == number
    others = (same & np.isfinite(cosine)).sum(axis=1)
    purity = np.full(len(data), np.nan)
    for size in np.unique(others[others > 0]):
        rows = others == size
        purity[rows] = share_among_nearest(cosine[rows], same[rows], int(size))
    return purity
