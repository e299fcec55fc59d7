"""Score every encoder on classes that no training has seen."""

import pandas as pd

from lib.core.console import run
from lib.core.files import drop_strays, read_json, read_vectors, write_vectors
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.encoders._embed import embedded
from lib.encoders._registry import load_encoder
from lib.encoders.submitted.describe_row import is_submission
from lib.evaluation.left_out import (
    FILE,
    SEEN,
    UNSEEN,
    left_out_objects,
    summarize_left_out,
    unseen_objects,
)
from lib.evaluation.metrics import score


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
    classes = params.train.left_out
    part, blind = left_out_objects(objects, classes), unseen_objects(objects, classes)
    scored = blind.index.isin(part.index)
    found, written = [], []
    for encoder in sorted(params.encoders) if len(blind) else []:
        vectors = read_vectors(paths.embeddings(encoder), len(objects))[part.index]
        if is_submission(encoder):
            seen = read_json(paths.encoder(encoder))["saw_benchmark_sources"]
            found.append((encoder, SEEN if seen else UNSEEN, vectors))
            continue
        usual = load_encoder(encoder, params.embed)
        learned = usual.blind_to(classes) is not usual
        found.append((encoder, SEEN if learned else UNSEEN, vectors))
        if learned:
            written.append(paths.unseen(encoder))
            with embedded(encoder, params, paths, blind, written[-1], classes) as again:
                write_vectors(written[-1], again, usual.decimals)
            found.append((encoder, UNSEEN, read_vectors(written[-1], len(blind))[scored]))
    folder = paths.unseen("").parent
    folder.mkdir(parents=True, exist_ok=True)
    drop_strays(folder, written)
    part = part.reset_index(drop=True)
    tables = [
        score(part, duplicates, vectors, encoder).assign(classes=known)
        for encoder, known, vectors in found
    ]
    draws = params.tabulate.seed, params.tabulate.resamples, params.tabulate.confidence
    per_query = pd.concat(tables) if tables else pd.DataFrame()
    paths.write(FILE, summarize_left_out(per_query, *draws))


if __name__ == "__main__":
    run(main)
