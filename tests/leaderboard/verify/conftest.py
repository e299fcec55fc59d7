"""A copy of what Git tracks, as the working tree has it; a small run with all of its vectors."""

import shutil
import subprocess
from pathlib import Path

import pytest

from lib.leaderboard.verify.committed import Committed, committed
from lib.leaderboard.verify.dvc_files import read_lock
from tests.leaderboard.verify.small_run import make_run, recorded

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="package")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (ROOT / ".git").exists():
        pytest.skip("not a Git checkout")
    root = tmp_path_factory.mktemp("template")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    for command in (["init", "--quiet"], ["add", "--all", "--force"]):
        subprocess.run(["git", *command], cwd=root, check=True, capture_output=True)
    return root


@pytest.fixture
def clone(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of its own, as the working directory."""
    root = tmp_path / "clone"
    shutil.copytree(template, root)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def corpus(clone: Path) -> Committed:
    """The embedded corpus of the copy."""
    assert Path.cwd() == clone
    return next(one for one in committed(read_lock()) if one.paths.corpus == "parametric40")


@pytest.fixture(scope="package")
def made_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("run")
    make_run(root)
    return root


@pytest.fixture
def small(made_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Committed:
    """A run on a few vectors, to be spoiled; its copy is the working directory."""
    shutil.copytree(made_run, tmp_path / "run")
    monkeypatch.chdir(tmp_path / "run")
    return recorded()
