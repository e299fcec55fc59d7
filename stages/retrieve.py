"""Rank every query under one encoder."""

from lib.core.console import run
from lib.core.files import read_table, read_vectors, write_json, write_table
from lib.core.paths import Paths
from lib.evaluation.metrics import mean_ap, misses, retrieval_metrics, score
from lib.report.alarm import alarm_lines


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    paths = Paths(corpus)
    objects, duplicates = read_table(paths.objects), read_table(paths.duplicates)
    vectors = read_vectors(paths.embeddings(encoder), len(objects))
    per_query = score(objects, duplicates, vectors, encoder)
    write_table(paths.retrieval(encoder), per_query, "per-query-ap.parquet")
    write_json(paths.metrics(encoder), retrieval_metrics(mean_ap(per_query)))
    for line in alarm_lines(misses(per_query), paths.card):
        print(line)


if __name__ == "__main__":
    run(main)
