"""Layouts of vectors that show neighbourhoods; their pixels depend on the processor."""

import warnings

import numpy as np
from sklearn.manifold import TSNE

from lib.core.arrays import Floats

METHODS = ("t-SNE", "UMAP")

_NEIGHBOURS = 15
_PERPLEXITY = 30.0


def neighbour_layout(method: str, vectors: Floats, seed: int) -> Floats:
    """Lay out vectors by cosine.

    Parameters
    ----------
    method : {"t-SNE", "UMAP"}
        van der Maaten & Hinton 2008, perplexity 30 at most; McInnes et al. 2018, 15
        neighbours at most. Both start from something fixed, and the same machine and
        seed give the same layout; another number of cores may give another.
    vectors : ndarray of float64, shape (N, D)
        At least four rows.
    seed : int

    Returns
    -------
    ndarray of float64, shape (N, 2)
    """
    if method == "t-SNE":
        perplexity = min(_PERPLEXITY, (len(vectors) - 1) / 3)
        model = TSNE(
            metric="cosine", perplexity=perplexity, init="random", random_state=seed, n_jobs=1
        )
        return np.asarray(model.fit_transform(vectors), dtype=np.float64)
    with warnings.catch_warnings():
        # It says that a seed rules out threads, and that few items make a spectral start hard.
        warnings.simplefilter("ignore")
        # Compiles for some seconds when it is imported.
        from umap import UMAP

        neighbours = min(_NEIGHBOURS, len(vectors) - 1)
        found = UMAP(
            n_neighbors=neighbours, metric="cosine", init="random", random_state=seed, n_jobs=1
        )
        return np.asarray(found.fit_transform(vectors), dtype=np.float64)
