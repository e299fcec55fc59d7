"""ModelNet40: 12,311 CAD models in 40 classes, by download or from a local copy."""

import hashlib
import itertools
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path

from lib.core.errors import BenchError
from lib.core.params.sections import ModelNet40Params
from lib.corpus.archive import extract
from lib.corpus.base import Corpus, Item
from lib.corpus.download import fetch
from lib.corpus.files import read_mesh

ADDRESS = "http://modelnet.cs.princeton.edu/ModelNet40.zip"
SIZE = 2_039_180_899
SHA256 = "42dc3e656932e387f554e25a4eb2cc0e1a1bd3ab54606e2a9eae444c60e536ac"

COUNTS = {
    "airplane": (626, 100),
    "bathtub": (106, 50),
    "bed": (515, 100),
    "bench": (173, 20),
    "bookshelf": (572, 100),
    "bottle": (335, 100),
    "bowl": (64, 20),
    "car": (197, 100),
    "chair": (889, 100),
    "cone": (167, 20),
    "cup": (79, 20),
    "curtain": (138, 20),
    "desk": (200, 86),
    "door": (109, 20),
    "dresser": (200, 86),
    "flower_pot": (149, 20),
    "glass_box": (171, 100),
    "guitar": (155, 100),
    "keyboard": (145, 20),
    "lamp": (124, 20),
    "laptop": (149, 20),
    "mantel": (284, 100),
    "monitor": (465, 100),
    "night_stand": (200, 86),
    "person": (88, 20),
    "piano": (231, 100),
    "plant": (240, 100),
    "radio": (104, 20),
    "range_hood": (115, 100),
    "sink": (128, 20),
    "sofa": (680, 100),
    "stairs": (124, 20),
    "stool": (90, 20),
    "table": (392, 100),
    "tent": (163, 20),
    "toilet": (344, 100),
    "tv_stand": (267, 100),
    "vase": (475, 100),
    "wardrobe": (87, 20),
    "xbox": (103, 20),
}
"""Train and test meshes of each class in the official archive."""

SPLITS = ("train", "test")

_DOWNLOADS = Path("downloads")
_LAYOUT = "<class>/<train|test>/<class>_0001.off"


def official_listing() -> list[tuple[str, str, str]]:
    """List the official archive without having it.

    Meshes of a class are numbered from 1 through the train split, then on through
    the test split.

    Returns
    -------
    list of (str, str, str)
        Item id, class name and split, in the order of :meth:`ModelNet40.items`.
    """
    return [
        (f"{name}/{name}_{number:04d}", name, "train" if number <= train else "test")
        for name, (train, test) in sorted(COUNTS.items())
        for number in range(1, train + test + 1)
    ]


class ModelNet40(Corpus):
    """ModelNet40 in its official layout.

    Parameters
    ----------
    params : ModelNet40Params
        `path` names an extracted folder, used in place, or an archive, unpacked
        once under ``downloads/``; without it the official archive is downloaded,
        from its official address or else from `mirrors`. Relative paths count
        from the repository root, the working directory.
    """

    name = "modelnet40"
    title = "ModelNet40"
    source = "Princeton ModelNet, http://modelnet.cs.princeton.edu (Wu et al., CVPR 2015)"
    licence = "ModelNet terms (academic use only)"
    licence_notice = (
        "The meshes of ModelNet40 are for academic use only. They were collected from the web "
        "and their copyright stays with their authors: do not redistribute them."
    )
    up_axis = "z"

    def __init__(self, params: ModelNet40Params) -> None:
        self._path = Path(params.path).expanduser() if params.path else None
        self._mirrors = params.mirrors

    def fetch(self) -> None:
        """Download and unpack what is missing; print the licence notice before a download.

        Raises
        ------
        BenchError
            If the archive cannot be had or unpacked, or holds no ModelNet40.
        """
        if not self._folder.is_dir():
            extract(self._path or self._download(), self._folder)
        self._root()

    def files(self) -> Sequence[tuple[str, Path]]:
        """List the meshes of an extracted folder, or its archive; nothing that is downloaded."""
        if self._path is None:
            return ()
        if self._folder != self._path:
            return [(self._path.name, self._path)]
        root = self._root()
        return [(path.relative_to(root).as_posix(), path) for path in sorted(_meshes(root))]

    def items(self) -> Sequence[Item]:
        """Every mesh that is there, by class, then by number.

        Raises
        ------
        BenchError
            Before :meth:`fetch`, if two files have the same id, or if none is there.
        """
        if not self._folder.is_dir():
            raise BenchError(
                "the meshes of ModelNet40 are not on this machine yet",
                "run the download stage first: dvc repro",
            )
        root = self._root()
        found = sorted(
            (item for name in COUNTS for split in SPLITS for item in _list(root, name, split)),
            key=lambda item: (item.class_name, item.id),
        )
        for item, other in itertools.pairwise(found):
            if item.id == other.id:
                raise BenchError(
                    f"{item.id}.off is there twice, in train and in test",
                    "remove one of the two files",
                )
        return found

    def _download(self) -> Path:
        print(self.licence_notice, file=sys.stderr)
        return fetch((ADDRESS, *self._mirrors), SIZE, SHA256, _DOWNLOADS / "ModelNet40.zip")

    @cached_property
    def _folder(self) -> Path:
        """The folder of the meshes, or where they will be unpacked."""
        if self._path is None:
            digest = SHA256
        elif self._path.is_dir():
            return self._path
        elif self._path.is_file():
            with self._path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        else:
            raise BenchError(
                f"modelnet40.path: {self._path} does not exist",
                "name the ModelNet40 folder or archive, or remove the key to download it",
            )
        # Keyed by content, so that another archive is never taken for this one.
        return _DOWNLOADS / self.name / digest[:16]

    def _root(self) -> Path:
        """Return the folder that holds the class folders: the folder itself or one inside."""
        inside = sorted(path for path in self._folder.iterdir() if path.is_dir())
        for folder in (self._folder, *inside):
            if any((folder / name / split).is_dir() for name in COUNTS for split in SPLITS):
                return folder
        raise BenchError(
            f"no ModelNet40 in {self._path or self._folder}",
            f"its files are expected as {_LAYOUT}, in the folder or one below",
        )


def _list(root: Path, class_name: str, split: str) -> list[Item]:
    return [
        Item(f"{class_name}/{path.stem}", class_name, split, partial(read_mesh, path, "z"))
        for path in _of_class(root, class_name, split)
    ]


def _meshes(root: Path) -> Iterator[Path]:
    for name, split in itertools.product(COUNTS, SPLITS):
        yield from _of_class(root, name, split)


def _of_class(root: Path, class_name: str, split: str) -> list[Path]:
    pattern = re.compile(rf"{class_name}_\d+\.off", re.IGNORECASE)
    folder = root / class_name / split
    return [path for path in folder.glob("*") if pattern.fullmatch(path.name)]
