"""Tables of another Git revision, without checking it out."""

import io
import subprocess
from pathlib import Path

import pandas as pd

from lib.errors import BenchError
from lib.params import CORPORA
from lib.paths import Paths
from lib.schemas import COLUMNS, WORDS


def resolve(revision: str) -> str:
    """Return the short hash of a revision.

    Raises
    ------
    BenchError
        If Git does not know it, or this is no Git checkout.
    """
    run = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if run.returncode:
        if _git("rev-parse", "--git-dir").returncode:
            raise BenchError("this is no Git checkout", "run from the root of a clone")
        raise BenchError(
            f"Git knows no revision {revision!r}",
            "name a branch, a tag or a commit; a shallow clone has to fetch it first: "
            f"git fetch origin {revision}",
        )
    return run.stdout.decode().strip()[:10]


def corpora(revision: str) -> list[str]:
    """List the corpora that have a table of results here or in the revision, sorted."""
    return [
        name
        for name in sorted(CORPORA)
        if Paths(name).results.exists() or old_bytes(revision, Paths(name).results) is not None
    ]


def old_bytes(revision: str, path: Path) -> bytes | None:
    """Return a file as it is in the revision; None where it has none."""
    run = _git("show", "--end-of-options", f"{revision}:{path.as_posix()}")
    return None if run.returncode else run.stdout


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
    old = old_bytes(revision, path)
    return _read(old, path, f"{revision}:{path}"), _read(new, path, str(path))


def same(revision: str, path: Path) -> bool:
    """Whether a file holds the same bytes in the revision and here; absent counts as a value."""
    return old_bytes(revision, path) == (path.read_bytes() if path.exists() else None)


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


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *arguments], capture_output=True, check=False)
