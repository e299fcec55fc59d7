"""Which share of the pairs a search within lists has found: measured, not promised."""

import numpy as np

from lib.core.arrays import Ints
from lib.duplicates.search.found import Coverage
from lib.duplicates.search.sample import Sample
from lib.duplicates.search.space import Vectors, exact_similarity, reaches
from lib.thresholds.intervals import exact

_CONFIDENCE = 0.95


def coverage(
    vectors: Vectors, sample: Sample, found: Ints, threshold: float, similarity: str
) -> Coverage:
    """Look up a sample's pairs, which are complete, among those that were found.

    The interval is that of Clopper and Pearson (1934) at 95 % and takes the pairs for
    independent; those of one item are not quite.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
    sample : Sample
        With all of its pairs.
    found : ndarray of int64, shape (P,)
        The lower row times N plus the higher one, of each pair found.
    threshold : float
    similarity : {"cosine", "l2", "l2_unit"}

    Returns
    -------
    Coverage
        With a share of 1 and the interval from 0 to 1 where the sample has no pairs.
    """
    lower, higher = np.minimum(sample.a, sample.b), np.maximum(sample.a, sample.b)
    keys = np.unique(lower * len(vectors) + higher)
    values = exact_similarity(vectors, *np.divmod(keys, len(vectors)), similarity)
    there = keys[reaches(values, threshold, similarity)]
    hits, total = int(np.isin(there, found).sum()), len(there)
    low, high = exact(hits, total, _CONFIDENCE)
    return Coverage("lists", hits / total if total else 1.0, low, high, sample.n_rows, total)
