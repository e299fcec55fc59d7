"""Render the ring views of every distinct content."""

from lib.core import parallel
from lib.core.console import run
from lib.core.files import sha256_of
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.objects.make import render_views
from lib.objects.manifest import contents
from lib.objects.store import MeshStore, shards


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    objects = paths.read("objects.csv")
    store = MeshStore(paths.meshes, objects["object_id"].tolist())
    parallel.fill(
        render_views,
        [
            parallel.Task(f"{name}.zip", len(part), (store, part, params.render))
            for name, part in shards(contents(objects))
        ],
        paths.views,
        depends=[sha256_of(paths.table("objects.csv")), params.render.model_dump()],
        workers=params.workers,
        compute=params.compute,
    )


if __name__ == "__main__":
    run(main)
