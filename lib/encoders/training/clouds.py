"""Point clouds of what is learned from: each shape as it stands, and altered copies of it."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lib.core.files import atomic
from lib.core.fingerprint import code_sha256
from lib.core.parallel import Task, finished
from lib.core.params.sections import PerturbParams
from lib.core.rng import generator
from lib.encoders._frames import own_points
from lib.encoders.training.examples import copy_of, learnable
from lib.encoders.training.ground import Ground
from lib.objects.store import MeshStore, shards

Clouds = npt.NDArray[np.int16]

COPIES = ((2, 1), (3, 1), (4, 1))
"""Tiers that copies are made by, and how many of each a shape."""

PER_SHAPE = 1 + sum(count for _, count in COPIES)
"""Clouds a shape: its own comes first."""

POINTS = 2048
"""Points a cloud; a training draws some of them each time."""

_SHARD = 32


class _Job(NamedTuple):
    object_ids: Sequence[str]
    meshes: MeshStore
    seed: int
    perturb: PerturbParams


def point_clouds(ground: Ground, keep: Path) -> dict[str, Clouds]:
    """Draw the clouds of all that may be learned from, or find them where they were kept.

    Parameters
    ----------
    ground : Ground
    keep : Path
        Folder; holds the clouds of one ground at a time.

    Returns
    -------
    dict of str to ndarray of int16, shape (PER_SHAPE, POINTS, 3)
        By object id, in the steps of :func:`~lib.encoders._frames.own_points`. Every
        k-th point is an even sample of the surface too, from wherever one starts.
    """
    params = ground.params
    rows = learnable(ground.objects, ground.duplicates, pool=True)
    ids = rows["object_id"].tolist()
    depends = [
        code_sha256([__name__]),
        params.train.seed,
        params.perturb.model_dump(mode="json"),
        rows[["object_id", "geometry_sha256"]].to_numpy().tolist(),
    ]
    digest = hashlib.sha256(json.dumps(depends).encode()).hexdigest()
    kept = keep / f"{digest[:16]}.npy"
    if not kept.exists():
        clouds = _drawn(ground, ids, depends)
        if keep.exists():
            shutil.rmtree(keep)
        with atomic(kept) as part, part.open("wb") as stream:
            np.save(stream, clouds, allow_pickle=False)
    return dict(zip(ids, np.load(kept), strict=True))


def _drawn(ground: Ground, ids: Sequence[str], depends: Any) -> Clouds:
    params = ground.params
    # In the order of the shards of meshes, each of which is then read once.
    order = sorted(range(len(ids)), key=lambda i: ground.meshes.shard_of[ids[i]])
    tasks = [
        Task(f"{name}.npy", len(some), _Job(some, ground.meshes, params.train.seed, params.perturb))
        for name, some in shards([ids[i] for i in order], _SHARD)
    ]
    with finished(_draw, tasks, Path("clouds"), depends=depends, workers=params.workers) as paths:
        clouds = np.empty((len(ids), PER_SHAPE, POINTS, 3), dtype=np.int16)
        clouds[order] = np.concatenate([np.load(path) for path in paths])
    return clouds


def _draw(job: _Job, path: Path) -> None:
    rows = [_clouds(job, object_id) for object_id in job.object_ids]
    with atomic(path) as part, part.open("wb") as stream:
        np.save(stream, np.stack(rows).astype(np.int16), allow_pickle=False)


def _clouds(job: _Job, object_id: str) -> npt.NDArray[np.int64]:
    mesh = job.meshes[object_id]
    made = {object_id: mesh}
    for tier, count in COPIES:
        for number in range(count):
            copy = copy_of(object_id, tier, number, job.seed, job.perturb)
            made[copy.object_id] = copy.mesh(mesh)
    return np.stack(
        [own_points(one, POINTS, generator(job.seed, name, "learn")) for name, one in made.items()]
    )
