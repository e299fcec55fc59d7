from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lib.core.files import read_vectors, write_vectors
from lib.encoders.submitted.usable_vectors import DECIMALS, as_written, check_values, usable_vectors

IDS = ["a", "b", "c", "d"]
VECTORS = np.arange(1, 13, dtype=np.float32).reshape(4, 3)

MANY = np.random.default_rng(0).standard_normal((20, 8)).astype(np.float32)
NAMES = [f"object{row}" for row in range(20)]
# From far below the last digit that is kept to far above what float32 holds of nine.
LENGTHS = st.floats(2.0**-20, 2.0**20, width=32)


def saved(folder: Path, vectors: np.ndarray) -> Path:
    np.save(folder / "embeddings.npy", vectors)
    return folder / "embeddings.npy"


def test_good_vectors_come_evened(tmp_path: Path) -> None:
    for dimension in (3, None):
        vectors, errors = usable_vectors(saved(tmp_path, VECTORS), dimension, IDS)
        assert errors == []
        np.testing.assert_array_equal(vectors, as_written(VECTORS))


@pytest.mark.parametrize(
    ("vectors", "words"),
    [
        (VECTORS[:, :2], "has 2 columns, the metadata says dimension 3"),
        (VECTORS[:3], "the manifest asks for"),
        (np.where(VECTORS == 5, np.nan, VECTORS), r"row 1 \(b\) holds NaN"),
        (np.where(VECTORS > 9, 0, VECTORS), r"row 3 \(d\) holds zeros only"),
        (np.where(VECTORS > 9, 1e-9, VECTORS), r"rounded to 9 digits, row 3 \(d\) holds zeros"),
        (np.where(VECTORS < 10, 1e-38, 1e38), r"rounded to 9 digits, row 3 \(d\) holds NaN"),
    ],
)
def test_what_cannot_be_scored_is_named(tmp_path: Path, vectors: np.ndarray, words: str) -> None:
    found, errors = usable_vectors(saved(tmp_path, vectors.astype(np.float32)), 3, IDS)
    assert found is None
    (error,) = errors
    with pytest.raises(type(error), match=words):
        raise error


@pytest.mark.parametrize(
    ("value", "what"), [(np.nan, "NaN"), (np.inf, "NaN"), (-np.inf, "NaN"), (0, "zeros only")]
)
def test_rows_without_a_direction_are_named(value: float, what: str) -> None:
    vectors = MANY.copy()
    assert check_values(vectors, NAMES) == []
    vectors[[7, 9]] = value
    (error,) = check_values(vectors, NAMES)
    assert f"row 7 ({NAMES[7]}) holds {what}" in error.message
    assert "2 such rows" in error.message


def test_both_kinds_are_listed_and_one_value_is_enough() -> None:
    vectors = MANY.copy()
    vectors[3, 5], vectors[4] = np.nan, -0.0
    assert len(check_values(vectors, NAMES)) == 2
    vectors[4, 0] = np.float32(1e-45)
    assert len(check_values(vectors, NAMES)) == 1


@given(arrays(np.float32, (5, 3), elements=LENGTHS))
def test_as_written_is_what_the_file_gives_back(
    tmp_path_factory: pytest.TempPathFactory, vectors: np.ndarray
) -> None:
    path = tmp_path_factory.getbasetemp() / "v.npy"
    wide = vectors.astype(np.float64)
    write_vectors(path, wide / np.median(np.sqrt((wide**2).sum(axis=1))), decimals=9)
    made = as_written(vectors)
    assert made.dtype == np.float64
    np.testing.assert_array_equal(made, read_vectors(path))
    before = path.read_bytes()
    # Stage `embed` writes what was rounded before.
    write_vectors(path, made, DECIMALS)
    assert path.read_bytes() == before


def test_half_precision_is_taken_as_well(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).standard_normal((50, 8)).astype(np.float16)
    write_vectors(tmp_path / "v.npy", as_written(vectors), DECIMALS)
    np.testing.assert_array_equal(read_vectors(tmp_path / "v.npy"), as_written(vectors))


@given(arrays(np.float32, (5, 3), elements=st.floats(1, 1000, width=32)), st.integers(-9, 9))
def test_the_scale_is_not_told(vectors: np.ndarray, power: int) -> None:
    made = as_written(vectors)
    assert np.median(np.linalg.norm(made, axis=1)) == pytest.approx(1)
    np.testing.assert_array_equal(as_written(vectors * np.float32(4.0**power)), made)
    ratios = vectors.astype(float) / float(vectors[0, 0])
    np.testing.assert_allclose(made / made[0, 0], ratios, rtol=3e-6)
