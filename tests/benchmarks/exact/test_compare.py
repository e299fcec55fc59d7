"""What differs, and where it began."""

import pytest

from benchmarks.exact.compare import differing, verdict
from benchmarks.exact.graph import Step

STEPS = [
    Step("make", "", ("data/z", "data/z.csv")),
    Step("draw", "", ("reports/a.md",)),
]
SAME = {"data/z/1.npy": "1", "data/z/2.npy": "2", "data/z.csv": "3", "reports/a.md": "4"}


def test_equal_sides_are_the_same_bytes() -> None:
    assert differing(STEPS, SAME, dict(SAME)) == []
    assert verdict("again", STEPS, SAME, dict(SAME)) == (
        True,
        ["again: 4 of 4 outputs are the same bytes"],
    )


def test_what_differs_is_listed_in_the_order_of_the_graph() -> None:
    found = {**SAME, "reports/a.md": "x", "data/z/2.npy": "y"}
    assert differing(STEPS, SAME, found) == [("make", "data/z/2.npy"), ("draw", "reports/a.md")]
    good, lines = verdict("Haswell", STEPS, SAME, found)
    assert not good
    assert lines == [
        "Haswell: 2 of 4 outputs are the same bytes",
        "  the first stage that differs: make",
        "  differs: data/z/2.npy (make)",
        "  differs: reports/a.md (draw)",
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_a_path_that_one_side_lacks_differs(turned: bool) -> None:
    less = {path: value for path, value in SAME.items() if path != "data/z.csv"}
    sides = (less, SAME) if turned else (SAME, less)
    assert differing(STEPS, *sides) == [("make", "data/z.csv")]


def test_a_path_that_no_stage_makes_comes_last() -> None:
    found = {**SAME, "data/stray": "5", "reports/a.md": "x"}
    assert differing(STEPS, SAME, found) == [("draw", "reports/a.md"), ("", "data/stray")]
    assert "  differs: data/stray (made by no stage)" in verdict("x", STEPS, SAME, found)[1]


def test_nothing_to_compare_with_is_no_pass() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        verdict("again", STEPS, {}, {})
