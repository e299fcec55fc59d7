"""A corpus of a few objects, as the graph would have made it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import trimesh

from lib.core.files import write_table
from lib.core.params import Params, load_params
from lib.core.paths import Paths
from lib.encoders.training.ground import Ground
from lib.geometry.mesh import Mesh, normalize
from lib.objects import store
from lib.objects.store import shards, write_meshes

ROOT = Path(__file__).parents[3]

CLASSES = ("bench", "bowl", "chair")

_ROLES = (
    ("0", "source", "train", 0),
    ("1", "source", "train", 0),
    ("2", "source", "val", 0),
    ("3", "source", "test", 0),
    ("3.t3.0", "clone", "test", 3),
    ("4", "peer", "test", 5),
    ("5", "pool", "pool", 0),
    ("6", "pool", "pool", 0),
)
"""Name after the class, role, split, tier."""


def manifest() -> pd.DataFrame:
    """Eight objects a class: two to train on, one for val, the rest for test and pool."""
    rows = [
        (
            f"{label}/{label}_{name}",
            role,
            label,
            f"{label}/{label}_3" if role in ("clone", "peer") else f"{label}/{label}_{name}",
            f"{label}/{label}_{name.partition('.')[0]}",
            split,
            tier,
        )
        for label in CLASSES
        for name, role, split, tier in _ROLES
    ]
    columns = ["object_id", "role", "class", "source_id", "item_id", "split", "tier"]
    table = pd.DataFrame(rows, columns=columns)
    hashes = [f"{index:064x}" for index in range(len(table))]
    return table.assign(
        rung=0, seed=42, recipe="[]", n_vertices=0, n_faces=0, geometry_sha256=hashes,
        content_sha256=hashes,
    )  # fmt: skip


def near_duplicates(*pairs: tuple[str, str]) -> pd.DataFrame:
    """Pairs of item ids as the rows of ``duplicates.csv``."""
    rows = [(a, b, a.partition("/")[0], b.partition("/")[0], "shape", 0.99) for a, b in pairs]
    return pd.DataFrame(rows, columns=["item_a", "item_b", "class_a", "class_b", "kind", "iou"])


def _mesh(index: int) -> Mesh:
    size = np.random.default_rng(index).uniform(0.3, 2, 3)
    shape = trimesh.creation.box(size).subdivide().subdivide()
    return normalize(Mesh.build(shape.vertices, shape.faces))


@pytest.fixture(scope="session")
def params() -> Params:
    read = load_params(ROOT / "params.yaml")
    train = read.train.model_copy(update={"left_out": ("bench", "vase")})
    return read.model_copy(update={"train": train, "workers": 1})


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, params: Params) -> Iterator[Ground]:
    """The corpus in the folder that the test runs in."""
    monkeypatch.chdir(tmp_path)
    # Kept by path, which is the same in every folder.
    store._cached_meshes.cache_clear()
    store._mapped.cache_clear()
    objects = manifest()
    paths = Paths("parametric40")
    for name, ids in shards(objects["object_id"].tolist()):
        meshes = {object_id: _mesh(index) for index, object_id in enumerate(ids)}
        write_meshes(paths.meshes / f"{name}.npz", meshes)
    paths.views.mkdir()
    write_table(paths.table("objects.csv"), objects)
    write_table(paths.table("duplicates.csv"), near_duplicates())
    sources = objects[objects["role"] == "source"]
    write_table(paths.table("splits.csv"), sources.assign(split_sha256="5" * 64))
    yield Ground.read(params, "parametric40")
    store._cached_meshes.cache_clear()
    store._mapped.cache_clear()
