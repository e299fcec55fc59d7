import numpy as np
import pandas as pd

from lib.semantics.from_pictures import CLEAN, TARGET, from_pictures

ROWS = pd.DataFrame(
    {
        "image_id": ["a", "b", "c", "d"],
        "group_id": ["g", "g", "h", "h"],
        "defect": [CLEAN, "break", "pinch", "break"],
        "severity": [0.0, 0.5, 0.25, 1.0],
        "split": ["train", "train", "train", "test"],
    }
)
VECTORS = np.eye(4)


def test_classes_are_defects_and_nothing_counts_as_a_copy() -> None:
    data = from_pictures(ROWS, VECTORS, ["pinch"])
    assert data.classes.tolist() == ROWS["defect"].tolist()
    assert data.groups.tolist() == ["g", "g", "h", "h"]
    assert not data.altered.any()
    assert len(data.originals()) == 4
    np.testing.assert_array_equal(data.targets[TARGET], [np.nan, 0.5, 0.25, 1.0])


def test_known_is_the_train_split_without_the_unseen_defects() -> None:
    data = from_pictures(ROWS, VECTORS, ["pinch"])
    assert data.reference is not None
    assert data.reference.tolist() == [True, True, False, False]


def test_severities_are_asked_for_only_if_wanted() -> None:
    assert from_pictures(ROWS, VECTORS, [], severities=False).targets == {}
