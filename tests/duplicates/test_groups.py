import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.arrays import Ints
from lib.duplicates.groups import group


def grouped(n: int, pairs: list[tuple[int, int]], priority: list[int] | None = None) -> list[int]:
    a, b = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return group(n, a, b, np.array(priority or range(n), dtype=np.int64)).tolist()


@pytest.mark.parametrize(
    ("pairs", "priority", "expected"),
    [
        ([], None, [-1, -1, -1, -1]),
        # A chain A-B-C-D: its ends are never in one group.
        ([(0, 1), (1, 2), (2, 3)], None, [0, 0, 1, 1]),
        # B is taken first and holds A and C, D is confirmed against C alone.
        ([(0, 1), (1, 2), (2, 3)], [1, 0, 2, 3], [0, 0, 0, -1]),
        ([(0, 1), (0, 2), (1, 2), (2, 3)], None, [0, 0, 0, -1]),
        # Numbered by their first items, not by priority.
        ([(0, 3), (1, 2)], [3, 0, 1, 2], [0, 1, 1, 0]),
        # An item is no partner of its own.
        ([(1, 1), (2, 3)], None, [-1, -1, 0, 0]),
        ([(0, 1), (1, 0), (0, 1)], None, [0, 0, -1, -1]),
    ],
)
def test_known_groups(
    pairs: list[tuple[int, int]], priority: list[int] | None, expected: list[int]
) -> None:
    assert grouped(4, pairs, priority) == expected


def test_no_items() -> None:
    assert grouped(0, []) == []


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, Ints, Ints]:
    n = draw(st.integers(1, 12))
    ends = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=30))
    priority = draw(st.permutations(range(n)))
    return n, np.array(pairs, dtype=np.int64).reshape(-1, 2), np.array(priority, dtype=np.int64)


@given(graphs())
def test_every_member_is_confirmed_against_its_representative(
    graph: tuple[int, Ints, Ints],
) -> None:
    n, pairs, priority = graph
    labels = group(n, pairs[:, 0], pairs[:, 1], priority)
    linked = {frozenset(pair) for pair in pairs.tolist()}
    for number in range(labels.max() + 1):
        members = np.flatnonzero(labels == number)
        assert len(members) >= 2
        first = min(members, key=lambda item: priority[item])
        assert all(frozenset((first, other)) in linked for other in members if other != first)
    firsts = [np.flatnonzero(labels == number)[0] for number in range(labels.max() + 1)]
    assert firsts == sorted(firsts)
    # Two that are left over were not confirmed against each other.
    rest = set(np.flatnonzero(labels < 0).tolist())
    assert not any(len(pair) == 2 and pair <= rest for pair in linked)


@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(graph: tuple[int, Ints, Ints], random) -> None:
    n, pairs, priority = graph
    turned = [pair[::-1] if random.random() < 0.5 else pair for pair in pairs.tolist()]
    random.shuffle(turned)
    other = np.array(turned, dtype=np.int64).reshape(-1, 2)
    np.testing.assert_array_equal(
        group(n, pairs[:, 0], pairs[:, 1], priority), group(n, other[:, 0], other[:, 1], priority)
    )
