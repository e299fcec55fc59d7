"""Similarities of pairs, and which way is up."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats
from lib.core.vectors import unit

RISING: Mapping[str, bool] = {
    "cosine": True,
    "l2": False,
    "l2_unit": False,
    "score": True,
    "distance": False,
}
"""Whether a higher value means more similar: of vectors, and of a user's own scores."""


def similarities(a: npt.ArrayLike, b: npt.ArrayLike) -> dict[str, Floats]:
    """Compare vectors pair by pair.

    Parameters
    ----------
    a, b : array-like, shape (P, D)
        Row k of `a` is compared with row k of `b`.

    Returns
    -------
    dict of str to ndarray of float64, shape (P,)
        ``cosine``; ``l2``, the distance of the vectors as they are, which moves
        with their length; ``l2_unit``, the distance of the directions, which is
        ``sqrt(2 - 2 cosine)`` and ranks pairs as the cosine does.

    Raises
    ------
    ValueError
        If the shapes differ, or a row is zero or not finite.
    """
    left, right = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if left.shape != right.shape:
        raise ValueError(f"vectors of shape {left.shape} cannot be paired with {right.shape}")
    u, v = unit(left), unit(right)
    # Sums, not matrix products: their last bits are the same on every machine.
    return {
        "cosine": (u * v).sum(axis=1).clip(-1.0, 1.0),
        "l2": np.sqrt(((left - right) ** 2).sum(axis=1)),
        "l2_unit": np.sqrt(((u - v) ** 2).sum(axis=1)),
    }


def oriented(values: npt.ArrayLike, similarity: str) -> Floats:
    """Turn values so that higher means more similar; turn them back by the same call."""
    sign = 1.0 if RISING[similarity] else -1.0
    return np.asarray(values, dtype=np.float64) * sign + 0.0


def comparison(similarity: str) -> str:
    """Return the sign by which a flagged pair compares with the threshold: ``>=`` or ``<=``."""
    return ">=" if RISING[similarity] else "<="
