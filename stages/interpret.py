"""Gather what vectors know into one table, and write the report on it."""

import itertools

import matplotlib.pyplot as plt

from lib.core.console import run
from lib.core.files import drop_strays, read_json, read_vectors, write_text
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.core.vectors import unit
from lib.report.semantics_pictures import hashing_pictures, semantics_pictures
from lib.report.semantics_report import flagged_section, hashing_section, semantics_report
from lib.report.style import save
from lib.semantics.measures.clusters import pca_layout


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    encoders = sorted(params.encoders)
    parts = [paths.table("semantics.csv", encoder) for encoder in encoders]
    drop_strays(parts[0].parent, parts)
    table = paths.gather("semantics.csv", encoders)
    paths.write("semantics.csv", table)
    robustness, remedies = paths.read("hash-robustness.csv"), paths.read("hash-remedies.csv")
    trained_on = {one: read_json(paths.encoder(one))["trained_on"] for one in encoders}
    text = semantics_report(
        table,
        paths.read("threshold-recipes.csv"),
        trained_on,
        params.semantics,
        sorted(params.train.left_out),
        {
            "Flagged items and their neighbours": flagged_section(
                paths.read("explanations.csv"), paths.read("explanation-counts.csv")
            ),
            "Hashing under shifts": hashing_section(robustness, remedies, params.hashing),
        },
    )
    write_text(paths.semantics_report, text)
    objects = paths.read("objects.csv")
    sources = objects[objects["role"] == "source"]
    places = {
        one: pca_layout(unit(read_vectors(paths.embeddings(one), len(objects))[sources.index]))
        for one in encoders
    }
    names = []
    drawn = itertools.chain(
        semantics_pictures(table, places, sources, params.semantics),
        hashing_pictures(robustness, remedies, params.hashing),
    )
    for name, figure in drawn:
        save(figure, paths.semantics_figures / name)
        plt.close(figure)
        names.append(paths.semantics_figures / name)
    drop_strays(paths.semantics_figures, names)


if __name__ == "__main__":
    run(main)
