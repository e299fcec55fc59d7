"""Draw the pictures and render the dataset card."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
import pandas as pd
from tqdm import tqdm

from lib.core.console import run
from lib.core.files import drop_strays, read_vectors, write_text
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.duplicates.laid_over import Meshes
from lib.objects.store import MeshStore, ViewStore
from lib.report.card import card
from lib.report.figures.duplicates import duplicate_evidence
from lib.report.pictures import (
    CAPTIONS,
    retrieval_pictures,
    three_quarter,
    threshold_pictures,
)
from lib.report.planted_pairs import Pictures, Rows, found_pairs
from lib.report.style import save
from lib.report.threshold_tables import read_threshold_tables
from lib.thresholds.audit.from_run import audited


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    tables = read_threshold_tables(paths)
    write_text(paths.card, card(paths, tables))

    store = ViewStore(paths.views)
    objects = paths.read("objects.csv")
    content = dict(zip(objects["object_id"], objects["content_sha256"], strict=True))

    def views(object_id: str) -> npt.NDArray[np.uint8]:
        return store[content[object_id]]

    drawn = itertools.chain(
        retrieval_pictures(paths, views),
        [("duplicates.png", duplicate_evidence(*_found(paths, objects, params.scan.encoder)))],
        threshold_pictures(tables, lambda one: three_quarter(views(one)), audited(params)),
    )
    names = []
    for name, figure in tqdm(drawn, total=len(CAPTIONS), desc="figures", unit="fig"):
        save(figure, paths.figures / name)
        plt.close(figure)
        names.append(paths.figures / name)
    drop_strays(paths.figures, names)


def _found(paths: Paths, objects: pd.DataFrame, encoder: str) -> tuple[Rows, Pictures]:
    """Lay found copies over their items; nothing, where the encoder was not run."""
    evidence = paths.read("catalogue-evidence.csv")
    if not paths.embeddings(encoder).exists():
        return [], {}
    vectors = read_vectors(paths.embeddings(encoder), len(objects))
    store = MeshStore(paths.meshes, objects["object_id"].tolist())
    return found_pairs(evidence, objects, vectors, Meshes(objects, store))


if __name__ == "__main__":
    run(main)
