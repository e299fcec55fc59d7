"""What pairs of a scan are to each other: from their geometry, in worker processes."""

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lib.catalogue.scan.cache import Cache, write_entries
from lib.catalogue.scan.mesh_files import MeshFile
from lib.catalogue.scan.result import Item
from lib.catalogue.scan.versions import code_of
from lib.catalogue.scan.work import cut, done
from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.files import read_json, write_json
from lib.core.params import Params
from lib.duplicates.relations.compare import compare
from lib.duplicates.relations.evidence import Evidence
from lib.duplicates.relations.limits import Limits
from lib.duplicates.relations.names import Relation
from lib.duplicates.relations.verdict import relation
from lib.geometry.mesh import Mesh

SHARD = 32
"""Pairs that a worker compares at a time."""

SAME_FILE = Evidence(
    identical=True,
    distance=0.0,
    mirrored=0.0,
    scale=1.0,
    inside=0.0,
    covered=1.0,
    a_is_part=False,
    colour=0.0,
    pose=np.eye(4),
)
"""Of two files with the same bytes, which need not be looked at."""


@dataclass(frozen=True)
class Judged:
    """What a pair was found to be.

    Attributes
    ----------
    relation : Relation
    distance : float
        Of the surfaces, in the pose that the relation rests on.
    pose : ndarray of float64, shape (4, 4)
        Takes the first one's coordinates to the second one's.
    """

    relation: Relation
    distance: float
    pose: Floats


class Catalogue(NamedTuple):
    """The items of a scan, to find a pair's meshes by its rows."""

    files: Sequence[MeshFile]
    items: Sequence[Item]


class Verifier:
    """Compares pairs by their geometry, each once.

    Parameters
    ----------
    catalogue : Catalogue
    limits : Limits
        Of the relations.
    root : Path
        Of the cache, in which comparisons are kept by the contents of both files.
    params : Params
        Brings workers and engine.

    Attributes
    ----------
    catalogue : Catalogue
    failed : dict of (int, int) to str
        Pairs that could not be compared, and why.
    compared : int
        Pairs whose meshes were looked at, and had not been by an earlier scan.
    damaged : int
        Entries of the cache that were not what was written.
    """

    def __init__(self, catalogue: Catalogue, limits: Limits, root: Path, params: Params) -> None:
        self.catalogue = catalogue
        self._limits, self._root, self._params = limits, root, params
        code = code_of("lib.duplicates.relations.compare")
        self._cache = Cache.open(root, "comparisons", code)
        self.damaged = self._cache.damaged
        self.failed: dict[tuple[int, int], str] = {}
        self.compared = 0

    def judge(self, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Judged]:
        """Say what pairs of rows are to each other.

        Parameters
        ----------
        pairs : sequence of (int, int)
            Rows of the catalogue.

        Returns
        -------
        dict of (int, int) to Judged
            Without those that could not be compared, which are in :attr:`failed`.
        """
        items = self.catalogue.items
        keys = {
            (a, b): _key(items[a], items[b]) for a, b in pairs if items[a].sha256 != items[b].sha256
        }
        errors = self._compare({key: pair for pair, key in reversed(keys.items())})
        judged = {}
        for pair in pairs:
            key = keys.get(pair)
            if key in errors:
                self.failed[pair] = errors[key]
                continue
            evidence = SAME_FILE if key is None else _evidence(self._cache.entries[key])
            judged[pair] = _judged(evidence, relation(evidence, self._limits))
        return judged

    def _compare(self, wanted: Mapping[str, tuple[int, int]]) -> dict[str, str]:
        """Compare what is not in the cache, and return why some cannot be compared."""
        files = self.catalogue.files
        new = [(pair, key) for key, pair in wanted.items() if key not in self._cache.entries]
        if not new:
            return {}
        # In the order of the first, so that a worker reads its mesh once.
        todo = [(key, files[a], files[b]) for (a, b), key in sorted(new)]
        jobs = [(len(part), (self._cache.folder, part)) for part in cut(todo, SHARD)]
        errors: dict[str, str] = {}
        with done(compare_shard, jobs, self._root, "verify", self._params, unit="pair") as paths:
            for path in paths:
                errors |= read_json(path)
        self._cache = self._cache.again()
        self.compared += len(todo) - len(errors)
        return errors


def compare_shard(job: tuple[Path, Sequence[tuple[str, MeshFile, MeshFile]]], path: Path) -> None:
    """Compare some pairs, keep what was measured, and write to `path` what went wrong."""
    folder, pairs = job
    found, errors = {}, {}
    for key, a, b in pairs:
        try:
            evidence = compare(_mesh(a), _mesh(b))
        except BenchError as error:
            errors[key] = error.message
        except Exception as error:
            # The last net, as around the readers: one odd pair must not end the scan.
            errors[key] = f"{type(error).__name__}: {error}"
        else:
            found[key] = asdict(evidence) | {"pose": evidence.pose.tolist()}
    write_entries(folder, found)
    write_json(path, errors)


@functools.lru_cache(maxsize=4)
def _mesh(file: MeshFile) -> Mesh:
    return file.read().mesh


def _key(a: Item, b: Item) -> str:
    return hashlib.sha256(f"{a.sha256}\t{b.sha256}".encode()).hexdigest()


def _evidence(kept: Mapping[str, Any]) -> Evidence:
    return Evidence(**{**kept, "pose": np.array(kept["pose"], dtype=np.float64)})


def _judged(evidence: Evidence, found: Relation) -> Judged:
    match found:
        case "mirrored":
            distance = evidence.mirrored
        case "part-of":
            distance = evidence.inside
        case _:
            # A shape that is its own mirror image fits either way.
            distance = min(evidence.distance, evidence.mirrored)
    return Judged(found, float(distance), evidence.pose)
