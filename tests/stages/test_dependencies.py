"""A change of code has to run the stages again that call it."""

import ast
from pathlib import Path

import pytest
import yaml

from tests.stages.conftest import ROOT

STAGES = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
# How files are read and written, and how work is spread: no number comes from there.
PLUMBING = {"artifacts", "compute", "console", "errors", "params", "paths"}
# What makes vectors is in encoders/<name>.json, on which embed depends.
# Reading views back, and the lines that a stage prints, change nothing that it writes.
ELSEWHERE = {
    ("embed", "lib/encoders/_registry.py"),
    ("embed", "lib/encoders/submitted/row.py"),
    ("embed", "lib/encoders/submitted/written.py"),
    ("inspect", "lib/objects/store.py"),
    ("register", "lib/objects/store.py"),
    ("report", "lib/objects/store.py"),
    ("retrieve", "lib/report/alarm.py"),
}


def _imported(script: Path) -> set[Path]:
    """Files of lib that a script imports by itself."""
    found = set()
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lib"):
            parts = str(node.module).split(".")
            names = [[*parts, alias.name] for alias in node.names]
            for path in (Path(*one) for one in [parts, *names]):
                if (ROOT / path).with_suffix(".py").exists():
                    found.add(path.with_suffix(".py"))
    return found


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_stage_depends_on_what_it_imports(stage: str) -> None:
    script = Path("stages") / f"{stage}.py"
    deps = [Path(dep) for dep in STAGES[stage]["deps"]]
    assert script in deps
    lacking = [
        path.as_posix()
        for path in sorted(_imported(ROOT / script))
        if path.stem not in PLUMBING
        and (stage, path.as_posix()) not in ELSEWHERE
        and not any(path == dep or dep in path.parents for dep in deps)
    ]
    assert not lacking


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_every_dependency_is_there(stage: str) -> None:
    named = [dep for dep in STAGES[stage]["deps"] if dep.startswith(("lib/", "stages/"))]
    assert [dep for dep in named if not (ROOT / dep).exists()] == []
