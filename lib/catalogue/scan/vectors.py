"""Vectors of a folder's meshes and of altered copies, each made once."""

import functools
import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lib.catalogue.scan.cache import Cache, pack, unpack, write_entries
from lib.catalogue.scan.mesh_files import MeshFile
from lib.catalogue.scan.versions import code_of, encoder_sha256
from lib.catalogue.scan.work import cut, done
from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.files import read_json, read_vectors, write_json
from lib.core.params import Params
from lib.encoders._embed import Stores, embed_shapes
from lib.encoders._registry import load_encoder
from lib.geometry.mesh import Mesh
from lib.objects.make import MeshOrder, make_meshes, render_views
from lib.objects.manifest import contents, register
from lib.objects.store import MeshStore, ViewStore

SHARD = 32
"""Meshes that are rendered and embedded at a time; a scan that is stopped loses these."""

NOTHING = "[]"
"""The recipe of a mesh as it is."""


class Wanted(NamedTuple):
    """A vector that is wanted.

    Attributes
    ----------
    key : str
        Of the cache: hash of what an encoder sees of the mesh, or :func:`copy_key`. It
        names the random draws of the recipe as well.
    file : MeshFile
        One that it can be made from.
    recipe : str
        What is done to the mesh first; ``[]`` for nothing.
    """

    key: str
    file: MeshFile
    recipe: str = NOTHING


@dataclass(frozen=True)
class Vectors:
    """What came of the vectors that were wanted.

    Attributes
    ----------
    rows : mapping of str to ndarray of float64, shape (D,)
        By key.
    failed : mapping of str to str
        Why there is none, by key.
    made : int
        Vectors that were not in the cache.
    damaged : int
        Entries of the cache that were not what was written.
    """

    rows: Mapping[str, Floats]
    failed: Mapping[str, str]
    made: int
    damaged: int


def copy_key(content: str, recipe: str, seed: int) -> str:
    """Name the vector of a copy of a mesh by all that it is made from."""
    if recipe == NOTHING:
        return content
    return hashlib.sha256("\t".join([content, recipe, str(seed)]).encode()).hexdigest()


def embed(encoder: str, wanted: Sequence[Wanted], root: Path, params: Params) -> Vectors:
    """Embed meshes in worker processes, each that no earlier scan has embedded.

    Parameters
    ----------
    encoder : str
    wanted : sequence of Wanted
        Those with the same key are embedded once.
    root : Path
        Of the cache.
    params : Params
        Brings views, embedding, seed, workers and engine.

    Raises
    ------
    BenchError
        If the encoder cannot be had, or breaks its contract.
    """
    version = encoder_sha256(encoder, params.embed), code_of("lib.objects.make")
    depends = [*version, params.render.model_dump(), params.embed.model_dump()]
    cache = Cache.open(root, "vectors", depends)
    distinct = {one.key: one for one in wanted}
    todo = [one for key, one in distinct.items() if key not in cache.entries]
    failed: dict[str, str] = {}
    jobs = [(len(part), (encoder, params, cache.folder, part)) for part in cut(todo, SHARD)]
    heavy = load_encoder(encoder, params.embed).heavy
    with done(embed_shard, jobs, root, "embed", params, unit="mesh", alone=heavy) as paths:
        for path in paths:
            failed |= read_json(path)
    entries = (cache.again() if todo else cache).entries
    rows = {key: unpack(entries[key]) for key in distinct if key not in failed}
    return Vectors(rows, failed, len(todo) - len(failed), cache.damaged)


def embed_shard(job: tuple[str, Params, Path, Sequence[Wanted]], path: Path) -> None:
    """Embed some meshes, keep the vectors, and write to `path` which could not be made."""
    encoder, params, folder, wanted = job
    seed = params.scan.seed
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        work = Path(name)
        orders = [
            MeshOrder(one.key, functools.partial(_load, one.file), one.recipe, seed)
            for one in wanted
        ]
        failed = make(orders, work)
        made = [order for order in orders if order.object_id not in failed]
        found = embed_made(made, encoder, params, work) if made else {}
    # A mesh is not what its key says where the file was changed after it was read.
    changed = {
        one.key: "the file was changed during the scan"
        for one in wanted
        if one.recipe == NOTHING and one.key in found and found[one.key].content != one.key
    }
    rows = {key: pack(one.row) for key, one in found.items() if key not in changed}
    write_entries(folder, rows)
    write_json(path, failed | changed)


class Found(NamedTuple):
    """What an encoder sees of a mesh, hashed, and the vector."""

    content: str
    row: Floats


def _load(file: MeshFile) -> Mesh:
    return file.read().mesh


def make(orders: Sequence[MeshOrder], work: Path) -> dict[str, str]:
    """Make a shard of meshes in the folder `work`; return why some cannot be made."""
    failed: dict[str, str] = {}
    folder = work / "meshes"
    try:
        make_meshes(orders, folder / "shard-0.npz")
    except Exception:
        for order in orders:
            try:
                make_meshes([order], folder / "one.npz")
            except BenchError as error:
                failed[order.object_id] = error.message
            except Exception as error:
                # A step that an odd mesh breaks must not end a run over thousands.
                failed[order.object_id] = f"{type(error).__name__}: {error}"
        (folder / "one.npz").unlink(missing_ok=True)
        made = [order for order in orders if order.object_id not in failed]
        if made:
            make_meshes(made, folder / "shard-0.npz")
    return failed


def embed_made(
    orders: Sequence[MeshOrder], encoder: str, params: Params, work: Path
) -> dict[str, Found]:
    """Render and embed the meshes that :func:`make` has made in the folder `work`.

    Returns
    -------
    dict of str to Found
        By object id.
    """
    meshes = MeshStore(work / "meshes", [order.object_id for order in orders])
    objects = register(pd.DataFrame(orders)[["object_id", "recipe"]], meshes)
    distinct = contents(objects)
    views = work / "views"
    if load_encoder(encoder, params.embed).needs == "views":
        render_views((meshes, distinct, params.render), views / "shard-0.zip")
    else:
        views.mkdir()
    job = encoder, (), params.embed, Stores(meshes, ViewStore(views)), distinct
    embed_shapes(job, work / "vectors.npy")
    rows = read_vectors(work / "vectors.npy")
    row = {one.content: vector for one, vector in zip(distinct, rows, strict=True)}
    found = objects[["object_id", "content_sha256"]].itertuples(index=False)
    return {key: Found(content, row[content]) for key, content in found}
