"""Work on shards of objects: make meshes, render them, embed them.

These are the functions that run in worker processes; their payloads are small
and picklable.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lib.core.errors import BenchError
from lib.core.files import write_vectors
from lib.core.params import EmbedParams
from lib.encoders._base import Encoder, Shape
from lib.encoders._registry import load_encoder
from lib.geometry.mesh import Mesh, check, normalize
from lib.geometry.render import render_ring
from lib.geometry.ring import RingParams
from lib.objects.recipe import from_json, hue_shift, make
from lib.objects.store import MeshStore, ViewStore, write_meshes, write_views


class MeshOrder(NamedTuple):
    """One object to make: its id, where its mesh comes from, what is done to it."""

    object_id: str
    load: Callable[[], Mesh]
    recipe: str
    seed: int


class Content(NamedTuple):
    """One distinct thing to render or embed, and an object that shows it."""

    content: str
    object_id: str
    recipe: str


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


def embed_shapes(
    job: tuple[str, EmbedParams, MeshStore, ViewStore, Sequence[Content]], path: Path
) -> None:
    """Embed and write a shard of vectors, rounded to the encoder's precision.

    Raises
    ------
    BenchError
        If the encoder breaks its contract, with the object that shows it.
    """
    name, params, meshes, views, contents = job
    encoder = _encoder(name, params)
    rows = []
    for start in range(0, len(contents), params.batch_size):
        batch = contents[start : start + params.batch_size]
        shapes = [
            Shape(
                key=c.content,
                mesh=meshes[c.object_id],
                views=views[c.content] if encoder.needs == "views" else None,
            )
            for c in batch
        ]
        vectors = np.asarray(encoder.encode(shapes), dtype=np.float64)
        _require(vectors, batch, encoder, name)
        rows.append(vectors)
    write_vectors(path, np.concatenate(rows), encoder.decimals)


@lru_cache(maxsize=1)
def _encoder(name: str, params: EmbedParams) -> Encoder:
    encoder = load_encoder(name, params)
    encoder.prepare()
    return encoder


def _require(vectors: np.ndarray, batch: Sequence[Content], encoder: Encoder, name: str) -> None:
    if vectors.shape != (len(batch), encoder.dim):
        raise BenchError(
            f"encoder {name!r} returned shape {vectors.shape} for {len(batch)} objects, "
            f"its dim is {encoder.dim}",
            f"see Encoder.encode in lib/encoders/_base.py; the file is lib/encoders/{name}.py",
        )
    rounded = np.round(vectors, encoder.decimals)
    bad = ~np.isfinite(vectors).all(axis=1) | ~rounded.any(axis=1)
    if bad.any():
        raise BenchError(
            f"encoder {name!r} returned a zero or non-finite vector for "
            f"{batch[int(np.flatnonzero(bad)[0])].object_id}",
            f"every vector must have a direction; the file is lib/encoders/{name}.py",
        )
