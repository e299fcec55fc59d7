"""Load one encoder or submission before any other work is spent on it."""

from lib.artifacts import write_json
from lib.console import run
from lib.params import load_params
from lib.paths import Paths
from lib.rows import describe_row


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    facts = describe_row(corpus, encoder, load_params().embed)
    write_json(Paths(corpus).encoder(encoder), facts)


if __name__ == "__main__":
    run(main)
