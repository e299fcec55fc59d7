"""How every file under data/ and reports/ is read and written.

Writes are atomic: a file appears under its name complete or not at all. Tables
have LF line ends, columns in a declared order and floats rounded once.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.output import writing
from lib.core.rounding import rounded
from lib.core.tables import DECIMALS, Table, declared


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Give a temporary path to write to; rename it to `path` if all went well.

    Raises
    ------
    BenchError
        If it cannot be written; what was there before stays.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with LF line ends."""
    with atomic(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, value: Any) -> None:
    """Write JSON, two spaces deep, keys in the order given."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def read_json(path: Path) -> Any:
    """Read what :func:`write_json` wrote."""
    return json.loads(existing(path).read_text(encoding="utf-8"))


def write_table(path: Path, table: pd.DataFrame, name: str | None = None) -> None:
    """Write a CSV or Parquet table in the columns declared for its file name.

    Parameters
    ----------
    path : Path
        Ends in ``.csv`` or ``.parquet``.
    table : pandas.DataFrame
        Has at least the declared columns; others are left out.
    name : str, optional
        Of the declared table, where it is not the file's own name.
    """
    declaration = declared(name or path.name)
    kept = table.loc[:, declaration.names].copy()
    for column in kept.select_dtypes("floating"):
        digits = declaration.digits.get(column, DECIMALS)
        kept[column] = kept[column].round(digits) + 0.0
        if digits != DECIMALS and path.suffix != ".parquet":
            kept[column] = kept[column].map(f"{{:.{digits}f}}".format, na_action="ignore")
    with atomic(path) as part:
        if path.suffix == ".parquet":
            kept.to_parquet(part, index=False, compression="zstd")
        else:
            kept.to_csv(
                part,
                index=False,
                lineterminator="\n",
                float_format=f"%.{DECIMALS}f",
                encoding="utf-8",
            )


def read_table(path: Path, name: str | None = None) -> pd.DataFrame:
    """Read a CSV or Parquet table and require its declared columns.

    Raises
    ------
    BenchError
        If it is not there, lacks a column or holds something else in one.
    """
    declaration = declared(name or path.name)
    if existing(path).suffix == ".parquet":
        table = pd.read_parquet(path)
    else:
        with path.open("rb") as stream:
            table = parse_csv(stream, declaration, str(path))
    missing = [column for column in declaration.names if column not in table.columns]
    if missing:
        raise BenchError(
            f"{path} lacks the columns {', '.join(missing)}; it has {', '.join(table.columns)}",
            "it was written by another version: run dvc repro",
        )
    return table


def parse_csv(stream: BinaryIO, declaration: Table, shown: str) -> pd.DataFrame:
    """Read the CSV form of a table in its declared types, whichever of its columns are there.

    Parameters
    ----------
    stream : binary file
    declaration : Table
    shown : str
        What to call the file.

    Raises
    ------
    BenchError
        If it is no such table.
    """
    types = {column.name: column.dtype for column in declaration.columns}
    try:
        return pd.read_csv(
            stream,
            # Others are inferred: a row of another version may lack a whole number.
            dtype={name: kind for name, kind in types.items() if kind in ("str", "float64")},
            keep_default_na=False,
            na_values={name: [""] for name, kind in types.items() if kind != "str"},
        )
    except ValueError as error:
        raise BenchError(f"{shown} is no table: {error}", "restore the file from Git")


def write_vectors(path: Path, vectors: npt.NDArray[np.floating], decimals: int) -> None:
    """Write embeddings as float32, rounded to `decimals` digits after the point."""
    with atomic(path) as part, part.open("wb") as stream:
        np.save(stream, rounded(vectors, decimals), allow_pickle=False)


def read_vectors(path: Path, rows: int | None = None) -> Floats:
    """Read embeddings, shape (N, D), as float64; check the number of rows if given."""
    vectors = np.load(existing(path), allow_pickle=False)
    if rows is not None and len(vectors) != rows:
        raise BenchError(
            f"{path} has {len(vectors)} rows, the manifest {rows}",
            "run dvc repro to bring it up to date",
        )
    return np.asarray(vectors, dtype=np.float64)


def drop_strays(folder: Path, keep: Sequence[Path]) -> None:
    """Remove what a cell of the matrix left behind that is no longer on the list.

    A stage that depends on the folder would otherwise hash files which the
    parameters do not ask for. DVC's cache still has them.
    """
    for path in sorted(folder.iterdir()):
        if path not in keep:
            print(f"{path} is not asked for by params.yaml: removed")
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with existing(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def existing(path: Path) -> Path:
    """Return `path` if something is there.

    Raises
    ------
    BenchError
        If not.
    """
    if not path.exists():
        raise BenchError(f"{path} is not there", "make it with: make repro")
    return path
