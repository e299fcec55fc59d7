from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import lib.leaderboard.publish.folder as folder
from lib.core.errors import BenchError
from lib.leaderboard.commands import publish_command
from lib.leaderboard.publish.readback import Readers
from tests.leaderboard.publish.conftest import build


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    build(tmp_path / "repository")
    monkeypatch.chdir(tmp_path / "repository")
    monkeypatch.setattr(folder, "read_back", lambda _: Readers(("datasets",), ("mlcroissant",)))
    made = typer.Typer()
    made.command()(publish_command)
    return made


def test_says_what_was_written_and_what_was_not_checked(app: typer.Typer, tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, [str(tmp_path / "out")])
    assert ran.exit_code == 0, ran.output
    assert "every hash checked, no meshes" in ran.output
    assert "every table read back with datasets, offline" in ran.output
    assert "NOT read back with mlcroissant" in ran.output
    assert (tmp_path / "out" / "croissant.json").is_file()


def test_an_unknown_corpus_is_an_error_with_a_hint(app: typer.Typer, tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, [str(tmp_path / "out"), "--corpus", "nowhere"])
    assert isinstance(ran.exception, BenchError)
    assert "reports/nowhere/dataset_card.md is not there" in str(ran.exception)
    assert not (tmp_path / "out").exists()


def test_a_full_folder_is_refused(app: typer.Typer, tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, [str(tmp_path / "repository")])
    assert isinstance(ran.exception, BenchError)
    assert "is not empty" in str(ran.exception)
