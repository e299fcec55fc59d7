import errno
import os
from functools import partial
from pathlib import Path

import pytest

from lib.core.errors import BenchError
from lib.core.output import require_writable, writing


def test_what_can_be_written_is_found_so_and_nothing_is_made(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "old.csv").write_text("old")
    require_writable(tmp_path / "there" / "old.csv")
    require_writable(tmp_path / "a" / "b" / "new.csv")
    require_writable(tmp_path / "there", folder=True)
    require_writable(tmp_path / "a" / "b", folder=True)
    require_writable(Path(), folder=True)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["old.csv", "there"]
    assert (tmp_path / "there" / "old.csv").read_text() == "old"


@pytest.mark.parametrize("folder", [False, True])
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("file/below", "file is a file, .*below cannot lie below it"),
        ("file/far/below", "cannot lie below it"),
        ("/proc/nope", "/proc/nope cannot be written: No such file or directory"),
        ("/proc/nope/below", "cannot be written: No such file or directory"),
        ("x" * 300, "cannot be written: File name too long"),
        ("/dev/full", "/dev/full is (a file|no file that could be replaced)"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(
    tmp_path: Path, path: str, words: str, folder: bool
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BenchError, match=words) as caught:
        require_writable(tmp_path / path, folder=folder)
    assert caught.value.hint
    assert "\n" not in caught.value.message


def test_a_file_is_no_folder_and_a_folder_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BenchError, match="file is a file"):
        require_writable(tmp_path / "file", folder=True)
    with pytest.raises(BenchError, match="is no file that could be replaced"):
        require_writable(tmp_path)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_folder_that_takes_no_file_is_found_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refused(*_: object, **where: object) -> None:
        raise OSError(number, os.strerror(number), str(where["dir"]))

    monkeypatch.setattr("tempfile.TemporaryFile", refused)
    with pytest.raises(BenchError, match=r"cannot be written: |the disk is full"):
        require_writable(tmp_path / "new.csv")


def test_a_full_disk_is_found_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Making a file of no bytes is what a full disk still allows.
    full = partial(Path("/dev/full").open, "wb", buffering=0)
    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: full())
    with pytest.raises(BenchError, match="the disk is full"):
        require_writable(tmp_path / "new.csv")


def test_errors_about_other_files_pass_through(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), writing(tmp_path / "out.csv"):
        (tmp_path / "elsewhere" / "none.csv").read_text()
    with (
        pytest.raises(BenchError, match=r"out\.csv cannot be written: Is a directory"),
        writing(tmp_path / "out.csv"),
    ):
        tmp_path.write_text("")


@pytest.mark.parametrize(
    ("spare", "said"), [("", True), ("elsewhere", False)], ids=["temporary", "not"]
)
def test_a_full_disk_promises_nothing_that_is_then_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spare: str, said: bool
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / spare))
    with pytest.raises(BenchError, match="the disk is full") as caught, writing(tmp_path / "a"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert "kept" not in caught.value.hint
    assert ("TMPDIR" in caught.value.hint) == said
