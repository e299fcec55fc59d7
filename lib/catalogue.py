"""A folder of meshes without labels: make twins of them, embed both, compare."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib import compute
from lib.artifacts import read_table, read_vectors
from lib.calibrating import Sample
from lib.calibration.pairs import all_pairs
from lib.calibration.similarities import oriented
from lib.corpus.base import Item
from lib.corpus.folder import Folder
from lib.duplicates import duplicate_groups, find_duplicates
from lib.encoders.registry import describe, load_encoder
from lib.errors import BenchError
from lib.inspection import inspect_items, require_readable
from lib.manifest import contents, register
from lib.objects import MeshOrder, embed_shapes, make_meshes, render_views
from lib.pairing import score_pairs
from lib.params import Params, SimilarityName
from lib.recipe import to_json
from lib.stores import MeshStore, ViewStore, shards
from lib.twins import RUNGS, twin_recipe

FEWEST_MESHES = 20

EASY = (
    "the true pairs are made, not found: each mesh against its own altered copy (rung {rung}: "
    "{name}). Copies are easier than real duplicates, so the recall is an upper bound; climb the "
    "ladder with --rung, and replace made pairs by labelled ones when you have them"
)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The scored pairs of a folder.

    Attributes
    ----------
    sample : Sample
    weights_sha256 : str
        Of the encoder's code and weights.
    notes : tuple of str
        For the reader of the calibration.
    """

    sample: Sample
    weights_sha256: str
    notes: tuple[str, ...]


def sample_folder(
    folder: Path, encoder: str, similarity: SimilarityName, rung: int, params: Params
) -> Catalogue:
    """Score each mesh against its twin, and every two different meshes.

    All intermediate files lie in a temporary folder and are gone afterwards.

    Parameters
    ----------
    folder : Path
        Read like the corpus ``folder``; at least `FEWEST_MESHES` meshes.
    encoder : str
    similarity : {"cosine", "l2", "l2_unit"}
    rung : int
        How far up the ladder the twins go, one of `lib.twins.RUNGS`.
    params : Params
        Up axis, near-duplicates, twins, views, embedding and workers.

    Raises
    ------
    BenchError
        If there are too few meshes, some cannot be read, or the encoder cannot
        be had.
    """
    facts = describe(encoder, params.embed)
    settings = params.folder.model_copy(update={"path": str(folder)})
    items = Folder(settings).items()
    if len(items) < FEWEST_MESHES:
        raise BenchError(
            f"{folder} holds {len(items)} meshes, at least {FEWEST_MESHES} are needed",
            "each gives one true pair: add meshes",
        )
    with tempfile.TemporaryDirectory(prefix="calibrate-") as name:
        work = Path(name)
        table = _inspected(items, work, params)
        duplicates = find_duplicates(table, params.select.duplicate_iou)
        objects, vectors = _embedded(items, encoder, rung, work, params)
    ids = [item.id for item in items]
    labels = duplicate_groups(ids, duplicates)
    groups = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    false = all_pairs(groups)
    if not len(false):
        raise BenchError(
            f"all {len(ids)} meshes in {folder} are near-duplicates of each other",
            "false pairs take different objects: add some",
        )
    name_of = np.asarray(ids, dtype=object)
    true_pairs = pd.DataFrame({"object_a": ids, "object_b": [_twin(one, rung) for one in ids]})
    false_pairs = pd.DataFrame({f"object_{s}": name_of[false[:, k]] for k, s in enumerate("ab")})
    scores = [
        oriented(score_pairs(pairs, objects, vectors)[similarity], similarity)
        for pairs in (true_pairs, false_pairs)
    ]
    lines = sorted(objects[["object_id", "content_sha256"]].agg("\t".join, axis=1))
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    notes = [EASY.format(rung=rung, name=" ".join(RUNGS[k] for k in range(1, rung + 1)))]
    if len(duplicates):
        notes.append(
            f"near-duplicate pairs in the folder itself: {len(duplicates):,}; they count neither "
            "as true nor as false pairs"
        )
    return Catalogue(
        Sample(scores[0], scores[1], groups, groups[false], digest), facts["sha256"], tuple(notes)
    )


def _twin(item_id: str, rung: int) -> str:
    return f"{item_id}.r{rung}"


def _inspected(items: Sequence[Item], work: Path, params: Params) -> pd.DataFrame:
    tasks = [compute.Task(f"{name}.parquet", len(part), part) for name, part in shards(items)]
    paths = _filled(inspect_items, tasks, work / "inspect", params.workers)
    table = pd.concat([read_table(path, "inspection.parquet") for path in paths])
    require_readable(table)
    return table.reset_index(drop=True)


def _embedded(
    items: Sequence[Item], encoder: str, rung: int, work: Path, params: Params
) -> tuple[pd.DataFrame, npt.NDArray[np.float64]]:
    """Make, render and embed originals and twins; the manifest and a row for each of its rows."""
    seed = params.select.seed
    orders = [
        order
        for item in items
        for order in (
            MeshOrder(item.id, item.load, to_json(()), seed),
            MeshOrder(
                _twin(item.id, rung),
                item.load,
                to_json(twin_recipe(rung, seed, item.id, params.twins)),
                seed,
            ),
        )
    ]
    plan = pd.DataFrame(
        {"object_id": [o.object_id for o in orders], "recipe": [o.recipe for o in orders]}
    )
    tasks = [compute.Task(f"{name}.npz", len(part), part) for name, part in shards(orders)]
    _filled(make_meshes, tasks, work / "meshes", params.workers)
    meshes = MeshStore(work / "meshes", plan["object_id"].tolist())
    objects = register(plan, meshes)
    distinct = contents(objects)

    chosen = load_encoder(encoder, params.embed)
    parts = shards(distinct) if chosen.needs == "views" else []
    tasks = [
        compute.Task(f"{name}.zip", len(part), (meshes, part, params.render))
        for name, part in parts
    ]
    _filled(render_views, tasks, work / "views", params.workers)
    views = ViewStore(work / "views", params.render.size)

    tasks = [
        compute.Task(f"{name}.npy", len(part), (encoder, params.embed, meshes, views, part))
        for name, part in shards(distinct)
    ]
    workers = 1 if chosen.heavy else params.workers
    paths = _filled(embed_shapes, tasks, work / "embed", workers)
    vectors = np.concatenate([read_vectors(path) for path in paths])
    row = {content.content: index for index, content in enumerate(distinct)}
    return objects, vectors[objects["content_sha256"].map(row).to_numpy()]


def _filled(
    function: Callable[[Any, Path], None],
    tasks: Sequence[compute.Task],
    out: Path,
    workers: int | None,
) -> list[Path]:
    """Run the tasks and return their files, in `out`."""
    out.mkdir()
    if not tasks:
        return []
    # An absolute name takes the work folder out of the repository's own.
    with compute.finished(
        function, tasks, out.parent / "unfinished" / out.name, depends=[], workers=workers
    ) as paths:
        return [path.replace(out / path.name) for path in paths]
