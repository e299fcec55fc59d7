from pathlib import Path

import numpy as np
import pytest

from lib.encoders.submitted.metadata import Metadata
from lib.encoders.submitted.reading import read_checked
from tests.leaderboard.submissions import samples

IDS = ["a", "b", "c", "d"]
VECTORS = np.arange(1, 13, dtype=np.float32).reshape(4, 3)


@pytest.fixture
def said(tmp_path: Path) -> Metadata:
    samples.write_release(tmp_path, samples.manifest(classes=2))
    return Metadata.model_validate(samples.said(tmp_path, "three", 3))


def saved(folder: Path, vectors: np.ndarray) -> Path:
    np.save(folder / "embeddings.npy", vectors)
    return folder / "embeddings.npy"


def test_good_vectors_come_as_they_are(tmp_path: Path, said: Metadata) -> None:
    for metadata in (said, None):
        vectors, errors = read_checked(saved(tmp_path, VECTORS), metadata, IDS)
        assert errors == []
        np.testing.assert_array_equal(vectors, VECTORS)


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
def test_what_cannot_be_scored_is_named(
    tmp_path: Path, said: Metadata, vectors: np.ndarray, words: str
) -> None:
    found, errors = read_checked(saved(tmp_path, vectors.astype(np.float32)), said, IDS)
    assert found is None
    (error,) = errors
    with pytest.raises(type(error), match=words):
        raise error
