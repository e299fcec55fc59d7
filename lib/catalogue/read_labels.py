"""Read the user's own vectors and what is known of their items."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.catalogue.score_table import ScoreTable
from lib.core.arrays import Bools, Floats
from lib.core.errors import BenchError
from lib.core.explain import did_you_mean
from lib.semantics.labelled import Labelled, labelled
from lib.semantics.measures.novelty import RIVAL
from lib.semantics.measures.transfer import CLASS

LAYOUT = (
    "the table has a row for each row of the vectors, in the same order, and the columns class "
    "and, if you like, id, group (items that show the same thing), reference (1 for what is "
    "known, 0 for a stream in which something may be new) and severity_<name> (how strongly a "
    "copy was altered; empty for an item as it stands)"
)
"""What a file of labels holds."""

_KNOWN = ("class", "id", "group", "reference")
_SEVERITY = "severity_"


@dataclass(frozen=True, eq=False)
class Items:
    """What was read.

    Attributes
    ----------
    data : Labelled
    ignored : tuple of str
        Columns of other names.
    """

    data: Labelled
    ignored: tuple[str, ...]


def read_items(embeddings: Path, labels: Path, *, ignore_other_columns: bool = False) -> Items:
    """Read vectors and labels.

    Parameters
    ----------
    embeddings : Path
        A NumPy file of shape (N, D).
    labels : Path
        CSV or Parquet, see `LAYOUT`.
    ignore_other_columns : bool, optional
        Read past columns of other names, which are refused otherwise.

    Raises
    ------
    BenchError
        Says what is wrong, where, and what to do.
    """
    vectors = _vectors(embeddings)
    table, ignored = _table(labels, ignore_other_columns)
    if len(table) != len(vectors):
        raise BenchError(
            f"{embeddings} has {len(vectors):,} vectors and {labels} {len(table):,} rows of labels",
            "write one row of labels for each vector, in the same order",
        )
    for column in [name for name in ("class", "id", "group") if name in table]:
        empty = np.flatnonzero(table[column] == "")
        if len(empty):
            raise BenchError(f"{labels}, row {empty[0] + 1}: {column} is empty", LAYOUT)
    data = labelled(
        vectors,
        table["class"].tolist(),
        ids=table["id"].tolist() if "id" in table else None,
        groups=table["group"].tolist() if "group" in table else None,
        targets={
            name.removeprefix(_SEVERITY): _numbers(table[name], labels, name)
            for name in table
            if name.startswith(_SEVERITY)
        },
        reference=_truths(table["reference"], labels) if "reference" in table else None,
    )
    return Items(data, ignored)


def _vectors(path: Path) -> Floats:
    try:
        found = np.load(path, allow_pickle=False)
    except FileNotFoundError:
        raise BenchError(f"{path} is not there", "check the path")
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise BenchError(
            f"{path} is no NumPy file: {error}", "save it by numpy.save, without objects"
        )
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
        raise BenchError(
            f"{path} holds no single array of numbers", "save one matrix by numpy.save"
        )
    if found.ndim != 2 or not found.size:
        raise BenchError(
            f"{path} has the shape {found.shape}, not (N, D)", "save one row of numbers an item"
        )
    return np.asarray(found, dtype=np.float64)


def _table(path: Path, ignore_other_columns: bool) -> tuple[pd.DataFrame, tuple[str, ...]]:
    opened = ScoreTable.open(path, LAYOUT)
    known = [name for name in opened.columns if name in _KNOWN or name.startswith(_SEVERITY)]
    others = tuple(name for name in opened.columns if name not in known)
    if others and not ignore_other_columns:
        raise BenchError(
            f"{path} has a column {others[0]!r}{did_you_mean(others[0], _KNOWN)}",
            f"{LAYOUT}; --ignore-other-columns reads past others",
        )
    opened.require(["class"], known)
    for name in known:
        change = name.removeprefix(_SEVERITY)
        if name.startswith(_SEVERITY) and change in ("", CLASS, RIVAL):
            raise BenchError(
                f"{path}: {name} does not say which change it is the severity of",
                "name the change, such as severity_angle",
            )
    return _texts(opened, known), others


def _texts(opened: ScoreTable, names: Sequence[str]) -> pd.DataFrame:
    """Read columns as text without blanks around it, whatever Parquet keeps them as."""
    batches = list(opened.batches(names))
    if not sum(len(batch) for batch in batches):
        raise BenchError(f"{opened.path} has no rows", LAYOUT)
    table, texts = pa.Table.from_batches(batches), {}
    for name in names:
        try:
            cells = table.column(name).cast(pa.string()).to_pylist()
        except pa.ArrowException:
            raise BenchError(
                f"{opened.path}: {name} holds {table.schema.field(name).type}",
                "write words or numbers",
            )
        texts[name] = ["" if cell is None else cell.strip() for cell in cells]
    return pd.DataFrame(texts, dtype=str)


def _numbers(column: pd.Series, path: Path, name: str) -> Floats:
    values = np.full(len(column), np.nan)
    for row, text in enumerate(column):
        if text == "":
            continue
        try:
            values[row] = float(text)
        except ValueError:
            values[row] = np.inf
        if not np.isfinite(values[row]):
            raise BenchError(
                f"{path}, row {row + 1}: {name} is {text!r}", "write a number, or nothing"
            )
    return values


def _truths(column: pd.Series, path: Path) -> Bools:
    meant = {"1": True, "true": True, "0": False, "false": False}
    words = column.str.lower()
    bad = np.flatnonzero(~words.isin(list(meant)))
    if len(bad):
        raise BenchError(
            f"{path}, row {bad[0] + 1}: reference is {column.iloc[bad[0]]!r}",
            "write 1 for items that are known, 0 for the others",
        )
    return np.array([meant[word] for word in words], dtype=bool)
