"""The tables of the weekly audit: the stream, and the sample to label."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.artifacts import atomic
from lib.calibration.audit import Labels, count
from lib.calibration.sampling import band_names, band_of
from lib.errors import BenchError

Floats = npt.NDArray[np.float64]

STREAM = ("id", "score")
SAMPLE = ("id", "score", "band", "band_share", "band_size", "band_edges", "label")
"""Columns of a stream, and of a sample; a sample needs nothing else to be estimated from."""

_SLACK = 1e-6


@dataclass(frozen=True, eq=False)
class Labelled:
    """A labelled sample: scores, labels and bands of its items; edges and sizes of the bands."""

    scores: Floats
    truth: npt.NDArray[np.bool_]
    bands: npt.NDArray[np.int64]
    edges: tuple[float, ...]
    sizes: npt.NDArray[np.int64]

    @property
    def labels(self) -> Labels:
        """The labels, counted by band."""
        return count(self.bands, self.truth, self.sizes)


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
    _refuse(path, table, table["id"] == "", "have no id", "give every item one")
    twice = table["id"].duplicated(keep=False)
    _refuse(path, table, twice, "share their id with another", "keep one row of each")
    table["score"] = numbers(path, table, "score")
    return table


def numbers(path: Path, table: pd.DataFrame, column: str) -> "pd.Series[float]":
    """Return a column as finite numbers, or say which rows are not."""
    values = pd.to_numeric(table[column], errors="coerce").astype(np.float64)
    bad = ~np.isfinite(values)
    _refuse(path, table, bad, f"have no finite number as {column}", "mend them or leave them out")
    return values


def write_sample(path: Path, table: pd.DataFrame) -> None:
    """Write a sample as CSV with empty labels; floats keep all their digits.

    Raises
    ------
    BenchError
        If a sample with labels lies there: they were work.
    """
    if path.suffix == ".parquet":
        raise BenchError(f"{path}: a sample to be labelled is a CSV", "let its name end in .csv")
    if path.exists():
        filled = read_scored(path, ("id", "score", "label"))["label"].str.strip() != ""
        if filled.any():
            raise BenchError(
                f"{path} already holds {int(filled.sum()):,} labels", "choose another --out"
            )
    with atomic(path) as part:
        table.loc[:, list(SAMPLE)].to_csv(part, index=False, lineterminator="\n")


def read_labelled(path: Path) -> Labelled:
    """Read a sample that has been labelled.

    Raises
    ------
    BenchError
        If labels are missing or not 0 or 1 (names the ids), or the columns on
        the bands do not fit each other: rows of a band are gone.
    """
    table = read_scored(path, SAMPLE)
    text = table["label"].astype(str).str.strip()
    absent = table["label"].isna() | (text == "")
    _refuse(
        path,
        table,
        absent,
        "have no label",
        "write 1 (a true match) or 0; delete the row of an item that cannot be judged",
    )
    labels = pd.to_numeric(text.replace({"True": "1", "False": "0"}), errors="coerce")
    _refuse(path, table, ~labels.isin([0, 1]), "have a label that is not 0 or 1", "write 1 or 0")
    edges = _edges(path, table)
    bands = band_of(table["score"], edges)
    names = np.array(band_names(edges))
    _refuse(
        path,
        table,
        table["band"].to_numpy() != names[bands],
        "have a score outside their band",
        "restore the columns that `audit plan` wrote; only `label` is to be filled",
    )
    size = numbers(path, table, "band_size").astype(np.int64)
    share = numbers(path, table, "band_share")
    found = pd.DataFrame({"band": bands, "size": size, "share": share}).drop_duplicates()
    if found["band"].duplicated().any():
        raise BenchError(
            f"{path}: a band has several sizes or shares", "do not mix the samples of two weeks"
        )
    if abs(found["share"].sum() - 1) > _SLACK:
        absent_bands = [n for i, n in enumerate(names) if i not in set(found["band"])]
        raise BenchError(
            f"{path}: the bands with rows hold {found['share'].sum():.1%} of the stream; "
            f"without rows: {', '.join(absent_bands) or 'none'}",
            "each band of the stream needs labels: restore its rows",
        )
    sizes = np.zeros(len(names), dtype=np.int64)
    sizes[found["band"].to_numpy()] = found["size"].to_numpy()
    result = Labelled(table["score"].to_numpy(), (labels == 1).to_numpy(), bands, edges, sizes)
    if (result.labels.labelled > sizes).any():
        raise BenchError(
            f"{path}: a band has more rows than items", "do not mix the samples of two weeks"
        )
    return result


def _edges(path: Path, table: pd.DataFrame) -> tuple[float, ...]:
    kinds = table["band_edges"].astype(str).unique()
    if len(kinds) > 1:
        raise BenchError(
            f"{path} mixes bands: {'; '.join(kinds)}", "do not mix the samples of two weeks"
        )
    try:
        return tuple(float(part) for part in kinds[0].split())
    except ValueError:
        raise BenchError(
            f"{path}: band_edges is {kinds[0]!r}", "restore the column that `audit plan` wrote"
        )


def _refuse(path: Path, table: pd.DataFrame, bad: Any, what: str, hint: str) -> None:
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
