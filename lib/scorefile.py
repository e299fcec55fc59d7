"""Read the user's own scores: a table of pairs, checked row by row."""

import csv
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from lib.artifacts import sha256_of
from lib.calibration.record import RANGES, SLACK
from lib.errors import BenchError

REQUIRED = ("score", "label")
OPTIONAL = ("group", "item_a", "item_b")
FEWEST_POSITIVES = 20

_LAYOUT = (
    "the table has the columns score and label (1 is a true pair, 0 is none) and, where pairs "
    "share items, either group or item_a and item_b"
)
_BLOCK = 1 << 22


@dataclass(frozen=True, eq=False)
class ScoreFile:
    """Scored and labelled pairs.

    Attributes
    ----------
    scores : ndarray of float64, shape (N,)
        As in the file.
    labels : ndarray of int8, shape (N,)
        1 for true pairs, 0 for others.
    groups : ndarray of int32, shape (N,) or (N, 2), or None
        The group, or both items, of each pair, numbered from 0; None where the
        file has neither.
    sha256 : str
        Of the file.
    """

    scores: npt.NDArray[np.float64]
    labels: npt.NDArray[np.int8]
    groups: npt.NDArray[np.int32] | None
    sha256: str


def read_scores(
    path: Path, similarity: str = "score", *, ignore_other_columns: bool = False
) -> ScoreFile:
    """Read a CSV or Parquet file of scored pairs.

    Parameters
    ----------
    path : Path
        Columns score and label; optionally group, or item_a and item_b. CSV is
        UTF-8, separated by commas, with a header. It is read in blocks: ten
        million rows take their arrays and little more.
    similarity : str, optional
        A score outside the range of ``cosine``, ``l2`` or ``l2_unit`` is refused;
        ``score`` and ``distance`` have no range.
    ignore_other_columns : bool, optional
        Read past columns of other names, which are refused otherwise: a
        misspelt `group` would void the guarantee without a word.

    Raises
    ------
    BenchError
        Says what is wrong in which row, and what to do.
    """
    path = Path(path)
    table = _Table.open(path)
    columns = _choose(table, ignore_other_columns)
    parts: list[tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]] = []
    names: list[list[pa.Array]] = [[] for _ in columns[2:]]
    done = 0
    for batch in table.batches(columns):
        scores = _scores(batch.column(0), table, done, similarity)
        parts.append((scores, _labels(batch.column(1), table, done)))
        for index, column in enumerate(columns[2:]):
            names[index].append(_names(batch.column(index + 2), column, table, done))
        done += len(scores)
    if not done:
        raise BenchError(f"{path} has a header and no rows", "write one row for each scored pair")
    scores = np.concatenate([part[0] for part in parts])
    labels = np.concatenate([part[1] for part in parts])
    del parts
    groups = _codes(names, done)
    _require_both(scores, labels, path)
    if groups is not None and groups.ndim == 2:
        _require_distinct(groups, table)
    return ScoreFile(scores, labels, groups, sha256_of(path))


@dataclass(frozen=True)
class _Table:
    """A file's columns, its rows in batches, and the place of a row for a message."""

    path: Path
    columns: tuple[str, ...]
    parquet: bool

    @classmethod
    def open(cls, path: Path) -> "_Table":
        if path.is_dir():
            raise BenchError(f"{path} is a folder, not a file", _LAYOUT)
        try:
            with path.open("rb") as stream:
                start = stream.read(4096)
        except OSError as error:
            raise BenchError(f"{path} cannot be read: {error.strerror}", "check the path")
        if not start.strip():
            raise BenchError(f"{path} is empty", _LAYOUT)
        if start.startswith(b"PAR1") or path.suffix.lower() in (".parquet", ".pq"):
            try:
                return cls(path, tuple(pq.read_schema(path).names), True)
            except (pa.ArrowException, OSError) as error:
                raise BenchError(
                    f"{path} is a damaged Parquet file: {_first_line(error)}",
                    "write it again, or export the table as CSV",
                )
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise BenchError(f"{path} is UTF-16 text", "save it as CSV in UTF-8")
        if b"\0" in start or start.startswith((b"PK\x03\x04", b"\x1f\x8b")):
            raise BenchError(
                f"{path} is not a CSV file: it holds binary data",
                "export the table as CSV in UTF-8, or as Parquet",
            )
        return cls(path, _header(path), False)

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Yield the rows, columns in the order asked for; CSV cells as text."""
        try:
            if self.parquet:
                with pq.ParquetFile(self.path) as file:
                    for batch in file.iter_batches(1 << 18, columns=list(columns)):
                        yield batch.select(list(columns))
                return
            text = {name: pa.string() for name in columns}
            with pacsv.open_csv(
                self.path,
                pacsv.ReadOptions(column_names=list(self.columns), skip_rows=1, block_size=_BLOCK),
                pacsv.ParseOptions(newlines_in_values=True),
                pacsv.ConvertOptions(column_types=text, include_columns=list(columns)),
            ) as reader:
                yield from reader
        except pa.ArrowException as error:
            # A file of a header alone is no error to its reader.
            if not str(error).startswith(("Empty CSV file", "Could not skip")):
                raise self._broken(error)

    def line(self, row: int) -> str:
        """Say where a row is, counted from 0."""
        if self.parquet:
            return f"{self.path}, row {row + 1:,}"
        with self.path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream)
            next(rows)
            next(islice((cells for cells in rows if cells), row, None))
            return f"{self.path}, line {rows.line_num:,}"

    def _broken(self, error: Exception) -> BenchError:
        """Find the line that cannot be read."""
        if self.parquet:
            return BenchError(
                f"{self.path} is a damaged Parquet file: {_first_line(error)}",
                "write it again, or export the table as CSV",
            )
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as stream:
                rows = csv.reader(stream)
                for cells in rows:
                    if cells and len(cells) != len(self.columns):
                        return BenchError(
                            f"{self.path}, line {rows.line_num:,}: {len(cells)} cells, the header "
                            f"has {len(self.columns)}",
                            "one cell a column, separated by commas; decimals take a point",
                        )
        except (UnicodeDecodeError, csv.Error):
            return _not_utf8(self.path)
        return BenchError(f"{self.path}: {_first_line(error)}", _LAYOUT)


def _header(path: Path) -> tuple[str, ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            cells = [cell.strip() for cell in next(csv.reader(stream))]
    except UnicodeDecodeError:
        raise _not_utf8(path)
    except csv.Error as error:
        raise BenchError(f"{path} is not a CSV file: {error}", _LAYOUT)
    if len(cells) == 1:
        for sign, name in ((";", "semicolons"), ("\t", "tabs")):
            if sign in cells[0]:
                raise BenchError(f"{path} is separated by {name}", "separate its cells by commas")
    if cells and all(_is_number(cell) for cell in cells):
        raise BenchError(f"{path} has no header: its first line is {','.join(cells)}", _LAYOUT)
    return tuple(cells)


def _choose(table: _Table, ignore_others: bool) -> list[str]:
    """Say which columns to read: score, label, and those that name what pairs share."""
    found, known = table.columns, (*REQUIRED, *OPTIONAL)
    listing = f"{table.path} has the columns {', '.join(found) or '(none)'}"
    twice = sorted({name for name in found if found.count(name) > 1 and name in known})
    if twice:
        raise BenchError(f"{listing}: {twice[0]} is there twice", "name each column once")
    for name in REQUIRED:
        if name not in found:
            close = difflib.get_close_matches(name, [f for f in found if f not in known], n=1)
            guess = f"; did you mean {close[0]!r}?" if close else ""
            raise BenchError(f"{listing}: there is no {name!r}{guess}", _LAYOUT)
    others = [name for name in found if name not in known]
    if others and not ignore_others:
        close = difflib.get_close_matches(others[0].lower(), known, n=1)
        guess = f" (did you mean {close[0]!r}?)" if close else ""
        raise BenchError(
            f"{listing}: {others[0]!r} is unknown{guess}",
            f"{_LAYOUT}; leave other columns out, or say --ignore-other-columns",
        )
    items = [name for name in ("item_a", "item_b") if name in found]
    if len(items) == 1:
        raise BenchError(f"{listing}: item_a and item_b go together", _LAYOUT)
    if items and "group" in found:
        raise BenchError(
            f"{listing}: group and items say what pairs share in two ways",
            "keep item_a and item_b where every pair is of two items, else group",
        )
    return [*REQUIRED, *items, *(["group"] if "group" in found else [])]


def _scores(column: pa.Array, table: _Table, done: int, similarity: str) -> npt.NDArray[np.float64]:
    values = _numbers(column, "score", table, done)
    low, high = RANGES[similarity]
    for bad, why, hint in (
        (
            ~np.isfinite(values),
            "a score must be finite",
            "leave pairs without a score out, or mend what computes them",
        ),
        (
            (values < low - SLACK) | (values > high + SLACK),
            f"{similarity} lies in [{low:g}, {high:g}]",
            "say what the scores are by --similarity",
        ),
    ):
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            raise BenchError(f"{table.line(done + row)}: score is {values[row]:g}; {why}", hint)
    return values


def _labels(column: pa.Array, table: _Table, done: int) -> npt.NDArray[np.int8]:
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    values = _numbers(column, "label", table, done)
    bad = (values != 0) & (values != 1)
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise BenchError(
            f"{table.line(done + row)}: label is {_shown(column[row])}; labels are 0 or 1",
            "1 is a true pair, 0 is none",
        )
    return values.astype(np.int8)


def _numbers(column: pa.Array, name: str, table: _Table, done: int) -> npt.NDArray[np.float64]:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = pc.utf8_trim_whitespace(column)
    try:
        if column.null_count == 0:
            return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False))
    except pa.ArrowException:
        pass
    for row, cell in enumerate(column):
        if not _casts(cell):
            raise BenchError(
                f"{table.line(done + row)}: {name} is {_shown(cell)}, not a number",
                "a score is a number with a decimal point"
                if name == "score"
                else "labels are 0 or 1; 1 is a true pair",
            )
    raise BenchError(f"{table.path}: {name} is of type {column.type}, not a number", _LAYOUT)


def _names(column: pa.Array, name: str, table: _Table, done: int) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    empty = pc.fill_null(pc.equal(text, ""), True).to_numpy(zero_copy_only=False)
    if empty.any():
        row = int(np.flatnonzero(empty)[0])
        raise BenchError(
            f"{table.line(done + row)}: {name} is empty",
            "name the item or group of every pair; a pair that shares nothing has a name of "
            "its own",
        )
    return text.dictionary_encode()


def _codes(names: list[list[pa.Array]], rows: int) -> npt.NDArray[np.int32] | None:
    """Give numbers to what pairs share; both item columns by one numbering."""
    if not names:
        return None
    chunks = pa.chunked_array([chunk for column in names for chunk in column])
    indices = chunks.unify_dictionaries().combine_chunks()
    if isinstance(indices, pa.ChunkedArray):
        indices = indices.chunk(0)
    codes = np.asarray(indices.indices, dtype=np.int32)
    return codes if len(names) == 1 else np.stack([codes[:rows], codes[rows:]], axis=1)


def _require_both(
    scores: npt.NDArray[np.float64], labels: npt.NDArray[np.int8], path: Path
) -> None:
    positives = int(labels.sum())
    if positives in (0, len(labels)):
        kind, lacking = ("0", "true") if positives == 0 else ("1", "false")
        raise BenchError(
            f"{path}: all {len(labels):,} labels are {kind}",
            f"a threshold needs both kinds: add {lacking} pairs",
        )
    if positives < FEWEST_POSITIVES:
        raise BenchError(
            f"{path}: {positives} true pairs among {len(labels):,}",
            f"at least {FEWEST_POSITIVES} are needed to say anything about recall: label more",
        )
    if scores.min() == scores.max():
        raise BenchError(
            f"{path}: all {len(scores):,} scores are {scores[0]:g}",
            "no threshold can tell the pairs apart: check what computes the scores",
        )


def _require_distinct(items: npt.NDArray[np.int32], table: _Table) -> None:
    """Refuse a pair that is listed twice, in either order, or of one item with itself."""
    same = items[:, 0] == items[:, 1]
    if same.any():
        raise BenchError(
            f"{table.line(int(np.flatnonzero(same)[0]))}: item_a and item_b are the same",
            "leave pairs of an item with itself out; give a copy a name of its own",
        )
    low, high = items.min(axis=1).astype(np.int64), items.max(axis=1)
    keys = low * (int(high.max()) + 1) + high
    order = np.argsort(keys, kind="stable")
    again = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    if len(again):
        # Of all repeats the one that comes first in the file.
        at = int(again[np.argmin(order[again + 1])])
        first, second = int(order[at]), int(order[at + 1])
        raise BenchError(
            f"{table.line(second)}: this pair is there already "
            f"({table.line(first).rpartition(', ')[2]}); {len(again):,} such "
            "in all",
            "keep each pair once, whichever of its items comes first",
        )


def _not_utf8(path: Path) -> BenchError:
    return BenchError(
        f"{path} is not a CSV file in UTF-8", "save it as CSV in UTF-8 (in Excel: CSV UTF-8)"
    )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


def _casts(cell: pa.Scalar) -> bool:
    if not cell.is_valid:
        return False
    try:
        cell.cast(pa.float64(), safe=False)
    except pa.ArrowException:
        return False
    return True


def _shown(cell: pa.Scalar) -> str:
    return "empty" if cell.as_py() in (None, "") else repr(cell.as_py())


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
