"""Rank every query among its source's hard negatives, under one encoder."""

from lib.artifacts import read_table, read_vectors, write_table
from lib.console import run
from lib.hardgallery import score_hard
from lib.paths import Paths


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    paths = Paths(corpus)
    objects = read_table(paths.objects)
    vectors = read_vectors(paths.embeddings(encoder), len(objects))
    scored = score_hard(objects, read_table(paths.negatives), vectors, encoder)
    write_table(paths.confrontation(encoder), scored, "hard-gallery.parquet")


if __name__ == "__main__":
    run(main)
