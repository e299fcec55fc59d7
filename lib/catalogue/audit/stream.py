"""A table of scored items, read and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from lib.catalogue.cells import Cells, whole
from lib.catalogue.columns import require_columns
from lib.catalogue.score_table import ScoreTable
from lib.core.arrays import Bools, Floats
from lib.core.errors import BenchError


@dataclass(frozen=True, eq=False)
class Scored:
    """Scored items.

    Attributes
    ----------
    table : ScoreTable
        The file.
    ids : Series of str, shape (N,)
        Each there once.
    scores : ndarray of float64, shape (N,)
        Finite.
    cells : mapping of str to Cells
        Columns that were asked for, by name.
    """

    table: ScoreTable
    ids: "pd.Series[str]"
    scores: Floats
    cells: Mapping[str, Cells]

    def refuse(self, bad: Bools, what: str, hint: str) -> None:
        """Raise a `BenchError` that counts the items that are bad and names the first five."""
        rows = np.flatnonzero(bad)
        if len(rows):
            names = [f"{self.ids[row]!r} ({self.table.line(row)})" for row in rows[:5].tolist()]
            more = f" and {len(rows) - 5:,} more" if len(rows) > 5 else ""
            raise BenchError(
                f"{self.table.path}: {len(rows):,} of {len(self.ids):,} rows {what}: "
                f"{', '.join(names)}{more}",
                hint,
            )


def read_scored(path: Path, columns: Sequence[str]) -> Scored:
    """Read ids, scores and other columns from CSV or Parquet.

    Parameters
    ----------
    path : Path
        A file that `lib.catalogue.score_table.ScoreTable` can read.
    columns : sequence of str
        Those to read; `id` and `score` among them. Others are passed over.

    Raises
    ------
    BenchError
        If the file cannot be read, is empty or lacks a column, an id is missing
        or comes twice, or a score is no finite number; says in which row.
    """
    table = ScoreTable.open(path, f"the table has the columns {', '.join(columns)}")
    require_columns(table, columns)
    cells = whole(table, columns)
    ids = cells["id"].names().to_pandas()
    found = Scored(table, ids, cells["score"].scores("score"), cells)
    twice = ids.duplicated(keep=False).to_numpy()
    found.refuse(twice, "share their id with another", "keep one row of each")
    return found
