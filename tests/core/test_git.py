import subprocess
from pathlib import Path

import pytest

from lib.core.errors import BenchError
from lib.core.git import changed_since, file_at, resolve


def _git(*arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _git("init", "--quiet", "-b", "main")
    for name in ("kept", "edited", "gone"):
        Path(name).write_text(f"{name}\n")
    _git("add", "--all")
    _git("commit", "--quiet", "-m", "first")


@pytest.mark.usefixtures("_repository")
def test_known_and_unknown_revisions() -> None:
    assert resolve("main") == resolve("HEAD")
    assert len(resolve("main")) == 10
    for name in ("nope", "--help", "main:kept", ""):
        with pytest.raises(BenchError, match="no revision"):
            resolve(name)


def test_no_checkout_is_said_to_be_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(BenchError, match="no Git checkout"):
        resolve("main")


@pytest.mark.usefixtures("_repository")
def test_files_of_a_revision() -> None:
    Path("kept").write_text("other\n")
    assert file_at("main", Path("kept")) == b"kept\n"
    assert file_at("main", Path("nope")) is None


@pytest.mark.usefixtures("_repository")
def test_changes_are_those_of_the_branch_alone() -> None:
    _git("switch", "--quiet", "-c", "branch")
    Path("edited").write_text("other\n")
    Path("gone").unlink()
    Path("with space\nand line").write_text("new\n")
    _git("add", "--all")
    _git("commit", "--quiet", "-m", "second")
    Path("uncommitted").write_text("x\n")
    _git("switch", "--quiet", "main")
    Path("kept").write_text("main has moved on\n")
    _git("commit", "--quiet", "-am", "third")
    _git("switch", "--quiet", "branch")
    assert changed_since("main") == {"edited": "M", "gone": "D", "with space\nand line": "A"}
    assert list(changed_since("main")) == sorted(changed_since("main"))


@pytest.mark.usefixtures("_repository")
def test_histories_without_a_common_start_are_refused() -> None:
    _git("switch", "--quiet", "--orphan", "other")
    Path("a").write_text("a\n")
    _git("add", "a")
    _git("commit", "--quiet", "-m", "alone")
    with pytest.raises(BenchError, match="no common ancestor"):
        changed_since("main")
