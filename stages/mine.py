"""Mine hard negatives and lookalikes for the test sources."""

from lib.core.console import run
from lib.core.files import drop_strays, read_vectors
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.evaluation.mining import mine_each


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    drop_strays(paths.embeddings("").parent, [paths.embeddings(name) for name in params.encoders])
    objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
    vectors = {
        miner: read_vectors(paths.embeddings(miner), len(objects)) for miner in params.mine.miners
    }
    for name, table in mine_each(objects, duplicates, vectors, params.mine).items():
        paths.write(name, table)


if __name__ == "__main__":
    run(main)
