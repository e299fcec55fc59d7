"""A catalogue's own candidates stream, and copies of its items in it, as scored pairs."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from lib.catalogue.scored_pairs import ScoredPairs
from lib.catalogue.scores import VectorSimilarity
from lib.core.arrays import Floats, Ints
from lib.core.errors import BenchError
from lib.duplicates.stream import Stream, stream_scores
from lib.thresholds.similarities import oriented, similarities

FEWEST_FOUND = 20
"""Copies that a search has to return for a recall to mean anything."""


@dataclass(frozen=True)
class OwnStream:
    """Scored candidates of a catalogue, and how many true ones a search returns.

    Attributes
    ----------
    pairs : ScoredPairs
        Copies that are their original's nearest, and each item's nearest other.
    found : float
        Share of the copies that are nearer to their original than any other item. The
        others are no candidates: no threshold finds them.
    notes : tuple of str
        What the reader should know.
    """

    pairs: ScoredPairs
    found: float
    notes: tuple[str, ...]


def own_stream(
    vectors: Floats,
    copies: Floats,
    copy_of: Ints,
    groups: Ints,
    similarity: VectorSimilarity,
    sha256: str,
) -> OwnStream:
    """Score what a search for each item's nearest other returns.

    Parameters
    ----------
    vectors : ndarray of float64, shape (N, D)
        Of the items.
    copies : ndarray of float64, shape (T, D)
        Of altered copies of some of them.
    copy_of : ndarray of int64, shape (T,)
        The item that each is a copy of.
    groups : ndarray of int64, shape (N,)
        Items of a group, numbered from 0, are near-duplicates: no false pairs.
    similarity : {"cosine", "l2", "l2_unit"}
    sha256 : str
        Of what the vectors come from.

    Raises
    ------
    BenchError
        If there are no false candidates, or hardly a copy is found.
    """
    stream = stream_scores(vectors, similarity, _same_group(groups))
    if not len(stream.rows):
        raise BenchError(
            f"all {len(vectors):,} items are near-duplicates of each other",
            "false candidates take different objects: add some",
        )
    apart = np.stack([copy_of, np.arange(len(copies))], axis=1)
    true = oriented(similarities(vectors, copies, apart)[similarity], similarity)
    false = oriented(stream.scores, similarity)
    nearest = np.full(len(vectors), -np.inf)
    nearest[stream.rows] = false
    first = true >= nearest[copy_of]
    if first.sum() < FEWEST_FOUND:
        raise BenchError(
            f"{int(first.sum()):,} of {len(copies):,} copies are their original's nearest, at "
            f"least {FEWEST_FOUND} have to be",
            "use an encoder that finds copies, or add items",
        )
    pairs = ScoredPairs(
        true[first],
        false,
        groups[copy_of[first]],
        groups[np.stack([stream.rows, stream.others], axis=1)],
        sha256,
        repeats=len(stream.rows) / stream.n_distinct,
    )
    notes = _notes(stream, len(vectors), int(first.sum()), len(copies))
    return OwnStream(pairs, float(first.mean()), notes)


def _same_group(groups: Ints) -> Ints:
    """Pairs of rows of one group, shape (P, 2)."""
    order = np.argsort(groups, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)
    pairs = [pair for rows in members for pair in combinations(rows.tolist(), 2)]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _notes(stream: Stream, items: int, found: int, copies: int) -> tuple[str, ...]:
    notes = [
        f"the candidates are each item's nearest other among {items:,} items: "
        f"{len(stream.rows):,} rows of {stream.n_distinct:,} distinct pairs, since two items that "
        "are each other's nearest give the same pair twice. Pairs are resampled by the items "
        "that they share, and exact limits count distinct ones. In a larger catalogue the "
        "nearest other is nearer: calibrate on one as large as the one to scan"
    ]
    if len(stream.rows) < items:
        notes.append(f"items whose every other is a near-duplicate: {items - len(stream.rows):,}")
    if found < copies:
        notes.append(
            f"{copies - found:,} of {copies:,} copies are not their original's nearest: a search "
            "for the nearest does not return them, whatever the threshold, and the recall is "
            "among those that it returns"
        )
    return tuple(notes)
