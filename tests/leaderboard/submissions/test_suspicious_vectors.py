import numpy as np
import pandas as pd
import pytest

from lib.leaderboard.submissions.suspicious_vectors import check_classes, check_vectors
from tests.leaderboard.submissions import samples

OBJECTS = samples.manifest()
HONEST = samples.honest(OBJECTS)
CLASSES = pd.factorize(OBJECTS["class"])[0]


def test_an_honest_row_passes() -> None:
    assert check_vectors(HONEST, OBJECTS).errors == []
    assert check_vectors(HONEST, OBJECTS).warnings == []
    assert check_classes(HONEST, OBJECTS).warnings == []


@pytest.mark.parametrize("scale", [0, 1e-9])
def test_constant_vectors_and_class_labels_are_refused(scale: float) -> None:
    noise = scale * np.random.default_rng(0).standard_normal((len(OBJECTS), 12))
    constant = np.ones((len(OBJECTS), 12)) + noise
    assert "48 sources of different shape have 1 directions" in str(
        check_vectors(constant, OBJECTS).errors[0]
    )
    labels = np.eye(12)[CLASSES] + noise
    assert "have 12 directions, in 12 classes" in str(check_vectors(labels, OBJECTS).errors[0])
    # A length of its own is no direction of its own.
    longer = labels * np.arange(1, len(OBJECTS) + 1)[:, None]
    assert check_vectors(longer, OBJECTS).errors


def test_class_labels_with_noise_are_refused() -> None:
    noise = np.random.default_rng(0).standard_normal((len(OBJECTS), 12))
    (error,) = check_vectors(np.eye(12)[CLASSES] + 0.01 * noise, OBJECTS).errors
    assert "variance is between classes" in error.message
    assert check_vectors(np.eye(12)[CLASSES] + 0.2 * noise, OBJECTS).errors == []


def test_classes_without_a_miss_are_a_warning_where_there_are_many() -> None:
    labels = np.eye(12)[CLASSES]
    (warning,) = check_classes(np.hstack([labels, 0.01 * HONEST]), OBJECTS).warnings
    assert "all 48 queries of T5" in warning
    few = OBJECTS["class"].isin([f"class{c:02d}" for c in range(9)]).to_numpy()
    assert check_classes(labels[few], OBJECTS[few]).warnings == []
    assert check_classes(labels[OBJECTS["tier"] < 5], OBJECTS[OBJECTS["tier"] < 5]).warnings == []


def test_equal_objects_with_unequal_vectors_are_a_warning() -> None:
    objects = OBJECTS.copy()
    pool = np.flatnonzero(objects["role"] == "pool")
    objects.loc[pool[1], "content_sha256"] = objects.loc[pool[0], "content_sha256"]
    (warning,) = check_vectors(HONEST, objects).warnings
    assert warning.startswith(f"1 rows differ from a row of the same content, row {pool[1]}")
    assert f"with row {pool[0]} ({objects['object_id'][pool[0]]})" in warning
    vectors = HONEST.copy()
    vectors[pool[1]] = 2 * vectors[pool[0]]
    assert check_vectors(vectors, objects).warnings == []
