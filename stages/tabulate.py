"""Gather the encoders' scores into one table, and the facts for the card."""

import pandas as pd

from lib.core.console import run
from lib.core.files import drop_strays, read_json, read_table, write_json, write_table
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.evaluation.hard_gallery import overlap, summarize_hard
from lib.evaluation.metrics import mean_ap, rank_histograms
from lib.evaluation.standings import standings
from lib.evaluation.summary import summarize
from lib.evaluation.tier6 import collisions


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    parts = [paths.retrieval(encoder) for encoder in sorted(params.encoders)]
    drop_strays(paths.retrieval("").parent, parts)
    per_query = pd.concat(
        [read_table(part, "per-query-ap.parquet") for part in parts], ignore_index=True
    )

    fronts = [paths.confrontation(encoder) for encoder in sorted(params.encoders)]
    drop_strays(paths.confrontation("").parent, fronts)
    among_hard = pd.concat(
        [read_table(front, "hard-gallery.parquet") for front in fronts], ignore_index=True
    )
    objects, negatives = read_table(paths.objects), read_table(paths.negatives)
    splits = read_table(paths.splits)
    knobs = params.tabulate
    draws = knobs.seed, knobs.resamples, knobs.confidence
    ranked = standings(per_query, *draws)
    hard = summarize_hard(among_hard, *draws)
    keys = ["encoder", "tier", "gallery"]
    ends = ranked[[*keys, "map_low", "map_high", "rank"]]
    results = mean_ap(per_query).merge(ends, on=keys, sort=False, validate="1:1")
    results["split_sha256"], results["corpus"] = splits["split_sha256"].iloc[0], corpus
    write_table(paths.per_query, per_query)
    write_table(paths.results, results)
    write_table(paths.rank_histograms, rank_histograms(per_query))
    write_table(paths.data / "hard-gallery.csv", hard)
    write_table(paths.data / "miner-overlap.csv", overlap(negatives))
    write_table(paths.collisions, collisions(among_hard, objects))
    summary = summarize(
        params,
        read_json(paths.corpus_card),
        [read_json(paths.encoder(encoder)) for encoder in sorted(params.encoders)],
        objects,
        splits,
        read_table(paths.duplicates),
        negatives,
        per_query,
    )
    write_json(paths.summary, summary)


if __name__ == "__main__":
    run(main)
