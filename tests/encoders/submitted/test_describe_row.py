import shutil
from pathlib import Path

import numpy as np
import pytest

import lib
from lib.core.errors import BenchError
from lib.core.files import write_vectors
from lib.core.params.embed import EmbedParams
from lib.core.params.names import row_names
from lib.encoders.submitted import metadata
from lib.encoders.submitted.describe_row import (
    RECOMPUTED,
    REPRODUCED,
    describe_row,
    is_submission,
    submitted_vectors,
)
from lib.encoders.submitted.usable_vectors import DECIMALS
from lib.leaderboard.submissions.check_submission import review
from tests.leaderboard.submissions import samples

OBJECTS = samples.manifest(classes=3)
VECTORS = samples.honest(OBJECTS)
IDS = OBJECTS["object_id"].tolist()
FOLDER = Path("data/submissions") / samples.CORPUS / "theirs"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one submission."""
    samples.write_release(tmp_path, OBJECTS)
    monkeypatch.chdir(tmp_path)
    write(VECTORS)
    return tmp_path


def write(vectors: np.ndarray, **changes: object) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    samples.write_submission(
        Path(), vectors, "theirs", **({"weights_licence": "CC-BY-4.0"} | changes)
    )


def fingerprint() -> str:
    return str(describe_row(samples.CORPUS, "theirs", EmbedParams())["sha256"])


def test_a_submission_is_a_row_that_says_where_it_comes_from() -> None:
    write(VECTORS, saw_benchmark_sources="true", seconds_per_object=0.5)
    assert "theirs" in row_names()
    assert is_submission("theirs")
    facts = describe_row(samples.CORPUS, "theirs", EmbedParams())
    assert facts["status"] == RECOMPUTED
    assert facts["dim"] == 16
    assert facts["licence"] == "CC-BY-4.0"
    assert facts["seconds_per_object"] == 0.5
    assert facts["saw_benchmark_sources"] is True
    vectors = submitted_vectors(samples.CORPUS, "theirs")
    median = np.median(np.linalg.norm(VECTORS, axis=1))
    np.testing.assert_allclose(vectors * median, VECTORS, rtol=1e-6, atol=1e-8)


def test_an_encoder_of_the_repository_is_reproduced() -> None:
    assert not is_submission("zernike3d")
    facts = describe_row(samples.CORPUS, "zernike3d", EmbedParams())
    assert (facts["status"], facts["licence"]) == (REPRODUCED, "Apache-2.0")


def test_other_content_is_another_row() -> None:
    first = fingerprint()
    write(VECTORS + 1)
    second = fingerprint()
    write(VECTORS, version="1.3")
    assert len({first, second, fingerprint()}) == 3


@pytest.mark.parametrize(
    ("module", "counts"),
    [
        ("core/rounding", True),
        ("encoders/submitted/read_embeddings", True),
        ("encoders/submitted/npy", True),
        ("encoders/submitted/usable_vectors", True),
        ("encoders/submitted/metadata", False),
        ("encoders/submitted/folder", False),
    ],
)
def test_what_makes_vectors_of_files_is_part_of_a_rows_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, counts: bool
) -> None:
    before = fingerprint()
    shutil.copytree(lib.__path__[0], tmp_path / "lib")
    monkeypatch.setattr(lib, "__path__", [str(tmp_path / "lib")])
    assert fingerprint() == before
    with (tmp_path / "lib" / f"{module}.py").open("a") as stream:
        stream.write("ALTERED = True\n")
    assert (fingerprint() != before) == counts


@pytest.mark.parametrize(
    ("vectors", "changes"),
    [
        (VECTORS, {"manifest_sha256": "1" * 64}),
        (VECTORS, {"split_sha256": "1" * 64}),
        (VECTORS, {"split_sha256": "1" * 64, "manifest_sha256": "2" * 64, "dimension": 4}),
        (VECTORS, {"dimension": 4}),
        (VECTORS, {"author": None}),
        (np.where(np.isclose(VECTORS, VECTORS[5, 3]), np.nan, VECTORS), {}),
        (np.where(np.arange(len(VECTORS))[:, None] == 7, 0, VECTORS), {}),
        (VECTORS[:3], {}),
        (VECTORS.astype(np.float64), {}),
        (VECTORS.astype(object), {}),
    ],
)
def test_what_the_check_refuses_the_graph_refuses_in_the_same_words(
    vectors: np.ndarray, changes: dict[str, object]
) -> None:
    write(vectors, **changes)
    checked = review(FOLDER, seed=0).findings.errors
    assert checked
    with pytest.raises(BenchError) as refused:
        submitted_vectors(samples.CORPUS, "theirs")
    for error in checked:
        assert error.message in str(refused.value)
        assert error.hint in str(refused.value)


def test_a_row_of_another_name_is_refused_in_the_same_words() -> None:
    said = FOLDER / metadata.FILE
    said.write_text(said.read_text().replace("name: theirs", "name: ours"))
    (error,) = review(FOLDER, seed=0).findings.errors
    with pytest.raises(BenchError) as refused:
        describe_row(samples.CORPUS, "theirs", EmbedParams())
    assert str(error) in refused.value.message


def test_what_else_lies_in_the_folder_is_refused_all_at_once() -> None:
    (FOLDER / "notes.txt").write_text("x")
    (FOLDER / "more.zip").write_text("x")
    with pytest.raises(BenchError, match="is refused, 2 problems") as refused:
        submitted_vectors(samples.CORPUS, "theirs")
    assert "'more.zip' is an archive" in refused.value.message
    assert "check-submission data/submissions/parametric40/theirs" in refused.value.hint


def test_scores_of_written_vectors_are_those_of_the_check(here: Path) -> None:
    write_vectors(here / "x.npy", submitted_vectors(samples.CORPUS, "theirs"), DECIMALS)
    one, other = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in (np.load("x.npy"), VECTORS))
    np.testing.assert_allclose(one @ one.T, other @ other.T, atol=1e-6)


def test_a_submission_to_another_corpus_is_not_there() -> None:
    with pytest.raises(BenchError, match="is not there"):
        describe_row("modelnet40", "theirs", EmbedParams())
