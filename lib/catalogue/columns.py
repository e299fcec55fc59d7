"""Columns of a table of scored pairs as arrays; a bad cell is named by its row."""

import difflib

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lib.catalogue.score_table import LAYOUT, ScoreTable
from lib.catalogue.scores import RANGES, outside
from lib.core.errors import BenchError
from lib.thresholds.curves import Floats

REQUIRED = ("score", "label")
OPTIONAL = ("group", "item_a", "item_b")


def choose_columns(table: ScoreTable, ignore_others: bool) -> list[str]:
    """Say which columns to read: score, label, and those that name what pairs share.

    Raises
    ------
    BenchError
        If one is missing, there twice or, unless others are ignored, unknown.
    """
    found, known = table.columns, (*REQUIRED, *OPTIONAL)
    listing = f"{table.path} has the columns {', '.join(found) or '(none)'}"
    twice = sorted({name for name in found if found.count(name) > 1 and name in known})
    if twice:
        raise BenchError(f"{listing}: {twice[0]} is there twice", "name each column once")
    others = [name for name in found if name not in known]
    for name in REQUIRED:
        if name not in found:
            close = difflib.get_close_matches(name, others, n=1)
            guess = f"; did you mean {close[0]!r}?" if close else ""
            raise BenchError(f"{listing}: there is no {name!r}{guess}", LAYOUT)
    if others and not ignore_others:
        close = difflib.get_close_matches(others[0].lower(), known, n=1)
        guess = f" (did you mean {close[0]!r}?)" if close else ""
        raise BenchError(
            f"{listing}: {others[0]!r} is unknown{guess}",
            f"{LAYOUT}; leave other columns out, or say --ignore-other-columns",
        )
    items = [name for name in ("item_a", "item_b") if name in found]
    if len(items) == 1:
        raise BenchError(f"{listing}: item_a and item_b go together", LAYOUT)
    if items and "group" in found:
        raise BenchError(
            f"{listing}: group and items say what pairs share in two ways",
            "keep item_a and item_b where every pair is of two items, else group",
        )
    return [*REQUIRED, *items, *(["group"] if "group" in found else [])]


def score_column(column: pa.Array, table: ScoreTable, done: int, similarity: str) -> Floats:
    """Return scores, shape (N,), finite and in the similarity's range; `done` rows came before."""
    values = _numbers(column, "score", table, done)
    low, high = RANGES[similarity]
    for bad, why, hint in (
        (
            ~np.isfinite(values),
            "a score must be finite",
            "leave pairs without a score out, or mend what computes them",
        ),
        (
            outside(values, similarity),
            f"{similarity} lies in [{low:g}, {high:g}]",
            "say what the scores are by --similarity",
        ),
    ):
        if bad.any():
            row = int(np.argmax(bad))
            raise BenchError(f"{table.place(done + row)}: score is {values[row]:g}; {why}", hint)
    return values


def label_column(column: pa.Array, table: ScoreTable, done: int) -> npt.NDArray[np.int8]:
    """Return labels of 0 or 1, shape (N,)."""
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    values = _numbers(column, "label", table, done)
    bad = (values != 0) & (values != 1)
    if bad.any():
        row = int(np.argmax(bad))
        raise BenchError(
            f"{table.place(done + row)}: label is {_shown(column[row])}; labels are 0 or 1",
            "1 is a true pair, 0 is none",
        )
    return values.astype(np.int8)


def name_column(column: pa.Array, name: str, table: ScoreTable, done: int) -> pa.Array:
    """Return names of items or groups, none empty, as an Arrow dictionary."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    empty = pc.fill_null(pc.equal(text, ""), True).to_numpy(zero_copy_only=False)
    if empty.any():
        raise BenchError(
            f"{table.place(done + int(np.argmax(empty)))}: {name} is empty",
            "name the item or group of every pair; a pair that shares nothing has a name of "
            "its own",
        )
    return text.dictionary_encode()


def _numbers(column: pa.Array, name: str, table: ScoreTable, done: int) -> Floats:
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
                f"{table.place(done + row)}: {name} is {_shown(cell)}, not a number",
                "a score is a number with a decimal point"
                if name == "score"
                else "labels are 0 or 1; 1 is a true pair",
            )
    raise BenchError(f"{table.path}: {name} is of type {column.type}, not a number", LAYOUT)


def _casts(cell: pa.Scalar) -> bool:
    try:
        return bool(cell.cast(pa.float64(), safe=False).is_valid)
    except pa.ArrowException:
        return False


def _shown(cell: pa.Scalar) -> str:
    return "empty" if cell.as_py() in (None, "") else repr(cell.as_py())
