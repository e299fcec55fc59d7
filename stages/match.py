"""Let each mask of the test split look for what is printed of it."""

import numpy as np

from lib.core.console import run
from lib.core.files import read_vectors, sha256_of, write_json, write_text
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.corpus.patterns.images import CORPUS, MASK, SIMULATED, from_views
from lib.encoders._trained import FOLDER, read_trained
from lib.encoders.pairs.spaces import SPACES
from lib.objects.store import ViewStore
from lib.report.pattern_pairs import PIXELS, pattern_pairs_page
from lib.semantics.pair_retrieval import (
    Searched,
    Vectors,
    grey_vectors,
    pair_metrics,
    search,
    summarize_search,
)


def main() -> None:
    """Run the stage."""
    knobs, paths = load_params().tabulate, Paths(CORPUS)
    images, store = paths.read("patterns.csv"), ViewStore(paths.views)
    tested = images[images["split"] == "test"].sort_values(["layout_id", "kind"])
    masks, printed = (tested[tested["kind"] == kind] for kind in (MASK, SIMULATED))
    seen = [
        np.stack([from_views(store[sha256]) for sha256 in part["sha256"]])
        for part in (masks, printed)
    ]
    vectors: dict[str, Vectors] = {PIXELS: (grey_vectors(seen[0]), grey_vectors(seen[1]))}
    list_sha256, other = sha256_of(paths.table("patterns.csv")), []
    for method, (training, space) in SPACES.items():
        learned = read_trained(FOLDER / training / "pairs.safetensors")
        # A training on another list may have learned from what is asked for here.
        if learned.facts["images_sha256"] == list_sha256:
            vectors[method] = space(learned.arrays, *seen)
        else:
            other.append(method)
    encoders = paths.read("picture-encoders.csv")
    for encoder in encoders.loc[encoders["applies"], "encoder"]:
        rows = read_vectors(paths.embeddings(encoder), len(images))
        vectors[encoder] = rows[masks.index], rows[printed.index]

    pairs = Searched(
        masks["group_id"].tolist(), masks["defect"].tolist(), printed["sha256"].tolist()
    )
    searches = {method: search(both, pairs) for method, both in vectors.items()}
    table = summarize_search(searches, knobs.seed, knobs.resamples, knobs.confidence)
    paths.write("pattern-pairs.csv", table)
    write_json(paths.reports / "metrics" / "pairs.json", pair_metrics(table))
    page = pattern_pairs_page(table, masks["group_id"].nunique(), knobs.confidence, other)
    write_text(paths.reports / "pattern-pairs.md", page)


if __name__ == "__main__":
    run(main)
