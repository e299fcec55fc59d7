"""Pairs of manifest objects laid over each other, in worker processes."""

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from lib.core import parallel
from lib.core.files import read_table, write_table
from lib.core.params import Params
from lib.duplicates.relations.compare import compare
from lib.duplicates.relations.evidence import Evidence
from lib.duplicates.relations.limits import Limits
from lib.duplicates.relations.made import made_relation
from lib.duplicates.relations.table import evidence_row
from lib.duplicates.relations.verdict import relation
from lib.geometry.mesh import Mesh, rounded
from lib.objects.planted import ROLE, kind_of
from lib.objects.recipe import from_json, make
from lib.objects.store import MeshStore, shards

EVIDENCE = "relation-evidence.csv"
"""The declared table whose columns parts have."""

_SHARD = 16
_NOTHING = Evidence(False, 0.0, 0.0, 1.0, 0.0, 0.0, False, 0.0, np.eye(4))


class _Side(NamedTuple):
    """One of two objects: enough of its row to make it at its own size."""

    object_id: str
    item_id: str
    recipe: str
    seed: int
    is_copy: bool
    content: str


class _Job(NamedTuple):
    meshes: MeshStore
    pairs: Sequence[tuple[_Side, _Side]]


class Meshes:
    """Manifest objects at their own sizes, by object id.

    A known copy is made anew by its recipe, from the mesh that the store has of its item:
    what the store has of the copy itself has lost its size.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    store : MeshStore
    """

    def __init__(self, objects: pd.DataFrame, store: MeshStore) -> None:
        self._store = store
        self._sides = {
            row.object_id: _Side(
                row.object_id,
                row.item_id,
                row.recipe,
                row.seed,
                row.role == ROLE,
                row.content_sha256,
            )
            for row in objects.itertuples()
        }

    def side(self, object_id: str) -> "_Side":
        """Return what it takes to make one object."""
        return self._sides[object_id]

    def __getitem__(self, object_id: str) -> Mesh:
        return _mesh(self._store, self._sides[object_id])


@contextmanager
def laid_over(
    objects: pd.DataFrame,
    pairs: Sequence[tuple[str, str]],
    meshes: MeshStore,
    name: Path,
    params: Params,
    depends: Any,
) -> Iterator[pd.DataFrame]:
    """Measure what each pair of objects is to each other.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    pairs : sequence of (str, str)
        Object ids; see :class:`Meshes`.
    meshes : MeshStore
    name : Path
        Names the work, see :func:`lib.core.parallel.finished`.
    params : Params
    depends : object
        JSON-able, what the meshes depend on.

    Yields
    ------
    pandas.DataFrame
        Columns of ``relation-evidence.csv`` but `found`, a row a pair, in order. `made` is
        ``lookalike`` where the two come from different items.
    """
    all_sides = Meshes(objects, meshes)
    sides = [(all_sides.side(a), all_sides.side(b)) for a, b in pairs]
    tasks = [
        parallel.Task(f"{shard}.csv", len(part), _Job(meshes, part))
        for shard, part in shards(sides, _SHARD)
    ]
    with parallel.finished(
        _measure,
        tasks,
        name,
        depends=[depends, pairs],
        workers=params.workers,
        compute=params.compute,
        unit="pair",
    ) as parts:
        yield pd.concat([read_table(part, EVIDENCE) for part in parts], ignore_index=True)


def verdicts(table: pd.DataFrame, limits: Limits) -> list[str]:
    """Name the relation of each row of ``relation-evidence.csv``, by what was measured."""
    names = list(evidence_row(_NOTHING))
    return [
        relation(dataclasses.replace(_NOTHING, **dict(zip(names, row, strict=True))), limits)
        for row in table[names].itertuples(index=False)
    ]


def _measure(job: _Job, path: Path) -> None:
    found = []
    for a, b in job.pairs:
        left, right = _mesh(job.meshes, a), _mesh(job.meshes, b)
        evidence = compare(left, right, identical=a.content == b.content)
        made = made_relation(kind_of(b.object_id), left, right) if _copied(a, b) else "lookalike"
        names = {"object_a": a.object_id, "object_b": b.object_id, "made": made, "found": ""}
        found.append(names | evidence_row(evidence))
    write_table(path, pd.DataFrame(found), EVIDENCE)


def _copied(a: _Side, b: _Side) -> bool:
    return b.is_copy and not a.is_copy and a.item_id == b.item_id


def _mesh(meshes: MeshStore, side: _Side) -> Mesh:
    if not side.is_copy:
        return meshes[side.object_id]
    copy = make(from_json(side.recipe), meshes[side.item_id], side.seed, side.object_id)
    return rounded(copy)
