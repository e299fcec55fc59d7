"""Compare every pair under one encoder."""

from lib.core.console import run
from lib.core.files import read_table, read_vectors, write_table
from lib.core.paths import Paths
from lib.thresholds.pairs import score_pairs


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    paths = Paths(corpus)
    objects = read_table(paths.objects)
    vectors = read_vectors(paths.embeddings(encoder), len(objects))
    scores = score_pairs(read_table(paths.pairs), objects, vectors)
    write_table(paths.pair_scores(encoder), scores, "pair-scores.parquet")


if __name__ == "__main__":
    run(main)
