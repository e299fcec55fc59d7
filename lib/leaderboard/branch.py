"""What a branch that adds rows may hold: its own files, and nothing that all rows share.

The hashes, tables, card and pictures say something of every row. Two branches that
both carry them conflict, although the rows have nothing to do with each other; they
are therefore made again after the merge, and left out of the branch.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from lib.core.git import changed_since, file_at, git
from lib.core.params.names import CORPORA, SUBMISSIONS, encoder_names
from lib.core.paths import Paths
from lib.leaderboard.verify.dvc_files import LOCK

_PARAMS = Path("params.yaml")
_README = Path("README.md")


@dataclass(frozen=True)
class Branch:
    """The rows of a branch, and what it holds besides.

    Attributes
    ----------
    added : tuple of str
        Names of rows that are new, sorted.
    submissions : tuple of Path
        Folders of submissions in which something has changed, sorted.
    shared : tuple of str
        Changed files that belong to all rows, sorted; empty where no row is added.
    listed : bool
        Whether the list of encoders in params.yaml has changed, where a row is added.
    """

    added: tuple[str, ...]
    submissions: tuple[Path, ...]
    shared: tuple[str, ...]
    listed: bool


def read_branch(revision: str) -> Branch:
    """Look at what the branch has committed since it left `revision`.

    Raises
    ------
    BenchError
        If Git does not know the revision, or the two have no common ancestor.
    """
    changes = changed_since(revision)
    before = git("merge-base", revision, "HEAD").stdout.decode().strip()
    folders = {folder for path in changes if (folder := _submission(path))}
    sent = sorted(folder for folder in folders if _exists("HEAD", folder))
    added = {folder.name for folder in sent if not _exists(before, folder)}
    added |= {name for name in encoder_names() if changes.get(f"lib/encoders/{name}.py") == "A"}
    own = {path.as_posix() for corpus in CORPORA for row in added for path in _own(corpus, row)}
    return Branch(
        added=tuple(sorted(added)),
        submissions=tuple(sent),
        shared=tuple(path for path in changes if added and _is_shared(path, own)),
        listed=bool(added)
        and _encoders(file_at(before, _PARAMS)) != _encoders(file_at("HEAD", _PARAMS)),
    )


def _exists(revision: str, folder: Path) -> bool:
    return git("cat-file", "-e", f"{revision}:{folder.as_posix()}").returncode == 0


def _submission(path: str) -> Path | None:
    parts = PurePosixPath(path).parts
    inside = path.startswith(f"{SUBMISSIONS.as_posix()}/") and len(parts) > 3
    return Path(*parts[:4]) if inside else None


def _own(corpus: str, row: str) -> tuple[Path, ...]:
    """Files below reports/ that speak of one row alone."""
    paths = Paths(corpus)
    return (
        paths.metrics(row),
        paths.calibration_metrics(row),
        paths.semantics_metrics(row),
        paths.tier6_metrics(row),
    )


def _is_shared(path: str, own: set[str]) -> bool:
    place = PurePosixPath(path)
    if path in (LOCK.as_posix(), _README.as_posix()):
        return True
    if place.parts[0] == "reports":
        return path not in own
    return place.parts[0] == "data" and place.parts[1] not in (SUBMISSIONS.name, "eval-bucket")


def _encoders(text: bytes | None) -> Any:
    values = yaml.safe_load(text or b"")
    return values.get("encoders") if isinstance(values, Mapping) else None
