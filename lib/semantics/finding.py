"""What a measure says."""

from dataclasses import dataclass

import numpy as np


class NotApplicableError(Exception):
    """Raised by a measure that these items cannot be measured by; its text says why."""


@dataclass(frozen=True)
class Finding:
    """One number.

    Attributes
    ----------
    quantity : str
        What was measured, e.g. ``precision@5``.
    of : str
        Of which part: ``all``, a class, a method.
    value : float
        NaN where it is not defined.
    low, high : float
        Ends of the interval; NaN where there is none.
    n : int
        Items that it rests on.
    note : str
        A few words in addition, e.g. what a class is taken for.
    """

    quantity: str
    of: str
    value: float
    low: float = np.nan
    high: float = np.nan
    n: int = 0
    note: str = ""
