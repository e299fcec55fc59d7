"""Scores that say where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Bools, Floats
from lib.core.errors import BenchError
from lib.thresholds.similarities import similarities

VectorSimilarity = Literal["cosine", "l2", "l2_unit"]

Similarity = Literal[VectorSimilarity, "score", "distance"]
"""Those of vectors, and a user's own: ``score`` grows, ``distance`` falls with likeness."""

RANGES: Mapping[str, tuple[float, float]] = {
    "cosine": (-1.0, 1.0),
    "l2": (0.0, np.inf),
    "l2_unit": (0.0, 2.0),
    "score": (-np.inf, np.inf),
    "distance": (-np.inf, np.inf),
}
"""What a similarity's values can be."""

SLACK = 1e-5
"""How far beyond rounding may leave a value: sums of float32 products give 1.0000019."""


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of pairs, with what they were measured by.

    Attributes
    ----------
    values : ndarray of float64, shape (N,)
        As the similarity gives them: a distance stays a distance. What rounding left beyond
        the similarity's range is set to its end.
    similarity : {"cosine", "l2", "l2_unit", "score", "distance"}
    encoder : str or None
        Whose vectors were compared; None where nobody said.
    weights_sha256 : str or None
        Fingerprint of the encoder's weights.

    Raises
    ------
    BenchError
        If the values are no finite vector of numbers in the similarity's range,
        or the similarity is unknown.
    """

    values: Floats
    similarity: Similarity
    encoder: str | None = None
    weights_sha256: str | None = None

    def __post_init__(self) -> None:
        values = np.asarray(self.values)
        if self.similarity not in RANGES:
            raise BenchError(
                f"unknown similarity {self.similarity!r}", f"choose from {', '.join(RANGES)}"
            )
        if values.ndim != 1:
            raise BenchError(
                f"scores must have shape (N,), got {values.shape}: these look like vectors",
                "Scores.of(a, b, similarity=...) computes scores from two sets of vectors",
            )
        try:
            values = values.astype(np.float64)
        except (TypeError, ValueError):
            raise BenchError(f"scores must be numbers, got {values.dtype}", "convert them first")
        _require_in_range(values, self.similarity)
        object.__setattr__(self, "values", within(values, self.similarity))

    @classmethod
    def of(
        cls,
        a: npt.ArrayLike,
        b: npt.ArrayLike,
        *,
        similarity: VectorSimilarity,
        encoder: str | None = None,
        weights_sha256: str | None = None,
    ) -> "Scores":
        """Compare row i of `a` with row i of `b`.

        Parameters
        ----------
        a, b : array-like, shape (N, D)
            Vectors; scaled to unit length first, except for ``l2``.
        similarity : {"cosine", "l2", "l2_unit"}
        encoder, weights_sha256 : str, optional
            As in the class.

        Raises
        ------
        BenchError
            If the shapes differ, or a row is zero or not finite.
        """
        if similarity not in get_args(VectorSimilarity):
            raise BenchError(
                f"vectors cannot be compared by {similarity!r}",
                f"choose from {', '.join(get_args(VectorSimilarity))}",
            )
        try:
            values = similarities(a, b)[similarity]
        except ValueError as error:
            raise BenchError(
                str(error), "row i of the first matrix is compared with row i of the second"
            )
        return cls(values, similarity, encoder, weights_sha256)


def outside(values: Floats, similarity: str) -> Bools:
    """Mark the values that a similarity cannot have, rounding or not, shape (N,)."""
    low, high = RANGES[similarity]
    return (values < low - SLACK) | (values > high + SLACK)


def within(values: Floats, similarity: str) -> Floats:
    """Set what rounding left beyond a similarity's range to the end of the range."""
    return np.asarray(values.clip(*RANGES[similarity]))


def _require_in_range(values: Floats, similarity: str) -> None:
    bad = ~np.isfinite(values)
    if bad.any():
        index = int(np.argmax(bad))
        raise BenchError(
            f"score {index} is {values[index]}: {int(bad.sum()):,} of {len(values):,} "
            "are not finite",
            "a pair without a score cannot be decided: leave it out, or mend its vectors",
        )
    bad = outside(values, similarity)
    if bad.any():
        index, (low, high) = int(np.argmax(bad)), RANGES[similarity]
        raise BenchError(
            f"score {index} is {values[index]:.6g}, {similarity} lies in [{low:g}, {high:g}]",
            "say which similarity it is",
        )
