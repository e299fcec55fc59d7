"""Sweep thresholds over the pairs of one encoder."""

from lib.core.console import run
from lib.core.files import read_json, read_table, read_vectors, write_json, write_table
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.thresholds.sweep.scored import Sweep
from lib.thresholds.sweep.tables import sweep_tables


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
