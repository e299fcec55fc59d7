"""Gather the encoders' thresholds; score the eval bucket under each of them."""

import pandas as pd

from lib.core.console import run
from lib.core.files import drop_strays, read_json, read_table, write_json, write_table
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.thresholds.eval_bucket import facts, merge, production_threshold, rescore
from lib.thresholds.pairs import describe_pairs
from lib.thresholds.sweep.scored import Sweep
from lib.thresholds.sweep.tables import NAMES

BUCKET = "eval-bucket.csv"


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    encoders = sorted(params.encoders)
    drop_strays(paths.sweeps, [paths.sweeps / name for name in encoders])
    drop_strays(paths.pair_scores("").parent, [paths.pair_scores(name) for name in encoders])
    tables = {
        name: pd.concat(
            [read_table(paths.sweeps / encoder / name) for encoder in encoders], ignore_index=True
        )
        for name in NAMES
    }
    kept = [read_table(paths.bucket, BUCKET)] if paths.bucket.exists() else []
    bucket = merge([*kept, tables.pop(BUCKET)])
    pairs, duplicates = read_table(paths.pairs), read_table(paths.duplicates)
    parts = []
    for encoder in encoders:
        scores = read_table(paths.pair_scores(encoder), "pair-scores.parquet")
        sweep = Sweep(encoder, pairs.join(scores), duplicates, params.calibrate)
        sha256 = read_json(paths.encoder(encoder))["sha256"]
        parts.append(rescore(bucket, sweep, sha256, production_threshold(sweep)))
    hard = pd.concat(parts, ignore_index=True)

    for name, table in tables.items():
        write_table(paths.data / name, table)
    write_table(paths.data / "hard-negatives-cross-class.csv", hard)
    write_json(
        paths.calibration,
        {**describe_pairs(pairs, params), "bucket": facts(hard)},
    )


if __name__ == "__main__":
    run(main)
