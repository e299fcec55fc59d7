"""Work on shards of objects: embed them. Runs in worker processes."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from lib.core.errors import BenchError
from lib.core.files import write_vectors
from lib.core.params.embed import EmbedParams
from lib.encoders._base import Encoder, Shape
from lib.encoders._registry import load_encoder
from lib.objects.manifest import Content
from lib.objects.store import MeshStore, ViewStore


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
