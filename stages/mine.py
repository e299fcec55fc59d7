"""Mine hard negatives for the test sources."""

import pandas as pd

from lib.artifacts import drop_strays, read_table, read_vectors, write_table
from lib.console import run
from lib.negatives import mine
from lib.params import load_params
from lib.paths import Paths


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    drop_strays(paths.embeddings("").parent, [paths.embeddings(name) for name in params.encoders])
    objects, duplicates = read_table(paths.objects), read_table(paths.duplicates)
    tables = []
    for miner in params.mine.miners:
        vectors = read_vectors(paths.embeddings(miner), len(objects))
        tables.append(mine(objects, duplicates, vectors, miner, params.mine.top_k))
    write_table(paths.negatives, pd.concat(tables, ignore_index=True))


if __name__ == "__main__":
    run(main)
