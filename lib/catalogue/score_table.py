"""A file of scores as batches of columns, and the place of each row for a message."""

import bz2
import csv
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from lib.catalogue.spooled import regular
from lib.core.errors import BenchError
from lib.core.explain import did_you_mean

_BLOCK = 1 << 22
_ROWS = 1 << 18
_UNREADABLE = (OSError, EOFError, zlib.error, lzma.LZMAError)
_OPENERS: dict[str, Any] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


@dataclass(frozen=True)
class ScoreTable:
    """A CSV or Parquet file; :meth:`open` makes one.

    CSV is UTF-8, separated by commas or semicolons, with a header; it may be packed by gzip,
    bzip2 or xz where its name says so.

    Attributes
    ----------
    path : Path
        Its name, for messages.
    content : Path
        What is read, as often as needed: the file, or a copy of what came through a pipe.
    columns : tuple of str
    separator : str
        Of cells; where it is a semicolon, decimals may have a comma.
    parquet : bool
    layout : str
    """

    path: Path
    content: Path
    columns: tuple[str, ...]
    separator: str
    parquet: bool
    layout: str
    _kept: object = field(default=None, repr=False, compare=False)

    @classmethod
    def open(cls, path: Path, layout: str) -> "ScoreTable":
        """Look at the start of a file and read the names of its columns.

        Parameters
        ----------
        path : Path
            A pipe is copied to a temporary file, which lives as long as the table.
        layout : str
            What the table should hold, as a hint to whoever made it otherwise.

        Raises
        ------
        BenchError
            If it cannot be read, or is neither CSV in UTF-8 nor Parquet.
        """
        if path.is_dir():
            raise BenchError(f"{path} is a folder, not a file", layout)
        try:
            content, kept = regular(path)
            with _open(content) as stream:
                start = stream.read(4096)
        except _UNREADABLE as error:
            reason = getattr(error, "strerror", None) or _first_line(error)
            raise BenchError(f"{path} cannot be read: {reason}", "check the path")
        if not start.strip():
            raise BenchError(f"{path} is empty", layout)
        if start.startswith(b"PAR1") or path.suffix.lower() in (".parquet", ".pq"):
            try:
                names = tuple(pq.read_schema(content).names)
                return cls(path, content, names, ",", True, layout, kept)
            except (pa.ArrowException, OSError) as error:
                raise _damaged(path, error)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise BenchError(f"{path} is UTF-16 text", "save it as CSV in UTF-8")
        if b"\0" in start or start.startswith((b"PK\x03\x04", b"\x1f\x8b")):
            raise BenchError(
                f"{path} is not a CSV file: it holds binary data",
                "export the table as CSV in UTF-8, or as Parquet",
            )
        columns, separator = _header(path, content, layout)
        return cls(path, content, columns, separator, False, layout, kept)

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Yield the rows, columns in the order asked for; CSV cells as text.

        Raises
        ------
        BenchError
            If a row cannot be read.
        """
        names = list(columns)
        try:
            if self.parquet:
                with pq.ParquetFile(self.content) as file:
                    for batch in file.iter_batches(_ROWS, columns=names):
                        yield batch.select(names)
                return
            with (
                _open(self.content) as stream,
                pacsv.open_csv(
                    stream,
                    pacsv.ReadOptions(
                        column_names=list(self.columns), skip_rows=1, block_size=_BLOCK
                    ),
                    pacsv.ParseOptions(delimiter=self.separator, newlines_in_values=True),
                    pacsv.ConvertOptions(
                        column_types=dict.fromkeys(names, pa.string()), include_columns=names
                    ),
                ) as reader,
            ):
                yield from reader
        except (pa.ArrowException, *_UNREADABLE) as error:
            if self.parquet:
                raise _damaged(self.path, error)
            # A file of a header alone is no error to its reader.
            if not str(error).startswith(("Empty CSV file", "Could not skip")):
                raise self._broken(error)

    @property
    def listing(self) -> str:
        """The columns in words, to begin a message."""
        return f"{self.path} has the columns {', '.join(self.columns) or '(none)'}"

    def require(self, names: Sequence[str], known: Sequence[str] = ()) -> None:
        """Raise a `BenchError` where a column is missing, or is there twice (of `known`, too)."""
        meant = {*names, *known}
        twice = sorted({name for name in meant if self.columns.count(name) > 1})
        if twice:
            raise BenchError(f"{self.listing}: {twice[0]} is there twice", "name each column once")
        for name in names:
            if name not in self.columns:
                guess = did_you_mean(name, [other for other in self.columns if other not in meant])
                raise BenchError(f"{self.listing}: there is no {name!r}{guess}", self.layout)

    def place(self, row: int) -> str:
        """Say where a row is, counted from 0."""
        return f"{self.path}, {self.line(row)}"

    def line(self, row: int) -> str:
        """Say where in the file a row is, counted from 0."""
        if self.parquet:
            return f"row {row + 1:,}"
        with _open_text(self.content) as stream:
            rows = csv.reader(stream, delimiter=self.separator)
            next(rows)
            next(islice((cells for cells in rows if cells), row, None))
            return f"line {rows.line_num:,}"

    def _broken(self, error: Exception) -> BenchError:
        """Find the line of a CSV file that cannot be read."""
        try:
            with _open_text(self.content) as stream:
                rows = csv.reader(stream, delimiter=self.separator)
                for cells in rows:
                    if cells and len(cells) != len(self.columns):
                        return BenchError(
                            f"{self.path}, line {rows.line_num:,}: {len(cells)} cells, the header "
                            f"has {len(self.columns)}",
                            "one cell a column; with decimal commas, separate cells by semicolons",
                        )
        except (UnicodeDecodeError, csv.Error):
            return _not_utf8(self.path)
        except _UNREADABLE:
            pass
        return BenchError(f"{self.path}: {_first_line(error)}", self.layout)


def _open(path: Path) -> IO[bytes]:
    opened: IO[bytes] = _OPENERS.get(path.suffix.lower(), open)(path, "rb")
    return opened


def _open_text(path: Path) -> io.TextIOWrapper:
    """Open a UTF-8 file past its byte order mark, with line ends as they are."""
    return io.TextIOWrapper(_open(path), encoding="utf-8-sig", newline="")


def _header(path: Path, content: Path, layout: str) -> tuple[tuple[str, ...], str]:
    """Read the names of the columns, and find out by what they are separated."""
    try:
        with _open_text(content) as stream:
            ways = {}
            for separator in ",;":
                stream.seek(0)
                ways[separator] = next(csv.reader(stream, delimiter=separator))
            separator = max(ways, key=lambda one: len(ways[one]))
            cells = [cell.strip() for cell in ways[separator]]
    except UnicodeDecodeError:
        raise _not_utf8(path)
    except csv.Error as error:
        raise BenchError(f"{path} is not a CSV file: {error}", layout)
    if len(cells) == 1 and "\t" in cells[0]:
        raise BenchError(
            f"{path} is separated by tabs", "separate its cells by commas or semicolons"
        )
    if cells and all(_is_number(cell) for cell in cells):
        first = separator.join(cells)
        raise BenchError(f"{path} has no header: its first line is {first}", layout)
    return tuple(cells), separator


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _damaged(path: Path, error: Exception) -> BenchError:
    return BenchError(
        f"{path} is a damaged Parquet file: {_first_line(error)}",
        "write it again, or export the table as CSV",
    )


def _not_utf8(path: Path) -> BenchError:
    return BenchError(
        f"{path} is not a CSV file in UTF-8", "save it as CSV in UTF-8 (in Excel: CSV UTF-8)"
    )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__
