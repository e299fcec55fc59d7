"""Embed every distinct content under one encoder, or take what was submitted."""

from lib.core.console import run
from lib.core.files import write_vectors
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.encoders._embed import embedded
from lib.encoders._registry import load_encoder
from lib.encoders.submitted.describe_row import is_submission, submitted_vectors
from lib.encoders.submitted.usable_vectors import DECIMALS


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    params, paths = load_params(), Paths(corpus)
    out = paths.embeddings(encoder)
    if is_submission(encoder):
        write_vectors(out, submitted_vectors(corpus, encoder), DECIMALS)
        return
    decimals = load_encoder(encoder, params.embed).decimals
    with embedded(encoder, params, paths, paths.read("objects.csv"), out) as vectors:
        write_vectors(out, vectors, decimals)


if __name__ == "__main__":
    run(main)
