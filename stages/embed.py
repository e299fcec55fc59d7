"""Embed every distinct content under one encoder, or take what was submitted."""

import numpy as np

from lib import compute
from lib.artifacts import read_table, read_vectors, sha256_of, write_vectors
from lib.console import run
from lib.encoders.registry import load_encoder
from lib.manifest import contents
from lib.objects import embed_shapes
from lib.params import load_params
from lib.paths import Paths
from lib.rows import is_submission, submitted_vectors
from lib.stores import MeshStore, ViewStore, shards


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    params, paths = load_params(), Paths(corpus)
    objects = read_table(paths.objects)
    if is_submission(encoder):
        vectors = submitted_vectors(corpus, encoder)
        write_vectors(paths.embeddings(encoder), vectors, decimals=9)
        return
    chosen = load_encoder(encoder, params.embed)
    distinct = contents(objects)
    meshes = MeshStore(paths.meshes, objects["object_id"].tolist())
    views = ViewStore(paths.views)
    tasks = [
        compute.Task(f"{name}.npy", len(part), (encoder, params.embed, meshes, views, part))
        for name, part in shards(distinct)
    ]
    with compute.finished(
        embed_shapes,
        tasks,
        paths.embeddings(encoder),
        depends=[sha256_of(paths.objects), params.render.model_dump(), params.embed.model_dump()],
        workers=1 if chosen.heavy else params.workers,
    ) as parts:
        vectors = np.concatenate([read_vectors(part) for part in parts])
        row = {c.content: index for index, c in enumerate(distinct)}
        rows = objects["content_sha256"].map(row).to_numpy()
        write_vectors(paths.embeddings(encoder), vectors[rows], chosen.decimals)


if __name__ == "__main__":
    run(main)
