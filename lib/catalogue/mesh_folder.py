"""A folder of meshes without labels: make twins of them, embed both, compare."""

import hashlib
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from lib.catalogue.asked_rate import RateOf
from lib.catalogue.calibrate import Origin
from lib.catalogue.mesh_twins import embedded, inspected
from lib.catalogue.own_stream import own_stream
from lib.catalogue.scored_pairs import ScoredPairs
from lib.core.errors import BenchError
from lib.core.params import Params
from lib.core.params.sections import SimilarityName
from lib.corpus.folder import Folder
from lib.encoders._registry import describe
from lib.objects.duplicates import duplicate_groups, find_duplicates
from lib.objects.rungs import RUNGS
from lib.thresholds.draw_pairs import all_pairs
from lib.thresholds.similarities import oriented, similarities

FEWEST_MESHES = 20

EASY = (
    "the true pairs are made, not found: each mesh against its own altered copy (rung {rung}: "
    "{name}). Copies are easier than real duplicates, so the recall is an upper bound; climb the "
    "ladder with --rung, and replace made pairs by labelled ones when you have them"
)


def sample_folder(
    folder: Path,
    encoder: str,
    similarity: SimilarityName,
    rung: int,
    params: Params,
    rate_of: RateOf = "pairs",
) -> tuple[ScoredPairs, Origin]:
    """Score each mesh against its twin, and different meshes: all pairs, or the nearest.

    All intermediate files lie in a temporary folder and are gone afterwards.

    Parameters
    ----------
    folder : Path
        Read like the corpus ``folder``; at least `FEWEST_MESHES` meshes.
    encoder : str
    similarity : {"cosine", "l2", "l2_unit"}
    rung : int
        How far up the ladder the twins go, one of `lib.objects.rungs.RUNGS`.
    params : Params
        Up axis, near-duplicates, twins, views, embedding and workers.
    rate_of : {"pairs", "candidates"}, optional
        Whether false pairs are all those of different meshes, or each mesh and its nearest.

    Raises
    ------
    BenchError
        If there are too few meshes, some cannot be read, or the encoder cannot
        be had.
    """
    facts = describe(encoder, params.embed)
    settings = params.folder.model_copy(update={"path": str(folder)})
    corpus = Folder(settings)
    items = corpus.items()
    for line in corpus.survey():
        print(line, file=sys.stderr)
    if len(items) < FEWEST_MESHES:
        raise BenchError(
            f"{folder} holds {len(items)} meshes, at least {FEWEST_MESHES} are needed",
            "each gives one true pair: add meshes",
        )
    with tempfile.TemporaryDirectory(prefix="calibrate-") as name:
        work = Path(name)
        table = inspected(items, work, params)
        duplicates = find_duplicates(table, params.select.duplicate_iou)
        objects, vectors = embedded(items, encoder, rung, work, params)
    ids = [item.id for item in items]
    labels = duplicate_groups(ids, duplicates)
    groups = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    lines = sorted(objects[["object_id", "content_sha256"]].agg("\t".join, axis=1))
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    notes = [EASY.format(rung=rung, name=" ".join(RUNGS[k] for k in range(1, rung + 1)))]
    if len(duplicates):
        notes.append(
            f"near-duplicate pairs in the folder itself: {len(duplicates):,}; they count neither "
            "as true nor as false pairs"
        )
    origin = Origin(folder.resolve().name, similarity, encoder, facts["sha256"], tuple(notes))
    if groups.max() == 0:
        raise BenchError(
            f"all {len(ids)} meshes in {folder} are near-duplicates of each other",
            "false pairs take different objects: add some",
        )
    # Each mesh is followed by its twin.
    own, twins = vectors[::2], vectors[1::2]
    if rate_of == "candidates":
        stream = own_stream(own, twins, np.arange(len(ids)), groups, similarity, digest)
        notes += stream.notes
        return stream.pairs, replace(
            origin, notes=tuple(notes), rate_of="candidates", found=stream.found
        )
    false = all_pairs(groups)
    positives = similarities(own, twins)[similarity]
    negatives = similarities(own, own, false)[similarity]
    pairs = ScoredPairs(
        oriented(positives, similarity),
        oriented(negatives, similarity),
        groups,
        groups[false],
        digest,
    )
    return pairs, origin
