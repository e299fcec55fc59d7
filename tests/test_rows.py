import hashlib
from pathlib import Path

import numpy as np
import pytest

from lib.errors import BenchError
from lib.params import EmbedParams, row_names
from lib.rows import RECOMPUTED, REPRODUCED, describe_row, is_submission, submitted_vectors

FACTS = {
    "name": "theirs",
    "version": "1.2",
    "description": "A network of theirs.",
    "weights_source": "their-hub/model at abc",
    "weights_licence": "MIT",
    "dimension": "3",
    "similarity": "cosine",
    "training_data": "none",
    "saw_modelnet40_test": "false",
    "saw_benchmark_sources": "true",
    "hardware": "a laptop",
    "seconds_per_object": "0.5",
    "author": "somebody",
    "split_sha256": "0" * 64,
}
IDS = ["a", "b", "c", "d"]
VECTORS = np.arange(1, 13, dtype=np.float32).reshape(4, 3)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one submission to corpus `folder`."""
    monkeypatch.chdir(tmp_path)
    manifest = tmp_path / "objects.csv"
    manifest.write_text("object_id\na\nb\nc\nd\n")
    write(VECTORS)
    return manifest


def write(vectors: np.ndarray, **changes: str) -> None:
    folder = Path("data/submissions/folder/theirs")
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "embeddings.npy", vectors)
    digest = hashlib.sha256(Path("objects.csv").read_bytes()).hexdigest()
    facts = FACTS | {"manifest_sha256": digest} | changes
    text = "".join(f"{key}: {value}\n" for key, value in facts.items())
    (folder / "submission.yaml").write_text(text)


def test_a_submission_is_a_row_that_says_where_it_comes_from(here: Path) -> None:
    assert "theirs" in row_names()
    assert is_submission("theirs")
    facts = describe_row("folder", "theirs", EmbedParams())
    assert facts["status"] == RECOMPUTED
    assert facts["dim"] == 3
    assert facts["saw_benchmark_sources"] is True
    vectors = submitted_vectors("folder", "theirs", IDS, here)
    median = np.median(np.linalg.norm(VECTORS, axis=1))
    np.testing.assert_allclose(vectors * median, VECTORS)


def test_an_encoder_of_the_repository_is_reproduced() -> None:
    assert not is_submission("zernike3d")
    assert describe_row("folder", "zernike3d", EmbedParams())["status"] == REPRODUCED


@pytest.mark.usefixtures("here")
def test_other_content_is_another_row() -> None:
    first = describe_row("folder", "theirs", EmbedParams())["sha256"]
    write(VECTORS + 1)
    second = describe_row("folder", "theirs", EmbedParams())["sha256"]
    write(VECTORS, version="1.3")
    assert len({first, second, describe_row("folder", "theirs", EmbedParams())["sha256"]}) == 3


@pytest.mark.parametrize(
    ("vectors", "changes", "words"),
    [
        (VECTORS, {"manifest_sha256": "1" * 64}, "another release"),
        (VECTORS, {"dimension": "4"}, "dimension: 4"),
        (VECTORS, {"name": "ours"}, "named 'ours'"),
        (np.where(VECTORS == 5, np.nan, VECTORS), {}, "vector of b is zero or not finite"),
        (np.where(VECTORS > 9, 0, VECTORS), {}, "vector of d is zero or not finite"),
        (VECTORS[:3], {}, "the manifest asks for"),
        (VECTORS.astype(object), {}, ""),
    ],
)
def test_what_cannot_be_scored_is_refused(
    here: Path, vectors: np.ndarray, changes: dict[str, str], words: str
) -> None:
    write(vectors, **changes)
    with pytest.raises(BenchError, match=words):
        submitted_vectors("folder", "theirs", IDS, here)


@pytest.mark.usefixtures("here")
def test_a_submission_to_another_corpus_is_not_there() -> None:
    with pytest.raises(BenchError, match="is not there"):
        describe_row("modelnet40", "theirs", EmbedParams())
