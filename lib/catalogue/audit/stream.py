"""A table of scored items, read and checked."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core.errors import BenchError


def read_scored(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Read ids and scores from CSV or Parquet, other columns as they stand.

    Parameters
    ----------
    path : Path
        Parquet if it ends so, else CSV.
    columns : sequence of str
        Those that must be there; `id` and `score` among them.

    Returns
    -------
    pandas.DataFrame
        `id` as str, `score` as float64.

    Raises
    ------
    BenchError
        If the file cannot be read, is empty or lacks a column, an id is missing
        or comes twice, or a score is no finite number; names the rows.
    """
    try:
        if path.suffix == ".parquet":
            table = pd.read_parquet(path)
        else:
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except pd.errors.EmptyDataError:
        raise BenchError(f"{path} is empty", f"it needs the columns {', '.join(columns)}")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise BenchError(f"{path} cannot be read: {reason}", "it must be a CSV or Parquet table")
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise BenchError(
            f"{path} lacks the columns {', '.join(missing)}; it has {', '.join(table.columns)}",
            "rename the columns; in a CSV they are separated by commas",
        )
    if table.empty:
        raise BenchError(f"{path} has columns but no rows", "an audit needs a stream of items")
    ids = table["id"]
    table["id"] = ids.where(ids.notna(), "").astype(str)
    refuse(path, table, table["id"] == "", "have no id", "give every item one")
    twice = table["id"].duplicated(keep=False)
    refuse(path, table, twice, "share their id with another", "keep one row of each")
    table["score"] = finite(path, table, "score")
    return table


def finite(path: Path, table: pd.DataFrame, column: str) -> "pd.Series[float]":
    """Return a column as finite numbers, or say which rows are not."""
    values = pd.to_numeric(table[column], errors="coerce").astype(np.float64)
    bad = ~np.isfinite(values)
    refuse(path, table, bad, f"have no finite number as {column}", "mend them or leave them out")
    return values


def refuse(path: Path, table: pd.DataFrame, bad: npt.ArrayLike, what: str, hint: str) -> None:
    """Raise a `BenchError` that names the ids (or rows) that are bad."""
    rows = np.flatnonzero(np.asarray(bad))
    if len(rows):
        # The first line of a CSV names the columns.
        first = 1 if path.suffix == ".parquet" else 2
        names = [f"{table['id'].iloc[row]!r} (row {row + first})" for row in rows[:5].tolist()]
        more = f" and {len(rows) - 5:,} more" if len(rows) > 5 else ""
        raise BenchError(
            f"{path}: {len(rows):,} of {len(table):,} rows {what}: {', '.join(names)}{more}", hint
        )
