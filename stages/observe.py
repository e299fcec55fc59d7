"""Look at the ring views of every distinct content with a pretrained network."""

import numpy as np

from lib.core import parallel
from lib.core.console import run
from lib.core.files import read_vectors, sha256_of, write_vectors
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.encoders._ring_features import DECIMALS, observe_views
from lib.objects.manifest import contents
from lib.objects.store import ViewStore, shards


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    distinct, views = contents(paths.read("objects.csv")), ViewStore(paths.views)
    tasks = [
        parallel.Task(f"{name}.npy", len(part), (views, part)) for name, part in shards(distinct)
    ]
    depends = [sha256_of(paths.table("objects.csv")), params.render.model_dump()]
    with parallel.finished(
        observe_views,
        tasks,
        paths.features,
        depends=depends,
        workers=params.workers,
        compute=params.compute,
    ) as parts:
        features = np.concatenate([read_vectors(part) for part in parts])
        write_vectors(paths.features, features, DECIMALS)


if __name__ == "__main__":
    run(main)
