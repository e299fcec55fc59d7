import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lib.semantics.explain.flags import worst_first


def test_a_class_comes_again_after_all_others() -> None:
    badness = [9, 8, 7, 6, 5, 4]
    classes = ["a", "a", "b", "a", "c", "b"]
    assert worst_first(badness, classes, 5).tolist() == [0, 2, 4, 1, 5]


def test_of_equal_ones_the_earlier_comes_first() -> None:
    assert worst_first([1, 1, 1], ["b", "a", "b"], 3).tolist() == [0, 1, 2]


def test_nothing_to_choose_from() -> None:
    assert worst_first([], [], 3).tolist() == []
    assert worst_first([1.0], ["a"], 0).tolist() == []


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc")), max_size=30),
    st.integers(0, 12),
)
def test_agrees_with_taking_turns_by_hand(items, most) -> None:
    left = sorted(range(len(items)), key=lambda place: (-items[place][0], place))
    expected: list[int] = []
    while left:
        met: set[str] = set()
        turn = [one for one in left if not (items[one][1] in met or met.add(items[one][1]))]
        expected += turn
        left = [one for one in left if one not in turn]
    found = worst_first([b for b, _ in items], np.array([c for _, c in items], dtype=str), most)
    assert found.tolist() == expected[:most]
