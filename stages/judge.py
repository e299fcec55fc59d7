"""Measure what encoders know of pictures of layouts, and what hashes find again of them."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from lib.core.arrays import Bytes, Floats
from lib.core.console import run
from lib.core.files import drop_strays, read_vectors, write_json, write_text
from lib.core.params import Params, load_params
from lib.core.paths import Paths
from lib.core.vectors import unit
from lib.corpus.patterns.images import CORPUS
from lib.encoders.autoencoder import view_pixels
from lib.objects.store import ViewStore
from lib.report.patterns_report import BESIDE, pattern_pictures, patterns_report
from lib.report.style import save
from lib.semantics.against_clean import against_clean
from lib.semantics.from_pictures import CLEAN, from_pictures
from lib.semantics.hashing.robustness import hash_robustness
from lib.semantics.measured import measured
from lib.semantics.measures.clusters import pca_layout
from lib.semantics.measures.transfer import rivals
from lib.semantics.pixels import component_errors, hog_vectors, thumbnails
from lib.semantics.probe import semantics_metrics


def main() -> None:
    """Run the stage."""
    params, paths = load_params(), Paths(CORPUS)
    pictures = paths.read("patterns.csv")
    rows = pictures[pictures["kind"] == "simulated"]
    views, encoders = ViewStore(paths.views), paths.read("picture-encoders.csv")
    images = [views[content][0] for content in rows["sha256"]]
    tables, places = [], {}
    metrics: dict[str, Any] = {}
    blind: dict[str, int] = {}
    # More threads would wait for each other most of the time.
    with threadpool_limits(1):
        pixels = _pixels(rows, images, params)
        for name in tqdm(encoders.loc[encoders["applies"], "encoder"], CORPUS, unit="encoder"):
            vectors = read_vectors(paths.embeddings(name), len(pictures))[rows.index]
            data = from_pictures(rows, vectors, params.semantics.unseen_defects, pixels)
            faulty, differences, n_blind = against_clean(rows, vectors)
            beside = f"{name} {BESIDE}"
            blind[beside] = n_blind
            apart = from_pictures(
                faulty, differences, params.semantics.unseen_defects, severities=False
            )
            for row, one in ((name, data), (beside, apart)):
                table = measured(one, params.semantics)
                tables.append(table.assign(encoder=row))
                metrics |= semantics_metrics(row, table)
            places[name] = pca_layout(unit(vectors))
        robustness, remedies = _hashed(rows, images, params)
    found = pd.concat(tables, ignore_index=True)
    paths.write("semantics.csv", found)
    paths.write("hash-robustness.csv", robustness)
    paths.write("hash-remedies.csv", remedies)
    write_json(paths.reports / "metrics" / "semantics.json", metrics)
    text = patterns_report(found, encoders, blind, pictures, robustness, remedies, params)
    write_text(paths.semantics_report, text)
    names = []
    for name, figure in pattern_pictures(found, places, rows, robustness, remedies, params):
        save(figure, paths.semantics_figures / name)
        plt.close(figure)
        names.append(paths.semantics_figures / name)
    drop_strays(paths.semantics_figures, names)


def _pixels(rows: pd.DataFrame, images: list[Bytes], params: Params) -> dict[str, Floats]:
    """Ask thumbnails, HOG and principal components of the pixels what vectors are asked."""
    rings = [image[None] for image in images]
    methods = {"thumbnail": thumbnails(rings), "HOG": hog_vectors(rings)}
    data = from_pictures(rows, methods["thumbnail"], params.semantics.unseen_defects)
    assert data.reference is not None
    errors = component_errors([view_pixels(ring) for ring in rings], data.reference)
    return {**rivals(methods, data, params.semantics), "PCA/novelty": errors}


def _hashed(
    rows: pd.DataFrame, images: list[Bytes], params: Params
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Hash some clean pictures, as many from each family as there are."""
    clean = rows.reset_index(drop=True)
    clean = clean[clean["defect"] == CLEAN]
    order = clean.assign(turn=clean.groupby("family").cumcount()).sort_values(["turn", "image_id"])
    chosen = order.head(params.hashing.items).sort_values("image_id")
    names = chosen["image_id"].tolist()
    return hash_robustness([images[row] for row in np.array(chosen.index)], names, params.hashing)


if __name__ == "__main__":
    run(main)
