"""Rows on left-out classes, as far as embeddings tell: those of the trainings in the graph."""

from collections.abc import Mapping

import pandas as pd

from lib.core.arrays import Floats
from lib.evaluation.left_out import FILE, SEEN, UNSEEN, left_out_objects, summarize_left_out
from lib.evaluation.metrics import score
from lib.leaderboard.verify.committed import Committed


def left_out_rows(
    corpus: Committed, vectors: Mapping[str, Floats]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pick the committed rows that embeddings tell, and make them again.

    The second training of a row that learned from the corpus takes its meshes: that
    one's rows are left out.

    Parameters
    ----------
    corpus : Committed
    vectors : mapping of str to ndarray of float64, shape (N, D)
        Embeddings of every object, by encoder.

    Returns
    -------
    (DataFrame, DataFrame)
        Committed, with their line numbers; made again.
    """
    written, objects = corpus.table(FILE), corpus.table("objects.csv")
    learned = set(written.loc[written["classes"] == SEEN, "encoder"])
    part = left_out_objects(objects, corpus.params.train.left_out)
    rows, duplicates = part.reset_index(drop=True), corpus.table("duplicates.csv")
    scored = [
        score(rows, duplicates, found[part.index], name).assign(
            classes=SEEN if name in learned else UNSEEN
        )
        for name, found in vectors.items()
        if (part["tier"] > 0).any()
    ]
    knobs = corpus.params.tabulate
    draws = knobs.seed, knobs.resamples, knobs.confidence
    made = summarize_left_out(pd.concat(scored) if scored else pd.DataFrame(), *draws)
    again = written["encoder"].isin(learned) & (written["classes"] == UNSEEN)
    return written[written["encoder"].isin(vectors) & ~again], made
