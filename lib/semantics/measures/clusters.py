"""Whether classes are clusters, in the vectors and not in a picture of them."""

import warnings

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.manifold import trustworthiness
from sklearn.metrics import adjusted_mutual_info_score, silhouette_score

from lib.core.arrays import Floats
from lib.core.params.sections import SemanticsParams
from lib.semantics.finding import Finding, NotApplicableError
from lib.semantics.intervals import mean_interval
from lib.semantics.labelled import Labelled
from lib.semantics.neighbours import cosines, share_among_nearest

NEIGHBOURS = 10
"""Nearest neighbours that a layout is to keep."""

_STARTS = 4


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
    means = KMeans(len(names), n_init=_STARTS, random_state=params.seed)
    with warnings.catch_warnings():
        # Fewer different vectors than classes are fewer clusters, which is what there is.
        warnings.simplefilter("ignore", ConvergenceWarning)
        mutual = adjusted_mutual_info_score(number, means.fit_predict(originals.vectors))
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


def layout_quality(vectors: Floats, layout: Floats) -> list[tuple[str, float]]:
    """Trustworthiness and continuity of a layout, shape (N, 2), 0 to 1.

    Trustworthy: who is near in the layout is near in the vectors. Continuous: who is near
    in the vectors is near in the layout. Distances of unit vectors rank as cosines do.
    """
    near = min(NEIGHBOURS, (len(vectors) - 1) // 2)
    if near < 1:
        return []
    return [
        ("trustworthiness", float(trustworthiness(vectors, layout, n_neighbors=near))),
        ("continuity", float(trustworthiness(layout, vectors, n_neighbors=near))),
    ]


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
