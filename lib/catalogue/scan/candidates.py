"""Duplicates among each item's nearest others: they are no false candidates."""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lib.catalogue.scan.verify import Verifier
from lib.catalogue.scores import VectorSimilarity
from lib.catalogue.threshold import Threshold
from lib.core.arrays import Floats, Ints
from lib.duplicates.search.space import reaches
from lib.duplicates.stream import stream_scores
from lib.report.wording import percent
from lib.thresholds.similarities import oriented, similarities

_FEWEST_LOOKED = 20
_MOST_LOOKED = 3
"""Pairs that are looked at for each item, at most."""

_FEW = 0.05
"""Share of duplicates among the pairs looked at from which on no more are looked at."""

_STEP = 1e-4


def known_duplicates(
    vectors: Floats, similarity: VectorSimilarity, share: float, verifier: Verifier
) -> tuple[Ints, list[tuple[int, int]]]:
    """Label items so that duplicates share a label, and give the pairs that are some.

    The most similar nearest others are looked at first, twice as many as there should be
    items with a duplicate, and more as long as duplicates are among them: one that is
    taken for a false candidate raises the threshold.

    Parameters
    ----------
    vectors : ndarray of float64, shape (N, D)
    similarity : {"cosine", "l2", "l2_unit"}
    share : float
        Of the items that have a duplicate, in (0, 1).
    verifier : Verifier
        Of the same items.

    Returns
    -------
    (ndarray of int64, shape (N,), list of (int, int))
        Items with the same label are duplicates of each other, chains included; and rows
        of the pairs whose geometry says that they are more than lookalikes.
    """
    count = len(vectors)
    batch = int(2 * share * count) + _FEWEST_LOOKED
    seen: set[tuple[int, int]] = set()
    same: list[tuple[int, int]] = []
    labels = np.arange(count)
    while len(seen) < _MOST_LOOKED * count:
        stream = stream_scores(vectors, similarity, _within(labels))
        order = np.argsort(-oriented(stream.scores, similarity), kind="stable")
        pairs = np.sort(np.stack([stream.rows, stream.others], axis=1), axis=1)[order]
        fresh = [pair for pair in dict.fromkeys(map(tuple, pairs.tolist())) if pair not in seen]
        looked = fresh[:batch]
        seen.update(looked)
        judged = verifier.judge(looked)
        confirmed = [pair for pair, one in judged.items() if one.relation != "lookalike"]
        same += confirmed
        labels = _labels(count, same)
        if len(confirmed) <= _FEW * len(looked):
            break
    return labels, same


def told(
    vectors: Floats,
    groups: Ints,
    same: Sequence[tuple[int, int]],
    threshold: Threshold,
    share: float,
) -> Iterator[str]:
    """Say what the look at the candidates has shown that the threshold does not.

    Parameters
    ----------
    vectors : ndarray of float64, shape (N, D)
    groups, same
        From :func:`known_duplicates`.
    threshold : Threshold
        That came of it.
    share : float
        Of the items that have a duplicate, as it was assumed.
    """
    found = float((np.bincount(groups)[groups] > 1).mean())
    if found > share:
        yield (
            f"{percent(found)} of the meshes have a duplicate among the candidates that were "
            f"looked at, more than the {percent(share)} that the threshold is made for, which may "
            f"be stricter than it need be: say --duplicate-share {min(found, 0.99):.2f}"
        )
    if not same:
        return
    scores = similarities(vectors, vectors, same)[threshold.similarity]
    below = scores[~reaches(scores, threshold.value, threshold.similarity)]
    if len(below):
        last = float(oriented(below, threshold.similarity).min()) - _STEP / 2
        value = float(oriented(round(last / _STEP) * _STEP, threshold.similarity))
        yield (
            f"{len(below):,} pairs below the threshold that were looked at to calibrate it are "
            "more than lookalikes by their geometry, and are not listed: --threshold "
            f"{value:.6g} lists them, with whatever else is that similar"
        )


def _labels(count: int, pairs: Sequence[tuple[int, int]]) -> Ints:
    a, b = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    graph = coo_array((np.ones(len(a)), (a, b)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _within(labels: Ints) -> Ints:
    """Pairs of rows that share a label, shape (P, 2)."""
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order])) + 1
    groups = [rows for rows in np.split(order, starts) if len(rows) > 1]
    pairs = [np.stack(np.triu_indices(len(rows), 1)) for rows in groups]
    named = [rows[pair].T for rows, pair in zip(groups, pairs, strict=True)]
    return np.concatenate(named) if named else np.zeros((0, 2), dtype=np.int64)
