import numpy as np
import pandas as pd

from lib.semantics.labelled import Labelled, labelled
from lib.semantics.measured import SKIPPED, measured
from lib.semantics.measures.retrieval import measure as retrieval
from lib.semantics.probe import UNSEEN, probe, rivals_of, semantics_metrics
from tests.semantics.samples import PARAMS, blobs, noise, pick

LEFT_OUT = ("c3", "c4", "c5")


def _data(base: Labelled) -> Labelled:
    number = base.labels[1]
    reference = (number < 3) & (np.arange(len(base)) % 2 == 0)
    return labelled(base.vectors, base.classes, reference=reference)


USUAL, BLIND = _data(blobs(6, 10)), _data(noise(6, 10))


def _value(table: pd.DataFrame, measure: str, quantity: str, of: str) -> float:
    rows = table[(table["measure"] == measure) & (table["quantity"] == quantity)]
    return float(rows[rows["of"] == of]["value"].iloc[0])


def test_novelty_and_the_unseen_are_of_the_blind_vectors_the_rest_is_not() -> None:
    table = probe(USUAL, BLIND, LEFT_OUT, PARAMS)
    assert not table.duplicated(["measure", "quantity", "of"]).any()
    rest = measured(USUAL, PARAMS, ["clusters", "retrieval", "transfer"])
    pd.testing.assert_frame_equal(table.head(len(rest)), rest)
    blind = measured(BLIND, PARAMS, ["novelty"])
    pd.testing.assert_frame_equal(
        table[table["measure"] == "novelty"].reset_index(drop=True), blind
    )
    assert _value(table, "novelty", "AUROC", "nearest") < 0.9
    assert _value(table, "retrieval", "precision@5", "objects") == 1
    part = BLIND.take(np.isin(BLIND.classes, LEFT_OUT))
    expected = pick(retrieval(part, PARAMS), "precision@5", "objects")
    unseen = table[table["of"] == UNSEEN]
    assert unseen["value"].tolist() == [expected.value]
    assert unseen["low"].tolist() == [expected.low]
    assert unseen["n"].tolist() == [30]


def test_without_left_out_classes_there_is_no_such_row() -> None:
    assert UNSEEN not in set(probe(USUAL, USUAL, (), PARAMS)["of"])
    assert UNSEEN not in set(probe(USUAL, USUAL, ("nobody",), PARAMS)["of"])


def test_one_left_out_class_cannot_be_mistaken_and_says_so() -> None:
    table = probe(USUAL, BLIND, ("c5",), PARAMS)
    row = table[table["of"] == UNSEEN].iloc[0]
    assert row["quantity"] == SKIPPED
    assert np.isnan(row["value"])
    assert row["note"].startswith("all items are of one class")


def test_metrics_leave_out_classes_and_what_has_no_number() -> None:
    table = pd.DataFrame(
        [
            ("retrieval", "precision@5", "objects", 0.12345678),
            ("retrieval", "precision@5", "class chair", 0.5),
            ("retrieval", "taken for", "chair > stool", 0.5),
            ("transfer", "accuracy", "class by a dummy", 0.25),
            ("transfer", "R2", "angle", np.nan),
            ("novelty", SKIPPED, "all", np.nan),
        ],
        columns=["measure", "quantity", "of", "value"],
    )
    assert semantics_metrics("one", table) == {
        "one": {
            "retrieval": {"precision@5, objects": 0.123457},
            "transfer": {"accuracy, class by a dummy": 0.25},
        }
    }


def test_scores_of_pixels_are_laid_out_by_object() -> None:
    table = pd.DataFrame(
        [("b", "HOG", "class", 1.0), ("a", "HOG", "class", 0.0), ("a", "PCA", "novelty", 7.0)],
        columns=["object_id", "method", "task", "score"],
    )
    found = rivals_of(table, ["a", "b", "c"])
    assert list(found) == ["HOG/class", "PCA/novelty"]
    np.testing.assert_array_equal(found["HOG/class"], [0, 1, np.nan])
    np.testing.assert_array_equal(found["PCA/novelty"], [7, np.nan, np.nan])
