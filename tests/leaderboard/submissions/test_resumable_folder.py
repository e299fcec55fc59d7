from pathlib import Path

import pytest

from lib.leaderboard.submissions.resumable_folder import missing, unfinished

KEY, OTHER = "0123456789abcdef" * 4, "f" * 64


def fill(folder: Path, upto: int) -> list[str]:
    """Make files until there are `upto`; returns those that were made."""
    made = []
    for path in missing(folder, [f"{n}.txt" for n in range(5)], "file"):
        if len(list(folder.iterdir())) == upto:
            raise KeyboardInterrupt
        path.write_text(path.stem)
        made.append(path.name)
    return made


def begin(folder: Path, key: str, upto: int) -> None:
    with pytest.raises(KeyboardInterrupt), unfinished(folder, key) as work:
        fill(work / "files", upto)


def test_the_same_key_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin(tmp_path / "out", KEY, 3)
    assert not (tmp_path / "out").exists()
    assert "interrupted, finished files are kept" in capsys.readouterr().err
    with unfinished(tmp_path / "out", KEY) as work:
        (work / "files/.3.txt.99.part").write_text("torn")
    assert sorted(p.name for p in (tmp_path / "out/files").iterdir())[1:] == [
        f"{n}.txt" for n in range(3)
    ]


def test_torn_files_are_made_again(tmp_path: Path) -> None:
    begin(tmp_path / "out", KEY, 3)
    (work,) = tmp_path.iterdir()
    (work / "files/.3.txt.99.part").write_text("torn")
    with unfinished(tmp_path / "out", KEY) as again:
        assert again == work
        assert fill(again / "files", 5) == ["3.txt", "4.txt"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert sorted(p.name for p in (tmp_path / "out/files").iterdir()) == [
        f"{n}.txt" for n in range(5)
    ]


def test_another_key_begins_anew_and_clears_up(tmp_path: Path) -> None:
    begin(tmp_path / "out", KEY, 3)
    begin(tmp_path / "other", KEY, 3)
    (tmp_path / ".out.mine.part").mkdir()
    with unfinished(tmp_path / "out", OTHER) as work:
        assert list(work.iterdir()) == []
        assert len(fill(work / "files", 5)) == 5
    left = sorted(p.name for p in tmp_path.iterdir())
    assert left == [f".other.{KEY[:16]}.part", ".out.mine.part", "out"]


def test_folders_above_are_made_and_an_empty_target_is_taken(tmp_path: Path) -> None:
    target = tmp_path / "a/b"
    with unfinished(target, KEY) as work:
        (work / "x").write_text("x")
    (tmp_path / "empty").mkdir()
    with unfinished(tmp_path / "empty", KEY) as work:
        (work / "x").write_text("x")
    assert (target / "x").read_text() == (tmp_path / "empty/x").read_text() == "x"
