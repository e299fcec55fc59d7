from hypothesis import given
from hypothesis import strategies as st

from lib.catalogue.scan.grouping import group_items
from lib.catalogue.scan.result import Item


def items(*facts: tuple[int, int, int]) -> list[Item]:
    return [Item(f"{number}", f"{number}", *fact) for number, fact in enumerate(facts)]


def kept(*facts: tuple[int, int, int]) -> tuple[str, str]:
    pairs = [(a, b) for a in range(len(facts)) for b in range(a)]
    _, members = group_items(items(*facts), pairs)
    (one,) = [member for member in members if member.keep]
    return one.item_id, one.reason


def test_the_first_criterion_that_decides_is_the_reason() -> None:
    assert kept((10, 0, 5), (20, 0, 5)) == ("1", "most faces")
    assert kept((20, 0, 5), (20, 9, 5), (10, 99, 1)) == ("1", "largest texture")
    assert kept((20, 9, 5), (20, 9, 4)) == ("1", "oldest")
    assert kept((20, 9, 5), (20, 9, 5)) == ("0", "first by name")


def test_what_is_kept_is_confirmed_against_all_others() -> None:
    labels, members = group_items(items((10, 0, 0), (10, 0, 0), (20, 0, 0)), [(0, 1), (0, 2)])
    # The best item of all is kept, and who is not confirmed against it stays out.
    assert labels.tolist() == [0, -1, 0]
    assert [(one.item_id, one.reason) for one in members] == [("2", "most faces"), ("0", "")]


def test_a_chain_is_not_one_group() -> None:
    labels, members = group_items(items(*[(10, 0, 0)] * 4), [(0, 1), (1, 2), (2, 3)])
    assert labels[0] != labels[3]
    assert sum(member.keep for member in members) == len(set(labels[labels >= 0].tolist()))


@given(
    st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=2, max_size=12),
    st.data(),
)
def test_every_member_is_confirmed_against_the_one_that_is_kept(facts, data) -> None:
    rows = st.integers(0, len(facts) - 1)
    drawn = data.draw(st.lists(st.tuples(rows, rows).filter(lambda pair: pair[0] < pair[1])))
    labels, members = group_items(items(*facts), drawn)
    heads = {member.group_id: int(member.item_id) for member in members if member.keep}
    for member in members:
        row = int(member.item_id)
        assert labels[row] == member.group_id
        head = heads[member.group_id]
        assert row == head or (min(row, head), max(row, head)) in drawn
    assert [member.group_id for member in members] == sorted(member.group_id for member in members)
