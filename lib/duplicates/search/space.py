"""Vectors as an index compares them, in single precision, and how far off that can be."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats, Ints
from lib.thresholds.similarities import oriented, similarities

Singles = npt.NDArray[np.float32]

_HALF_ULP = 2.0**-24
_CHUNK = 50_000


@dataclass(frozen=True, eq=False)
class Space:
    """Rows whose inner products, or squared distances, rank pairs as a similarity does.

    Attributes
    ----------
    rows : ndarray of float32, shape (N, D)
        Scaled to length 1, or, for raw distances, moved to the mean of all rows.
    inner : bool
        Compared by inner product, or else by squared distance.
    slack : float
        Most that single precision can be off: (D + 4) roundings of the largest product.
    """

    rows: Singles
    inner: bool
    slack: float

    def closeness(self, a: Singles, b: Singles) -> Singles:
        """Inner products, or negated squared distances, shape (len(a), len(b))."""
        product = a @ b.T
        if self.inner:
            return product
        lengths = [np.einsum("nd,nd->n", one, one) for one in (a, b)]
        return np.asarray(2 * product - lengths[0][:, None] - lengths[1])

    def limit(self, threshold: float, similarity: str) -> float:
        """Return the closeness below which no pair can reach the threshold."""
        match similarity:
            case "cosine":
                return threshold - self.slack
            case "l2_unit":
                return 1 - threshold**2 / 2 - self.slack
        return -(threshold**2) - self.slack

    def similarity(self, closeness: float, similarity: str) -> float:
        """Return the value of a similarity that a closeness stands for."""
        match similarity:
            case "cosine":
                return closeness
            case "l2_unit":
                return float(np.sqrt(max(2 - 2 * closeness, 0.0)))
        return float(np.sqrt(max(-closeness, 0.0)))


def space(vectors: npt.NDArray[np.floating], similarity: str) -> Space:
    """Prepare vectors for an index; they are read in chunks, never doubled whole.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
    similarity : {"cosine", "l2", "l2_unit"}

    Raises
    ------
    ValueError
        If the array is no matrix, or a row is not finite, or zero where a direction is
        needed; the message names the first such row.
    """
    if vectors.ndim != 2:
        raise ValueError(f"vectors must have shape (N, D), got {vectors.shape}")
    n, dim = vectors.shape
    inner = similarity != "l2"
    rows = np.empty((n, dim), dtype=np.float32)
    middle = np.zeros(dim) if inner or not n else vectors.mean(axis=0, dtype=np.float64)
    largest = 1.0
    for start, part in _parts(vectors):
        lengths = np.linalg.norm(part, axis=1)
        bad = ~np.isfinite(lengths) | ((lengths == 0) & inner)
        if bad.any():
            what = "zero" if np.isfinite(lengths[bad][0]) else "not finite"
            raise ValueError(f"row {start + int(np.flatnonzero(bad)[0])} is {what}")
        moved = part / lengths[:, None] if inner else part - middle
        rows[start : start + len(part)] = moved
        if not inner:
            largest = max(largest, float((moved**2).sum(axis=1).max(initial=0.0)))
    # A squared distance is made of three such sums.
    return Space(rows, inner, (dim + 4) * _HALF_ULP * (1 if inner else 4 * largest))


def exact_similarity(
    vectors: npt.NDArray[np.floating], a: Ints, b: Ints, similarity: str
) -> Floats:
    """Compare pairs of rows in float64, each summed from the first number on.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
    a, b : ndarray of int64, shape (P,)
    similarity : {"cosine", "l2", "l2_unit"}

    Returns
    -------
    ndarray of float64, shape (P,)
        In the similarity's own units.
    """
    found = np.empty(len(a))
    for start in range(0, len(a), _CHUNK):
        pairs = np.stack([a[start : start + _CHUNK], b[start : start + _CHUNK]], axis=1)
        rows, place = np.unique(pairs, return_inverse=True)
        part = np.asarray(vectors[rows], dtype=np.float64)
        compared = similarities(part, part, place.reshape(-1, 2))
        found[start : start + _CHUNK] = compared[similarity]
    return found


def reaches(values: Floats, threshold: float, similarity: str) -> npt.NDArray[np.bool_]:
    """Mark the values of a similarity that are at least as similar as the threshold."""
    return np.asarray(oriented(values, similarity) >= oriented(threshold, similarity))


def _parts(vectors: npt.NDArray[np.floating]) -> Iterator[tuple[int, Floats]]:
    for start in range(0, len(vectors), _CHUNK):
        yield start, np.asarray(vectors[start : start + _CHUNK], dtype=np.float64)
