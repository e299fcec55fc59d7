import numpy as np
import pytest

from lib.semantics.explain.neighbours import WRONG_NEIGHBOUR, flag_wrong_neighbours
from lib.semantics.labelled import labelled

ROW_OF = {name: row + 10 for row, name in enumerate("abcdef")}


def _turned(*degrees: float) -> np.ndarray:
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def test_an_item_nearer_to_another_class_is_flagged_the_nearest_first() -> None:
    # c lies 2 degrees from b, of its own class nothing is nearer than 40; b has a at 10.
    vectors = _turned(0, 10, 12, 52, 80, 85)
    data = labelled(vectors, ["x", "x", "y", "y", "z", "z"], ids=list("abcdef"))
    found = flag_wrong_neighbours(data, ROW_OF, 3)
    assert (found.kind, found.n_looked_at, found.n_flagged) == (WRONG_NEIGHBOUR, 6, 3)
    # b and c are 2 degrees apart, d is 28 from e.
    assert [flag.row for flag in found.shown] == [11, 12, 13]
    assert found.shown[1].why == "cosine 0.999 to another class, 0.766 to its own"
    assert set(found.shown[1].gallery) == set(ROW_OF.values()) - {12}


def test_copies_are_neither_right_nor_wrong() -> None:
    vectors = _turned(0, 1, 90, 2)
    data = labelled(vectors, ["x", "y", "x", "x"], ids=list("abcd"), groups=["g", "g", "h", "i"])
    found = flag_wrong_neighbours(data, ROW_OF, 5)
    # b is the only one of its class, and a has nothing of another class but its own copy.
    assert found.n_looked_at == 2
    # d lies nearer to b than to a; c lies nearer to b than to d, too.
    assert {flag.row for flag in found.shown} == {13}


@pytest.mark.parametrize("classes", [["x", "x", "x"], ["x", "y", "z"]])
def test_without_two_classes_and_a_second_item_there_is_nothing_to_flag(
    classes: list[str],
) -> None:
    found = flag_wrong_neighbours(labelled(np.eye(3), classes, ids=list("abc")), ROW_OF, 5)
    assert (found.n_flagged, found.shown) == (0, [])
    assert "are needed" in found.note
