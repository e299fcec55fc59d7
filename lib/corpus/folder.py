"""The user's own meshes: any folder of mesh files, one sub-folder a class."""

import functools
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from lib.core.errors import BenchError
from lib.core.params.sections import FolderParams
from lib.corpus.base import Corpus, Item
from lib.corpus.mesh_files import SUFFIXES, load_mesh

_SPLITS = ("train", "test")
_HINT = "set folder.path in params.yaml to a folder such as meshes/, with files like chair/a.glb"


class Folder(Corpus):
    """Every mesh file below a folder.

    The class of a mesh is the name of the folder it lies in; folders called
    ``train`` or ``test`` name its split instead (``train`` without one) and are
    skipped for the class. Hidden files and folders are left out.

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
        self.licence = params.licence
        self.up_axis = params.up_axis
        self.source = f"mesh files of the folder {self._path.name!r}" if self._path else "none"

    def fetch(self) -> None:
        """Check that the folder is there and holds mesh files.

        Raises
        ------
        BenchError
            If it does not.
        """
        self.items()

    def items(self) -> Sequence[Item]:
        """Every mesh file, by class, then by id; the files are not opened.

        An id is ``<class>--<file name>`` in ASCII letters, digits, ``_`` and
        ``-``. Files whose ids would be equal (also up to case) get their ending
        added, and if that is not enough, a hash of their path in the folder.

        Raises
        ------
        BenchError
            If no folder is given, it does not exist, or holds no mesh file.
        """
        root = self._root()
        paths = sorted(
            relative
            for path in root.rglob("*")
            if path.suffix.lower() in SUFFIXES
            and not _is_hidden(relative := PurePosixPath(path.relative_to(root).as_posix()))
            and path.is_file()
        )
        if not paths:
            raise BenchError(
                f"folder.path: no mesh file in {root} (looked for {', '.join(SUFFIXES)})", _HINT
            )
        classes = [_class_name(path, root) for path in paths]
        return sorted(
            (
                Item(
                    item_id,
                    class_name,
                    next((part for part in path.parts[:-1] if part in _SPLITS), "train"),
                    functools.partial(load_mesh, root / path, self.up_axis, str(path)),
                )
                for item_id, class_name, path in zip(
                    _ids(paths, classes), classes, paths, strict=True
                )
            ),
            key=lambda item: (item.class_name, item.id),
        )

    def _root(self) -> Path:
        if self._path is None:
            raise BenchError("folder.path is not set", _HINT)
        if not self._path.is_dir():
            raise BenchError(f"folder.path: {self._path} is not a folder", _HINT)
        return self._path


def _is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def _class_name(path: PurePosixPath, root: Path) -> str:
    named = [part for part in path.parts[:-1] if part not in _SPLITS]
    return named[-1] if named else root.resolve().name


def _ids(paths: list[PurePosixPath], classes: list[str]) -> list[str]:
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


def _forms(path: PurePosixPath, class_name: str) -> tuple[str, str, str]:
    """Id of a file, from short to surely unique."""
    plain = f"{_safe(class_name)}/{_safe(path.stem)}"
    ended = f"{plain}-{path.suffix[1:].lower()}"
    return plain, ended, f"{ended}-{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"


def _safe(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "_", ascii_name).strip("_-")[:80] or "x"
