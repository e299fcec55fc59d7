"""Weights as integers times a power of two, as fine as exact sums allow."""

from dataclasses import dataclass

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.core.errors import BenchError

LIMIT = 2**24
"""Integers of smaller magnitude are all float32."""

FINEST, COARSEST = 30, 1
"""Largest and smallest k. Weights of zero would take any; below 2²³ a rounded sum leaves
room for a residual."""


@dataclass(frozen=True)
class Scale:
    """What integers stand for between two layers.

    Attributes
    ----------
    low, high : int
        Least and greatest integer, below 2²³ in magnitude.
    unit : float
        What one step is worth.
    """

    low: int
    high: int
    unit: float

    def __post_init__(self) -> None:
        if not -LIMIT // 2 < self.low <= 0 < self.high < LIMIT // 2:
            raise ValueError(f"{self.low} to {self.high} leaves no room for exact sums")


def on_grid(name: str, weight: Floats, bias: Floats, given: Scale) -> tuple[Floats, Floats, Ints]:
    """Round to integers times 2⁻ᵏ, with the largest k that keeps sums below `LIMIT`.

    Returns
    -------
    weight, bias : ndarray of float64
        Integers; the shapes given.
    bits : ndarray of int, shape (out,)
        k.
    """
    rows = weight.reshape(len(weight), -1)
    reach = max(given.high, -given.low)
    # Any finer, the largest term alone would be too much. Not from the sum of all, whose
    # last bits depend on the order in which it is added up.
    largest = np.maximum(reach * np.abs(rows).max(axis=1), np.abs(bias))
    bits = np.minimum(25 - np.frexp(largest)[1].astype(np.int64), FINEST)
    steps, offset = np.empty_like(rows), np.empty_like(bias)
    over = np.ones(len(rows), dtype=bool)
    while over.any() and bits.min() >= COARSEST:
        steps[over] = np.rint(np.ldexp(rows[over], bits[over, None]))
        offset[over] = np.rint(np.ldexp(bias[over], bits[over]))
        over[over] = ~(_bound(steps[over], offset[over], given) < LIMIT)
        bits = bits - over
    if bits.min() < COARSEST:
        worst = int(bits.argmin())
        raise BenchError(
            f"layer {name}: sums of output {worst} cannot be kept below 2^24",
            "give its output a larger range, or its input fewer steps",
        )
    return steps.reshape(weight.shape), offset, bits


def _bound(steps: Floats, offset: Floats, given: Scale) -> Floats:
    """Greatest magnitude of any partial sum, exact: integers far below 2⁵³."""
    plus = np.maximum(steps, 0).sum(axis=1)
    minus = plus - steps.sum(axis=1)
    up = given.high * plus - given.low * minus
    down = given.high * minus - given.low * plus
    return np.asarray(np.maximum(up, down) + np.abs(offset))
