import subprocess
from pathlib import Path

import pytest
import yaml

from lib.core.params import load_params
from lib.core.paths import LAYOUTS
from lib.leaderboard.verify.dvc_files import read_lock
from lib.leaderboard.verify.lock_against_files import check_graph

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone")]

TRACKED = ("data/parametric40/*.csv", "data/parametric40/*.json", "reports/parametric40/*")


def _problems() -> dict[str, str]:
    return {one.name: str(one) for one in check_graph(read_lock(), load_params()) if not one.ok}


def _bump(path: Path) -> None:
    """Change the last digit of a file."""
    text = path.read_text(encoding="utf-8")
    at = max(index for index, char in enumerate(text) if char.isdigit())
    path.write_text(f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}", encoding="utf-8")


def test_a_changed_digit_in_any_committed_output_is_found() -> None:
    assert _problems() == {}
    listed = subprocess.run(
        ["git", "ls-files", *TRACKED], capture_output=True, text=True, check=True
    )
    named = (Path(name) for name in listed.stdout.split() if not name.endswith(".png"))
    # No stage makes layouts: their pixels depend on the processor.
    changed = [path for path in named if path.parent.name != LAYOUTS]
    assert len(changed) > 25
    for path in changed:
        _bump(path)
    checks = {one.name: one for one in check_graph(read_lock(), load_params())}
    found = "\n".join(checks["outputs"].problems)
    assert [str(path) for path in changed if f"{path} is not" not in found] == []
    picture = Path("reports/parametric40/figures/map-bars.png")
    picture.write_bytes(picture.read_bytes() + b"0")
    checks = {one.name: one for one in check_graph(read_lock(), load_params())}
    assert "reports/parametric40/figures is not" in "\n".join(checks["outputs"].problems)


def test_a_lock_that_was_edited_is_found() -> None:
    lock = Path("dvc.lock")
    text = lock.read_text()
    stages = yaml.safe_load(text)["stages"]
    # An output that is not here: only the stages that read it can tell.
    hidden = stages["tabulate@parametric40"]["outs"]
    md5 = next(one["md5"] for one in hidden if one["path"].endswith("per-query-ap.parquet"))
    lock.write_text(text.replace(md5, "a" * 32, 1))
    assert "per-query-ap.parquet" in _problems()["chain"]
    # A folder that no stage makes as a whole.
    outs = stages["retrieve@parametric40-zernike3d"]["outs"]
    made = next(one["md5"] for one in outs if "/retrieval/" in one["path"])
    lock.write_text(text.replace(made, "a" * 32, 1))
    assert "data/parametric40/retrieval" in _problems()["chain"]
    own = next(one for one in hidden if one["path"].endswith("baseline-results.csv"))
    lock.write_text(text.replace(f"size: {own['size']}\n", f"size: {own['size'] + 1}\n"))
    assert "baseline-results.csv" in _problems()["outputs"]


def test_code_and_parameters_that_moved_on_are_found() -> None:
    with Path("lib/evaluation/metrics.py").open("a") as stream:
        stream.write("\n")
    Path("lib/evaluation/new.py").write_text("")
    params = Path("params.yaml")
    params.write_text(params.read_text().replace("  seed: 42\n", "  seed: 43\n", 1))
    graph = Path("dvc.yaml")
    command = "python -m stages.register ${item.corpus}"
    graph.write_text(graph.read_text().replace(command, f"{command} --more"))
    checks = {one.name: one for one in check_graph(read_lock(), load_params())}
    found = "\n".join(checks["current"].problems)
    assert "lib/evaluation/metrics.py is not what dvc.lock was made with" in found
    assert "lib/evaluation/new.py: Git does not track it" in found
    assert "params.yaml: select is" in found
    assert "register@parametric40: another command" in found


def test_a_file_that_no_stage_makes_is_found() -> None:
    stray = Path("reports/parametric40/metrics/best_ever.json")
    stray.write_text("{}\n")
    subprocess.run(["git", "add", "--force", stray], check=True)
    assert str(stray) in _problems()["strays"]
    Path("data/parametric40/scores.csv").unlink()
    assert "data/parametric40/scores.csv is not there" in _problems()["outputs"]
