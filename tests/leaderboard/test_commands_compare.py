from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from lib.core.errors import BenchError
from lib.leaderboard.commands import compare_command

ROOT = Path(__file__).resolve().parents[2]
APP = typer.Typer()
APP.command()(compare_command)


def test_a_revision_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("compares with a commit, and this is no Git checkout")
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(APP, ["HEAD"])
    assert result.exit_code == 0
    assert result.output.startswith("## Scores against `HEAD`")
    assert "### parametric40" in result.output


def test_an_unknown_revision_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(APP, ["no-such-branch"])
    assert isinstance(result.exception, BenchError)
