"""Show flagged items of every kind beside their nearest neighbours."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from lib.core.console import run
from lib.core.files import read_vectors, write_text
from lib.core.params import Params, load_params
from lib.core.paths import Paths
from lib.encoders._base import Encoder, Shape
from lib.encoders._embed import embedded
from lib.encoders._registry import load_encoder
from lib.encoders.submitted.describe_row import is_submission
from lib.objects.duplicates import duplicate_groups
from lib.objects.store import MeshStore, ViewStore
from lib.report.explanations_page import explanations_page
from lib.semantics.explain.explained import COUNTS, EXPLANATIONS, FRONT, explain
from lib.semantics.explain.false_matches import flag_false_matches
from lib.semantics.explain.flags import Flags
from lib.semantics.explain.lens import Lens
from lib.semantics.explain.misses import flag_hard_negatives, flag_misses
from lib.semantics.explain.novel import flag_novel
from lib.semantics.from_manifest import from_manifest

Shapes = Callable[[pd.DataFrame], Callable[[int], Shape]]


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    objects = paths.read("objects.csv")
    meshes = MeshStore(paths.meshes, objects["object_id"].tolist())
    views = ViewStore(paths.views)

    def shapes(part: pd.DataFrame) -> Callable[[int], Shape]:
        def shape(row: int) -> Shape:
            one = part.iloc[row]
            content = one["content_sha256"]
            return Shape(key=content, mesh=meshes[one["object_id"]], views=views[content])

        return shape

    front = FRONT % params.render.views
    found = [
        explain(lens, flags, part, front, params.explain)
        for name in sorted(params.explain.encoders or params.encoders)
        for lens, flags, part in _looks(name, params, paths, shapes)
    ]
    table, counts = (pd.concat(parts, ignore_index=True) for parts in zip(*found, strict=True))
    paths.write(EXPLANATIONS, table)
    paths.write(COUNTS, counts)
    content = dict(zip(objects["object_id"], objects["content_sha256"], strict=True))
    page = explanations_page(
        paths.read(EXPLANATIONS), paths.read(COUNTS), lambda one: views[content[one]], corpus
    )
    write_text(paths.explanations, page)


def _looks(
    name: str, params: Params, paths: Paths, shapes: Shapes
) -> Iterator[tuple[Lens, list[Flags], pd.DataFrame]]:
    """Flag what looks new to an encoder that has not seen it; then all else."""
    objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
    vectors = read_vectors(paths.embeddings(name), len(objects))
    encoder = None if is_submission(name) else load_encoder(name, params.embed)
    left_out, most = params.train.left_out, params.explain.per_kind

    sources = objects[objects["role"] == "source"]
    known, blind = vectors[sources.index], encoder
    if encoder is not None and encoder.blind_to(left_out) is not encoder:
        blind = encoder.blind_to(left_out)
        alone = params.model_copy(update={"workers": 1})
        out = paths.embeddings(name).with_name(f"{name}-explained.npy")
        with embedded(name, alone, paths, sources, out, left_out) as again:
            known = again
    part = sources.reset_index(drop=True)
    rows = {one: row for row, one in enumerate(part["object_id"])}
    lens = Lens(name, known, _ready(blind), shapes(part))
    data = from_manifest(part, duplicates, lens.units, left_out)
    yield lens, flag_novel(data, rows, most), part

    lens = Lens(name, vectors, _ready(encoder), shapes(objects))
    hard = paths.read("hard-negatives-cross-class.csv")
    limits = hard.loc[hard["encoder"] == name, "threshold"]
    flags = [
        flag_false_matches(
            objects,
            paths.read("pairs.parquet").join(paths.read("pair-scores.parquet", name)),
            duplicate_groups(objects["item_id"].tolist(), duplicates),
            float(limits.iloc[0]) if len(limits) else np.nan,
            params.calibrate.similarity,
            most,
        ),
        flag_hard_negatives(objects, paths.read("hard-negatives.csv"), lens.units, most),
        flag_misses(objects, duplicates, lens.units, most),
    ]
    yield lens, flags, objects


def _ready(encoder: Encoder | None) -> Encoder | None:
    if encoder is not None:
        encoder.prepare()
    return encoder


if __name__ == "__main__":
    run(main)
