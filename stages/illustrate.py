"""Draw examples of the pictures, and show what encoders flag among them."""

import pandas as pd
from threadpoolctl import threadpool_limits

from lib.core.arrays import Bytes, Floats
from lib.core.console import run
from lib.core.files import read_vectors, write_text
from lib.core.params import Params, load_params
from lib.core.paths import Paths
from lib.corpus.patterns.images import CORPUS
from lib.encoders._base import Shape
from lib.encoders._registry import load_encoder
from lib.encoders.submitted.describe_row import is_submission
from lib.objects.store import ViewStore
from lib.report.explanations_page import explanations_page
from lib.report.figures.pattern_examples import example_layouts, pattern_examples
from lib.report.style import save
from lib.semantics.explain.explained import COUNTS, EXPLANATIONS, explain
from lib.semantics.explain.lens import Lens
from lib.semantics.explain.neighbours import flag_wrong_neighbours
from lib.semantics.explain.novel import flag_novel
from lib.semantics.from_pictures import from_pictures


def main() -> None:
    """Run the stage."""
    params, paths = load_params(), Paths(CORPUS)
    pictures, views = paths.read("patterns.csv"), ViewStore(paths.views)
    figure = pattern_examples(example_layouts(pictures), lambda sha256: views[sha256][0])
    save(figure, paths.figures / "pattern-examples.png")

    rows = pictures[pictures["kind"] == "simulated"]
    content = dict(zip(rows["image_id"], rows["sha256"], strict=True))

    def ring(image_id: str) -> Bytes:
        return views[content[image_id]]

    encoders = paths.read("picture-encoders.csv")
    found = []
    # More threads would wait for each other most of the time.
    with threadpool_limits(1):
        for name in encoders.loc[encoders["applies"], "encoder"]:
            vectors = read_vectors(paths.embeddings(name), len(pictures))[rows.index]
            found.append(_explained(name, rows.reset_index(drop=True), vectors, views, params))
    table, counts = (pd.concat(parts, ignore_index=True) for parts in zip(*found, strict=True))
    paths.write(EXPLANATIONS, table)
    paths.write(COUNTS, counts)
    page = explanations_page(paths.read(EXPLANATIONS), paths.read(COUNTS), ring, CORPUS)
    write_text(paths.explanations, page)


def _explained(
    name: str, rows: pd.DataFrame, vectors: Floats, views: ViewStore, params: Params
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Explain what looks new, or is nearest to another defect, under one encoder."""
    encoder = None if is_submission(name) else load_encoder(name, params.embed)
    if encoder is not None:
        encoder.prepare()

    def shape(row: int) -> Shape:
        key = rows["sha256"].iloc[row]
        return Shape(key=key, surface=None, views=views[key])

    lens = Lens(name, vectors, encoder, shape)
    data = from_pictures(rows, lens.units, params.semantics.unseen_defects)
    place = {one: row for row, one in enumerate(rows["image_id"])}
    most = params.explain.per_kind
    flags = [*flag_novel(data, place, most), flag_wrong_neighbours(data, place, most)]
    objects = rows.rename(columns={"image_id": "object_id", "family": "role"})
    objects = objects.assign(tier=0)
    objects["class"] = objects["defect"]
    return explain(lens, flags, objects, 0, params.explain)


if __name__ == "__main__":
    run(main)
