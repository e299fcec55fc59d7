"""The week's scored items, and the sample of them: written to be labelled, and read again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.catalogue.cells import Cells, whole
from lib.catalogue.score_table import ScoreTable
from lib.core.arrays import Bools, Floats, Ints
from lib.core.errors import BenchError
from lib.core.files import atomic
from lib.thresholds.audit.estimate import Labels, count
from lib.thresholds.audit.sampling import band_names, band_of

COLUMNS = ("id", "score", "band", "band_share", "band_size", "band_edges", "label")
"""Columns of a sample; nothing else is needed to estimate from it."""

_SLACK = 1e-6
_RESTORE = "restore the columns that `audit plan` wrote; only `label` is to be filled"


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


@dataclass(frozen=True, eq=False)
class Labelled:
    """A labelled sample: scores, labels and bands of its items; edges and sizes of the bands."""

    scores: Floats
    truth: Bools
    bands: Ints
    edges: tuple[float, ...]
    sizes: Ints

    @property
    def labels(self) -> Labels:
        """The labels, counted by band."""
        return count(self.bands, self.truth, self.sizes)


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
    table.require(columns)
    cells = whole(table, columns)
    ids = cells["id"].names().to_pandas()
    found = Scored(table, ids, cells["score"].scores("score"), cells)
    twice = ids.duplicated(keep=False).to_numpy()
    found.refuse(twice, "share their id with another", "keep one row of each")
    return found


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
        filled = ~read_scored(path, ("id", "score", "label")).cells["label"].blank()
        if filled.any():
            raise BenchError(
                f"{path} already holds {int(filled.sum()):,} labels", "choose another --out"
            )
    with atomic(path) as part:
        table.loc[:, list(COLUMNS)].to_csv(part, index=False, lineterminator="\n")


def read_labelled(path: Path) -> Labelled:
    """Read a sample that has been labelled.

    Raises
    ------
    BenchError
        If labels are missing or not 0 or 1 (names the ids), or the columns on
        the bands do not fit each other: rows of a band are gone.
    """
    found = read_scored(path, COLUMNS)
    cells = found.cells
    found.refuse(
        cells["label"].blank(),
        "have no label",
        "write 1 (a true match) or 0; delete the row of an item that cannot be judged",
    )
    truth = cells["label"].labels() == 1
    edges = _edges(found.table, _words(cells["band_edges"]))
    try:
        bands = band_of(found.scores, edges)
    except ValueError as error:
        raise BenchError(f"{path}: {error}", _RESTORE)
    names = np.array(band_names(edges))
    found.refuse(_words(cells["band"]) != names[bands], "have a score outside their band", _RESTORE)
    size = cells["band_size"].finite(_RESTORE).astype(np.int64)
    share = cells["band_share"].finite(_RESTORE)
    told = pd.DataFrame({"band": bands, "size": size, "share": share}).drop_duplicates()
    if told["band"].duplicated().any():
        raise BenchError(
            f"{path}: a band has several sizes or shares", "do not mix the samples of two weeks"
        )
    if abs(told["share"].sum() - 1) > _SLACK:
        absent_bands = [n for i, n in enumerate(names) if i not in set(told["band"])]
        raise BenchError(
            f"{path}: the bands with rows hold {told['share'].sum():.1%} of the stream; "
            f"without rows: {', '.join(absent_bands) or 'none'}",
            "each band of the stream needs labels: restore its rows",
        )
    sizes = np.zeros(len(names), dtype=np.int64)
    sizes[told["band"].to_numpy()] = told["size"].to_numpy()
    result = Labelled(found.scores, truth, bands, edges, sizes)
    if (result.labels.labelled > sizes).any():
        raise BenchError(
            f"{path}: a band has more rows than items", "do not mix the samples of two weeks"
        )
    return result


def _words(cells: Cells) -> npt.NDArray[np.object_]:
    text = cells.text().to_pylist()
    return np.array([(cell or "").strip() for cell in text], dtype=object)


def _edges(table: ScoreTable, told: npt.NDArray[np.object_]) -> tuple[float, ...]:
    path = table.path
    kinds = sorted(set(told))
    if len(kinds) > 1:
        raise BenchError(
            f"{path} mixes bands: {'; '.join(kinds)}", "do not mix the samples of two weeks"
        )
    try:
        # A spreadsheet that puts commas into decimals takes a lone edge for one.
        text = kinds[0].replace(",", ".") if table.separator == ";" else kinds[0]
        return tuple(float(part) for part in text.split())
    except ValueError:
        raise BenchError(f"{path}: band_edges is {kinds[0]!r}", _RESTORE)
