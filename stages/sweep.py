"""Sweep thresholds over the pairs of one encoder."""

from lib.artifacts import read_json, read_table, read_vectors, write_json, write_table
from lib.console import run
from lib.params import load_params
from lib.paths import Paths
from lib.sweeps.base import Sweep
from lib.sweeps.tables import sweep_tables


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    params, paths = load_params(), Paths(corpus)
    objects = read_table(paths.objects)
    sweep = Sweep(
        encoder,
        read_table(paths.pairs).join(read_table(paths.pair_scores(encoder), "pair-scores.parquet")),
        read_table(paths.duplicates),
        params.calibrate,
    )
    tables, metrics = sweep_tables(
        sweep,
        objects,
        read_table(paths.pair_manifest),
        read_vectors(paths.embeddings(encoder), len(objects)),
        read_json(paths.encoder(encoder))["sha256"],
    )
    for name, table in tables.items():
        write_table(paths.sweeps / encoder / name, table)
    write_json(paths.calibration_metrics(encoder), metrics)


if __name__ == "__main__":
    run(main)
