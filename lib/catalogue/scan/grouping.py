"""Groups of duplicates, and which of their items to keep."""

from collections.abc import Sequence

import numpy as np

from lib.catalogue.scan.result import Item, Member
from lib.core.arrays import Ints
from lib.duplicates.groups import group

_REASONS = ("most faces", "largest texture", "oldest", "first by name")


def group_items(
    items: Sequence[Item], pairs: Sequence[tuple[int, int]]
) -> tuple[Ints, tuple[Member, ...]]:
    """Group items by confirmed pairs; each is confirmed against the one that is kept.

    Parameters
    ----------
    items : sequence of Item
        Sorted by id.
    pairs : sequence of (int, int)
        Rows of items that count as the same.

    Returns
    -------
    (ndarray of int64, shape (N,), tuple of Member)
        The group of each item, -1 in none; and the members, group by group, the kept one
        first, then by id. The kept one has the most faces of its group; where that is a tie,
        the largest texture, then the earliest date, then the first name.
    """
    order = sorted(range(len(items)), key=lambda row: _rank(items[row], row))
    priority = np.empty(len(items), dtype=np.int64)
    priority[order] = np.arange(len(items))
    a, b = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    labels = group(len(items), a, b, priority)
    rows: dict[int, list[int]] = {}
    for row in np.flatnonzero(labels >= 0).tolist():
        rows.setdefault(int(labels[row]), []).append(row)
    members = []
    for number, own in sorted(rows.items()):
        first, *others = sorted(own, key=lambda row: priority[row])
        reason = _reason(items[first], [items[row] for row in others])
        members.append(Member(number, items[first].id, True, reason))
        members += [Member(number, items[row].id, False, "") for row in sorted(others)]
    return labels, tuple(members)


def _rank(item: Item, row: int) -> tuple[int, int, int, int]:
    return -item.n_faces, -item.texture_pixels, item.modified, row


def _reason(kept: Item, others: Sequence[Item]) -> str:
    """Name the first criterion by which an item stands before all others of its group."""
    own = _rank(kept, 0)[:3]
    for place, reason in enumerate(_REASONS[:-1]):
        rest = [_rank(other, 0)[:3] for other in others]
        if all(other[: place + 1] > own[: place + 1] for other in rest):
            return reason
    return _REASONS[-1]
