"""Load one encoder or submission before any other work is spent on it."""

from lib.core.console import run
from lib.core.files import write_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.encoders.submitted.describe_row import describe_row


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    facts = describe_row(corpus, encoder, load_params().embed)
    write_json(Paths(corpus).encoder(encoder), facts)


if __name__ == "__main__":
    run(main)
