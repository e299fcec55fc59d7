"""Compare every pair under one encoder, and sweep thresholds over them."""

from lib.core.console import run
from lib.core.files import read_json, read_vectors, write_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.thresholds.pairs import score_pairs
from lib.thresholds.sweep.scored import Sweep
from lib.thresholds.sweep.tables import sweep_tables


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    params, paths = load_params(), Paths(corpus)
    objects, pairs = paths.read("objects.csv"), paths.read("pairs.parquet")
    vectors = read_vectors(paths.embeddings(encoder), len(objects))
    paths.write("pair-scores.parquet", score_pairs(pairs, objects, vectors), encoder)
    # As written, rounded: a threshold is one of the scores that others can read.
    scores = paths.read("pair-scores.parquet", encoder)
    sweep = Sweep(encoder, pairs.join(scores), paths.read("duplicates.csv"), params.calibrate)
    tables, metrics = sweep_tables(
        sweep,
        objects,
        paths.read("pair-manifest.csv"),
        vectors,
        read_json(paths.encoder(encoder))["sha256"],
    )
    for name, table in tables.items():
        paths.write(name, table, encoder)
    write_json(paths.calibration_metrics(encoder), metrics)


if __name__ == "__main__":
    run(main)
