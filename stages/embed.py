"""Embed every distinct content under one encoder, or take what was submitted."""

import numpy as np

from lib.core import parallel
from lib.core.console import run
from lib.core.files import read_vectors, sha256_of, write_vectors
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.encoders._embed import embed_shapes
from lib.encoders._registry import load_encoder
from lib.encoders.submitted.describe_row import is_submission, submitted_vectors
from lib.encoders.submitted.usable_vectors import DECIMALS
from lib.objects.manifest import contents
from lib.objects.store import MeshStore, ViewStore, shards


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    params, paths = load_params(), Paths(corpus)
    objects = paths.read("objects.csv")
    if is_submission(encoder):
        vectors = submitted_vectors(corpus, encoder)
        write_vectors(paths.embeddings(encoder), vectors, DECIMALS)
        return
    chosen = load_encoder(encoder, params.embed)
    distinct = contents(objects)
    meshes = MeshStore(paths.meshes, objects["object_id"].tolist())
    views = ViewStore(paths.views)
    tasks = [
        parallel.Task(f"{name}.npy", len(part), (encoder, params.embed, meshes, views, part))
        for name, part in shards(distinct)
    ]
    with parallel.finished(
        embed_shapes,
        tasks,
        paths.embeddings(encoder),
        depends=[
            sha256_of(paths.table("objects.csv")),
            params.render.model_dump(),
            params.embed.model_dump(),
        ],
        workers=1 if chosen.heavy else params.workers,
    ) as parts:
        vectors = np.concatenate([read_vectors(part) for part in parts])
        row = {c.content: index for index, c in enumerate(distinct)}
        rows = objects["content_sha256"].map(row).to_numpy()
        write_vectors(paths.embeddings(encoder), vectors[rows], chosen.decimals)


if __name__ == "__main__":
    run(main)
