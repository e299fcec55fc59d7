"""Gather the encoders' thresholds; score the eval bucket under each of them."""

from collections.abc import Iterator

from lib.core.console import run
from lib.core.files import drop_strays, read_json, write_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.core.tables import SWEEP
from lib.thresholds.eval_bucket import BUCKET, facts, merge, rescore_under
from lib.thresholds.pairs import describe_pairs
from lib.thresholds.sweep.scored import Sweep


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    encoders = sorted(params.encoders)
    drop_strays(paths.sweeps, [paths.sweeps / name for name in encoders])
    scored = [paths.table("pair-scores.parquet", name) for name in encoders]
    drop_strays(scored[0].parent, scored)
    tables = {name: paths.gather(name, encoders) for name in SWEEP}
    kept = [paths.read(BUCKET)] if paths.table(BUCKET).exists() else []
    bucket = merge([*kept, tables.pop(BUCKET)])
    pairs, duplicates = paths.read("pairs.parquet"), paths.read("duplicates.csv")

    def sweeps() -> Iterator[tuple[Sweep, str]]:
        for name in encoders:
            own = pairs.join(paths.read("pair-scores.parquet", name))
            sha256 = read_json(paths.encoder(name))["sha256"]
            yield Sweep(name, own, duplicates, params.calibrate), sha256

    hard = rescore_under(bucket, sweeps())
    for name, table in tables.items():
        paths.write(name, table)
    paths.write("hard-negatives-cross-class.csv", hard)
    write_json(
        paths.calibration,
        {**describe_pairs(pairs, params), "bucket": facts(hard)},
    )


if __name__ == "__main__":
    run(main)
