"""How often a mask finds what is printed of it, among what is printed of all others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.core.arrays import Bytes, Floats, Ints
from lib.core.vectors import TIE_TOLERANCE, unit
from lib.evaluation.intervals import draw_weights, map_intervals
from lib.evaluation.ranking import average_precision, ranks_from_scores

EVERY = "all"
"""Stands for queries with any defect, and none."""

_AT = (1, 5)

Vectors = tuple[Floats, Floats]
"""Of masks, and of what is printed of each, in the same order."""


@dataclass(frozen=True, eq=False)
class Searched:
    """What is known of the pairs, in the order of their vectors.

    Attributes
    ----------
    groups, defects : sequence of str, length N
        Clean layout that the pair's layout was made from, and what is wrong with it.
    pixels : sequence of str, length N
        Hash of what is printed: two that are alike to the pixel cannot be told apart, and
        the other one counts neither for nor against.
    """

    groups: Sequence[str]
    defects: Sequence[str]
    pixels: Sequence[str]

    @property
    def junk(self) -> Ints:
        """Pairs of a query and the printed image of another that is the same as its own."""
        pixels = np.asarray(self.pixels)
        alike = (pixels[:, None] == pixels[None]) & ~np.eye(len(pixels), dtype=bool)
        return np.argwhere(alike).astype(np.int64)


def grey_vectors(pictures: Bytes) -> Floats:
    """Take the pixels themselves, shape (N, S, S), for vectors, shape (N, S * S), in [0, 1]."""
    return np.asarray(pictures.reshape(len(pictures), -1) / 255.0)


def search(vectors: Vectors, pairs: Searched) -> pd.DataFrame:
    """Rank what is printed of each mask among what is printed of all.

    Parameters
    ----------
    vectors : (ndarray, ndarray), shape (N, D) each
        Compared by cosine.
    pairs : Searched

    Returns
    -------
    pandas.DataFrame
        A row a mask: group and defect; rank, from 1, where ties share the mean of their
        places; own_group, 1 where the most similar image comes from the same clean layout,
        none of another being as similar, else 0.
    """
    masks, printed = (unit(part) for part in vectors)
    scores = masks @ printed.T
    groups = np.asarray(pairs.groups)
    own = groups[:, None] == groups[None]
    best_own, best_other = (np.where(chosen, scores, -np.inf).max(axis=1) for chosen in (own, ~own))
    return pd.DataFrame(
        {
            "group": groups,
            "defect": np.asarray(pairs.defects),
            "rank": ranks_from_scores(scores, np.arange(len(masks)), pairs.junk),
            "own_group": (best_own > best_other + TIE_TOLERANCE).astype(np.int64),
        }
    )


def summarize_search(
    searches: Mapping[str, pd.DataFrame], seed: int, resamples: int, confidence: float
) -> pd.DataFrame:
    """Average over the masks, of each defect and all, with intervals resampled by clean layout.

    Parameters
    ----------
    searches : mapping of str to pandas.DataFrame
        From :func:`search`, by method.
    seed, resamples, confidence
        As for :func:`lib.evaluation.standings.standings`.

    Returns
    -------
    pandas.DataFrame
        Columns of ``pattern-pairs.csv``, sorted by method, and ``all`` before the defects.
    """
    rows = [
        row
        for method in sorted(searches)
        for row in _rows(method, searches[method], seed, resamples, confidence)
    ]
    return pd.DataFrame(rows)


def pair_metrics(table: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Lay out the scores of all masks as `dvc metrics diff` compares them."""
    whole = table[table["defect"] == EVERY].set_index("method")
    shown = [*(f"recall_at_{k}" for k in _AT), "map"]
    return {
        str(method): {name: round(float(row[name]), 6) for name in shown}
        for method, row in whole.iterrows()
    }


def _rows(
    method: str, found: pd.DataFrame, seed: int, resamples: int, confidence: float
) -> Iterator[dict[str, object]]:
    measures = {f"recall_at_{k}": (found["rank"] <= k).astype(np.float64) for k in _AT}
    measures["map"] = pd.Series(average_precision(found["rank"]), index=found.index)
    for defect in (EVERY, *sorted(found["defect"].unique())):
        part = found if defect == EVERY else found[found["defect"] == defect]
        values = pd.DataFrame(measures).loc[part.index]
        ends = _ends(values, part["group"], seed, resamples, confidence)
        row: dict[str, object] = {"method": method, "defect": defect, "n_queries": len(part)}
        for name, (low, high) in zip(values.columns, ends, strict=True):
            row |= {name: values[name].mean(), f"{name}_low": low, f"{name}_high": high}
        yield {**row, "own_group": part["own_group"].mean()}


def _ends(
    values: pd.DataFrame, groups: "pd.Series[str]", seed: int, resamples: int, confidence: float
) -> Floats:
    by_group = values.groupby(groups.to_numpy())
    totals, sizes = by_group.sum(), by_group.size()
    weights = draw_weights(totals.index.tolist(), resamples, seed)
    return map_intervals(totals.to_numpy(), sizes.to_numpy(), weights, confidence)
