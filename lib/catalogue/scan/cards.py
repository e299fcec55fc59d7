"""In which order the page shows what was found, and how much of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.catalogue.scan.result import Member, Pair, ScanResult

MOST_PAIRS = 5_000
"""Pairs that the page lists in groups, and as many outside of them; all are in pairs.csv."""

MOST_PICTURES = 1_200
"""Pictures that the page holds of groups; of pairs outside half as many.

One takes about 0.05 s to draw, most of it the distances of surfaces, and 4 kB of the page.
"""

PICTURED_MEMBERS = 24
"""Members of one group that have pictures."""

_A_PAIR = 3
_ORDER = {"report": 0, "same": 1, "different": 2}


@dataclass(frozen=True)
class Row:
    """A member of a group that is not kept.

    Attributes
    ----------
    member : Member
    pair : Pair or None
        It and the one that is kept; None where the two are no pair themselves.
    """

    member: Member
    pair: Pair | None


@dataclass(frozen=True)
class Group:
    """A group as it is shown.

    Attributes
    ----------
    kept : Member
    rows : tuple of Row
        The others, by falling similarity to the kept one, as many as are shown.
    n_members : int
        All of them.
    n_among : int
        Pairs of the group that the kept one is not part of; they are in pairs.csv.
    """

    kept: Member
    rows: tuple[Row, ...]
    n_members: int
    n_among: int


@dataclass(frozen=True)
class Layout:
    """What the page shows.

    Attributes
    ----------
    groups : tuple of Group
        By falling number of members, then by their best pair.
    outside : tuple of Pair
        Pairs that are in no group: those to report first, then those that would be the
        same, then those that are different; each by falling similarity.
    n_groups, n_outside : int
        How many there are, shown or not.
    pictured_groups, pictured_outside : int
        How many of those shown have pictures: the first ones.
    """

    groups: tuple[Group, ...]
    outside: tuple[Pair, ...]
    n_groups: int
    n_outside: int
    pictured_groups: int
    pictured_outside: int

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every pair shown, from the top of the page down."""
        inside = (row.pair for group in self.groups for row in group.rows)
        return (*(pair for pair in inside if pair is not None), *self.outside)


def lay_out(result: ScanResult) -> Layout:
    """Put what a scan has found in order, and bound it.

    A page of everything could hold a million rows. What does not fit is counted.

    Parameters
    ----------
    result : ScanResult

    Returns
    -------
    Layout
        At most `MOST_PAIRS` rows in groups, the last of them cut short where it has to be,
        and as many pairs outside.
    """
    groups = _groups(result)
    shown: list[Group] = []
    room = MOST_PAIRS
    for group in groups:
        if room == 0:
            break
        rows = group.rows[:room]
        room -= len(rows)
        shown.append(Group(group.kept, rows, group.n_members, group.n_among))
    outside = sorted(
        (pair for pair in result.pairs if pair.group_id is None),
        key=lambda pair: (pair.decision == "reject", _ORDER[pair.treatment]),
    )
    costs = [1 + 2 * len(pictured(group)) for group in shown]
    few = outside[:MOST_PAIRS]
    return Layout(
        tuple(shown),
        tuple(few),
        len(groups),
        len(outside),
        _fitting(costs, MOST_PICTURES),
        min(len(few), MOST_PICTURES // 2 // _A_PAIR),
    )


def pictured(group: Group) -> tuple[Row, ...]:
    """Return the rows of a group that have pictures where the group has."""
    return group.rows[: PICTURED_MEMBERS - 1]


def drawn(layout: Layout) -> Iterator[tuple[tuple[str, ...], Pair | None]]:
    """Give what has pictures, from the top of the page down.

    Parameters
    ----------
    layout : Layout

    Yields
    ------
    (tuple of str, Pair or None)
        Ids of items to draw, and the pair whose difference is drawn with them.
    """
    for group in layout.groups[: layout.pictured_groups]:
        yield (group.kept.item_id,), None
        for row in pictured(group):
            yield (row.member.item_id,), row.pair
    for pair in layout.outside[: layout.pictured_outside]:
        yield (pair.item_a, pair.item_b), pair


def _groups(result: ScanResult) -> list[Group]:
    members: dict[int, list[Member]] = {}
    for member in result.members:
        members.setdefault(member.group_id, []).append(member)
    pairs: dict[int, list[Pair]] = {}
    places: dict[tuple[str, str], int] = {}
    for place, pair in enumerate(result.pairs):
        if pair.group_id is not None:
            pairs.setdefault(pair.group_id, []).append(pair)
            places[pair.item_a, pair.item_b] = places[pair.item_b, pair.item_a] = place
    made = []
    for number, (kept, *others) in sorted(members.items()):
        # Pairs come by falling similarity, so a pair's place stands for how good it is.
        ranked = sorted(
            ((places.get((kept.item_id, one.item_id), len(result.pairs)), one) for one in others),
            key=lambda found: found[0],
        )
        rows = tuple(
            Row(one, result.pairs[place] if place < len(result.pairs) else None)
            for place, one in ranked
        )
        known = sum(row.pair is not None for row in rows)
        among = len(pairs.get(number, ())) - known
        best = ranked[0][0] if ranked else len(result.pairs)
        made.append((-len(rows), best, number, Group(kept, rows, len(rows) + 1, among)))
    return [group for *_, group in sorted(made, key=lambda entry: entry[:3])]


def _fitting(costs: Sequence[int], most: int) -> int:
    """Return how many of the first costs sum up to no more than `most`."""
    total = 0
    for count, cost in enumerate(costs):
        total += cost
        if total > most:
            return count
    return len(costs)
