"""A submission's folder: two plain files and nothing else, or it is refused."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from lib.core.errors import BenchError
from lib.core.params.names import CORPORA
from lib.encoders.submitted import metadata
from lib.encoders.submitted.read_embeddings import NPY, NPZ

_ARCHIVES = (".7z", ".bz2", ".gz", ".rar", ".tar", ".tgz", ".xz", ".zip", ".zst")


class Place(NamedTuple):
    """Where a submission lies: ``<root>/<corpus>/<name>``, links resolved."""

    root: Path
    corpus: str
    name: str


class Files(NamedTuple):
    """The two files that may be opened, None where there is none, and what is wrong."""

    embeddings: Path | None
    metadata: Path | None
    errors: list[BenchError]


def locate(folder: Path) -> Place:
    """Read corpus and name off the path ``data/submissions/<corpus>/<name>``.

    Raises
    ------
    BenchError
        If it is no folder, is a link, or its parent is not named as a corpus is.
    """
    if folder.is_symlink():
        raise BenchError(f"{folder} is a link", "submit the folder itself")
    if not folder.is_dir():
        raise BenchError(
            f"{folder} is no folder", "it is data/submissions/<corpus>/<name>, with two files"
        )
    place = folder.resolve()
    if place.parent.name not in CORPORA:
        raise BenchError(
            f"{folder} lies in a folder named {place.parent.name!r}, which is no corpus",
            f"move it to data/submissions/<corpus>/{place.name}; "
            f"the corpora are {', '.join(CORPORA)}",
        )
    return Place(place.parent.parent, place.parent.name, place.name)


def find_files(folder: Path) -> Files:
    """Look at every entry of a folder, without opening or following any.

    Returns
    -------
    Files
        The errors name links, folders, archives and whatever else is too much,
        and what is missing.
    """
    found: dict[str, Path] = {}
    errors = []
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        problem = _problem(entry)
        if problem:
            errors.append(BenchError(f"{folder}: {entry.name!r} {problem[0]}", problem[1]))
        else:
            found[entry.name] = Path(entry.path)
    if NPY in found and NPZ in found:
        errors.append(BenchError(f"{folder} has {NPY} and {NPZ}", "keep one of them"))
    if NPY not in found and NPZ not in found:
        errors.append(
            BenchError(
                f"{folder} lacks {NPY}",
                "the script that export-manifest writes shows how to fill it",
            )
        )
    if metadata.FILE not in found:
        errors.append(
            BenchError(
                f"{folder} lacks {metadata.FILE}", "export-manifest writes one to be filled in"
            )
        )
    return Files(found.get(NPY, found.get(NPZ)), found.get(metadata.FILE), errors)


def refuse(folder: Path, errors: Sequence[BenchError], hint: str = "") -> None:
    """Raise all that is wrong with a submission as one message; nothing where nothing is.

    Parameters
    ----------
    folder : Path
        Of the submission.
    errors : sequence of BenchError
    hint : str, optional
        What to do about all of them.

    Raises
    ------
    BenchError
        With a line a problem, if there is any.
    """
    if errors:
        listed = "\n".join(f"- {error}" for error in errors)
        what = "1 problem" if len(errors) == 1 else f"{len(errors)} problems"
        raise BenchError(f"{folder} is refused, {what}:\n{listed}", hint)


def _problem(entry: os.DirEntry[str]) -> tuple[str, str] | None:
    """Say what is wrong with an entry, and what to do."""
    if entry.is_symlink():
        return "is a link, which may lead anywhere", "submit the file itself"
    if entry.name.lower().endswith(_ARCHIVES):
        return "is an archive", "unpack it: embeddings and metadata lie side by side"
    if entry.name not in (NPY, NPZ, metadata.FILE):
        return "does not belong there", f"a submission is {NPY} (or {NPZ}) and {metadata.FILE}"
    if not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
        return "is no plain file", "submit a file"
    return None
