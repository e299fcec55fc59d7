"""Ask pixels alone what vectors are asked: thumbnails, HOG, and errors of rebuilt views."""

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from lib.core.console import run
from lib.core.files import read_vectors
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.encoders._embed import embedded
from lib.objects.store import ViewStore
from lib.semantics.from_manifest import from_manifest, measured_objects
from lib.semantics.measures.transfer import scores
from lib.semantics.pixels import pixel_errors, thumbnails

HOG = "hog_multiview"


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    objects, views = paths.read("objects.csv"), ViewStore(paths.views)
    part = measured_objects(objects)
    rings = [views[content] for content in part["content_sha256"]]
    methods = {"thumbnail": thumbnails(rings)}
    if HOG in params.encoders:
        methods["HOG"] = read_vectors(paths.embeddings(HOG), len(objects))[part.index]
    else:
        out = paths.embeddings(HOG).with_name(f"{HOG}-pixels.npy")
        with embedded(HOG, params, paths, part, out) as vectors:
            methods["HOG"] = vectors
    parts = []
    # More threads would wait for each other most of the time.
    with threadpool_limits(1):
        for method, vectors in methods.items():
            data = from_manifest(part, paths.read("duplicates.csv"), vectors, params.train.left_out)
            for task, score in scores(data.vectors, data, params.semantics).items():
                parts.append((method, task, score))
        assert data.reference is not None
        for method, score in pixel_errors(rings, data.reference, params.train.left_out).items():
            parts.append((method, "novelty", score))
    tables = [
        pd.DataFrame({"object_id": part["object_id"], "score": score}).assign(
            method=method, task=task
        )
        for method, task, score in parts
    ]
    table = pd.concat(tables, ignore_index=True)
    paths.write("pixel-scores.parquet", table[np.isfinite(table["score"])])


if __name__ == "__main__":
    run(main)
