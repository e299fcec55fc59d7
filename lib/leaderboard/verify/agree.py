"""How far a table that was made again agrees with the one that is committed."""

import tempfile
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
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


def differences(name: str, written: pd.DataFrame, made: pd.DataFrame) -> list[str]:
    """Name the cells in which a committed table is not the one that was made again.

    Parameters
    ----------
    name : str
        Path of the table, whose file name fixes its digits.
    written : pandas.DataFrame
        As it was read; rows keep their index from the file.
    made : pandas.DataFrame
        The same rows in the same order, not yet rounded; its columns are compared.

    Returns
    -------
    list of str
        One entry a cell. A number may differ by the rounding of a table's last digit.
    """
    if len(written) != len(made):
        return [f"{name}: {len(written):,} rows, {len(made):,} are made"]
    problems, digits = [], declared(Path(name).name).digits
    for column in made.columns:
        # Half a unit of the last digit is rounding; a hundredth more is float arithmetic.
        allowed = 0.51 * 10.0 ** -digits.get(column, DECIMALS)
        for row in np.flatnonzero(~_same(written[column], made[column], allowed)):
            line = int(written.index[row]) + 2
            here, there = written[column].iloc[row], made[column].iloc[row]
            problems.append(f"{name}, line {line}: {column} is {here}, not {_plain(there)}")
    return problems


def agreement(name: str, written: pd.DataFrame, made: pd.DataFrame) -> tuple[Level, list[str]]:
    """Say how well a table that was computed from embeddings agrees with the committed rows.

    Parameters
    ----------
    name : str
        File name of the table, which fixes its columns and digits.
    written : pandas.DataFrame
        Committed rows, as they were read.
    made : pandas.DataFrame
        As many rows, in the same order, not yet rounded.

    Returns
    -------
    (Level, list of str)
        The level, and what is wrong at the last of them.
    """
    one, other = _round_trip(name, written), _round_trip(name, made)
    if one[0] == other[0]:
        return Level.BYTES, []
    if len(written) != len(made):
        return Level.NONE, [f"{name}: {len(written):,} rows, {len(made):,} are made"]
    worst, problems = Level.NUMBERS, []
    for column in one[1]:
        here, there = one[1][column], other[1][column]
        if not pd.api.types.is_float_dtype(here):
            unlike = (here.astype(str) != there.astype(str)).to_numpy()
        else:
            gap = np.abs(here.to_numpy(dtype=float) - there.to_numpy(dtype=float))
            unlike = (here.isna() != there.isna()).to_numpy() | (gap > PRINTED)
            if (gap > TOLERANCE * 1.01).any():
                worst = Level.PRINTED
        for row in np.flatnonzero(unlike):
            line = int(written.index[row]) + 2
            value = _plain(there.iloc[row])
            problems.append(f"{name}, line {line}: {column} is {here.iloc[row]}, not {value}")
    return (Level.NONE, problems) if problems else (worst, [])


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


def _same(here: pd.Series, there: pd.Series, allowed: float) -> npt.NDArray[np.bool_]:
    if not pd.api.types.is_float_dtype(there):
        return np.asarray(here.astype(str).to_numpy() == there.astype(str).to_numpy())
    one, other = (np.asarray(side, dtype=np.float64) for side in (here, there))
    return np.isclose(one, other, rtol=0.0, atol=allowed, equal_nan=True)


def _plain(value: object) -> str:
    return f"{value:.9g}" if isinstance(value, float) else str(value)
