"""Which rows are compared with which: lists with members and visitors, cut into equal parts.

Each row is a member of one list and may visit others. Members of a list are compared with
each other and with its visitors. One list that holds every row, without visitors, is the
comparison of every pair.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from lib.core.arrays import Ints
from lib.core.files import atomic

_PART = 2**33
"""Products of numbers in one part of the work: about a second."""


@dataclass(frozen=True, eq=False)
class Layout:
    """Lists of rows.

    Attributes
    ----------
    members : ndarray of int64, shape (N,)
        All rows, list by list.
    member_starts : ndarray of int64, shape (L + 1,)
        Where each list begins in `members`.
    visitors : ndarray of int64, shape (V,)
        Rows that visit, list by list.
    visitor_starts : ndarray of int64, shape (L + 1,)
    """

    members: Ints
    member_starts: Ints
    visitors: Ints
    visitor_starts: Ints

    def save(self, folder: Path) -> None:
        """Write one file a field; :func:`load_layout` reads them."""
        for field in fields(self):
            path = folder / f"{field.name}.npy"
            with atomic(path) as part, part.open("wb") as stream:
                np.save(stream, getattr(self, field.name), allow_pickle=False)

    def parts(self, width: int) -> Iterator[tuple[int, int]]:
        """Cut the places in `members` into ranges that take equally long.

        Parameters
        ----------
        width : int
            Numbers in a row.
        """
        sizes = np.diff(self.member_starts)
        # A member is compared with those of its list that follow, and with all visitors.
        following = np.repeat(self.member_starts[1:], sizes) - np.arange(len(self.members))
        visiting = np.repeat(np.diff(self.visitor_starts), sizes)
        part = np.cumsum((following + visiting) * width) // _PART
        edges = np.flatnonzero(np.diff(part)) + 1
        bounds = [0, *edges.tolist(), len(self.members)]
        return itertools.pairwise(bounds)


def one_list(n: int) -> Layout:
    """Lay out every pair of `n` rows."""
    nobody = np.zeros(0, dtype=np.int64)
    return Layout(np.arange(n), np.array([0, n]), nobody, np.array([0, 0]))


def by_lists(nearest: Ints, count: int) -> Layout:
    """Lay out rows by their nearest lists.

    Parameters
    ----------
    nearest : ndarray of int, shape (N, K)
        Lists of each row: the one that it is a member of, then those that it visits.
    count : int
        L.
    """
    members, member_starts = _sorted(nearest[:, 0], count)
    visits, visitor_starts = _sorted(nearest[:, 1:].ravel(), count)
    return Layout(members, member_starts, visits // max(nearest.shape[1] - 1, 1), visitor_starts)


def load_layout(folder: Path) -> Layout:
    """Map what :meth:`Layout.save` has written."""
    return Layout(
        *(np.load(folder / f"{field.name}.npy", mmap_mode="r") for field in fields(Layout))
    )


def _sorted(lists: Ints, count: int) -> tuple[Ints, Ints]:
    """Places sorted by list, in their own order within one, and where each list begins."""
    order = np.argsort(lists, kind="stable")
    return order, np.concatenate([[0], np.cumsum(np.bincount(lists, minlength=count))])
