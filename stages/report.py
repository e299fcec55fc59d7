"""Draw the pictures and render the dataset card."""

import itertools

import matplotlib.pyplot as plt
from tqdm import tqdm

from lib.core.console import run
from lib.core.files import drop_strays, read_json, write_text
from lib.core.params import load_params
from lib.core.paths import Paths
from lib.objects.store import ViewStore
from lib.report import calibration_gallery
from lib.report.gallery import Tables, draw, three_quarter
from lib.report.style import save
from lib.report.whole import CAPTIONS, read_calibration, whole_card
from lib.thresholds.audit.from_run import audited


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    summary = read_json(paths.summary)
    tables = Tables(
        objects=paths.read("objects.csv"),
        splits=paths.read("splits.csv"),
        negatives=paths.read("hard-negatives.csv"),
        lookalikes=paths.read("lookalikes.csv"),
        confrontations=paths.gather(
            "hard-gallery.parquet", [encoder["name"] for encoder in summary["encoders"]]
        ),
        results=paths.read("baseline-results.csv"),
        per_query=paths.read("per-query-ap.parquet"),
        summary=summary,
    )
    calibration = read_calibration(paths)
    write_text(paths.card, whole_card(paths, calibration))

    store = ViewStore(paths.views)
    columns = (tables.objects["object_id"], tables.objects["content_sha256"])
    content = dict(zip(*columns, strict=True))
    drawn = itertools.chain(
        draw(tables, lambda object_id: store[content[object_id]]),
        calibration_gallery.draw(
            calibration,
            lambda object_id: three_quarter(store[content[object_id]]),
            audited(params),
        ),
    )
    names = []
    for name, figure in tqdm(drawn, total=len(CAPTIONS), desc="figures", unit="fig"):
        save(figure, paths.figures / name)
        plt.close(figure)
        names.append(paths.figures / name)
    drop_strays(paths.figures, names)


if __name__ == "__main__":
    run(main)
