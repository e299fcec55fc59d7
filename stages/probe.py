"""Measure what the vectors of one encoder know."""

import numpy as np

from lib.core.console import run
from lib.core.files import read_vectors, write_json
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.encoders._embed import embedded
from lib.encoders._registry import load_encoder
from lib.encoders.submitted.describe_row import is_submission
from lib.semantics.from_manifest import from_manifest, measured_objects
from lib.semantics.probe import probe, rivals_of, semantics_metrics


def main(corpus: str, encoder: str) -> None:
    """Run the stage for one corpus and encoder."""
    params, paths = load_params(), Paths(corpus)
    objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
    part, left_out = measured_objects(objects), params.train.left_out
    rivals = rivals_of(paths.read("pixel-scores.parquet"), part["object_id"].tolist())
    vectors = read_vectors(paths.embeddings(encoder), len(objects))[part.index]
    usual = from_manifest(part, duplicates, vectors, left_out, rivals)
    blind = usual
    if not is_submission(encoder):
        known = load_encoder(encoder, params.embed)
        if known.blind_to(left_out) is not known:
            out = paths.embeddings(encoder).with_name(f"{encoder}-unseen-sources.npy")
            sources = part["role"] == "source"
            with embedded(encoder, params, paths, part[sources], out, left_out) as again:
                others = vectors.copy()
                others[np.flatnonzero(sources)] = again
                blind = from_manifest(part, duplicates, others, left_out, rivals)
    table = probe(usual, blind, left_out, params.semantics)
    paths.write("semantics.csv", table.assign(encoder=encoder), encoder)
    write_json(paths.semantics_metrics(encoder), semantics_metrics(encoder, table))


if __name__ == "__main__":
    run(main)
