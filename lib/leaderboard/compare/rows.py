"""Rows of the leaderboard, old beside new."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from lib.evaluation.trials import GALLERIES

KEYS = ["encoder", "tier", "gallery"]

Kind = Literal["changed", "same", "added", "gone"]


@dataclass(frozen=True)
class Score:
    """A mAP or recall and the ends of its interval; the ends are None where it has none."""

    value: float
    low: float | None
    high: float | None

    def holds(self, other: float) -> bool | None:
        """Whether another value lies in the interval; None where there is no interval."""
        if self.low is None or self.high is None:
            return None
        return self.low <= other <= self.high


@dataclass(frozen=True)
class Row:
    """One encoder, tier and gallery, in the revision and here.

    Attributes
    ----------
    encoder, tier, gallery
        Which row it is.
    old, new : Score or None
        None where a side does not have the row.
    n_queries : tuple of (int, int)
        Queries of the old and the new row; 0 for a side without it.
    """

    encoder: str
    tier: int
    gallery: str
    old: Score | None
    new: Score | None
    n_queries: tuple[int, int]

    @property
    def kind(self) -> Kind:
        """What became of the row."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "gone"
        return "same" if self.change == 0 else "changed"

    @property
    def change(self) -> float | None:
        """New minus old; None where a side is missing or the queries are not as many."""
        if self.old is None or self.new is None or self.n_queries[0] != self.n_queries[1]:
            return None
        return self.new.value - self.old.value

    @property
    def marked(self) -> bool:
        """Whether each mAP lies outside the other's interval, of the intervals there are."""
        return bool(self.change and self.old and self.new and apart(self.old, self.new))


def apart(old: Score, new: Score) -> bool:
    """Whether each value lies outside the other's interval, of the intervals there are."""
    return {old.holds(new.value), new.holds(old.value)} - {None} == {False}


def pair(old: pd.DataFrame, new: pd.DataFrame) -> list[Row]:
    """Lay the rows of two tables of results side by side.

    Parameters
    ----------
    old, new : pandas.DataFrame
        Columns of ``baseline-results.csv``; intervals may be empty.

    Returns
    -------
    list of Row
        By encoder, tier, and gallery `test` before `all`.
    """
    sides = [dict(_keyed(table)) for table in (old, new)]

    def place(key: tuple[str, int, str]) -> tuple[str, int, int, str]:
        known = GALLERIES.index(key[2]) if key[2] in GALLERIES else len(GALLERIES)
        return key[0], key[1], known, key[2]

    rows = []
    for key in sorted({*sides[0], *sides[1]}, key=place):
        before, after = (side.get(key) for side in sides)
        counts = tuple(0 if row is None else int(row.n_queries) for row in (before, after))
        rows.append(Row(*key, _score(before), _score(after), (counts[0], counts[1])))
    return rows


def _keyed(table: pd.DataFrame) -> Iterator[tuple[tuple[str, int, str], Any]]:
    for row in table.itertuples(index=False):
        yield (str(row.encoder), int(row.tier), str(row.gallery)), row


def _score(row: Any) -> Score | None:
    if row is None:
        return None
    ends = (None if pd.isna(end) else float(end) for end in (row.map_low, row.map_high))
    return Score(float(row.map), *ends)
