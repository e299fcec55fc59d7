"""Mine hard negatives and lookalikes for the test sources."""

import pandas as pd

from lib.core.console import run
from lib.core.files import drop_strays, read_vectors
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.core.tables import declared
from lib.evaluation.mining import mine, mine_lookalikes


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    drop_strays(paths.embeddings("").parent, [paths.embeddings(name) for name in params.encoders])
    objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
    negatives, lookalikes = [], []
    for miner in params.mine.miners:
        vectors = read_vectors(paths.embeddings(miner), len(objects))
        negatives.append(mine(objects, duplicates, vectors, miner, params.mine.top_k))
        if params.mine.lookalikes:
            found = mine_lookalikes(objects, duplicates, vectors, miner, params.mine.lookalikes)
            lookalikes.append(found)
    paths.write("hard-negatives.csv", pd.concat(negatives, ignore_index=True))
    none = declared("lookalikes.csv").empty()
    paths.write("lookalikes.csv", pd.concat(lookalikes, ignore_index=True) if lookalikes else none)


if __name__ == "__main__":
    run(main)
