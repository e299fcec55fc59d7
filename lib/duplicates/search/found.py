"""What a search for similar pairs gives back, and how much of it there is to find."""

from dataclasses import dataclass
from typing import Literal

from lib.core.arrays import Floats, Ints


@dataclass(frozen=True)
class Coverage:
    """How many of the pairs above the threshold a search has found.

    Attributes
    ----------
    method : {"exact", "lists"}
        Every pair compared, or only those that share an inverted list.
    share : float
        Share of the sample's pairs that were found, in [0, 1]; 1 for ``exact``.
    low, high : float
        Its interval (exact binomial); 1 and 1 for ``exact``.
    sampled_rows, sampled_pairs : int
        Rows that were searched again without an index, and the pairs found for them; 0
        for ``exact``.
    """

    method: Literal["exact", "lists"]
    share: float = 1.0
    low: float = 1.0
    high: float = 1.0
    sampled_rows: int = 0
    sampled_pairs: int = 0


@dataclass(frozen=True, eq=False)
class Found:
    """Pairs of rows at or above a threshold, sorted by `a`, then by `b`.

    Attributes
    ----------
    a, b : ndarray of int64, shape (P,)
        Rows, ``a < b``; each pair once.
    similarity : ndarray of float64, shape (P,)
        In the similarity's own units, from float64 arithmetic alone.
    coverage : Coverage
    """

    a: Ints
    b: Ints
    similarity: Floats
    coverage: Coverage
