"""Show flagged items of every kind beside their nearest neighbours."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from lib.core.arrays import Bytes, Floats, Ints
from lib.core.console import run
from lib.core.files import read_vectors, write_text
from lib.core.params import Params, load_params
from lib.core.paths import Paths
from lib.encoders._base import Encoder, Shape
from lib.encoders._registry import load_encoder
from lib.encoders.submitted.describe_row import is_submission
from lib.evaluation.left_out import unseen_objects
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


def main(corpus: str) -> None:
    """Run the stage for one corpus."""
    params, paths = load_params(), Paths(corpus)
    run_of = _Run.read(params, paths)
    front = FRONT % params.render.views
    # More threads would wait for each other most of the time.
    with threadpool_limits(1):
        found = [
            explain(lens, flags, part, front, params.explain)
            for name in sorted(params.explain.encoders or params.encoders)
            for look in (_new, _mistaken)
            for lens, flags, part in [look(name, run_of)]
        ]
    table, counts = (pd.concat(parts, ignore_index=True) for parts in zip(*found, strict=True))
    paths.write(EXPLANATIONS, table)
    paths.write(COUNTS, counts)
    page = explanations_page(paths.read(EXPLANATIONS), paths.read(COUNTS), run_of.ring, corpus)
    write_text(paths.explanations, page)


@dataclass(frozen=True, eq=False)
class _Run:
    """What all encoders are asked about; `groups` numbers near-duplicates alike."""

    params: Params
    paths: Paths
    objects: pd.DataFrame
    duplicates: pd.DataFrame
    groups: Ints
    pairs: pd.DataFrame
    negatives: pd.DataFrame
    thresholds: pd.Series
    content: dict[str, str]
    meshes: MeshStore
    views: ViewStore

    @classmethod
    def read(cls, params: Params, paths: Paths) -> "_Run":
        objects, duplicates = paths.read("objects.csv"), paths.read("duplicates.csv")
        ids = objects["object_id"].tolist()
        return cls(
            params,
            paths,
            objects,
            duplicates,
            duplicate_groups(objects["item_id"].tolist(), duplicates),
            paths.read("pairs.parquet"),
            paths.read("hard-negatives.csv"),
            paths.read("hard-negatives-cross-class.csv").groupby("encoder")["threshold"].first(),
            dict(zip(ids, objects["content_sha256"], strict=True)),
            MeshStore(paths.meshes, ids),
            ViewStore(paths.views),
        )

    def ring(self, object_id: str) -> Bytes:
        return self.views[self.content[object_id]]

    def vectors(self, name: str) -> Floats:
        return read_vectors(self.paths.embeddings(name), len(self.objects))

    def lens(self, name: str, vectors: Floats, encoder: Encoder | None, part: pd.DataFrame) -> Lens:
        ids = part["object_id"].tolist()

        def shape(row: int) -> Shape:
            one = ids[row]
            return Shape(key=self.content[one], surface=self.meshes[one], views=self.ring(one))

        if encoder is not None:
            encoder.prepare()
        return Lens(name, vectors, encoder, shape)


_Look = tuple[Lens, list[Flags], pd.DataFrame]


def _new(name: str, run_of: _Run) -> _Look:
    """Flag what looks new to an encoder, one that has not learned from what is new."""
    params, paths, left_out = run_of.params, run_of.paths, run_of.params.train.left_out
    sources = run_of.objects[run_of.objects["role"] == "source"]
    vectors, encoder = run_of.vectors(name)[sources.index], _encoder(name, params)
    if encoder is not None and paths.unseen(name).exists():
        encoder = encoder.blind_to(left_out)
        known = unseen_objects(run_of.objects, left_out)
        again = read_vectors(paths.unseen(name), len(known))
        vectors = again[(known["role"] == "source").to_numpy()]
    part = sources.reset_index(drop=True)
    lens = run_of.lens(name, vectors, encoder, part)
    data = from_manifest(part, run_of.duplicates, lens.units, left_out)
    rows = {one: row for row, one in enumerate(part["object_id"])}
    return lens, flag_novel(data, rows, params.explain.per_kind), part


def _mistaken(name: str, run_of: _Run) -> _Look:
    """Flag what an encoder takes for something else."""
    params, objects, most = run_of.params, run_of.objects, run_of.params.explain.per_kind
    lens = run_of.lens(name, run_of.vectors(name), _encoder(name, params), objects)
    pairs = run_of.pairs.join(run_of.paths.read("pair-scores.parquet", name))
    threshold = float(run_of.thresholds.get(name, np.nan))
    similarity = params.calibrate.similarity
    flags = [
        flag_false_matches(objects, pairs, run_of.groups, threshold, similarity, most),
        flag_hard_negatives(objects, run_of.negatives, lens.units, most),
        flag_misses(objects, run_of.duplicates, lens.units, most),
    ]
    return lens, flags, objects


def _encoder(name: str, params: Params) -> Encoder | None:
    return None if is_submission(name) else load_encoder(name, params.embed)


if __name__ == "__main__":
    run(main)
