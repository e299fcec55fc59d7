from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.duplicates.search import layout
from lib.duplicates.search.layout import by_lists, load_layout, one_list


def test_lists_hold_members_and_visitors() -> None:
    made = by_lists(np.array([[2, 0], [0, 2], [2, 1], [0, 1]]), 4)
    assert made.members.tolist() == [1, 3, 0, 2]
    assert made.member_starts.tolist() == [0, 2, 2, 4, 4]
    assert made.visitors.tolist() == [0, 2, 3, 1]
    assert made.visitor_starts.tolist() == [0, 1, 3, 4, 4]


def test_rows_may_visit_nobody() -> None:
    made = by_lists(np.array([[0], [0]]), 1)
    assert made.visitors.tolist() == []
    assert made.members.tolist() == one_list(2).members.tolist()


@given(st.integers(2, 200), st.integers(1, 20_000))
def test_parts_cover_all_places_and_take_equally_long(n: int, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "_PART", most)
        parts = list(one_list(n).parts(3))
    assert [0, *(end for _, end in parts)] == [*(start for start, _ in parts), n]
    work = [sum(3 * (n - place) for place in range(start, end)) for start, end in parts]
    assert max(work) <= most + 3 * n


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    made = by_lists(np.array([[1, 0], [0, 1]]), 2)
    made.save(tmp_path)
    loaded = load_layout(tmp_path)
    for name in ("members", "member_starts", "visitors", "visitor_starts"):
        np.testing.assert_array_equal(getattr(loaded, name), getattr(made, name))
