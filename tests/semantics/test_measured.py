import numpy as np
import pytest

from lib.core.tables import declared
from lib.semantics.labelled import labelled
from lib.semantics.measured import SKIPPED, measure_names, measured
from tests.semantics.samples import PARAMS, angles, blobs


def test_every_module_of_measures_is_one() -> None:
    assert measure_names() == ("clusters", "novelty", "retrieval", "transfer")


def test_all_are_taken_in_order_in_the_columns_of_the_table() -> None:
    table = measured(blobs(3, 10), PARAMS)
    assert ["encoder", *table.columns] == list(declared("semantics.csv").names)
    assert list(table["measure"].unique()) == list(measure_names())
    assert not table.duplicated(["measure", "quantity", "of"]).any()


def test_what_does_not_apply_has_one_row_that_says_why() -> None:
    table = measured(labelled(angles(0, 9), ["a", "b"]), PARAMS)
    assert set(table["quantity"]) == {SKIPPED}
    assert table["measure"].tolist() == list(measure_names())
    assert table["value"].isna().all()
    assert table["note"].tolist() == [
        "clusters take two classes or more, one of them of two items",
        "nothing says which items are known (a reference)",
        "no class has two items that are not copies of each other",
        "there are fewer than 5 groups to learn from",
    ]


def test_some_can_be_asked_for() -> None:
    table = measured(blobs(3, 10), PARAMS, ["retrieval"])
    assert set(table["measure"]) == {"retrieval"}
    assert measured(blobs(3, 10), PARAMS, []).empty


@pytest.mark.parametrize("seed", [1, 2])
def test_twice_the_same_to_the_digit(seed: int) -> None:
    data = blobs(3, 10, 0.5, seed=seed)
    angle = np.where(np.arange(30) % 2, data.vectors[:, 0], np.nan)
    known = np.arange(30) < 15
    one = labelled(data.vectors, data.classes, targets={"angle": angle}, reference=known)
    first, second = measured(one, PARAMS), measured(one, PARAMS)
    assert first.round(6).equals(second.round(6))
    other = measured(one, PARAMS.model_copy(update={"seed": PARAMS.seed + 1}))
    assert not first.round(6).equals(other.round(6))
