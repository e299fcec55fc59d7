"""Work on shards of objects: make meshes and render them.

These are the functions that run in worker processes; their payloads are small
and picklable.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from lib.core.params.render import RingParams
from lib.geometry.mesh import Mesh, check, normalize
from lib.geometry.render import render_ring
from lib.objects.manifest import Content
from lib.objects.recipe import from_json, hue_shift, make
from lib.objects.store import MeshStore, write_meshes, write_views


class MeshOrder(NamedTuple):
    """One object to make: its id, where its mesh comes from, what is done to it."""

    object_id: str
    load: Callable[[], Mesh]
    recipe: str
    seed: int


def make_meshes(orders: Sequence[MeshOrder], path: Path) -> None:
    """Make and write a shard of meshes, each fitted into the unit sphere."""
    meshes = {}
    for order in orders:
        mesh = make(from_json(order.recipe), normalize(order.load()), order.seed, order.object_id)
        meshes[order.object_id] = check(normalize(mesh), order.object_id)
    write_meshes(path, meshes)


def render_views(job: tuple[MeshStore, Sequence[Content], RingParams], path: Path) -> None:
    """Render and write a shard of ring views, hue shifts applied."""
    store, contents, ring = job
    write_views(
        path,
        {
            c.content: render_ring(store[c.object_id], ring, hue_shift(from_json(c.recipe)))
            for c in contents
        },
    )
