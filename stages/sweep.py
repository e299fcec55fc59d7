"""Sweep thresholds over the pairs of one encoder."""

from lib.core.console import run
from lib.core.files import read_json, read_vectors, write_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.thresholds.sweep.scored import Sweep
from lib.thresholds.sweep.tables import sweep_tables


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    params, paths = load_params(), Paths(corpus)
    objects = paths.read("objects.csv")
    sweep = Sweep(
        encoder,
        paths.read("pairs.parquet").join(paths.read("pair-scores.parquet", encoder)),
        paths.read("duplicates.csv"),
        params.calibrate,
    )
    tables, metrics = sweep_tables(
        sweep,
        objects,
        paths.read("pair-manifest.csv"),
        read_vectors(paths.embeddings(encoder), len(objects)),
        read_json(paths.encoder(encoder))["sha256"],
    )
    for name, table in tables.items():
        paths.write(name, table, encoder)
    write_json(paths.calibration_metrics(encoder), metrics)


if __name__ == "__main__":
    run(main)
