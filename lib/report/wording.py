"""How numbers and lists are written, on paper and on the terminal."""

from collections.abc import Sequence

import pandas as pd

MISSING = "-"
"""Stands in a table where there is no score."""

_RARE = 1e-4


def number(value: float) -> str:
    """Write a score with three digits; a miss of less than half a digit is not rounded to 1.

    Parameters
    ----------
    value : float
        In [0, 1], or NaN for a score that is not there.
    """
    if pd.isna(value):
        return MISSING
    return "<1.000" if 0.9995 <= value < 1 else f"{value:.3f}"


def interval(low: float, high: float) -> str:
    """Write two scores as the ends of an interval."""
    return f"{number(low)} to {number(high)}"


def signed(value: float) -> str:
    """Write a difference with its sign and three digits; what rounds to zero has no sign."""
    if pd.isna(value):
        return MISSING
    return f"{value:+.3f}" if abs(value) >= 5e-4 else "0.000"


def percent(rate: float) -> str:
    """Write a share in per cent, with no more than three digits."""
    return f"{100 * rate:.3g} %"


def about(count: float) -> str:
    """Write a count with three digits and without an exponent."""
    rounded = float(f"{count:.3g}")
    return f"{rounded:,.0f}" if rounded >= 100 else f"{rounded:g}"


def rarity(rate: float) -> str:
    """Write a share in per cent, or as one in so many where it is below 0.01 %.

    Parameters
    ----------
    rate : float
        In (0, 1].
    """
    return percent(rate) if rate >= _RARE else f"1 in {about(1 / rate)}"


def listed(ids: Sequence[str], most: int = 4) -> str:
    """Join ids with commas, at most `most` of them by name."""
    more = len(ids) - most
    return ", ".join(ids[:most]) + (f" and {more:,} more" if more > 0 else "")
