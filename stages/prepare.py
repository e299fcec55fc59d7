"""Load one encoder, weights included, before any other work is spent on it."""

from lib.artifacts import write_json
from lib.console import run
from lib.encoders.registry import describe
from lib.params import load_params
from lib.paths import Paths


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    write_json(Paths(corpus).encoder(encoder), describe(encoder, load_params().embed))


if __name__ == "__main__":
    run(main)
