"""Pairs of different classes that score highest."""

import numpy as np
import pandas as pd

from lib.core.arrays import Bools, Floats, Ints
from lib.semantics.explain.flags import Flag, Flags, rows_of, worst_first
from lib.thresholds.similarities import oriented

FALSE_MATCH = "false match"


def flag_false_matches(
    objects: pd.DataFrame,
    pairs: pd.DataFrame,
    group: Ints,
    threshold: float,
    similarity: str,
    most: int,
) -> Flags:
    """Flag the pairs of calibration objects of different classes that reach the threshold.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    pairs : pandas.DataFrame
        ``pairs.parquet`` and, beside it, a column for each similarity.
    group : ndarray of int64, shape (len(objects),)
        Near-duplicates share a number; they are not searched for each other.
    threshold : float
        NaN where the encoder has none.
    similarity : str
        The one that the threshold is for.
    most : int
        Shown; where fewer reach the threshold, the highest-scoring others follow.

    Returns
    -------
    Flags
        The item is the pair's first object, the gallery all calibration objects.

    Raises
    ------
    BenchError
        If a pair names an object that the manifest does not have.
    """
    crossing = pairs[pairs["kind"] == "cross"]
    if crossing.empty:
        return Flags(FALSE_MATCH, note="no pairs of calibration objects of different classes")
    scores = oriented(crossing[similarity].to_numpy(), similarity)
    limit = float(oriented(threshold, similarity))
    n_flagged = int((scores >= limit).sum())
    sides = (crossing[f"object_{side}"] for side in "ab")
    rows = np.stack([rows_of(side, objects, "pairs.parquet") for side in sides], axis=1)
    kinds = np.sort(pd.factorize(objects["class"])[0][rows], axis=1)
    members = np.unique(rows)
    shown = []
    for one in _chosen(scores, scores >= limit, kinds @ [len(objects), 1], most).tolist():
        item, match = rows[one].tolist()
        gallery = members[group[members] != group[item]]
        score = float(crossing[similarity].iloc[one])
        words = _against(score, threshold, bool(scores[one] >= limit), similarity)
        shown.append(Flag(item, gallery, words, match, "match"))
    note = "the highest-scoring are shown, one pair of any two classes first"
    if np.isnan(limit):
        note += "; no threshold reaches the target precision, so none is flagged"
    elif n_flagged < len(shown):
        note += f"; {len(shown) - n_flagged} of them do not reach the threshold"
    return Flags(FALSE_MATCH, len(crossing), n_flagged, shown, note)


def _chosen(scores: Floats, reached: Bools, kinds: Ints, most: int) -> Ints:
    found = [np.zeros(0, dtype=np.int64)]
    for part in (np.flatnonzero(reached), np.flatnonzero(~reached)):
        left = most - sum(len(one) for one in found)
        found.append(part[worst_first(scores[part], kinds[part], left)])
    return np.concatenate(found)


def _against(score: float, threshold: float, reached: bool, similarity: str) -> str:
    said = f"a pair of different classes at {similarity} {score:.6f}"
    if np.isnan(threshold):
        return f"{said}; there is no threshold"
    side = "it reaches" if reached else "it does not reach"
    return f"{said}; {side} the threshold {threshold:.6f}"
