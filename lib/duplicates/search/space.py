"""Rows in single precision that no pair at or above a threshold can hide behind.

Pairs are proposed by inner products in float32 and judged in float64. So that nothing is
lost on the way, the products are compared with a limit below the threshold, by the most
that rounding can take from them: for D terms in whatever order, with entries rounded
before, ``g(D + 2) * sum |x_i y_i|``, where ``g(k) = k u / (1 - k u)`` and ``u = 2**-24``
(Higham 2002, Accuracy and Stability of Numerical Algorithms, section 3.1).

Directions have length 1, so that the sum is at most 1. Raw distances become products by
two more columns, ``x' = (x, -|x|^2 / 2, 1)`` and ``y' = (y, 1, -|y|^2 / 2)``, whose product
is ``-|x - y|^2 / 2``; the sum is at most ``|x|^2 + |y|^2``, and each row carries its own
share of it in these columns, so that one long row does not blur the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Bools, Floats, Ints
from lib.core.errors import BenchError
from lib.core.vectors import TIE_TOLERANCE, unit
from lib.thresholds.similarities import RISING, oriented, similarities

Vectors = npt.NDArray[np.floating]
Singles = npt.NDArray[np.float32]

_HALF_ULP = 2.0**-24
_SPARE = 8
"""Roundings allowed beside those of D terms: of entries, lengths, and float64's own."""

_UNDERFLOW = 2.0**-120
"""More than a term can lose where it is too small for float32."""

_CHUNK = 32_768


@dataclass(frozen=True, eq=False)
class Space:
    """How vectors are turned into rows whose inner products rank pairs as a similarity does.

    Attributes
    ----------
    similarity : {"cosine", "l2", "l2_unit"}
    dim : int
        D, of the vectors.
    exponent : int
        For ``l2``, vectors are first multiplied by two to the minus this.
    middle : ndarray of float64, shape (D,)
        For ``l2``, the mean of all, taken off to keep lengths small.
    """

    similarity: str
    dim: int
    exponent: int
    middle: Floats

    @property
    def raw(self) -> bool:
        """Whether lengths count: distances of the vectors as they are."""
        return self.similarity == "l2"

    def moved(self, vectors: npt.ArrayLike) -> Floats:
        """Directions, or scaled and centred vectors, in float64, shape (N, D)."""
        if not self.raw:
            return unit(vectors)
        scaled = np.ldexp(np.asarray(vectors, dtype=np.float64), -self.exponent)
        return np.asarray(scaled - self.middle)

    def rows(self, vectors: Vectors) -> Singles:
        """Left-hand sides of products, shape (N, D), or (N, D + 2) where lengths count."""
        made = np.empty((len(vectors), self.dim + 2 * self.raw), dtype=np.float32)
        for start in range(0, len(vectors), _CHUNK):
            part = self.moved(vectors[start : start + _CHUNK])
            here = made[start : start + len(part)]
            here[:, : self.dim] = part
            if self.raw:
                squares = np.einsum("nd,nd->n", part, part)
                here[:, -2] = squares * (self._slack - 0.5)
                here[:, -1] = 1.0
        return made

    def others(self, rows: Singles) -> Singles:
        """Turn left-hand sides into right-hand sides."""
        if not self.raw:
            return rows
        turned = rows.copy()
        turned[:, -2], turned[:, -1] = rows[:, -1], rows[:, -2]
        return turned

    def limit(self, threshold: float) -> float:
        """Return the product below which no pair reaches the threshold."""
        match self.similarity:
            case "cosine":
                lowest = threshold - self._slack
            case "l2_unit":
                lowest = 1 - threshold**2 / 2 - self._slack
            case _:
                scaled = np.ldexp(threshold, -self.exponent)
                lowest = -(scaled**2) / 2 * (1 + 1e-12) - (self.dim + 2) * _UNDERFLOW
        return float(np.nextafter(np.float32(lowest), np.float32(-np.inf)))

    @property
    def _slack(self) -> float:
        roundings = (self.dim + _SPARE) * _HALF_ULP
        return roundings / (1 - roundings)


def space_of(vectors: Vectors, similarity: str) -> Space:
    """Look at vectors, in chunks, and choose how they are turned into rows.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
    similarity : {"cosine", "l2", "l2_unit"}

    Raises
    ------
    BenchError
        If a row is zero or not finite; names the first.
    ValueError
        If the array is no matrix, or the similarity is not one of vectors.
    """
    if vectors.ndim != 2:
        raise ValueError(f"vectors must have shape (N, D), got {vectors.shape}")
    if similarity not in ("cosine", "l2", "l2_unit"):
        raise ValueError(f"{similarity!r} is no similarity of vectors")
    peak, dim = 0.0, vectors.shape[1]
    for start, part in _parts(vectors):
        peaks = np.abs(part).max(axis=1, initial=0.0)
        for what, bad in (("not finite", ~np.isfinite(peaks)), ("zero", peaks == 0)):
            if bad.any():
                raise BenchError(
                    f"row {start + int(np.flatnonzero(bad)[0])} of the vectors is {what}",
                    "leave this item out, or mend the encoder that made its vector",
                )
        peak = max(peak, float(peaks.max()))
    if similarity != "l2":
        return Space(similarity, dim, 0, np.zeros(dim))
    exponent = int(np.frexp(peak)[1])
    total = np.zeros(dim)
    for _, part in _parts(vectors):
        total += np.ldexp(part, -exponent).sum(axis=0)
    return Space(similarity, dim, exponent, total / max(len(vectors), 1))


def exact_similarity(
    vectors: Vectors, a: Ints, b: Ints, similarity: str, others: Vectors | None = None
) -> Floats:
    """Compare pairs of rows in float64, each summed from the first number on.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
    a, b : ndarray of int64, shape (P,)
    similarity : {"cosine", "l2", "l2_unit"}
    others : ndarray of float, shape (M, D), optional
        What `b` counts; `vectors` when not given.

    Returns
    -------
    ndarray of float64, shape (P,)
        In the similarity's own units.
    """
    right = vectors if others is None else others
    found = np.empty(len(a))
    for start in range(0, len(a), _CHUNK):
        here = slice(start, start + _CHUNK)
        (one, first), (two, second) = (
            np.unique(side[here], return_inverse=True) for side in (a, b)
        )
        pairs = np.stack([first, second], axis=1)
        found[here] = similarities(vectors[one], right[two], pairs)[similarity]
    return found


def reaches(values: npt.ArrayLike, threshold: float, similarity: str) -> Bools:
    """Mark the values of a similarity that are at least as similar as the threshold.

    Cosines up to `TIE_TOLERANCE`: that of a vector with itself is 1, or a last bit less,
    while its distance from itself is 0.
    """
    lowest = oriented(threshold, similarity) - TIE_TOLERANCE * (similarity == "cosine")
    return np.asarray(oriented(values, similarity) >= lowest)


def require_threshold(threshold: float, similarity: str) -> None:
    """Raise a BenchError where no pair of vectors could have such a similarity."""
    low, high = (-1.0, 1.0) if RISING[similarity] else (0.0, np.inf)
    if not low <= threshold <= high or not np.isfinite(threshold):
        raise BenchError(
            f"the threshold is {threshold:g}, a similarity of {similarity} lies between {low:g} "
            f"and {high:g}",
            "name a threshold in the similarity's own units",
        )


def _parts(vectors: Vectors) -> Iterator[tuple[int, Floats]]:
    for start in range(0, len(vectors), _CHUNK):
        yield start, np.asarray(vectors[start : start + _CHUNK], dtype=np.float64)
