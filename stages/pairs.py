"""List the pairs that thresholds are calibrated on."""

from lib.core.console import run
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.thresholds.pairs import list_pairs, pair_manifest


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
    pairs = list_pairs(objects, duplicates, params.pairs)
    manifest = pair_manifest(pairs, objects)
    paths.write("pairs.parquet", pairs)
    paths.write("pair-manifest.csv", manifest)
    print(f"{len(manifest):,} pairs in the manifest, {len(pairs):,} in all")


if __name__ == "__main__":
    run(main)
