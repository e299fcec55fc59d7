"""List the files that a corpus is read from, so that what follows sees them change."""

from lib.core.console import run
from lib.core.files import write_table
from lib.core.parallel import WORK
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.corpus.listing import list_files
from lib.corpus.registry import open_corpus


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    source = open_corpus(corpus, load_params())
    table = list_files(source, WORK / "listings" / f"{corpus}.json")
    write_table(Paths(corpus).listing, table)
    print(f"{source.title}: {len(table):,} files, {table['bytes'].sum():,} bytes")


if __name__ == "__main__":
    run(main)
