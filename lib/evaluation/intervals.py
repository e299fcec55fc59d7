"""Intervals for a mean average precision, resampled by source.

The queries of a source succeed and fail together, so that the source, with all
its queries, is what gets resampled. Two things differ from the textbook.

*Weights.* A resample gives every source a random weight, drawn from the
exponential distribution, instead of the number of times that it was drawn: the
Bayesian bootstrap (Rubin 1981), which smooths the usual one.

*A source that was not seen.* Near 1.0 the usual bootstrap is blind: what did not
fail in the sample never fails in a resample. So one more source takes part,
which gets the worst AP there is (0) for the lower end and the best (1) for the
upper end. This is the bound of Gaffke (2005) for the mean of a bounded variable.
It needs no assumption on the distribution. If all of S sources score 1.0, the
lower end at level a is ``a ** (1 / S)``, the exact binomial bound on the share of
sources that could fail altogether; if sources score 0 or 1 only, the interval is
that of Clopper and Pearson (1934). That it covers as often as it says for every
other distribution is a conjecture to which no counterexample is known (Learned-
Miller and Thomas 2019).

What simulation found (``tests/evaluation/test_intervals.py``: 80 sources of four
correlated queries, AP of 1, 1/2, 1/3, ..., true mAP from 0.03 to 1.0, 2,000 data
sets each), as the share of 95 % intervals that hold the truth:

=========================== ============ =================
interval                    mAP 0.2-0.8  all true values
=========================== ============ =================
percentile                  94-95 %      21-100 %
BCa                         95-96 %      21-100 %
studentized                 96 %         21-100 %
this                        97-98 %      97-100 %
=========================== ============ =================

The price: the interval is 7-15 % wider than the percentile interval for a mAP of
0.2 to 0.8, and 1.3 times to several times as wide from 0.97 up and from 0.05 down,
where the narrow ones are wrong.

The interval speaks of other sources of the same kind. That sources come from
classes, the same number from each, is left out of account, which makes it wider
rather than narrower.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.rng import generator

_WEIGHT = 2.0**12
_AP = 2.0**24
"""Weights and sums of AP are rounded to whole numbers of these parts. Products and
sums of whole numbers below 2**53 are exact in whatever order a BLAS adds them up;
they stay below for 50,000 queries."""

_ROWS = 4096
"""Resamples at a time: few enough for a processor's cache."""


def draw_weights(sources: Sequence[str], resamples: int, seed: int) -> npt.NDArray[np.int32]:
    """Draw the weight of every source in every resample.

    A source's weights depend on its name and the seed only, so that all encoders,
    tiers and galleries meet the same draws, and no source moves another's.

    Parameters
    ----------
    sources : sequence of str, length S
        Unique names.
    resamples : int
        B.
    seed : int

    Returns
    -------
    ndarray of int32, shape (B, S + 1)
        Exponential with a mean of 4096, rounded. The last column belongs to the
        source that was not seen.
    """
    names = [("weights of a source", source) for source in sources] + [("weights of the unseen",)]
    draws = (generator(seed, *name).standard_exponential(resamples) for name in names)
    return np.stack([np.rint(draw * _WEIGHT).astype(np.int32) for draw in draws], axis=1)


def map_intervals(
    totals: Floats,
    n_queries: npt.NDArray[np.integer],
    weights: npt.NDArray[np.integer],
    confidence: float,
) -> Floats:
    """Find the interval of the mean AP over queries, for many encoders at once.

    Parameters
    ----------
    totals : ndarray of float64, shape (S, E)
        Sum of the AP over each source's queries, under each encoder.
    n_queries : ndarray of int, shape (S,)
        Queries of each source, at least one. The unseen source has as many as the
        largest.
    weights : ndarray of int, shape (B, S + 1)
        From :func:`draw_weights`.
    confidence : float
        In (0, 1); what is left is shared equally between the two ends.

    Returns
    -------
    ndarray of float64, shape (E, 2)
        Lower and upper ends, in [0, 1].

    Raises
    ------
    BenchError
        If the resamples are too few for the confidence.
    """
    cut = int((1 - confidence) / 2 * (len(weights) + 1) + 1e-9)
    if cut < 1:
        raise BenchError(
            f"{len(weights)} resamples are too few for a {confidence:.4g} interval",
            f"take {int(np.ceil(2 / (1 - confidence) - 1e-6)) - 1} or more; 10,000 are usual",
        )
    units = np.rint(totals * _AP)
    counts = n_queries.astype(np.float64)[:, None]
    values = np.hstack([units, counts * _AP])
    seen = np.concatenate(list(exact_products(weights[:, :-1], values)))
    unseen = weights[:, -1:] * (counts.max() * _AP)
    size = seen[:, -1:] + unseen
    low = np.partition(seen[:, :-1] / size, cut - 1, axis=0)[cut - 1]
    high = np.partition((seen[:, :-1] + unseen) / size, -cut, axis=0)[-cut]
    return np.stack([low, high], axis=1)


def exact_products(draws: npt.NDArray[np.integer], values: Floats) -> Iterator[Floats]:
    """Multiply whole numbers by whole numbers, without a rounding error.

    Parameters
    ----------
    draws : ndarray of int, shape (B, S)
    values : ndarray of float64, shape (S, E)
        Whole numbers; no sum of products may reach 2**53.

    Yields
    ------
    ndarray of float64, shape (up to 4096, E)
        The product ``draws @ values``, some rows at a time.
    """
    for start in range(0, len(draws), _ROWS):
        yield draws[start : start + _ROWS].astype(np.float64) @ values
