from lib.catalogue.scan import cards
from lib.catalogue.scan.cards import drawn, lay_out, pictured
from tests.catalogue.scan import samples


def test_groups_come_by_size_then_by_their_best_pair() -> None:
    found = samples.result(
        [
            samples.pair("a", "b", 0.91, group_id=0),
            samples.pair("c", "d", 0.99, group_id=1),
            samples.pair("e", "f", 0.92, group_id=2),
            samples.pair("e", "g", 0.93, group_id=2),
        ],
        [["a", "b"], ["c", "d"], ["e", "f", "g"]],
    )
    layout = lay_out(found)
    assert [group.kept.item_id for group in layout.groups] == ["e", "c", "a"]
    assert [row.member.item_id for row in layout.groups[0].rows] == ["g", "f"]


def test_a_member_stands_with_its_pair_to_the_kept_one_either_way_round() -> None:
    layout = lay_out(samples.small())
    first = layout.groups[0]
    assert first.kept.item_id == "a/2"
    assert [(row.pair.item_a, row.pair.item_b) for row in first.rows] == [
        ("a/1", "a/2"),
        ("a/2", "a/3"),
    ]
    assert (first.n_members, first.n_among) == (3, 1)


def test_a_member_without_such_a_pair_is_there_and_comes_last() -> None:
    found = samples.result(
        [samples.pair("a", "b", 0.91, group_id=0), samples.pair("b", "c", 0.99, group_id=0)],
        [["a", "c", "b"]],
    )
    rows = lay_out(found).groups[0].rows
    assert [row.member.item_id for row in rows] == ["b", "c"]
    assert rows[1].pair is None
    assert lay_out(found).groups[0].n_among == 1


def test_outside_those_to_judge_come_first_and_those_rejected_last() -> None:
    outside = lay_out(samples.small()).outside
    assert [one.item_a for one in outside] == ["c/1", "a/3", "a/1", "d/1"]


def test_every_pair_is_shown_or_counted(monkeypatch) -> None:
    monkeypatch.setattr(cards, "MOST_PAIRS", 3)
    pairs = [samples.pair("a", f"b{n}", 0.99, group_id=0) for n in range(4)]
    pairs += [samples.pair("c", "d", 0.98, group_id=1)]
    pairs += [samples.pair("x", f"y{n}", 0.95, "mirrored") for n in range(5)]
    found = samples.result(pairs, [["a", "b0", "b1", "b2", "b3"], ["c", "d"]])
    layout = lay_out(found)
    assert (len(layout.groups), layout.n_groups) == (1, 2)
    assert (len(layout.groups[0].rows), layout.groups[0].n_members) == (3, 5)
    assert (len(layout.outside), layout.n_outside) == (3, 5)
    assert len(layout.pairs) == 6


def test_pictures_are_bounded_whatever_is_found(monkeypatch) -> None:
    monkeypatch.setattr(cards, "MOST_PICTURES", 20)
    monkeypatch.setattr(cards, "PICTURED_MEMBERS", 4)
    pairs = [samples.pair("a", f"b{n}", 0.99, group_id=0) for n in range(9)]
    groups = [["a", *(f"b{n}" for n in range(9))]]
    for n in range(9):
        pairs.append(samples.pair(f"c{n}", f"d{n}", 0.98, group_id=n + 1))
        pairs.append(samples.pair(f"e{n}", f"f{n}", 0.95, "part-of"))
        groups.append([f"c{n}", f"d{n}"])
    layout = lay_out(samples.result(pairs, groups))
    assert len(pictured(layout.groups[0])) == 3
    assert layout.pictured_groups == 5  # 1 + 2 · 3 for the first, 3 for each other
    assert layout.pictured_outside == 3
    names = [name for some, _ in drawn(layout) for name in some]
    differences = [one for _, one in drawn(layout) if one is not None]
    assert len(names) + len(differences) <= 30
    assert len(drawn_outside := differences[-3:]) == 3
    assert all(one.group_id is None for one in drawn_outside)


def test_nothing_found_is_an_empty_layout() -> None:
    layout = lay_out(samples.result([]))
    assert layout.pairs == ()
    assert (layout.n_groups, layout.n_outside) == (0, 0)
    assert list(drawn(layout)) == []
