import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.semantics.labelled import labelled

VECTORS = np.array([[3.0, 4.0], [0.0, 2.0], [-1.0, 0.0]])


def test_rows_are_scaled_and_the_rest_is_kept() -> None:
    data = labelled(
        VECTORS,
        ["b", "a", "b"],
        ids=["x", "y", "z"],
        groups=["g", "h", "h"],
        targets={"angle": [np.nan, 3, np.nan]},
        reference=[1, 0, 1],
        rivals={"HOG/class": [0, 1, 1]},
    )
    np.testing.assert_allclose(data.vectors, [[0.6, 0.8], [0, 1], [-1, 0]])
    assert len(data) == 3
    names, numbers = data.labels
    assert names == ["a", "b"]
    assert numbers.tolist() == [1, 0, 1]
    assert data.reference is not None
    assert data.reference.dtype == bool


def test_without_ids_and_groups_every_item_is_its_own() -> None:
    data = labelled(VECTORS, ["a", "a", "a"])
    assert data.ids.tolist() == ["0", "1", "2"]
    assert data.groups.tolist() == data.ids.tolist()
    assert data.reference is None


def test_a_choice_takes_every_part_along() -> None:
    data = labelled(
        VECTORS,
        ["b", "a", "c"],
        groups=["g", "h", "i"],
        targets={"angle": [1, 2, np.nan]},
        reference=[True, False, False],
        rivals={"HOG/class": [7, 8, 9]},
    )
    for rows in (np.array([2, 0]), np.array([True, False, True])):
        part = data.take(rows)
        places = np.arange(3)[rows]
        assert part.ids.tolist() == [str(one) for one in places]
        np.testing.assert_array_equal(part.vectors, data.vectors[places])
        assert part.classes.tolist() == [["b", "a", "c"][one] for one in places]
        assert part.groups.tolist() == [["g", "h", "i"][one] for one in places]
        np.testing.assert_array_equal(part.targets["angle"], data.targets["angle"][places])
        assert part.reference is not None
        assert part.reference.tolist() == (places == 0).tolist()
        assert part.rivals["HOG/class"].tolist() == (7.0 + places).tolist()


def test_what_any_target_says_was_altered_is_no_original() -> None:
    targets = {"angle": [np.nan, 0.0, np.nan], "noise": [np.nan, np.nan, np.nan]}
    data = labelled(VECTORS, ["a", "b", "c"], targets=targets)
    assert data.originals().ids.tolist() == ["0", "2"]
    plain = labelled(VECTORS, ["a", "b", "c"])
    assert plain.originals() is plain


@pytest.mark.parametrize(
    ("vectors", "rest", "words"),
    [
        (VECTORS[0], {}, r"vectors must have shape \(N, D\), got \(2,\)"),
        (VECTORS[:2], {}, "there are 2 vectors and 3 labels"),
        (VECTORS, {"ids": ["a", "b"]}, "there are 3 vectors and 2 ids"),
        (VECTORS, {"ids": ["a", "b", "a"]}, "id 'a' comes twice"),
        (VECTORS, {"groups": ["a", "b"]}, "there are 3 vectors and 2 groups"),
        (VECTORS, {"targets": {"angle": [1.0]}}, "there are 3 vectors and 1 values of angle"),
        (VECTORS, {"reference": [True]}, "there are 3 vectors and 1 marks of the reference"),
        (VECTORS, {"rivals": {"HOG/class": [1.0]}}, "there are 3 vectors and 1 .*HOG/class"),
        (VECTORS * [[1], [0], [1]], {}, "vectors: row 1 is zero and has no direction"),
        (VECTORS * [[1], [1], [np.nan]], {}, "vectors: row 2 is not finite"),
        (VECTORS * [[np.inf], [1], [1]], {}, "vectors: row 0 is not finite"),
    ],
)
def test_what_does_not_go_together_is_refused(vectors, rest, words) -> None:
    with pytest.raises(BenchError, match=words) as caught:
        labelled(vectors, ["a", "b", "c"], **rest)
    assert caught.value.hint
