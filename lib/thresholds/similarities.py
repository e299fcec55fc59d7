"""Similarities of pairs, and which way is up."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats, Ints
from lib.core.jit import compiled
from lib.core.vectors import unit

RISING: Mapping[str, bool] = {
    "cosine": True,
    "l2": False,
    "l2_unit": False,
    "score": True,
    "distance": False,
}
"""Whether a higher value means more similar: of vectors, and of a user's own scores."""


def similarities(
    a: npt.ArrayLike, b: npt.ArrayLike, pairs: npt.ArrayLike | None = None
) -> dict[str, Floats]:
    """Compare vectors pair by pair.

    Parameters
    ----------
    a, b : array-like, shape (N, D) and (M, D)
    pairs : array-like of int, shape (P, 2), optional
        Rows of `a` and of `b` to compare. When not given, row k of `a` is compared
        with row k of `b`.

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
    left = np.ascontiguousarray(a, dtype=np.float64)
    right = left if b is a else np.ascontiguousarray(b, dtype=np.float64)
    if left.shape[1:] != right.shape[1:] or (pairs is None and left.shape != right.shape):
        raise ValueError(f"vectors of shape {left.shape} cannot be paired with {right.shape}")
    u = unit(left)
    v = u if right is left else unit(right)
    if pairs is None:
        pairs = np.arange(len(left))[:, None].repeat(2, axis=1)
    rows = np.asarray(pairs, dtype=np.int64)
    found = np.empty((3, len(rows)))
    _compare(left, right, u, v, rows, found)
    return {
        "cosine": found[0].clip(-1.0, 1.0),
        "l2": np.sqrt(found[1]),
        "l2_unit": np.sqrt(found[2]),
    }


@compiled
def _compare(left: Floats, right: Floats, u: Floats, v: Floats, rows: Ints, found: Floats) -> None:
    """Fill in dot products and squared distances, each summed from the first number on."""
    for n in range(len(rows)):
        i, j = rows[n]
        dot = apart = turned = 0.0
        for k in range(left.shape[1]):
            dot += u[i, k] * v[j, k]
            apart += (left[i, k] - right[j, k]) ** 2
            turned += (u[i, k] - v[j, k]) ** 2
        found[0, n], found[1, n], found[2, n] = dot, apart, turned


def oriented(values: npt.ArrayLike, similarity: str) -> Floats:
    """Turn values so that higher means more similar; turn them back by the same call."""
    sign = 1.0 if RISING[similarity] else -1.0
    return np.asarray(values, dtype=np.float64) * sign + 0.0


def comparison(similarity: str) -> str:
    """Return the sign by which a flagged pair compares with the threshold: ``>=`` or ``<=``."""
    return ">=" if RISING[similarity] else "<="
