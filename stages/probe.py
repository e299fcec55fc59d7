"""Measure what the vectors of one encoder know."""

import pandas as pd
from threadpoolctl import threadpool_limits

from lib.core.arrays import Floats
from lib.core.console import run
from lib.core.files import read_vectors, write_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.evaluation.left_out import unseen_objects
from lib.semantics.from_manifest import from_manifest, measured_objects
from lib.semantics.labelled import Labelled
from lib.semantics.probe import probe, rivals_of, semantics_metrics


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    params, paths = load_params(), Paths(corpus)
    objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
    part, left_out = measured_objects(objects), params.train.left_out
    pixels = paths.read("pixel-scores.parquet")

    def data(rows: pd.DataFrame, vectors: Floats) -> Labelled:
        rivals = rivals_of(pixels, rows["object_id"].tolist())
        return from_manifest(rows, duplicates, vectors, left_out, rivals)

    usual = data(part, read_vectors(paths.embeddings(encoder), len(objects))[part.index])
    blind = usual
    if paths.unseen(encoder).exists():
        known = unseen_objects(objects, left_out)
        again = read_vectors(paths.unseen(encoder), len(known))
        sources = (known["role"] == "source").to_numpy()
        blind = data(known[sources], again[sources])
    # More threads would wait for each other most of the time.
    with threadpool_limits(1):
        table = probe(usual, blind, left_out, params.semantics)
    paths.write("semantics.csv", table.assign(encoder=encoder), encoder)
    # As written, rounded: the metrics are the table's numbers.
    written = paths.read("semantics.csv", encoder)
    write_json(paths.semantics_metrics(encoder), semantics_metrics(encoder, written))


if __name__ == "__main__":
    run(main)
