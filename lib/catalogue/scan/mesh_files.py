"""The mesh files of a folder, each under its path, and the hashes of what they consist of."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from lib.catalogue.scan.cache import Cache
from lib.core.errors import BenchError
from lib.core.params.sections import FolderParams
from lib.corpus.base import Asked, Reading
from lib.corpus.files import READERS, read_mesh
from lib.corpus.files.load import Missing, UpAxis
from lib.corpus.files.source import Source
from lib.corpus.walk import shown, walk


@dataclass(frozen=True)
class MeshFile:
    """A file that may hold a mesh.

    Attributes
    ----------
    id : str
        Its path in the folder, as it is shown; unique among the files of a scan.
    path : Path
    root : Path
        The folder; textures and materials are looked for inside it.
    up_axis : {"auto", "x", "y", "z"}
    missing : {"refuse", "grey"}
    """

    id: str
    path: Path
    root: Path
    up_axis: UpAxis = "auto"
    missing: Missing = "grey"

    def read(self) -> Reading:
        """Read the mesh; raise a `BenchError` where there is none to be had."""
        return read_mesh(self.path, self.up_axis, self.id, self.root, self.missing)

    def neighbour(self, folder: str, name: str) -> Path | None:
        """Look for what this file named before, from a folder relative to its own."""
        place = Path(os.path.normpath(self.path.parent / folder))
        return Source(place / self.path.name, self.root).find(name)


@dataclass(frozen=True)
class Listing:
    """What a folder holds.

    Attributes
    ----------
    files : tuple of MeshFile
        Sorted by id.
    unreached : tuple of str
        What could not be followed, and why.
    left_out : int
        Mesh files in the output folder, where that lies in the folder that is scanned.
    """

    files: tuple[MeshFile, ...]
    unreached: tuple[str, ...]
    left_out: int


def list_meshes(folder: Path, out: Path, params: FolderParams, *, strict: bool) -> Listing:
    """List the mesh files below a folder.

    Parameters
    ----------
    folder : Path
    out : Path
        Where the results go; meshes in there are no part of the catalogue.
    params : FolderParams
        Which axis points up in the files.
    strict : bool
        Refuse a mesh whose textures or materials are not there.

    Raises
    ------
    BenchError
        If the folder is none, or holds no mesh file.
    """
    if not folder.is_dir():
        raise BenchError(f"{shown(str(folder))} is not a folder", "name a folder of mesh files")
    if folder.resolve() == out.resolve():
        raise BenchError(
            f"--out {shown(str(out))} is the folder that is scanned",
            "results would lie among the meshes: name another folder",
        )
    tree = walk(folder)
    meshes = [path for path in tree.files if path.suffix.lower() in READERS]
    kept = [path for path in meshes if not _lies_in(folder / path, out)]
    if folder.resolve().is_relative_to(out.resolve()):
        kept = meshes
    if not kept:
        beside = f"; not reached: {', '.join(tree.unreached[:5])}" if tree.unreached else ""
        raise BenchError(
            f"{shown(str(folder))} holds no mesh file (looked for {', '.join(READERS)}){beside}",
            "name a folder of mesh files",
        )
    missing: Missing = "refuse" if strict else "grey"
    # Workers of a cluster may run elsewhere.
    root = folder.absolute()
    files = [
        MeshFile(name, root / path, root, params.up_axis, missing)
        for name, path in zip(_ids(kept), kept, strict=True)
    ]
    files.sort(key=lambda one: one.id)
    return Listing(tuple(files), tree.unreached, len(meshes) - len(kept))


class Hashes:
    """SHA-256 of files, remembered by size and time of last change.

    Parameters
    ----------
    cache : Cache
        Kind ``files``: from a path to ``[bytes, nanoseconds, SHA-256]``.
    root : Path
        What the paths in the cache are relative to.
    """

    def __init__(self, cache: Cache, root: Path) -> None:
        self._cache, self._root = cache, root
        self._new: dict[str, Any] = {}

    def of(self, path: Path) -> str:
        """Hash a file; raises an `OSError` where it cannot be opened."""
        key = os.path.relpath(path, self._root)
        about = path.stat()
        state = [about.st_size, about.st_mtime_ns]
        known = self._new.get(key) or self._cache.entries.get(key)
        if known is None or known[:2] != state:
            with path.open("rb") as stream:
                known = [*state, hashlib.file_digest(stream, "sha256").hexdigest()]
            self._new[key] = known
        return str(known[2])

    def keep(self) -> None:
        """Write what is new, in place of what was there."""
        if self._new:
            everything = self._cache.entries | self._new
            for path in self._cache.folder.glob("*.jsonl"):
                path.unlink()
            self._cache.add(everything)
            self._new = {}


def content(path: Path, asked: Sequence[Asked], hashes: Hashes) -> str:
    """Hash a file and all neighbours that were found for it, whatever they are called."""
    found = dict.fromkeys(one.found for one in asked if one.found is not None)
    parts = [hashes.of(path), *map(hashes.of, found)]
    return parts[0] if len(parts) == 1 else hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _lies_in(path: Path, folder: Path) -> bool:
    return path.absolute().is_relative_to(folder.absolute())


def _ids(paths: Sequence[PurePosixPath]) -> list[str]:
    """Spell the paths; a name that spells like one before it gets a number."""
    used: dict[str, int] = {}
    names = []
    for path in paths:
        name = shown(path)
        used[name] = used.get(name, 0) + 1
        names.append(name if used[name] == 1 else f"{name} ({used[name]})")
    return names
