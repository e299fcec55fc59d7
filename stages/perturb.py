"""Make every planned object's mesh."""

from lib.core import parallel
from lib.core.console import run
from lib.core.files import sha256_of
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.corpus.registry import open_corpus
from lib.objects.make import MeshOrder, make_meshes
from lib.objects.store import shards


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    load = {item.id: item.load for item in open_corpus(corpus, params).items()}
    plan = paths.read("plan.parquet")
    orders = [
        MeshOrder(object_id, load[item_id], recipe, seed)
        for object_id, item_id, recipe, seed in plan[
            ["object_id", "item_id", "recipe", "seed"]
        ].itertuples(index=False)
    ]
    parallel.fill(
        make_meshes,
        [parallel.Task(f"{name}.npz", len(part), part) for name, part in shards(orders)],
        paths.meshes,
        depends=[sha256_of(paths.table("plan.parquet")), sha256_of(paths.table("items.parquet"))],
        workers=params.workers,
        compute=params.compute,
    )


if __name__ == "__main__":
    run(main)
