"""dvc.lock and dvc.yaml, and the hashes that they speak of."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from dvc.exceptions import DvcException  # type: ignore[import-untyped]
from dvc.repo import Repo  # type: ignore[import-untyped]
from dvc_data.hashfile.hash_info import HashInfo
from dvc_data.hashfile.meta import Meta
from dvc_data.hashfile.tree import Tree

from lib.core.errors import BenchError
from lib.core.git import git

LOCK = Path("dvc.lock")
PARAMS = "params.yaml"


@dataclass(frozen=True)
class Content:
    """What a path holds: MD5 (ending in ``.dir`` for a folder), bytes, and files if a folder."""

    md5: str
    size: int
    nfiles: int | None = None


@dataclass(frozen=True)
class Stage:
    """One stage, as dvc.lock recorded it or as dvc.yaml declares it.

    `deps` and `outs` map paths to contents, None where it is only declared;
    `params` maps dotted keys to values.
    """

    cmd: str
    deps: Mapping[str, Content | None]
    params: Mapping[str, Any]
    outs: Mapping[str, Content | None]


def read_lock(path: Path = LOCK) -> dict[str, Stage]:
    """Read every recorded stage, by address such as ``retrieve@parametric40-zernike3d``.

    Raises
    ------
    BenchError
        If there is no lock file, or it is not one.
    """
    if not path.exists():
        raise BenchError(f"{path} is not there", "run from the root of a checkout")
    return parse_lock(path.read_bytes(), str(path))


def parse_lock(text: bytes, shown: str = str(LOCK)) -> dict[str, Stage]:
    """Read the stages from a lock file's text; `shown` is what an error calls it.

    Raises
    ------
    BenchError
        If it is none.
    """
    try:
        stages = yaml.safe_load(text)["stages"]
        return {str(name): _recorded(entry) for name, entry in stages.items()}
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise BenchError(f"{shown} is malformed: {error!r}", f"restore it: git checkout {LOCK}")


def read_graph() -> dict[str, Stage]:
    """Resolve every stage that dvc.yaml declares for the current parameters.

    Raises
    ------
    BenchError
        If DVC cannot read the graph.
    """
    try:
        with Repo(str(Path.cwd())) as repo:
            # Listings of files outside the repository, in corpora/dvc.yaml, are no part of it.
            stages = [one for one in repo.index.stages if one.path_in_repo == "dvc.yaml"]
            return {stage.addressing: _declared(stage) for stage in stages}
    except DvcException as error:
        raise BenchError(f"DVC cannot read the graph: {error}", "mend the file that it names")


def corpus_of(address: str) -> str:
    """Return the corpus of a stage's address; empty for a stage outside the matrix."""
    return address.partition("@")[2].partition("-")[0]


def content(path: Path) -> Content:
    """Hash a file or a folder as DVC does; ``.dvcignore`` is respected."""
    if path.is_file():
        data = path.read_bytes()
        return Content(hashlib.md5(data, usedforsecurity=False).hexdigest(), len(data))
    with Repo(str(Path.cwd())) as repo:
        root = Path.cwd() / path
        walked = repo.dvcignore.walk(repo.fs, str(root))
        files = [Path(folder) / name for folder, _, names in walked for name in names]
    return folder_content({file.relative_to(root).as_posix(): content(file) for file in files})


def folder_content(files: Mapping[str, Content]) -> Content:
    """Hash a folder from the contents of its files, by path relative to it."""
    tree = Tree()  # type: ignore[no-untyped-call]
    for name, one in files.items():
        tree.add(tuple(name.split("/")), Meta(), HashInfo("md5", one.md5))
    tree.digest()
    return Content(str(tree.hash_info.value), sum(one.size for one in files.values()), len(files))


def git_files(*options: str) -> list[str]:
    """List what ``git ls-files`` lists, sorted.

    Raises
    ------
    BenchError
        If this is no Git checkout.
    """
    run = git("ls-files", "-z", *options)
    if run.returncode:
        raise BenchError(
            f"git cannot list the files: {run.stderr.decode().strip()}",
            "run from the root of a checkout",
        )
    return sorted(name for name in run.stdout.decode().split("\0") if name)


def _recorded(entry: Mapping[str, Any]) -> Stage:
    params = (entry.get("params") or {}).get(PARAMS) or {}
    return Stage(
        str(entry["cmd"]),
        dict(_contents(entry.get("deps") or ())),
        dict(params),
        dict(_contents(entry.get("outs") or ())),
    )


def _contents(entries: Any) -> Iterator[tuple[str, Content]]:
    for entry in entries:
        yield (
            str(entry["path"]),
            Content(str(entry["md5"]), int(entry["size"]), entry.get("nfiles")),
        )


def _declared(stage: Any) -> Stage:
    keys = [key for dep in stage.deps for key in getattr(dep, "params", None) or ()]
    plain = [dep.def_path for dep in stage.deps if getattr(dep, "params", None) is None]
    return Stage(
        str(stage.cmd),
        dict.fromkeys(plain),
        dict.fromkeys(keys),
        {out.def_path: None for out in stage.outs},
    )
