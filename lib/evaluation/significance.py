"""Which encoders differ, and ranks that are shared by those that do not.

Encoders are compared two at a time on the same queries. If two were the same,
their results on a source could change hands, all its queries together: the
difference of a source could as well have the other sign. The test flips these
signs at random and counts how often the mAPs then differ as much as they did
(Fisher's randomization test; for retrieval: Smucker, Allan and Carterette 2007).
Where fewer than six sources differ it cannot reject at 5 %, which is as it should
be: near 1.0 few sources carry all there is to see.

What simulation found (``tests/evaluation/test_significance.py``, 80 sources): of pairs
with the same distribution at most 5 % are told apart at the level 0.05. Of pairs
with the same mean but opposite habits the test tells more apart: 5-9 % where one
fails three to nine times as often and the other as much harder, and up to 21 %
where one loses 0.09 on every fifth source and the other 0.9 on every fiftieth.
Such pairs do differ; that the one with the higher mAP is the better one is then
less sure than the p-value says. A bound that needs no assumption at all, as the
intervals have, was tried on the differences: with 80 sources it finds nothing
below a difference of about 0.1.

Two intervals of :mod:`lib.evaluation.intervals` may overlap where the test tells
their encoders apart: both suffer from the same hard sources, which the difference
does not.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats, Ints
from lib.core.rng import generator
from lib.evaluation.intervals import exact_products

_AP = 2.0**24
"""Sums of AP are rounded to whole numbers of these parts, which add up exactly."""

_FLIPS_BELOW_LEVEL = 10
"""Flips to expect below the sharpest level that the correction asks for."""


def flips_for(n_encoders: int, alpha: float, at_least: int) -> int:
    """Say how many flips it takes to compare so many encoders.

    Holm's first step asks for a p-value below `alpha` over the number of pairs,
    and no p-value is below one over the number of flips.

    Parameters
    ----------
    n_encoders : int
    alpha : float
        Level of all comparisons together.
    at_least : int
        Number below which not to go.
    """
    n_pairs = n_encoders * (n_encoders - 1) // 2
    return max(at_least, int(np.ceil(_FLIPS_BELOW_LEVEL * n_pairs / alpha)))


def draw_signs(sources: Sequence[str], flips: int, seed: int) -> npt.NDArray[np.int8]:
    """Draw a sign for every source in every flip.

    Parameters
    ----------
    sources : sequence of str, length S
        Unique names; a source's signs depend on its name and the seed only.
    flips : int
        B.
    seed : int

    Returns
    -------
    ndarray of int8, shape (B, S)
        -1 or 1.
    """
    draws = [generator(seed, "signs of a source", name).integers(0, 2, flips) for name in sources]
    return (2 * np.stack(draws, axis=1) - 1).astype(np.int8)


def paired_p_values(totals: Floats, signs: npt.NDArray[np.int8]) -> Floats:
    """Test every pair of encoders for a difference in mean AP, two-sided.

    Parameters
    ----------
    totals : ndarray of float64, shape (S, E)
        Sum of the AP over each source's queries, under each encoder.
    signs : ndarray of int8, shape (B, S)
        From :func:`draw_signs`.

    Returns
    -------
    ndarray of float64, shape (E, E)
        Symmetric, in (0, 1]. The observed signs count as one flip (Phipson and
        Smyth 2010), so that no p-value is 0; equal columns give exactly 1.
    """
    units = np.rint(totals * _AP)
    total = units.sum(axis=0)
    # Differences that are equal as fractions (1/2 + 1/2 and 1/3 + 1/3 + 1/3) may
    # be this many parts apart after rounding; they count as equal.
    observed = np.abs(total[:, None] - total) - 2 * len(units)
    reached = np.zeros(observed.shape, dtype=np.int64)
    for block in exact_products(signs, units):
        flipped = np.ascontiguousarray(block.T)
        for one, other in combinations(range(len(total)), 2):
            apart = np.abs(flipped[other] - flipped[one])
            reached[one, other] += np.count_nonzero(apart >= observed[one, other])
    p_values = (reached + reached.T + 1) / (len(signs) + 1)
    np.fill_diagonal(p_values, 1.0)
    return np.asarray(p_values, dtype=np.float64)


def holm(p_values: Floats) -> Floats:
    """Correct p-values for their number, by Holm's step-down method (1979).

    Of all corrected values at or below alpha, the probability that even one
    belongs to a pair without a difference is at most alpha, however the tests
    depend on each other.

    Parameters
    ----------
    p_values : ndarray of float64, shape (M,)

    Returns
    -------
    ndarray of float64, shape (M,)
        In (0, 1], in the order of `p_values`.
    """
    order = np.argsort(p_values, kind="stable")
    steps = np.maximum.accumulate(p_values[order] * np.arange(len(p_values), 0, -1))
    corrected = np.empty(len(p_values))
    corrected[order] = np.minimum(steps, 1.0)
    return corrected


def holm_matrix(p_values: Floats) -> Floats:
    """Apply :func:`holm` to each pair of a symmetric matrix once.

    Parameters
    ----------
    p_values : ndarray of float64, shape (E, E)
        From :func:`paired_p_values`.

    Returns
    -------
    ndarray of float64, shape (E, E)
        Symmetric, 1 on the diagonal.
    """
    upper = np.triu_indices(len(p_values), k=1)
    corrected = np.ones_like(p_values)
    corrected[upper] = holm(p_values[upper])
    corrected.T[upper] = corrected[upper]
    return corrected


def shared_ranks(means: Floats, corrected: Floats, alpha: float) -> Ints:
    """Rank each encoder one below the number of those that are really better.

    Not to be told apart is not transitive: A may equal B and B equal C where A
    beats C. Groups of neighbours would have to cut somewhere between them, and
    where they cut would depend on who else takes part. Here B shares A's rank,
    because nobody beats it, and C does not. Each rank stands for itself; where
    differences are noisy, an encoder may even have a better rank than one of a
    slightly higher mean.

    Parameters
    ----------
    means : ndarray of float64, shape (E,)
    corrected : ndarray of float64, shape (E, E)
        From :func:`holm_matrix`.
    alpha : float
        A difference is real where the corrected p-value does not exceed it.

    Returns
    -------
    ndarray of int64, shape (E,)
        From 1.
    """
    better = (means[None, :] > means[:, None]) & (corrected <= alpha)
    return np.asarray(1 + better.sum(axis=1), dtype=np.int64)
