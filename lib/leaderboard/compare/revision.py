"""Tables of another Git revision, without checking it out."""

import io
from pathlib import Path

import pandas as pd

from lib.core.errors import BenchError
from lib.core.git import file_at
from lib.core.params.names import CORPORA
from lib.core.paths import Paths
from lib.core.tables import COLUMNS, WORDS


def corpora(revision: str) -> list[str]:
    """List the corpora that have a table of results here or in the revision, sorted."""
    return [
        name
        for name in sorted(CORPORA)
        if Paths(name).results.exists() or file_at(revision, Paths(name).results) is not None
    ]


def tables(revision: str, path: Path) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Read a table as it was in the revision and as it is here.

    Returns
    -------
    (DataFrame or None, DataFrame or None)
        Old and new. Columns that a side does not have yet are empty there.

    Raises
    ------
    BenchError
        If a file is there and no such table.
    """
    new = path.read_bytes() if path.exists() else None
    old = file_at(revision, path)
    return _read(old, path, f"{revision}:{path}"), _read(new, path, str(path))


def same(revision: str, path: Path) -> bool:
    """Whether a file holds the same bytes in the revision and here; absent counts as a value."""
    return file_at(revision, path) == (path.read_bytes() if path.exists() else None)


def _read(data: bytes | None, path: Path, shown: str) -> pd.DataFrame | None:
    if data is None:
        return None
    columns = COLUMNS[path.name]
    try:
        table = pd.read_csv(
            io.BytesIO(data),
            dtype=dict.fromkeys(WORDS, str),
            keep_default_na=False,
            na_values={name: [""] for name in columns if name not in WORDS},
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise BenchError(f"{shown} is no table: {error}", "restore the file from Git")
    keys = [name for name in ("encoder", "tier", "gallery") if name in columns]
    missing = [name for name in keys if name not in table]
    if missing:
        raise BenchError(f"{shown} lacks {', '.join(missing)}", "restore the file from Git")
    return table.reindex(columns=list(columns))
