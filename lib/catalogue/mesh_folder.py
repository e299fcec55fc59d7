"""A folder of meshes without labels: make twins of them, embed both, compare."""

import hashlib
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from lib.catalogue.calibrate import Origin
from lib.catalogue.mesh_twins import embedded, inspected, twin_id
from lib.catalogue.scored_pairs import ScoredPairs
from lib.core.errors import BenchError
from lib.core.params import Params
from lib.core.params.sections import SimilarityName
from lib.corpus.folder import Folder
from lib.encoders._registry import describe
from lib.objects.duplicates import duplicate_groups, find_duplicates
from lib.objects.rungs import RUNGS
from lib.thresholds.draw_pairs import all_pairs
from lib.thresholds.pairs import score_pairs
from lib.thresholds.similarities import oriented

FEWEST_MESHES = 20

EASY = (
    "the true pairs are made, not found: each mesh against its own altered copy (rung {rung}: "
    "{name}). Copies are easier than real duplicates, so the recall is an upper bound; climb the "
    "ladder with --rung, and replace made pairs by labelled ones when you have them"
)


def sample_folder(
    folder: Path, encoder: str, similarity: SimilarityName, rung: int, params: Params
) -> tuple[ScoredPairs, Origin]:
    """Score each mesh against its twin, and every two different meshes.

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
    false = all_pairs(groups)
    if not len(false):
        raise BenchError(
            f"all {len(ids)} meshes in {folder} are near-duplicates of each other",
            "false pairs take different objects: add some",
        )
    true_pairs = [(one, twin_id(one, rung)) for one in ids]
    false_pairs = np.asarray(ids, dtype=object)[false]
    positives, negatives = (
        score_pairs(pd.DataFrame(named, columns=["object_a", "object_b"]), objects, vectors)
        for named in (true_pairs, false_pairs)
    )
    lines = sorted(objects[["object_id", "content_sha256"]].agg("\t".join, axis=1))
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    notes = [EASY.format(rung=rung, name=" ".join(RUNGS[k] for k in range(1, rung + 1)))]
    if len(duplicates):
        notes.append(
            f"near-duplicate pairs in the folder itself: {len(duplicates):,}; they count neither "
            "as true nor as false pairs"
        )
    pairs = ScoredPairs(
        oriented(positives[similarity], similarity),
        oriented(negatives[similarity], similarity),
        groups,
        groups[false],
        digest,
    )
    origin = Origin(folder.resolve().name, similarity, encoder, facts["sha256"], tuple(notes))
    return pairs, origin
