"""Draw the pictures and render the dataset card."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from lib.core.console import run
from lib.core.files import drop_strays, write_text
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.objects.store import ViewStore
from lib.report.card import card
from lib.report.pictures import (
    CAPTIONS,
    retrieval_pictures,
    three_quarter,
    threshold_pictures,
)
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
        threshold_pictures(tables, lambda one: three_quarter(views(one)), audited(params)),
    )
    names = []
    for name, figure in tqdm(drawn, total=len(CAPTIONS), desc="figures", unit="fig"):
        save(figure, paths.figures / name)
        plt.close(figure)
        names.append(paths.figures / name)
    drop_strays(paths.figures, names)


if __name__ == "__main__":
    run(main)
