"""Read every mesh of a folder once: what it is, and which are the same to an encoder."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lib.catalogue.scan.cache import Cache, write_entries
from lib.catalogue.scan.mesh_files import Hashes, MeshFile, content
from lib.catalogue.scan.result import Item
from lib.catalogue.scan.versions import code_of
from lib.catalogue.scan.work import cut, done
from lib.core.errors import BenchError
from lib.core.files import read_json, write_json
from lib.core.params import Params
from lib.geometry.mesh import check, normalize
from lib.objects.manifest import content_sha256

SHARD = 64
"""Files that a worker reads at a time."""


@dataclass(frozen=True)
class Read:
    """What came of a folder's mesh files.

    Attributes
    ----------
    files : tuple of MeshFile
        Those that hold a mesh.
    items : tuple of Item
        One a file.
    contents : tuple of str
        What an encoder sees of each, hashed: files that share it are embedded once.
    unusable : tuple of (str, str)
        Files that hold none, and why.
    lacking : tuple of str
        Ids of those taken without textures or materials that they name.
    passed_over : int
        Files that hold something beside the mesh which was passed over.
    known : int
        Files that had not changed since an earlier scan, and were not parsed.
    damaged : int
        Entries of the cache that were not what was written, and were made again.
    """

    files: tuple[MeshFile, ...]
    items: tuple[Item, ...]
    contents: tuple[str, ...]
    unusable: tuple[tuple[str, str], ...]
    lacking: tuple[str, ...]
    passed_over: int
    known: int
    damaged: int


def read_meshes(files: Sequence[MeshFile], root: Path, params: Params) -> Read:
    """Read mesh files in worker processes, each that has changed.

    Parameters
    ----------
    files : sequence of MeshFile
    root : Path
        Of the cache.
    params : Params
        Brings workers and engine.

    Returns
    -------
    Read
        A file that cannot be read is listed there, whatever is wrong with it.
    """
    code = code_of("lib.corpus.files.load", "lib.geometry.mesh", "lib.objects.manifest")
    seen = Cache.open(root, "files", [])
    hashes = Hashes(seen, files[0].root)
    cache = Cache.open(root, "meshes", code)
    unusable: dict[str, str] = {}
    keys: dict[str, str] = {}
    todo: list[tuple[MeshFile, str]] = []
    for file in files:
        try:
            keys[file.id] = _key(file, hashes)
            if not _still_holds(cache.entries.get(keys[file.id]), file, hashes):
                todo.append((file, keys[file.id]))
        except OSError as error:
            unusable[file.id] = f"{file.id}: cannot be opened: {error.strerror or error}"
    unopened = len(unusable)
    unusable |= _read_all(todo, cache.folder, root, params)
    found = cache.again().entries
    kept = [file for file in files if file.id not in unusable]
    facts = [found[keys[file.id]] for file in kept]
    hashes.keep()
    return Read(
        tuple(kept),
        tuple(_item(file, fact) for file, fact in zip(kept, facts, strict=True)),
        tuple(fact["content"] for fact in facts),
        tuple(sorted(unusable.items())),
        tuple(file.id for file, fact in zip(kept, facts, strict=True) if fact["missing"]),
        sum(bool(fact["passed_over"]) for fact in facts),
        len(files) - len(todo) - unopened,
        seen.damaged + cache.damaged,
    )


def without(read: Read, failed: Mapping[str, str]) -> Read:
    """Take out the files whose content could not be embedded, with the reason."""
    if not failed:
        return read
    kept = [row for row, content in enumerate(read.contents) if content not in failed]
    bad = [
        (file.id, f"{file.id}: {failed[content]}")
        for file, content in zip(read.files, read.contents, strict=True)
        if content in failed
    ]
    ids = {read.files[row].id for row in kept}
    return replace(
        read,
        files=tuple(read.files[row] for row in kept),
        items=tuple(read.items[row] for row in kept),
        contents=tuple(read.contents[row] for row in kept),
        unusable=tuple(sorted([*read.unusable, *bad])),
        lacking=tuple(name for name in read.lacking if name in ids),
    )


def _key(file: MeshFile, hashes: Hashes) -> str:
    parts = [hashes.of(file.path), file.id, file.path.suffix.lower(), file.up_axis]
    text = "\t".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()


def _still_holds(fact: Any, file: MeshFile, hashes: Hashes) -> bool:
    """Whether a file's neighbours are what they were; a strict scan takes none without them."""
    if fact is None or (fact["missing"] and file.missing == "refuse"):
        return False
    for folder, name, digest in fact["asked"]:
        path = file.neighbour(folder, name)
        if (None if path is None else hashes.of(path)) != digest:
            return False
    return True


def _item(file: MeshFile, fact: Any) -> Item:
    modified = int(file.path.stat().st_mtime)
    return Item(file.id, fact["sha256"], fact["n_faces"], fact["texture_pixels"], modified)


def _read_all(
    todo: Sequence[tuple[MeshFile, str]], folder: Path, root: Path, params: Params
) -> dict[str, str]:
    """Read files and keep what they are in the cache; return why some cannot be read."""
    errors: dict[str, str] = {}
    jobs = [(len(part), (folder, part)) for part in cut(todo, SHARD)]
    with done(read_shard, jobs, root, "read", params, unit="file") as paths:
        for path in paths:
            errors |= read_json(path)
    return errors


def read_shard(job: tuple[Path, Sequence[tuple[MeshFile, str]]], path: Path) -> None:
    """Read some files, keep what they are, and write why others cannot be read to `path`."""
    folder, files = job
    facts, errors = {}, {}
    for file, key in files:
        try:
            facts[key] = _facts(file)
        except BenchError as error:
            errors[file.id] = error.message
        except OSError as error:
            errors[file.id] = f"{file.id}: cannot be opened: {error.strerror or error}"
    write_entries(folder, facts)
    write_json(path, errors)


def _facts(file: MeshFile) -> dict[str, Any]:
    reading = file.read()
    hashes = Hashes(Cache(Path()), file.root)
    # Twice, as a mesh of the corpus is fitted before and after its recipe.
    mesh = check(normalize(normalize(reading.mesh)), file.id)
    return {
        "asked": [
            [
                os.path.relpath(one.folder, file.path.parent),
                one.name,
                None if one.found is None else hashes.of(one.found),
            ]
            for one in reading.asked
        ],
        "sha256": content(file.path, reading.asked, hashes),
        "n_faces": reading.triangles,
        "texture_pixels": reading.texture_pixels,
        "content": content_sha256(mesh.sha256()),
        "missing": list(reading.missing),
        "passed_over": list(reading.passed_over),
    }
