"""What the README says is what the code does."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import yaml
from dvc.exceptions import DvcException
from dvc.utils.cli_parse import to_path_overrides
from dvc.utils.hydra import apply_overrides
from typer.testing import CliRunner

from lib.__main__ import app
from lib.catalogue import DecisionLog, Threshold
from lib.core.params import load_params
from lib.core.params.embed import EmbedParams
from lib.encoders._base import Encoder, Shape
from lib.geometry.mesh import Mesh
from lib.leaderboard.verify.dvc_files import read_lock
from lib.report.commands import readme

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def in_process(
    command: list[str], env: dict[str, str], **_: object
) -> subprocess.CompletedProcess[str]:
    """Run `python -m lib ...` without a process of its own, which takes seconds to start."""
    ended = CliRunner(env=env).invoke(app, command[3:])
    return subprocess.CompletedProcess(command, ended.exit_code, ended.stdout, ended.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["here", pytest.param("as a command", marks=pytest.mark.slow)])
def test_what_is_made_is_that_of_the_committed_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.chdir(ROOT)
    if how == "here":
        monkeypatch.setattr("lib.report.readme.subprocess.run", in_process)
    copy = shutil.copy(ROOT / "README.md", tmp_path / "README.md")
    readme(Path(copy))
    assert Path(copy).read_text(encoding="utf-8") == TEXT, "run: make readme"
    for encoder in yaml.safe_load((ROOT / "params.yaml").read_text())["encoders"]:
        assert f"`{encoder}`" in TEXT or f"| {encoder} " in TEXT


def test_the_example_encoder_keeps_the_contract(torus: Mesh, cone: Mesh) -> None:
    block = re.search(r"```python\n(\s+import numpy.*?)```", TEXT, re.DOTALL)
    assert block is not None
    code = "\n".join(line.removeprefix("   ") for line in block.group(1).splitlines())
    assert len(code.splitlines()) <= 30
    names: dict[str, object] = {}
    exec(code, names)  # the README's own text
    encoder = names["BoundingBox"](EmbedParams())  # type: ignore[operator]
    assert isinstance(encoder, Encoder)
    moved = Mesh(torus.vertices * 7 + 3, torus.faces, torus.colors)
    vectors = encoder.encode([Shape("a", torus), Shape("b", cone), Shape("c", moved)])
    assert vectors.shape == (3, encoder.dim)
    np.testing.assert_allclose(vectors[0], vectors[2])
    np.testing.assert_allclose(vectors[0], [0.7 / 2.7, 1, 1], rtol=0.01)


def test_the_service_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block = re.search(r"```python\n(from lib.catalogue.*?)```", TEXT, re.DOTALL)
    assert block is not None
    monkeypatch.chdir(tmp_path)
    Threshold(
        value=0.9,
        similarity="cosine",
        encoder="zernike3d",
        weights_sha256="ab",
        base_rate=0.05,
        min_precision=0.95,
        confidence=0.95,
        made_at="2026-01-01T00:00:00Z",
        made_from="cd",
    ).save(Path("calibration.json"))
    names: dict[str, object] = {
        "queries": [[1.0, 0.0], [1.0, 0.0]],
        "candidates": [[2.0, 0.1], [0.0, 1.0]],
        "sha": "ab",
        "pair_ids": ["a", "b"],
    }
    exec(block.group(1), names)  # the README's own text
    assert list(names["flagged"]) == [True, False]  # type: ignore[call-overload]
    assert DecisionLog(Path("decisions/")).read()["id"].tolist() == ["a", "b"]


@pytest.mark.slow
def test_a_path_with_any_sign_is_quoted_so_that_it_arrives(tmp_path: Path) -> None:
    found = re.search(r"-S ('folder\.path=\"[^`]*)`", TEXT)
    assert found is not None
    (told,) = shlex.split(found.group(1))
    path = told.partition("=")[2].strip('"')
    knobs = tmp_path / "params.yaml"
    for sign in ("", ",", "[", "{", "(", "=", "#", "ü", ":", "'", "%", "~", "&", ";"):
        shutil.copy(ROOT / "params.yaml", knobs)
        ((_, overrides),) = to_path_overrides([told.replace(path, path + sign)]).items()
        apply_overrides(knobs, overrides)
        assert load_params(knobs).folder.path == path + sign
    # Without them it is refused, which is why they are told.
    with pytest.raises(DvcException, match="Invalid"):
        apply_overrides(knobs, [told.replace('"', "")])


def test_the_published_split_is_the_committed_one() -> None:
    row = (ROOT / "data/modelnet40/splits.csv").read_text().splitlines()[1]
    assert f"\n{row.rpartition(',')[2]}\n" in TEXT


def test_every_linked_file_is_there() -> None:
    links = set(re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT))
    assert links
    assert [link for link in sorted(links) if not (ROOT / link).exists()] == []


def test_the_stages_are_those_of_the_graph() -> None:
    stages = list(yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"])
    line = next(line for line in TEXT.splitlines() if line.startswith("prepare → "))
    assert line.split(" → ") == stages


def test_as_many_outputs_are_named_as_the_lock_has() -> None:
    params, lock = load_params(ROOT / "params.yaml"), read_lock(ROOT / "dvc.lock")
    cells = {"parametric40", *(f"parametric40-{encoder}" for encoder in params.encoders)}
    count = sum(len(one.outs) for name, one in lock.items() if name.partition("@")[2] in cells)
    assert f"parametric40: yes, all {count} outputs have the committed bytes\n" in TEXT


def test_every_make_target_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)", TEXT)) <= targets
