import hashlib
import os
from pathlib import Path

import pytest

from lib.core.params.sections import FolderParams, ModelNet40Params
from lib.corpus import listing as module
from lib.corpus.folder import Folder
from lib.corpus.listing import list_files
from lib.corpus.modelnet40 import ModelNet40


def folder(root: Path) -> Folder:
    return Folder(FolderParams(path=str(root)))


def test_every_file_is_listed_with_its_hash(tmp_path: Path) -> None:
    root = tmp_path / "meshes"
    (root / "chair").mkdir(parents=True)
    (root / "chair" / "a.off").write_bytes(b"OFF")
    (root / "wood.png").write_bytes(b"not even a picture")
    table = list_files(folder(root), tmp_path / "memory.json")
    assert table["path"].tolist() == ["chair/a.off", "wood.png"]
    assert table["bytes"].tolist() == [3, 18]
    assert table["sha256"][0] == hashlib.sha256(b"OFF").hexdigest()


def test_a_file_is_read_again_only_when_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, memory = tmp_path / "meshes", tmp_path / "memory.json"
    root.mkdir()
    for name in "ab":
        (root / f"{name}.off").write_text(name)
    before = list_files(folder(root), memory)
    read = []
    sha256 = module._sha256
    monkeypatch.setattr(module, "_sha256", lambda path: read.append(path.name) or sha256(path))
    assert list_files(folder(root), memory).equals(before)
    assert read == []
    # The same size, another time of change.
    (root / "b.off").write_text("c")
    os.utime(root / "b.off", ns=(1, 1))
    after = list_files(folder(root), memory)
    assert read == ["b.off"]
    assert (after["sha256"] != before["sha256"]).tolist() == [False, True]
    (root / "a.off").unlink()
    assert list_files(folder(root), memory)["path"].tolist() == ["b.off"]
    memory.write_text("{cut")
    assert list_files(folder(root), memory)["path"].tolist() == ["b.off"]


def test_a_file_that_cannot_be_opened_has_no_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.off").touch()

    def forbid(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    corpus = folder(tmp_path)
    monkeypatch.setattr(module.Path, "open", forbid)
    assert module._sha256(corpus.files()[0][1]) == ""


def test_only_what_the_user_has_of_modelnet40_is_listed(tmp_path: Path) -> None:
    assert ModelNet40(ModelNet40Params()).files() == ()
    for name in ("chair/train/chair_0001.off", "chair/test/chair_0890.off", "chair/notes.txt"):
        (tmp_path / "set" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "set" / name).touch()
    listed = ModelNet40(ModelNet40Params(path=str(tmp_path))).files()
    assert [name for name, _ in listed] == [
        "chair/test/chair_0890.off",
        "chair/train/chair_0001.off",
    ]
    archive = tmp_path / "set.zip"
    archive.write_bytes(b"zip")
    assert ModelNet40(ModelNet40Params(path=str(archive))).files() == [("set.zip", archive)]
