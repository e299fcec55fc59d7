"""Work on shards of objects: embed them. Runs in worker processes."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from lib.core import parallel
from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.files import read_vectors, sha256_of, write_vectors
from lib.core.params import Params
from lib.core.params.embed import EmbedParams
from lib.core.paths import Paths
from lib.encoders._base import Encoder, Shape
from lib.encoders._registry import load_encoder
from lib.objects.manifest import Content, contents
from lib.objects.store import MeshStore, RowStore, ViewStore, shards


@dataclass(frozen=True)
class Stores:
    """Where the parts of a shape lie.

    Attributes
    ----------
    meshes : MeshStore
    views : ViewStore
    seen : RowStore or None
        What was kept of the views; None where nothing was.
    """

    meshes: MeshStore
    views: ViewStore
    seen: RowStore | None = None

    def shape(self, content: Content, encoder: Encoder) -> Shape:
        """Put together what `encoder` reads of an object."""
        seen = self.seen[content.content] if self.seen and encoder.observes else None
        views = encoder.needs == "views" and seen is None
        return Shape(
            key=content.content,
            surface=self.meshes[content.object_id],
            views=self.views[content.content] if views else None,
            seen=seen,
        )


def embed_shapes(
    job: tuple[str, tuple[str, ...], EmbedParams, Stores, Sequence[Content]], path: Path
) -> None:
    """Embed and write a shard of vectors, rounded to the encoder's precision.

    The job names the encoder, and the classes that it must not have learned from.

    Raises
    ------
    BenchError
        If the encoder breaks its contract, with the object that shows it.
    """
    name, blind_to, params, stores, contents = job
    encoder = _encoder(name, params, blind_to)
    rows = []
    for start in range(0, len(contents), params.batch_size):
        batch = contents[start : start + params.batch_size]
        shapes = [stores.shape(c, encoder) for c in batch]
        vectors = np.asarray(encoder.encode(shapes), dtype=np.float64)
        require_kept(vectors, [one.object_id for one in batch], encoder, name)
        rows.append(vectors)
    write_vectors(path, np.concatenate(rows), encoder.decimals)


@contextmanager
def embedded(
    name: str,
    params: Params,
    paths: Paths,
    objects: pd.DataFrame,
    out: Path,
    blind_to: Collection[str] = (),
) -> Iterator[Floats]:
    """Embed objects in worker processes, each distinct content once.

    Parameters
    ----------
    name : str
        The encoder's.
    params : Params
    paths : Paths
        Of the corpus.
    objects : pandas.DataFrame
        Rows of its manifest.
    out : Path
        Names the work; see :func:`lib.core.parallel.finished`.
    blind_to : collection of str, optional
        Classes that the encoder must not have learned from.

    Yields
    ------
    ndarray of float64, shape (len(objects), dim)
        The work is removed when the block ends well.
    """
    manifest, everything = paths.table("objects.csv"), paths.read("objects.csv")
    stores = Stores(
        MeshStore(paths.meshes, everything["object_id"].tolist()),
        ViewStore(paths.views),
        RowStore(paths.features, (one.content for one in contents(everything))),
    )
    distinct = contents(objects)
    job = (name, tuple(sorted(blind_to)), params.embed, stores)
    with parallel.finished(
        embed_shapes,
        [parallel.Task(f"{one}.npy", len(part), (*job, part)) for one, part in shards(distinct)],
        out,
        depends=[sha256_of(manifest), params.render.model_dump(), params.embed.model_dump()],
        workers=1 if load_encoder(name, params.embed).heavy else params.workers,
        compute=params.compute,
    ) as parts:
        vectors = np.concatenate([read_vectors(part) for part in parts])
        row = {c.content: index for index, c in enumerate(distinct)}
        yield vectors[objects["content_sha256"].map(row).to_numpy()]


@lru_cache(maxsize=1)
def _encoder(name: str, params: EmbedParams, blind_to: tuple[str, ...]) -> Encoder:
    encoder = load_encoder(name, params).blind_to(blind_to)
    encoder.prepare()
    return encoder


def require_kept(
    vectors: np.ndarray, names: Sequence[str], encoder: Encoder, encoder_name: str
) -> None:
    """Check what an encoder has promised: a finite row with a direction for each thing.

    Raises
    ------
    BenchError
        Names the first thing for which it does not hold.
    """
    if vectors.shape != (len(names), encoder.dim):
        raise BenchError(
            f"encoder {encoder_name!r} returned shape {vectors.shape} for {len(names)} objects, "
            f"its dim is {encoder.dim}",
            f"see Encoder.encode in lib/encoders/_base.py; the file is "
            f"lib/encoders/{encoder_name}.py",
        )
    rounded = np.round(vectors, encoder.decimals)
    bad = ~np.isfinite(vectors).all(axis=1) | ~rounded.any(axis=1)
    if bad.any():
        raise BenchError(
            f"encoder {encoder_name!r} returned a zero or non-finite vector for "
            f"{names[int(np.flatnonzero(bad)[0])]}",
            f"every vector must have a direction; the file is lib/encoders/{encoder_name}.py",
        )
