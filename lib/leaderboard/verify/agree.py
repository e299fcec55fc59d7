"""How far a table that was made again agrees with the one that is committed."""

import tempfile
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from lib.core.files import read_table, write_table
from lib.core.tables import DECIMALS, declared

TOLERANCE = 1e-6
"""Up to this two numbers are the same: one unit of the last digit of a table."""

PRINTED = 5e-4
"""Up to this two numbers print alike in the card, which shows three digits."""


class Level(Enum):
    """How well two tables agree, the best first."""

    BYTES = "same bytes"
    NUMBERS = f"same numbers within {TOLERANCE:g}"
    PRINTED = "same table to the printed digits"
    NONE = "another table"


def differences(
    name: str, written: pd.DataFrame, made: pd.DataFrame, units: float = 0.5
) -> list[str]:
    """Name the cells in which a committed table is not the one that was made again.

    Parameters
    ----------
    name : str
        Path of the table, whose file name fixes its columns and digits.
    written : pandas.DataFrame
        As it was read; rows keep their index from the file.
    made : pandas.DataFrame
        The same rows in the same order, not yet rounded; those of the table's
        columns that it has are compared.
    units : float
        Of its last digit, that a number may differ by. Half a unit is rounding; one
        is where something was rounded on the way, too.

    Returns
    -------
    list of str
        One entry a cell.
    """
    # A hundredth of a unit more is float arithmetic.
    digits = declared(Path(name).name).digits
    limits = {one: (units + 0.01) * 10.0**-count for one, count in digits.items()}
    return _cells(name, written, made, limits)


def agreement(name: str, written: pd.DataFrame, made: pd.DataFrame) -> tuple[Level, list[str]]:
    """Say how well a table that was computed elsewhere agrees with the committed rows.

    Parameters
    ----------
    name, written : str, pandas.DataFrame
        As for :func:`differences`.
    made : pandas.DataFrame
        All rows and columns, not yet rounded.

    Returns
    -------
    (Level, list of str)
        The level, and what is wrong at the last of them.
    """
    file = Path(name).name
    one, other = _round_trip(file, written), _round_trip(file, made)
    if one[0] == other[0]:
        return Level.BYTES, []
    for level, allowed in ((Level.NUMBERS, 1.01 * TOLERANCE), (Level.PRINTED, PRINTED)):
        limits = dict.fromkeys(declared(file).digits, allowed)
        problems = _cells(name, one[1].set_index(written.index), other[1], limits)
        if not problems:
            return level, []
    return Level.NONE, problems


def unlike(here: Any, there: Any, at: str = "") -> Iterator[str]:
    """Name the places where two JSON values differ."""
    if isinstance(here, dict) and isinstance(there, dict):
        for key in dict.fromkeys([*here, *there]):
            yield from unlike(here.get(key), there.get(key), f"{at}.{key}" if at else str(key))
    elif isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
        for index, (one, other) in enumerate(zip(here, there, strict=True)):
            yield from unlike(one, other, f"{at}[{index}]")
    elif isinstance(here, float) and isinstance(there, float):
        # Rounded twice, a number may end one unit of its last digit away.
        if not abs(here - there) <= 1.01 * 10.0**-DECIMALS:
            yield f"{at} is {here!r}, not {there!r}"
    elif here != there:
        yield f"{at} is {here!r}, not {there!r}"


def _round_trip(name: str, table: pd.DataFrame) -> tuple[bytes, pd.DataFrame]:
    """Write a table as the stages do, and read it again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_table(path, table)
        return path.read_bytes(), read_table(path)


def _cells(
    name: str, written: pd.DataFrame, made: pd.DataFrame, allowed: Mapping[str, float]
) -> list[str]:
    """Name the cells that differ, numbers by more than is allowed in their column."""
    if len(written) != len(made):
        return [f"{name}: {len(written):,} rows, {len(made):,} are made"]
    problems = []
    for column in [one for one in declared(Path(name).name).names if one in made]:
        here, there = written[column], made[column]
        if all(map(pd.api.types.is_numeric_dtype, (here, there))):
            one, other = (side.to_numpy(dtype=np.float64) for side in (here, there))
            limit = allowed.get(column, 0.0)
            same = np.isclose(one, other, rtol=0.0, atol=limit, equal_nan=True)
        else:
            same = here.astype(str).to_numpy() == there.astype(str).to_numpy()
        problems += [
            f"{name}, line {written.index[row] + 2}: {column} is {here.iloc[row]}, "
            f"not {_plain(there.iloc[row])}"
            for row in np.flatnonzero(~same)
        ]
    return problems


def _plain(value: object) -> str:
    return f"{value:.9g}" if isinstance(value, float) else str(value)
