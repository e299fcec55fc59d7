"""A small release of a corpus, and submissions for it, all in a temporary folder."""

from pathlib import Path

import numpy as np
import pandas as pd

from lib.core.files import sha256_of, write_json, write_table
from lib.core.paths import Paths
from lib.core.tables import declared

SPLIT = "a" * 64
CORPUS = "parametric40"


def manifest(classes: int = 12, sources: int = 4, queries: int = 2) -> pd.DataFrame:
    """Sources (half of them test), queries of five tiers, and one pool object a class."""
    rows = []
    names = [f"class{c:02d}" for c in range(classes)]
    for c in names:
        for n in range(sources):
            split = "test" if n < sources // 2 else "train"
            rows.append((f"{c}/{n}", "source", c, f"{c}/{n}", f"{c}/{n}", split, 0))
    for c in names:
        for n in range(sources // 2):
            for tier in range(1, 6):
                for k in range(queries):
                    item = f"{c}/{n}" if tier < 5 else f"{c}/p{n}{k}"
                    role = "clone" if tier < 5 else "peer"
                    rows.append((f"{c}/{n}.t{tier}.{k}", role, c, f"{c}/{n}", item, "test", tier))
    rows += [(f"{c}/pool", "pool", c, f"{c}/pool", f"{c}/pool", "pool", 0) for c in names]
    columns = ["object_id", "role", "class", "source_id", "item_id", "split", "tier"]
    objects = pd.DataFrame(rows, columns=columns)
    objects["rung"], objects["seed"], objects["recipe"] = 0, 42, "[]"
    objects["n_vertices"], objects["n_faces"] = 3, 1
    objects["content_sha256"] = [f"{row:064x}" for row in range(len(objects))]
    objects["geometry_sha256"] = objects["content_sha256"]
    return objects[declared("objects.csv").names]


def honest(objects: pd.DataFrame, seed: int = 0, size: int = 16) -> np.ndarray:
    """Vectors of an encoder that sees some class, and less through every tier."""
    rng = np.random.default_rng(seed)
    centers = {c: rng.standard_normal(size) for c in objects["class"].unique()}
    own = {i: rng.standard_normal(size) for i in objects["item_id"].unique()}
    noise = {0: 0.0, 1: 1e-4, 2: 0.6, 3: 1.2, 4: 0.9, 5: 0.5}
    rows = [
        0.5 * centers[c] + own[item] + noise[tier] * rng.standard_normal(size)
        for c, item, tier in objects[["class", "item_id", "tier"]].itertuples(index=False)
    ]
    return np.array(rows, dtype=np.float32)


def write_release(root: Path, objects: pd.DataFrame, corpus: str = CORPUS) -> None:
    """Write what Git holds of a corpus."""
    data = root / Paths(corpus).data
    write_table(data / "objects.csv", objects)
    sources = objects[objects["role"] == "source"]
    write_table(data / "splits.csv", sources.assign(split_sha256=SPLIT))
    write_table(data / "duplicates.csv", declared("duplicates.csv").empty())
    card = {"title": "Small", "licence": "CC0-1.0", "licence_notice": "For tests only."}
    write_json(data / "corpus.json", card)


def said(root: Path, name: str, dimension: int) -> dict[str, object]:
    """The keys of submission.yaml."""
    return {
        "name": name,
        "version": "1.0",
        "description": "Sixteen numbers",
        "weights_source": "none",
        "weights_licence": "none",
        "dimension": dimension,
        "similarity": "cosine",
        "trained_on": "nothing",
        "saw_modelnet40_test": "false",
        "saw_benchmark_sources": "false",
        "hardware": "2 cores",
        "seconds_per_object": 0.01,
        "author": "somebody",
        "split_sha256": SPLIT,
        "manifest_sha256": sha256_of(root / Paths(CORPUS).table("objects.csv")),
    }


def write_submission(
    root: Path, vectors: np.ndarray, name: str = "sixteen", corpus: str = CORPUS, **changes: object
) -> Path:
    """Write a submission; `changes` are for submission.yaml, None takes a key out."""
    folder = root / "data" / "submissions" / corpus / name
    folder.mkdir(parents=True)
    np.save(folder / "embeddings.npy", vectors)
    values = said(root, name, vectors.shape[-1]) | changes
    lines = [f"{key}: {value}\n" for key, value in values.items() if value is not None]
    (folder / "submission.yaml").write_text("".join(lines))
    return folder
