"""Rank every query under one encoder: among all, and among what was mined."""

from lib.core.console import run
from lib.core.files import read_vectors, write_json
from lib.core.paths import Paths
from lib.evaluation.dvc_metrics import retrieval_metrics, tier6_metrics
from lib.evaluation.hard_gallery import score_hard
from lib.evaluation.metrics import mean_ap, misses, score
from lib.evaluation.tier6 import TIER
from lib.report.tier1_alarm import alarm_lines


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    paths = Paths(corpus)
    objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
    vectors = read_vectors(paths.embeddings(encoder), len(objects))
    per_query = score(objects, duplicates, vectors, encoder)
    paths.write("per-query-ap.parquet", per_query, encoder)
    write_json(paths.metrics(encoder), retrieval_metrics(mean_ap(per_query)))

    negatives, lookalikes = paths.read("hard-negatives.csv"), paths.read("lookalikes.csv")
    hard = score_hard(objects, negatives, lookalikes, vectors, encoder)
    paths.write("hard-gallery.parquet", hard, encoder)
    scores = hard[hard["tier"] == TIER].groupby("miner")["ap"].mean().to_dict()
    write_json(paths.tier6_metrics(encoder), tier6_metrics(encoder, scores))
    for line in alarm_lines(misses(per_query), paths.card):
        print(line)


if __name__ == "__main__":
    run(main)
