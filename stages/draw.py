"""Draw the layouts, and what is printed of them."""

from lib.core.console import run
from lib.core.files import drop_strays
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.corpus.patterns.images import CORPUS, all_images, as_views
from lib.objects.store import shards, write_views


def main() -> None:
    """Run the stage."""
    paths = Paths(CORPUS)
    table, pixels = all_images(load_params().patterns)
    paths.write("patterns.csv", table)
    written = []
    for name, part in shards(list(pixels)):
        written.append(paths.views / f"{name}.zip")
        write_views(written[-1], {sha256: as_views(pixels[sha256]) for sha256 in part})
    drop_strays(paths.views, written)


if __name__ == "__main__":
    run(main)
