"""New files against the index of an earlier scan."""

import functools
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lib.catalogue.scan.cache import Cache
from lib.catalogue.scan.mesh_files import Hashes, MeshFile, content
from lib.catalogue.scan.saved_index import Index
from lib.catalogue.scan.vectors import NOTHING, embed_made, make
from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.params import Params
from lib.corpus.base import Reading
from lib.corpus.walk import shown
from lib.duplicates.relations.compare import compare
from lib.duplicates.relations.limits import Limits
from lib.duplicates.relations.names import Relation, Treatment
from lib.duplicates.relations.verdict import relation
from lib.duplicates.search.against import Against
from lib.duplicates.search.space import reaches
from lib.geometry.mesh import Mesh
from lib.objects.make import MeshOrder

MOST = 5
"""Nearest items above the threshold that a new file is compared with by geometry."""


@dataclass(frozen=True)
class Match:
    """An item of the index that is above the threshold.

    Attributes
    ----------
    item : str
    similarity : float
    relation : Relation or None
        None where the item's file is gone or has changed: nothing but the vectors tell.
    """

    item: str
    similarity: float
    relation: Relation | None


@dataclass(frozen=True)
class Upload:
    """What a new file is to the items of an index.

    Attributes
    ----------
    name : str
    nearest : Match or None
        The nearest item, above the threshold or not; its relation is not looked at. None
        where the file could not be used.
    matches : tuple of Match
        Those above the threshold, at most `MOST`, the most similar first.
    further : int
        Items above the threshold that were not compared.
    error : str
        Why the file could not be used.
    """

    name: str
    nearest: Match | None
    matches: tuple[Match, ...]
    further: int = 0
    error: str = ""

    def duplicates(self, policy: Mapping[Relation, Treatment]) -> tuple[Match, ...]:
        """Give the matches that are not told apart by their geometry."""
        return tuple(
            one
            for one in self.matches
            if one.relation is None or policy[one.relation] != "different"
        )


class Checker:
    """Holds new files against an index.

    Parameters
    ----------
    index : Index
    limits : Limits
        Of the relations.
    params : Params
        Brings views and embedding.
    """

    def __init__(self, index: Index, limits: Limits, params: Params) -> None:
        self._index, self._limits, self._params = index, limits, params
        self._against = Against(index.vectors, index.similarity)

    def check(self, paths: Sequence[Path]) -> list[Upload]:
        """Check files, each by itself.

        Returns
        -------
        list of Upload
            In the order of the files.
        """
        return [self._one(path) for path in paths]

    def _one(self, path: Path) -> Upload:
        name = shown(str(path))
        file = MeshFile(name, path, path.parent, self._params.folder.up_axis)
        try:
            reading = file.read()
            row = self.vector(name, reading.mesh)
        except BenchError as error:
            return Upload(name, None, (), error=error.message)
        index = self._index
        rows, values = self._against.find(row, index.threshold)
        near = Match(index.ids[rows[0]], float(values[0]), None)
        above = reaches(values, index.threshold, index.similarity)
        looked = list(zip(rows[above].tolist(), values[above].tolist(), strict=True))[:MOST]
        matches = tuple(
            Match(index.ids[other], value, self._relation(file, reading, other))
            for other, value in looked
        )
        return Upload(name, near, matches, int(above.sum()) - len(matches))

    def vector(self, name: str, mesh: Mesh) -> Floats:
        """Embed a mesh, shape (D,); `name` is what messages call it."""
        with tempfile.TemporaryDirectory(prefix="scan-") as folder:
            work = Path(folder)
            order = MeshOrder("new", functools.partial(_given, mesh), NOTHING, 0)
            failed = make([order], work)
            if failed:
                raise BenchError(f"{name}: {failed['new']}")
            found = embed_made([order], self._index.encoder, self._params, work)
            # Kept vectors have this precision, and equal meshes should have equal ones.
            return np.asarray(found["new"].row)

    def _relation(self, file: MeshFile, reading: Reading, other: int) -> Relation | None:
        original = self._original(other)
        if original is None:
            return None
        there, digest = original
        identical = content(file.path, reading.asked, Hashes(Cache(Path()), file.root)) == digest
        return relation(compare(there, reading.mesh, identical=identical), self._limits)

    def _original(self, row: int) -> tuple[Mesh, str] | None:
        """Read an item's mesh; None where the file is not what the scan has read."""
        index = self._index
        if index.folder is None:
            return None
        name = index.ids[row]
        file = MeshFile(name, index.folder / name, index.folder, self._params.folder.up_axis)
        try:
            reading = file.read()
            digest = content(file.path, reading.asked, Hashes(Cache(Path()), file.root))
        except (BenchError, OSError):
            return None
        return (reading.mesh, digest) if digest == index.sha256[row] else None


def _given(mesh: Mesh) -> Mesh:
    return mesh
