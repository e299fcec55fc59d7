import numpy as np
from scipy.stats import binomtest

from lib.duplicates.search.coverage import coverage
from lib.duplicates.search.sample import Sample

VECTORS = np.array([[1.0, 0], [1, 0], [1, 0.001], [0, 1], [0, 1]])


def test_pairs_that_were_missed_are_counted_once() -> None:
    # (0, 1) from both of its ends, (3, 4), and (0, 3), which the threshold does not flag.
    sample = Sample(3, 5, np.array([0, 1, 3, 0, 2]), np.array([1, 0, 4, 3, 0]))
    found = np.array([0 * 5 + 1, 3 * 5 + 4])
    share = coverage(VECTORS, sample, found, 0.99, "cosine")
    limits = binomtest(2, 3).proportion_ci(0.95, method="exact")
    assert (share.method, share.sampled_rows, share.sampled_pairs) == ("lists", 3, 3)
    np.testing.assert_allclose([share.share, share.low, share.high], [2 / 3, *limits])


def test_a_sample_without_pairs_says_nothing() -> None:
    nobody = np.zeros(0, dtype=np.int64)
    share = coverage(VECTORS, Sample(3, 0, nobody, nobody), nobody, 0.99, "cosine")
    assert (share.share, share.low, share.high, share.sampled_pairs) == (1, 0, 1, 0)
