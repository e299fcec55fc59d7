"""List the pairs that thresholds are calibrated on."""

from lib.core.console import run
from lib.core.files import read_table, write_table
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.thresholds.pairs import list_pairs, pair_manifest


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    objects, duplicates = read_table(paths.objects), read_table(paths.duplicates)
    pairs = list_pairs(objects, duplicates, params.pairs)
    manifest = pair_manifest(pairs, objects)
    write_table(paths.pairs, pairs)
    write_table(paths.pair_manifest, manifest)
    print(f"{len(manifest):,} pairs in the manifest, {len(pairs):,} in all")


if __name__ == "__main__":
    run(main)
