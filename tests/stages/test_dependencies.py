"""A change of code has to run the stages again that come to call it, and few others."""

import sys
from functools import cache
from pathlib import Path

import grimp
import pytest
import yaml

from lib.core.params.names import encoder_names
from lib.corpus.parametric.corpus import class_names
from lib.semantics.measured import measure_names
from tests.stages.conftest import ROOT

STAGES = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
# How files are read and written, what knobs are called, and how work is spread: what a
# run makes of them is in its inputs and parameters.
PLUMBING = {
    "arrays",
    "console",
    "engines",
    "errors",
    "explain",
    "files",
    "git",
    "output",
    "parallel",
    "params",
    "paths",
    "rounding",
    "shards",
    "tables",
}
# Their hash, and that of all they import, is in encoders/<name>.json, on which embed depends.
# Reading shards back, and the lines that a stage prints, change nothing that it writes.
ENCODERS = {
    "lib.encoders._registry",
    "lib.encoders.submitted.describe_row",
    "lib.encoders.submitted.usable_vectors",
}
ELSEWHERE = {
    "embed": ENCODERS,
    "explain": ENCODERS | {"lib.objects.store"},
    "generalise": ENCODERS,
    "inspect": {"lib.objects.store"},
    "interpret": {"lib.objects.store"},
    "pixels": ENCODERS | {"lib.objects.store"},
    "illustrate": ENCODERS,
    "look": ENCODERS,
    "register": {"lib.objects.store"},
    "report": {"lib.objects.store"},
    "retrieve": {"lib.report.tier1_alarm"},
}
# What is found by name, not by an import: encoders, what draws their views, shapes.
SHAPES = {f"lib.corpus.parametric.shapes.{name}" for name in class_names()}
BY_NAME = {
    "prepare": {f"lib.encoders.{name}" for name in encoder_names()} | {"lib.geometry.render"},
    "download": SHAPES,
    "inspect": SHAPES,
    "perturb": SHAPES,
    "judge": {f"lib.semantics.measures.{name}" for name in measure_names()},
    "probe": {f"lib.semantics.measures.{name}" for name in measure_names()},
}
UNSEEN = Path("lib/encoders/training")
"""What .dvcignore keeps from DVC, so that another training alone runs no stage again."""
USED = 2 / 3
"""Least share of a folder's modules that a stage which depends on it comes to call."""


@cache
def _imports() -> grimp.ImportGraph:
    sys.path.insert(0, str(ROOT))
    try:
        return grimp.build_graph(
            "lib", "stages", exclude_type_checking_imports=True, cache_dir=None
        )
    finally:
        sys.path.remove(str(ROOT))


def _file(module: str) -> Path:
    path = Path(*module.split("."))
    return path / "__init__.py" if (ROOT / path).is_dir() else path.with_suffix(".py")


def _is_plumbing(module: str) -> bool:
    _, room, name, *_ = [*module.split("."), "", ""]
    return room in ("", "core") and name in {"", *PLUMBING}


@cache
def _called(stage: str) -> frozenset[Path]:
    """Files of lib that a stage comes to import, however far away, but the plumbing."""
    todo, found = {f"stages.{stage}"} | BY_NAME.get(stage, set()), set[str]()
    while todo:
        found |= todo
        imported = (_imports().find_modules_directly_imported_by(one) for one in todo)
        todo = set[str]().union(*imported) - found - ELSEWHERE.get(stage, set())
    ours = (one for one in found if one.startswith("lib") and not _is_plumbing(one))
    return frozenset(_file(one) for one in ours)


def _deps(stage: str) -> list[Path]:
    return [Path(dep) for dep in STAGES[stage]["deps"]]


def _modules(folder: Path) -> set[Path]:
    """Modules of a folder that do something and that DVC sees: commands are not for stages."""
    files = {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py")}
    own = {path for path in files if path.name not in ("__init__.py", "commands.py")}
    return {path for path in own if UNSEEN not in path.parents}


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_stage_depends_on_what_it_comes_to_call(stage: str) -> None:
    deps = _deps(stage)
    assert Path("stages") / f"{stage}.py" in deps
    lacking = {
        path.as_posix()
        for path in _called(stage)
        if not any(path == dep or dep in path.parents for dep in deps)
    }
    assert lacking == set()


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_stage_depends_on_little_else(stage: str) -> None:
    called = _called(stage)
    for dep in _deps(stage):
        # Templates are read, not called.
        if dep.parts[0] != "lib" or dep.suffix == ".j2":
            continue
        modules = {dep} if dep.suffix else _modules(dep)
        assert len(modules & called) >= USED * len(modules), dep


def test_no_stage_calls_what_dvc_does_not_see() -> None:
    ignored = (ROOT / ".dvcignore").read_text(encoding="utf-8").splitlines()
    assert UNSEEN.as_posix() in ignored
    for stage in STAGES:
        assert not [path for path in _called(stage) if UNSEEN in path.parents], stage


def test_imports_of_imports_are_followed() -> None:
    assert Path("lib/core/rng.py") in _called("sweep")
    assert Path("lib/geometry/align.py") in _called("prepare")
    assert Path("lib/objects/recipe.py") in _called("register")
    assert Path("lib/core/tables/__init__.py") not in _called("sweep")


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_every_dependency_is_there(stage: str) -> None:
    named = [dep for dep in STAGES[stage]["deps"] if dep.startswith(("lib/", "stages/"))]
    assert [dep for dep in named if not (ROOT / dep).exists()] == []
