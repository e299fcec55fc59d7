"""A threshold that flags too many pairs is refused, with one that would not."""

import numpy as np

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.thresholds.similarities import RISING, comparison, oriented

_EQUAL = 1e-9
"""Vectors that are no further apart are equal for all that a threshold could do."""


def too_many(
    values: Floats, place: int, about: float, threshold: float, similarity: str, most: int
) -> BenchError:
    """Say how many pairs a threshold flags, and which threshold would flag fewer.

    Parameters
    ----------
    values : ndarray of float64, shape (P,)
        Similarities of flagged pairs, or of a sample of them; more than `place`.
    place : int
        How many of `values` the threshold to propose may flag at most.
    about : float
        Pairs that are flagged.
    threshold : float
        The one that flags them.
    similarity : str
    most : int
        Pairs that are allowed.

    Returns
    -------
    BenchError
        To be raised.
    """
    falling = -np.sort(-oriented(values, similarity))
    first_left_out = float(oriented(falling[place], similarity))
    sign = comparison(similarity)
    better = _stricter(first_left_out, similarity)
    hint = (
        f"a threshold of about {better} ({similarity} {sign} {better}) would flag no more"
        if better is not None
        else "so many items have the same vector that no threshold parts them: take copies of "
        "the same file out first, or use another encoder"
    )
    return BenchError(
        f"the threshold, {similarity} {sign} {threshold:g}, flags about {_rounded(about)} pairs, "
        f"at most {most:,} are looked at",
        hint,
    )


def _stricter(value: float, similarity: str) -> float | None:
    """Round to three digits of the distance from equality, to the side that flags fewer."""
    gap = 1 - value if RISING[similarity] else value
    if gap <= _EQUAL:
        return None
    digits = 3 - int(np.floor(np.log10(gap))) - 1
    steps = int(gap * 10.0**digits)
    while True:
        kept = steps / 10.0**digits
        better = round(1 - kept if RISING[similarity] else kept, max(digits, 0))
        if oriented(better, similarity) > oriented(value, similarity):
            return float(better)
        # The value had no more than three digits itself.
        steps -= 1


def _rounded(about: float) -> str:
    """Two digits, as a sample can tell them."""
    digits = 10.0 ** (int(np.floor(np.log10(about))) - 1)
    return f"{round(about / digits) * digits:,.0f}"
