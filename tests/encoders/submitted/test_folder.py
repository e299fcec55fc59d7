import os
from pathlib import Path

import pytest

from lib.core.errors import BenchError
from lib.encoders.submitted.folder import find_files, locate


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data" / "submissions" / "parametric40" / "mine"
    made.mkdir(parents=True)
    for name in ("embeddings.npy", "submission.yaml"):
        (made / name).write_text("x")
    return made


def test_corpus_and_name_are_read_off_the_path(folder: Path, monkeypatch) -> None:
    root = folder.parent.parent.resolve()
    assert locate(folder) == (root, "parametric40", "mine")
    monkeypatch.chdir(folder)
    assert locate(Path()) == (root, "parametric40", "mine")
    assert locate(Path("../mine/.")) == (root, "parametric40", "mine")


def test_a_folder_elsewhere_a_link_and_a_file_are_refused(folder: Path) -> None:
    with pytest.raises(BenchError, match="named 'submissions', which is no corpus"):
        locate(folder.parent)
    with pytest.raises(BenchError, match="is no folder"):
        locate(folder / "embeddings.npy")
    link = folder.parent / "link"
    link.symlink_to(folder)
    with pytest.raises(BenchError, match="is a link"):
        locate(link)


def test_two_files_are_all_it_takes(folder: Path) -> None:
    found = find_files(folder)
    assert found == (folder / "embeddings.npy", folder / "submission.yaml", [])
    (folder / "embeddings.npy").rename(folder / "embeddings.npz")
    assert find_files(folder) == (folder / "embeddings.npz", folder / "submission.yaml", [])


def test_everything_else_is_named_at_once(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    (folder / "submission.yaml").unlink()
    (folder / "submission.yaml").symlink_to(secret)
    (folder / "embeddings.npy").unlink()
    os.mkfifo(folder / "embeddings.npy")
    (folder / "all.tar.gz").write_text("x")
    (folder / ".hidden").write_text("x")
    (folder / "more").mkdir()
    found = find_files(folder)
    assert found.embeddings is None
    assert found.metadata is None
    assert [error.message.removeprefix(f"{folder}: ") for error in found.errors] == [
        "'.hidden' does not belong there",
        "'all.tar.gz' is an archive",
        "'embeddings.npy' is no plain file",
        "'more' does not belong there",
        "'submission.yaml' is a link, which may lead anywhere",
        f"{folder} lacks embeddings.npy",
        f"{folder} lacks submission.yaml",
    ]
    assert all(error.hint for error in found.errors)


def test_two_embeddings_and_names_that_are_no_text(folder: Path) -> None:
    (folder / "embeddings.npz").write_text("x")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\n")).write_text("x")
    messages = [str(error) for error in find_files(folder).errors]
    assert any("has embeddings.npy and embeddings.npz" in text for text in messages)
    assert any("'\\udcff\\n' does not belong" in text for text in messages)
    "".join(messages).encode()
