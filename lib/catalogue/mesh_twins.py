"""Originals and twins of a folder's meshes: made, rendered and embedded in a work folder."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core import parallel
from lib.core.files import read_table, read_vectors
from lib.core.params import Params
from lib.corpus.base import Item
from lib.encoders._embed import Stores, embed_shapes
from lib.encoders._registry import load_encoder
from lib.objects.gaps import told
from lib.objects.inspect import inspect_items, require_readable
from lib.objects.make import MeshOrder, make_meshes, render_views
from lib.objects.manifest import contents, register
from lib.objects.recipe import to_json
from lib.objects.store import MeshStore, ViewStore, shards
from lib.objects.twins import twin_recipe


def twin_id(item_id: str, rung: int) -> str:
    """Name the twin of an item."""
    return f"{item_id}.r{rung}"


def inspected(items: Sequence[Item], work: Path, params: Params) -> pd.DataFrame:
    """Inspect the meshes; columns of ``inspection.parquet``.

    Raises
    ------
    BenchError
        If some cannot be read.
    """
    paths = _filled(inspect_items, items, work / "inspect", "parquet", params)
    table = pd.concat([read_table(path, "inspection.parquet") for path in paths])
    require_readable(table)
    for line in told(table):
        print(line, file=sys.stderr)
    return table.reset_index(drop=True)


def embedded(
    items: Sequence[Item], encoder: str, rung: int, work: Path, params: Params
) -> tuple[pd.DataFrame, npt.NDArray[np.float64]]:
    """Make, render and embed each item and its twin on a rung of the ladder.

    Returns
    -------
    (DataFrame, ndarray of float64, shape (2 * len(items), D))
        The manifest (object_id, recipe, hashes), and a vector for each of its rows.
    """
    seed = params.select.seed
    orders = []
    for item in items:
        twin = twin_recipe(rung, seed, item.id, params.twins)
        orders.append(MeshOrder(item.id, item.load, to_json(()), seed))
        orders.append(MeshOrder(twin_id(item.id, rung), item.load, to_json(twin), seed))
    plan = pd.DataFrame(orders)[["object_id", "recipe"]]
    _filled(make_meshes, orders, work / "meshes", "npz", params)
    meshes = MeshStore(work / "meshes", plan["object_id"].tolist())
    objects = register(plan, meshes)
    distinct = contents(objects)

    chosen = load_encoder(encoder, params.embed)
    _filled(
        render_views,
        distinct if chosen.needs == "views" else [],
        work / "views",
        "zip",
        params,
        lambda part: (meshes, part, params.render),
    )
    views = ViewStore(work / "views")
    paths = _filled(
        embed_shapes,
        distinct,
        work / "embed",
        "npy",
        params.model_copy(update={"workers": 1}) if chosen.heavy else params,
        lambda part: (encoder, (), params.embed, Stores(meshes, views), part),
    )
    vectors = np.concatenate([read_vectors(path) for path in paths])
    row = {content.content: index for index, content in enumerate(distinct)}
    return objects, vectors[objects["content_sha256"].map(row).to_numpy()]


def _filled(
    function: Callable[[Any, Path], None],
    rows: Sequence[Any],
    out: Path,
    suffix: str,
    params: Params,
    payload: Callable[[Sequence[Any]], Any] = lambda part: part,
) -> list[Path]:
    """Run a function on shards of rows and return their files, in `out`."""
    out.mkdir()
    if not rows:
        return []
    tasks = [
        parallel.Task(f"{name}.{suffix}", len(part), payload(part)) for name, part in shards(rows)
    ]
    # An absolute name takes the work folder out of the repository's own.
    with parallel.finished(
        function,
        tasks,
        out.parent / "unfinished" / out.name,
        depends=[],
        workers=params.workers,
        compute=params.compute,
        temporary=True,
    ) as paths:
        return [path.replace(out / path.name) for path in paths]
