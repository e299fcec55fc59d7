import pytest
import typer
from typer.testing import CliRunner

from lib.core.errors import BenchError
from lib.leaderboard.commands import verify_command
from lib.leaderboard.verify import everything
from lib.leaderboard.verify.result import Check

APP = typer.Typer()
APP.command()(verify_command)


def _check(*problems: str) -> Check:
    return Check("graph", "chain", "fine", problems, "mend it")


@pytest.mark.parametrize(
    ("checks", "code", "end"),
    [
        ([_check()], 0, "all 1 checks passed"),
        ([_check(), _check("wrong")], 1, "1 of 2 checks FAILED"),
    ],
)
def test_exit_codes(
    monkeypatch: pytest.MonkeyPatch, checks: list[Check], code: int, end: str
) -> None:
    monkeypatch.setattr(everything, "verify", lambda: iter(checks))
    result = CliRunner().invoke(APP)
    assert result.exit_code == code
    assert end in result.output


def test_nothing_to_check_is_no_success(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    result = CliRunner().invoke(APP)
    assert isinstance(result.exception, BenchError)
    assert result.exception.exit_code == 2
