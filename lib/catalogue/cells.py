"""Cells of a table of scores as arrays; a bad cell is named by its row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lib.catalogue.score_table import ScoreTable
from lib.catalogue.scores import RANGES, SLACK, outside
from lib.core.arrays import Bools, Floats
from lib.core.errors import BenchError


@dataclass(frozen=True)
class Cells:
    """Some rows of a column, N of them.

    Attributes
    ----------
    values : pyarrow.Array
    name : str
        Of the column.
    table : ScoreTable
    first : int
        Rows of the table before these.
    """

    values: pa.Array
    name: str
    table: ScoreTable
    first: int = 0

    def scores(self, similarity: str) -> Floats:
        """Return finite scores in the similarity's range, up to rounding, shape (N,)."""
        values = self.finite(
            "a score is a number with a decimal point; a comma will do where cells are separated "
            "by semicolons"
        )
        low, high = RANGES[similarity]
        self.refuse(
            outside(values, similarity),
            f"{similarity} lies in [{low:g}, {high:g}], give or take {SLACK:g}",
            "say what the scores are by --similarity",
            values,
        )
        return values

    def labels(self) -> npt.NDArray[np.int8]:
        """Return labels, shape (N,): 1 or true, 0 or false, in any spelling of these."""
        column, hint = self._trimmed(), "1 is a true pair, 0 is none"
        if _is_text(column):
            small = pc.utf8_lower(column)
            for word, digit in (("true", "1"), ("false", "0")):
                column = pc.if_else(pc.equal(small, word), digit, column)
        why = "labels are 0 or 1"
        values = replace(self, values=column).numbers(hint, why)
        self.refuse((values != 0) & (values != 1), why, hint)
        return values.astype(np.int8)

    def names(self) -> pa.Array:
        """Return names as text, none of them empty, as they stand."""
        self.refuse(
            self.blank(),
            "it must be a name",
            f"each row needs its {self.name}; what shares nothing with others has a name of its "
            "own",
        )
        return self.text()

    def finite(self, hint: str) -> Floats:
        """Return finite numbers, shape (N,); `hint` says what to do about text."""
        values = self.numbers(hint)
        self.refuse(
            ~np.isfinite(values),
            f"a {self.name} must be finite",
            "leave the row out, or mend what computes it",
            values,
        )
        return values

    def numbers(self, hint: str, why: str = "it must be a number") -> Floats:
        """Return numbers, shape (N,), infinities and NaN among them; refuse text and blanks."""
        column = self._trimmed()
        if self.table.separator == ";" and _is_text(column):
            column = pc.replace_substring(column, ",", ".")
        try:
            if column.null_count == 0:
                return np.asarray(
                    column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
                )
        except pa.ArrowException:
            pass
        found = [_number(cell) for cell in column]
        self.refuse(np.array([one is None for one in found]), why, hint)
        return np.array(found, dtype=np.float64)

    def text(self) -> pa.Array:
        """Return the cells as text, as they stand; null where there is none."""
        try:
            return self.values.cast(pa.string())
        except pa.ArrowException:
            found = self.values.to_pylist()
            return pa.array([None if one is None else str(one) for one in found], pa.string())

    def blank(self) -> Bools:
        """Mark cells that hold nothing, or no number where numbers are, shape (N,)."""
        if pa.types.is_floating(self.values.type):
            empty = pc.is_null(self.values, nan_is_null=True)
        else:
            empty = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(self.text()), ""), True)
        return np.asarray(empty.to_numpy(zero_copy_only=False))

    def refuse(self, bad: Bools, why: str, hint: str, values: Floats | None = None) -> None:
        """Raise a `BenchError` for the first bad cell: where it is, and what (or its value)."""
        if bad.any():
            row = int(np.argmax(bad))
            cell = self._trimmed()[row].as_py()
            shown = repr(cell) if values is None else f"{values[row]:.6g}"
            what = "empty" if cell in (None, "") else f"{shown}; {why}"
            what += f" (at least {bad.sum():,} such rows)" if bad.sum() > 1 else ""
            raise BenchError(f"{self.table.place(self.first + row)}: {self.name} is {what}", hint)

    def _trimmed(self) -> pa.Array:
        return pc.utf8_trim_whitespace(self.values) if _is_text(self.values) else self.values


def batches(table: ScoreTable, columns: Sequence[str]) -> Iterator[dict[str, Cells]]:
    """Yield a table piece by piece: `Cells` by name of column.

    Raises
    ------
    BenchError
        If a row cannot be read, or there is none.
    """
    done = 0
    for batch in table.batches(columns):
        parts = zip(columns, batch.columns, strict=True)
        yield {name: Cells(_plain(part), name, table, done) for name, part in parts}
        done += batch.num_rows
    if not done:
        raise BenchError(f"{table.path} has a header and no rows", table.layout)


def whole(table: ScoreTable, columns: Sequence[str]) -> dict[str, Cells]:
    """Read a table at once, see :func:`batches`."""
    parts = list(batches(table, columns))
    return {
        name: Cells(pa.concat_arrays([part[name].values for part in parts]), name, table)
        for name in columns
    }


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _is_text(column: pa.Array) -> bool:
    return bool(pa.types.is_string(column.type) or pa.types.is_large_string(column.type))


def _number(cell: pa.Scalar) -> float | None:
    try:
        found: float | None = cell.cast(pa.float64(), safe=False).as_py()
    except pa.ArrowException:
        return None
    return found
