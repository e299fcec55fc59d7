"""The user's own meshes: any folder of mesh files, one sub-folder a class."""

import functools
import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from lib.core.errors import BenchError
from lib.core.params.sections import FolderParams
from lib.corpus.base import Corpus, Item
from lib.corpus.files import READERS, read_mesh
from lib.corpus.walk import Tree, shown, walk

_SPLITS = ("train", "test")
_HINT = "set folder.path in params.yaml to a folder such as meshes/, with files like chair/a.glb"
_LISTED = 20
"""Names that a line of the survey spells out."""


class Folder(Corpus):
    """Every mesh file below a folder.

    The class of a mesh is the name of the folder it lies in, or of the one that
    `params.class_level` counts from the top; folders called ``train`` or ``test``
    name its split instead (``train`` without one) and are skipped for the class.
    Hidden files and folders are left out.

    Parameters
    ----------
    params : FolderParams
        Where the folder is, which axis is up in its files, their licence.
    """

    name = "folder"
    title = "Own meshes"
    licence_notice = "The meshes are the user's own; this project has no rights in them."

    def __init__(self, params: FolderParams) -> None:
        self._path = Path(params.path).expanduser() if params.path else None
        self._params = params
        self.licence = params.licence
        self.up_axis = params.up_axis
        named = shown(self._path.name) if self._path else None
        self.source = f"mesh files of the folder {named!r}" if named else "none"

    def fetch(self) -> None:
        """Check that the folder is there and holds mesh files.

        Raises
        ------
        BenchError
            If it does not.
        """
        self.items()

    def files(self) -> Sequence[tuple[str, Path]]:
        """Every file below the folder: meshes, and what they may name."""
        return [(shown(path), self._root / path) for path in self._tree.files]

    def survey(self) -> Sequence[str]:
        """Files seen, used and passed over, and the classes with their sizes."""
        meshes = self._meshes
        endings = Counter(path.suffix.lower() for path in meshes)
        others = Counter(path.suffix.lower() for path in self._tree.files) - endings
        classes = Counter(map(shown, self._classes))
        lines = [
            f"{len(self._tree.files):,} files seen, {len(meshes):,} of them meshes "
            f"({_tally(endings)}), {others.total():,} passed over"
            + (f" ({_tally(others)})" if others else ""),
            f"{len(classes):,} {'classes' if len(classes) != 1 else 'class'}: {_tally(classes)}",
        ]
        if self._tree.unreached:
            names = _cut(list(self._tree.unreached))
            lines.insert(1, f"{len(self._tree.unreached):,} not reached: {names}")
        return lines

    def advice(self) -> str | None:
        """Propose a level for the classes where one class holds every mesh."""
        if len(set(self._classes)) > 1 or self._params.class_level is not None:
            return None
        folders = [_folders(path) for path in self._meshes]
        for level in range(min(map(len, folders)) - 1):
            names = {named[level] for named in folders}
            if len(names) > 1:
                return (
                    f"every mesh lies in a folder called {shown(self._classes[0])!r}; for the "
                    f"{len(names):,} folders at level {level + 1} as classes, such as "
                    f"{shown(min(names))!r}, set folder.class_level={level + 1}"
                )
        return None

    def items(self) -> Sequence[Item]:
        """Every mesh file, by class, then by id; the files are not opened.

        An id is ``<class>/<file name>`` in ASCII letters, digits, ``_`` and
        ``-``. Files whose ids would be equal (also up to case) get their ending
        added, then the folders between class and file, and if that is not enough,
        a hash of their path in the folder.

        Raises
        ------
        BenchError
            If no folder is given, it does not exist, or holds no mesh file.
        """
        meshes, classes = self._meshes, self._classes
        return sorted(
            (
                Item(
                    item_id,
                    shown(class_name),
                    next((part for part in path.parts[:-1] if part in _SPLITS), "train"),
                    functools.partial(
                        read_mesh,
                        self._root / path,
                        self._params.up_axis,
                        shown(path),
                        self._root,
                        self._params.missing,
                    ),
                )
                for item_id, class_name, path in zip(
                    _ids(meshes, classes), classes, meshes, strict=True
                )
            ),
            key=lambda item: (item.class_name, item.id),
        )

    @functools.cached_property
    def _root(self) -> Path:
        if self._path is None:
            raise BenchError("folder.path is not set", _HINT)
        if not self._path.is_dir():
            raise BenchError(f"folder.path: {shown(str(self._path))} is not a folder", _HINT)
        return self._path

    @functools.cached_property
    def _tree(self) -> Tree:
        return walk(self._root)

    @functools.cached_property
    def _meshes(self) -> list[PurePosixPath]:
        found = [path for path in self._tree.files if path.suffix.lower() in READERS]
        if not found:
            beside = f"; not reached: {_cut(self._tree.unreached)}" if self._tree.unreached else ""
            raise BenchError(
                f"folder.path: no mesh file in {shown(str(self._root))} "
                f"(looked for {', '.join(READERS)}){beside}",
                _HINT,
            )
        return found

    @functools.cached_property
    def _classes(self) -> list[str]:
        level = self._params.class_level
        top = self._root.resolve().name
        return [
            named[-1 if level is None else min(level, len(named)) - 1] if named else top
            for named in map(_folders, self._meshes)
        ]


def _folders(path: PurePosixPath) -> list[str]:
    return [part for part in path.parts[:-1] if part not in _SPLITS]


def _tally(counts: Counter[str]) -> str:
    """Names with their numbers, the largest first."""
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return _cut([f"{name or 'no ending'} {number:,}" for name, number in order])


def _cut(names: Sequence[str]) -> str:
    more = f", ... and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def _ids(paths: Sequence[PurePosixPath], classes: Sequence[str]) -> list[str]:
    """Take each file's shortest form until no two are equal."""
    forms = [_forms(path, class_name) for path, class_name in zip(paths, classes, strict=True)]
    level = [0] * len(forms)
    while True:
        ids = [form[depth] for form, depth in zip(forms, level, strict=True)]
        uses = Counter(item.casefold() for item in ids)
        clashing = [i for i, item in enumerate(ids) if uses[item.casefold()] > 1]
        if not clashing:
            return ids
        for i in clashing:
            level[i] = min(level[i] + 1, len(forms[i]) - 1)


def _forms(path: PurePosixPath, class_name: str) -> list[str]:
    """Id of a file, from short to surely unique."""
    named = _folders(path)
    below = named[named.index(class_name) + 1 :] if class_name in named else []
    stem, ending = _safe(path.stem), path.suffix[1:].lower()
    start = f"{_safe(class_name)}/"
    nested = [f"{start}{'-'.join(map(_safe, below))}-{stem}-{ending}"] if below else []
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    return [
        f"{start}{stem}",
        f"{start}{stem}-{ending}",
        *nested,
        f"{start}{stem}-{ending}-{digest}",
    ]


def _safe(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "_", ascii_name).strip("_-")[:80] or "x"
