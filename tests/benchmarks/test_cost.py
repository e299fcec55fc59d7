"""What a run costs, of a graph of two stages that burn a known share."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import cost
from lib.core.errors import BenchError

BURN = """import time
start = time.process_time()
while time.process_time() - start < {seconds}:
    pass
"""

GRAPH = """stages:
  short:
    cmd: python -m stages.short
    deps: [stages/short.py]
  long:
    matrix: {row: [a, b]}
    cmd: python -m stages.long ${item.row}
    deps: [stages/long.py]
"""


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of a graph whose long stage, of two cells, takes twelve times the short one."""
    root = tmp_path / "repository"
    (root / "stages").mkdir(parents=True)
    (root / "stages" / "short.py").write_text(BURN.format(seconds=0.1))
    (root / "stages" / "long.py").write_text(BURN.format(seconds=0.6))
    (root / "dvc.yaml").write_text(GRAPH)
    (root / ".gitignore").write_text(".venv\n")
    bin_ = root / ".venv" / "bin"
    bin_.mkdir(parents=True)
    for name in ("python", "dvc"):
        (bin_ / name).symlink_to(Path(sys.prefix) / "bin" / name)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run([*git, "init", "--quiet"], cwd=root, check=True)
    subprocess.run([sys.executable, "-m", "dvc", "init", "--quiet"], cwd=root, check=True)
    subprocess.run([*git, "add", "--all"], cwd=root, check=True)
    subprocess.run([*git, "commit", "--quiet", "-m", "graph"], cwd=root, check=True)
    monkeypatch.chdir(root)
    return root


@pytest.mark.slow
@pytest.mark.usefixtures("graph")
def test_each_stage_has_its_seconds_and_dvc_its_own(tmp_path: Path) -> None:
    found = cost.cost("HEAD", tmp_path / "run")
    assert sorted(found.index) == sorted(["short", "long", cost.DVC])
    assert 0.1 <= found["short"] < found["long"]
    assert found["long"] >= 1.2
    assert found[cost.DVC] > 0


@pytest.mark.slow
def test_a_failed_run_is_no_measurement(graph: Path, tmp_path: Path) -> None:
    (graph / "stages" / "long.py").write_text("raise SystemExit(3)")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run([*git, "commit", "--quiet", "-am", "fails"], check=True)
    with pytest.raises(BenchError, match="dvc repro failed at HEAD"):
        cost.cost("HEAD", tmp_path / "run")


def test_a_commit_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="no commit 'nothing'"):
        cost.cost("nothing", tmp_path)


def test_shares_add_up_and_ratios_are_to_the_first() -> None:
    header, rows = cost.table(
        {
            "old": pd.Series({"render": 30.0, "embed": 10.0}),
            "new": pd.Series({"render": 3.0, "embed": 10.0, "scan": 7.0}),
        }
    )
    assert header == ["stage", "old CPU-s", "old share", "new CPU-s", "new share", "new / old"]
    assert rows == [
        ["render", "30.0", "75.0%", "3.0", "15.0%", "0.10"],
        ["embed", "10.0", "25.0%", "10.0", "50.0%", "1.00"],
        ["scan", "0.0", "0.0%", "7.0", "35.0%", "-"],
        ["all", "40.0", "100.0%", "20.0", "100.0%", "0.50"],
    ]
