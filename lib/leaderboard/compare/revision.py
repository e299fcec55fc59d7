"""Tables of another Git revision, without checking it out."""

import io
from pathlib import Path

import pandas as pd

from lib.core.errors import BenchError
from lib.core.files import parse_csv
from lib.core.git import file_at
from lib.core.params.names import CORPORA
from lib.core.paths import Paths
from lib.core.tables import declared


def corpora(revision: str) -> list[str]:
    """List the corpora that have a table of results here or in the revision, sorted."""
    results = {name: Paths(name).table("baseline-results.csv") for name in sorted(CORPORA)}
    return [
        name
        for name, path in results.items()
        if path.exists() or file_at(revision, path) is not None
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
    declaration = declared(path.name)
    table = parse_csv(io.BytesIO(data), declaration, shown)
    keys = [name for name in ("encoder", "tier", "gallery") if name in declaration.names]
    missing = [name for name in keys if name not in table]
    if missing:
        raise BenchError(f"{shown} lacks {', '.join(missing)}", "restore the file from Git")
    return table.reindex(columns=declaration.names)
