from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.duplicates.search import join
from lib.duplicates.search.join import Part, joined
from lib.duplicates.search.layout import by_lists, one_list
from lib.duplicates.search.space import space_of
from tests.duplicates.search.vectors import with_copies

VECTORS = with_copies(40, 4)
SPACE = space_of(VECTORS, "cosine")
ROWS = SPACE.rows(VECTORS)
LIMIT = 0.9


def part(start: int = 0, end: int = 40, most: int = 10**6) -> Part:
    return Part(Path(), SPACE, start, end, LIMIT, most)


@settings(max_examples=20)
@given(st.lists(st.permutations(range(5)), min_size=40, max_size=40), st.integers(1, 9))
def test_pairs_that_share_a_list(lists: list[list[int]], size: int) -> None:
    nearest = np.array(lists)[:, :2]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(join, "_QUERIES", size)
        patch.setattr(join, "_OTHERS", 2 * size)
        layout = by_lists(nearest, 5)
        halves = [joined(ROWS, layout, part(0, 23)), joined(ROWS, layout, part(23, 40))]
    found = np.concatenate(halves, axis=1).T.tolist()
    home, visited = nearest.T
    near = ROWS @ ROWS.T >= LIMIT
    expected = []
    for a in range(40):
        for b in range(a + 1, 40):
            meetings = [home[a] == home[b], home[a] == visited[b], home[b] == visited[a]]
            expected += [[a, b]] * (sum(map(int, meetings)) * int(near[a, b]))
    assert sorted(found) == expected


def test_collecting_ends_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(join, "_QUERIES", 1)
    layout = one_list(40)
    found = joined(ROWS, layout, part(most=5))
    assert 5 < found.shape[1] < joined(ROWS, layout, part()).shape[1]
