"""Choose sources, split them, find near-duplicates, plan every object."""

import hashlib

from lib.core.console import run
from lib.core.files import read_json, write_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.objects.duplicates import find_duplicates
from lib.objects.gaps import gaps
from lib.objects.plan import plan_corpus


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    items = paths.read("items.parquet")
    pairs = find_duplicates(items, params.select.duplicate_iou)
    sources, plan = plan_corpus(items, pairs, params)
    lines = items[["item_id", "class", "split", "geometry_sha256"]].agg("\t".join, axis=1)
    digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()

    # Nothing is written before everything is known to be possible.
    write_json(paths.corpus_card, {**read_json(paths.source), "sha256": digest, **gaps(items)})
    paths.write("duplicates.csv", pairs)
    paths.write("splits.csv", sources)
    paths.write("plan.parquet", plan)
    print(f"{len(sources)} sources, {len(plan)} objects, {len(pairs)} pairs of near-duplicates")
    print(f"split SHA-256 {sources['split_sha256'].iloc[0]}")


if __name__ == "__main__":
    run(main)
