"""Rank every query among its source's hard negatives and lookalikes, under one encoder."""

from lib.core.console import run
from lib.core.files import read_vectors, write_json
from lib.core.paths import Paths
from lib.evaluation.dvc_metrics import tier6_metrics
from lib.evaluation.hard_gallery import score_hard
from lib.evaluation.tier6 import TIER


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    paths = Paths(corpus)
    objects = paths.read("objects.csv")
    vectors = read_vectors(paths.embeddings(encoder), len(objects))
    negatives, lookalikes = paths.read("hard-negatives.csv"), paths.read("lookalikes.csv")
    scored = score_hard(objects, negatives, lookalikes, vectors, encoder)
    paths.write("hard-gallery.parquet", scored, encoder)
    scores = scored[scored["tier"] == TIER].groupby("miner")["ap"].mean().to_dict()
    write_json(paths.tier6_metrics(encoder), tier6_metrics(encoder, scores))


if __name__ == "__main__":
    run(main)
