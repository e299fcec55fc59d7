"""Two people add a row each, at the same time, and the branches merge by themselves."""

import re
import subprocess
import sys
import textwrap

import numpy as np
import pandas as pd
import pytest

from lib.core.params import load_params
from tests.stages.conftest import ROOT, Project, write_submission

pytestmark = pytest.mark.slow

ENCODERS = ["hog_multiview", "pointnet_proxy", "zernike3d"]


def _call(project: Project, *command: str) -> str:
    ran = project.call(*command)
    assert ran.returncode == 0, ran.stdout
    return ran.stdout


def _git(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    return project.call("git", *who, *arguments)


def _lib(project: Project, *arguments: str) -> str:
    return _call(project, sys.executable, "-m", "lib", *arguments)


def _commands(name: str) -> list[str]:
    """Commands that CONTRIBUTING gives to commit a row by code."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r"```sh\n(   git add lib/encoders.*?)```", text, re.DOTALL)
    assert block
    return [line.strip().replace("<name>", name) for line in block[1].strip().splitlines()]


def _example() -> str:
    """Return the encoder that README shows, all of it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(\s+import numpy.*?)```", text, re.DOTALL)
    assert block
    return textwrap.dedent(block[1])


def test_parallel_branches_merge_without_a_conflict(project: Project) -> None:
    """A row by code and a row by evidence, each made as CONTRIBUTING says."""
    root = project.root
    others = set(load_params(ROOT / "params.yaml").encoders) - set(ENCODERS)
    for name in sorted(others):
        (root / f"lib/encoders/{name}.py").unlink()
    project.set(encoders=ENCODERS, mine__miners=["zernike3d"], scan__encoder="zernike3d")
    (root / ".gitignore").write_bytes((ROOT / ".gitignore").read_bytes() + b"/.dvc/\n")
    (root / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    _call(project, "git", "init", "--quiet", "-b", "main")
    _call(project, "dvc", "repro", "--quiet")
    _git(project, "add", "--all")
    _git(project, "commit", "--quiet", "-m", "The benchmark")

    _call(project, "git", "switch", "--quiet", "-c", "by-code")
    (root / "lib/encoders/bounding_box.py").write_text(_example())
    project.set(encoders=sorted([*ENCODERS, "bounding_box"]))
    _call(project, "dvc", "repro", "--quiet")
    add, _ = _commands("bounding_box")
    _call(project, "bash", "-c", add)
    assert _git(project, "commit", "--quiet", "-m", "Add bounding_box").returncode == 0
    _call(project, "git", "restore", ".")
    assert "new rows: bounding_box" in _lib(project, "check-branch", "main")

    _call(project, "git", "switch", "--quiet", "main")
    _call(project, "git", "switch", "--quiet", "-c", "by-evidence")
    vectors = np.load(root / "data/folder/embeddings/zernike3d.npy").astype(np.float64)
    folder = write_submission(project, "elsewhere", np.sqrt(np.abs(vectors)))
    _lib(project, "check-submission", folder.relative_to(root).as_posix())
    _git(project, "add", "data/submissions")
    _git(project, "commit", "--quiet", "-m", "Add elsewhere")
    assert "new rows: elsewhere" in _lib(project, "check-branch", "main")

    _call(project, "git", "switch", "--quiet", "main")
    for branch in ("by-code", "by-evidence"):
        merged = _git(project, "merge", "--no-ff", "-m", f"Merge {branch}", branch)
        assert merged.returncode == 0, merged.stdout
    assert not project.call("git", "status", "--porcelain").stdout

    assert "added bounding_box, elsewhere" in _lib(project, "rows")
    _call(project, "dvc", "repro", "--quiet")
    rows = pd.read_csv(root / "data/folder/baseline-results.csv")
    assert sorted(set(rows["encoder"])) == sorted([*ENCODERS, "bounding_box", "elsewhere"])
    card = (root / "reports/folder/dataset_card.md").read_text()
    assert re.search(r"\| `bounding_box` +\| reproduced", card)
    assert re.search(r"\| `elsewhere` +\| recomputed", card)
    # The contributor's metrics are those that are made here: same bytes.
    metrics = "reports/folder/metrics/bounding_box.json"
    assert project.call("git", "diff", "--name-only", metrics).stdout == ""

    # What all rows share is refused, and so is everything that would conflict.
    _git(project, "add", "--all")
    _git(project, "commit", "--quiet", "-m", "Add what has changed")
    refused = project.call(sys.executable, "-m", "lib", "check-branch", "by-code~1")
    assert refused.returncode == 2
    assert "dvc.lock" in refused.stdout
    assert "`encoders` in params.yaml has changed" in refused.stdout
    assert "Traceback" not in refused.stdout
