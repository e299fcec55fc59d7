import shutil
import sys
from pathlib import Path

import pytest

from lib.__main__ import app
from lib.core.console import run
from lib.core.errors import BenchError
from lib.leaderboard import commands
from lib.leaderboard.branch import Branch
from lib.leaderboard.commands import check_branch_command, rows_command

ROOT = Path(__file__).parents[2]


def test_rows_that_are_here_are_put_on_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "params.yaml", tmp_path / "params.yaml")
    rows_command()
    assert "lists every row" in capsys.readouterr().out
    assert (tmp_path / "params.yaml").read_text() == (ROOT / "params.yaml").read_text()
    (tmp_path / "data/submissions/parametric40/gyro").mkdir(parents=True)
    rows_command()
    assert "added gyro to `encoders`" in capsys.readouterr().out
    assert "\n  - gyro\n  - hog_multiview\n" in (tmp_path / "params.yaml").read_text()


def test_every_reason_is_named_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(folder: Path) -> None:
        if folder.name == "bad":
            raise BenchError("bad is refused")

    found = Branch(("bad", "good"), (Path("bad"), Path("good")), ("dvc.lock",), True)
    monkeypatch.setattr(commands, "read_branch", lambda _: found)
    monkeypatch.setattr(commands, "check_submission_command", check)
    with pytest.raises(BenchError) as caught:
        check_branch_command("origin/main")
    message = str(caught.value)
    assert "bad is refused" in message
    command = "git restore --source=$(git merge-base origin/main HEAD) --staged --worktree -- "
    assert f"{command}dvc.lock\n" in message
    assert "`encoders` in params.yaml has changed" in message
    out = capsys.readouterr().out
    assert out.index("== bad") < out.index("== good")
    monkeypatch.setattr(commands, "read_branch", lambda _: Branch((), (), (), False))
    check_branch_command("origin/main")
    assert "new rows: none" in capsys.readouterr().out


def test_an_unknown_revision_is_an_error_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", ["lib", "check-branch", "no-such-branch"])
    with pytest.raises(SystemExit) as ended:
        run(app)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "Git knows no revision 'no-such-branch'" in said
    assert "Traceback" not in said
