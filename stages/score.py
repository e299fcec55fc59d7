"""Compare every pair under one encoder."""

from lib.core.console import run
from lib.core.files import read_vectors
from lib.core.paths import Paths
from lib.thresholds.pairs import score_pairs


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    paths = Paths(corpus)
    objects = paths.read("objects.csv")
    vectors = read_vectors(paths.embeddings(encoder), len(objects))
    scores = score_pairs(paths.read("pairs.parquet"), objects, vectors)
    paths.write("pair-scores.parquet", scores, encoder)


if __name__ == "__main__":
    run(main)
