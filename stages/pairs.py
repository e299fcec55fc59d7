"""List the pairs that thresholds are calibrated on."""

from lib.artifacts import read_table, write_table
from lib.console import run
from lib.pairing import list_pairs, pair_manifest
from lib.params import load_params
from lib.paths import Paths


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
