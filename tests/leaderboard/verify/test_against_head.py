"""What is said of a run, and the exit code, with differences of a known size."""

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from typer.testing import CliRunner

from lib.__main__ import app
from lib.core.errors import BenchError
from lib.core.files import read_table, write_table
from lib.core.params import Params
from lib.core.paths import Paths
from lib.core.tables import declared
from lib.leaderboard import commands
from lib.leaderboard.verify.against_head import Verdict, reproduced
from tests.leaderboard.compare.conftest import commit, results, thresholds

PATHS = Paths("parametric40")
RESULTS, MINED, PICKED = (
    PATHS.data / name
    for name in ("baseline-results.csv", "hard-gallery.csv", "threshold-by-base-rate.csv")
)
VIEWS, VECTORS = PATHS.data / "views", PATHS.embeddings("zernike3d")
ENCODERS = ("hog_multiview", "zernike3d")


def params(**changes: object) -> Params:
    return Params.model_validate({"corpora": [PATHS.corpus], "encoders": ENCODERS, **changes})


def write_lock(size: int = 224, encoders: tuple[str, ...] = ENCODERS) -> None:
    """Write the lock file of a small graph as its outputs lie here now."""

    def entries(*paths: Path) -> list[dict[str, object]]:
        return [
            {"path": str(path), "md5": hashlib.md5(path.read_bytes()).hexdigest(), "size": 1}
            for path in paths
        ]

    def stage(deps: list[Path], outs: list[Path], **values: object) -> dict[str, object]:
        found = {"cmd": "python", "deps": entries(*deps), "outs": entries(*outs)}
        return found | ({"params": {"params.yaml": values}} if values else {})

    code = Path("lib.py")
    stages = {
        f"render@{PATHS.corpus}": stage([code], [VIEWS], render={"size": size}),
        f"embed@{PATHS.corpus}-zernike3d": stage([VIEWS], [VECTORS]),
        f"tabulate@{PATHS.corpus}": stage([VECTORS], [RESULTS, MINED], encoders=list(encoders)),
        f"calibrate@{PATHS.corpus}": stage([VECTORS], [PICKED]),
    }
    text = yaml.safe_dump({"schema": "2.0", "stages": stages}, sort_keys=False)
    Path("dvc.lock").write_text(text)


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commit a run of four stages; the working directory is the repository."""
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "--quiet", "-b", "main"], check=True)
    mined = pd.DataFrame({"miner": ["hog_multiview"], "encoder": "zernike3d", "tier": 6})
    mined = mined.reindex(columns=declared("hard-gallery.csv").names).assign(map=0.5)
    picked = thresholds(0.6).assign(encoder="zernike3d", threshold=[0.9, 0.95])
    write_table(RESULTS, results(hog_multiview=0.5, zernike3d=0.7))
    write_table(MINED, mined)
    write_table(PICKED, picked)
    for path in (Path("lib.py"), VIEWS, VECTORS):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{path} as it was")
    write_lock()
    commit("a run")
    return tmp_path


def move(path: Path, column: str, by: float, row: int = 0) -> None:
    table = read_table(path)
    table.loc[row, column] += by
    write_table(path, table)


def run_again(*changed: Path) -> str:
    """Change the bytes of some outputs, and return what is said of it."""
    for path in changed:
        path.write_text(f"{path} as it is")
    write_lock()
    return only(reproduced(params())).line


def only(verdicts: list[Verdict]) -> Verdict:
    (found,) = verdicts
    return found


def exit_code(monkeypatch: pytest.MonkeyPatch, *options: str) -> tuple[int, str]:
    """Run `show` without its table."""
    monkeypatch.setattr(commands, "load_params", params)
    monkeypatch.setattr(commands, "read_json", lambda _: {})
    monkeypatch.setattr("lib.report.results_table.print_results", lambda *_: None)
    ended = CliRunner().invoke(app, ["show", *options])
    assert ended.exception is None or isinstance(ended.exception, SystemExit)
    return ended.exit_code, ended.output.splitlines()[-1]


def test_the_same_run_has_the_committed_bytes() -> None:
    write_lock()
    assert reproduced(params()) == [
        Verdict("parametric40: yes, all 5 outputs have the committed bytes")
    ]


def test_the_first_stage_is_named_and_what_follows_from_it_counted() -> None:
    line = run_again(VIEWS, VECTORS)
    assert line.startswith(
        "parametric40: not to the byte, render@parametric40 is the first stage whose output "
        "differs, 1 output follows from it;"
    )
    assert "no mAP moved, no threshold moved: same bytes" in line


def test_a_library_that_gives_other_bytes_is_found_where_it_is_used() -> None:
    line = run_again(VECTORS)
    assert "embed@parametric40-zernike3d is the first stage whose output differs" in line


def test_what_differs_by_itself_is_named_too() -> None:
    move(PICKED, "threshold", 1e-6)
    move(RESULTS, "map", 1e-6)
    line = run_again()
    assert "0 outputs follow from it (by itself, too: calibrate@parametric40);" in line


RANKED = RESULTS, "map", 4, "mAP {} (zernike3d, T1, gallery test), no threshold moved"
SIXTH = MINED, "map", 0, "mAP {} (zernike3d, T6, among what hog_multiview mined), no threshold"
CUT = PICKED, "threshold", 1, "threshold {} (zernike3d, base rate 0.05, cross negatives): "


@pytest.mark.parametrize(
    ("path", "column", "row", "where", "by", "grade", "code"),
    [
        (*RANKED, 1e-6, "same numbers within 1e-06", 0),
        (*RANKED, 4e-4, "same table to the printed digits", 0),
        (*RANKED, 0.002, "another table", 1),
        (*RANKED, -0.002, "another table", 1),
        (*SIXTH, 1e-6, "same numbers within 1e-06", 0),
        (*SIXTH, 0.002, "another table", 1),
        (*CUT, 1e-6, "same numbers within 1e-06", 0),
        (*CUT, 4e-4, "same table to the printed digits", 0),
        (*CUT, 0.002, "another table", 1),
    ],
)
def test_grades_of_planted_changes(
    monkeypatch: pytest.MonkeyPatch,
    path: Path,
    column: str,
    row: int,
    where: str,
    by: float,
    grade: str,
    code: int,
) -> None:
    move(path, column, by, row)
    line = run_again(VECTORS)
    assert f"largest change of a {where.format(f'{abs(by):.2g}')}" in line
    assert f": {grade}" in line
    assert (f": {grade} ({path.name}, line {row + 2}: {column} is " in line) == bool(code)
    assert exit_code(monkeypatch, "--exact") == (code, f"Reproduced    {line}")


def test_without_the_option_it_is_told_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    move(RESULTS, "map", 0.1)
    line = run_again(VECTORS)
    assert "another table" in line
    assert exit_code(monkeypatch) == (0, f"Reproduced    {line}")


def test_the_largest_of_all_changes_is_told_and_the_worst_grade() -> None:
    move(RESULTS, "map", 1e-6, row=1)
    move(RESULTS, "map", -3e-4, row=2)
    move(MINED, "map", 2e-4)
    move(PICKED, "threshold", 2e-6)
    line = run_again(VECTORS)
    assert "mAP 0.0003 (hog_multiview, T2, gallery test)" in line
    assert "threshold 2e-06" in line
    assert line.endswith("same table to the printed digits")


def test_a_threshold_that_is_gone_is_the_largest_change() -> None:
    move(PICKED, "threshold", 0.001, row=1)
    move(PICKED, "threshold", np.nan, row=0)
    line = run_again(VECTORS)
    assert "a threshold comes or goes (zernike3d, base rate 0.5, cross negatives)" in line
    assert "another table (threshold-by-base-rate.csv, line 2: threshold is 0.9, not nan)" in line


def test_words_that_changed_are_another_table_though_no_number_moved() -> None:
    table = read_table(PICKED)
    write_table(PICKED, table.assign(certificate="certified"))
    line = run_again(VECTORS)
    assert "no threshold moved: another table (threshold-by-base-rate.csv, line 2: cert" in line


def test_a_table_on_one_side_only_is_another_table() -> None:
    subprocess.run(["git", "rm", "--quiet", "--cached", str(MINED)], check=True)
    commit_index()
    assert run_again(VECTORS).endswith("another table (hard-gallery.csv is on one side only)")


def test_other_parameters_make_other_outputs_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    move(RESULTS, "map", 0.3)
    run_again(VIEWS, VECTORS)
    write_lock(size=64)
    code, line = exit_code(monkeypatch, "--exact")
    assert code == 0
    assert line == (
        "Reproduced    parametric40: not comparable, it ran with other parameters or code than the "
        "commit (render.size 64 instead of 224); as expected, 3 of 5 outputs differ, "
        "from render@parametric40 on"
    )


def test_other_code_makes_other_outputs_expected() -> None:
    Path("lib.py").write_text("other code")
    found = run_again(VIEWS)
    assert "than the commit (lib.py); as expected, 1 of 5 outputs differ" in found


def test_other_code_with_the_same_outputs_is_a_success() -> None:
    Path("lib.py").write_text("other code")
    assert run_again() == "parametric40: yes, all 5 outputs have the committed bytes"


def test_beside_a_change_by_hand_other_bytes_from_the_same_inputs_are_told() -> None:
    VIEWS.write_text("of another processor")
    write_lock(encoders=("zernike3d",))
    RESULTS.write_text(RESULTS.read_text() + "\n")
    write_lock(encoders=("zernike3d",))
    line = only(reproduced(params())).line
    assert "as expected, 2 of 5 outputs differ" in line
    assert line.endswith("; render@parametric40 gave other bytes from the same inputs")


def test_every_corpus_has_its_line_and_one_that_was_never_committed_none_to_fear() -> None:
    found = reproduced(params(corpora=["folder", "parametric40"]))
    assert [one.line for one in found] == [
        "folder: unknown, no run of it is committed",
        "parametric40: yes, all 5 outputs have the committed bytes",
    ]
    assert all(one.ok for one in found)


def test_rows_that_are_not_committed_are_not_graded() -> None:
    subprocess.run(["git", "rm", "--quiet", "--cached", str(RESULTS)], check=True)
    commit_index()
    move(RESULTS, "map", 0.1)
    run_again(VECTORS)
    found = only(reproduced(params()))
    assert found.ok
    assert found.line.endswith("; no rows of it are committed")


def commit_index() -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, "commit", "--quiet", "-m", "less"], check=True)


def test_a_cell_that_is_no_longer_listed_does_not_count() -> None:
    VECTORS.unlink()
    found = only(reproduced(params(encoders=["hog_multiview"], mine={"miners": ["hog_multiview"]})))
    assert found.line == "parametric40: yes, all 4 outputs have the committed bytes"


def test_outputs_that_are_not_here_were_not_reproduced(monkeypatch: pytest.MonkeyPatch) -> None:
    VIEWS.unlink()
    code, line = exit_code(monkeypatch, "--exact")
    assert code == 1
    assert line.endswith("unknown, 1 of its 5 outputs are not here: make repro")


def no_git(root: Path, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(root / ".git")


def no_program(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))


def no_commit(root: Path, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(root / ".git")
    subprocess.run(["git", "init", "--quiet"], check=True)


def no_lock(root: Path, _: pytest.MonkeyPatch) -> None:
    (root / "dvc.lock").unlink()


def a_folder_of_another_checkout(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(root, root / "tarball", ignore=shutil.ignore_patterns(".git"))
    monkeypatch.chdir(root / "tarball")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (no_git, "this is no Git checkout (fatal: not a git repository"),
        (no_program, "git is not installed"),
        (no_commit, "Git's HEAD has no dvc.lock"),
        (no_lock, "dvc.lock is not here"),
        (a_folder_of_another_checkout, "this folder is not the root of a Git checkout"),
    ],
)
def test_without_anything_to_compare_it_says_so_and_succeeds(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path, pytest.MonkeyPatch], None],
    why: str,
) -> None:
    spoil(tmp_path, monkeypatch)
    code, line = exit_code(monkeypatch, "--exact")
    assert code == 0
    assert line.startswith(f"Reproduced    unknown: {why}")


def test_a_malformed_lock_is_named() -> None:
    Path("dvc.lock").write_text("stages: 3")
    commit("a bad merge")
    with pytest.raises(BenchError, match=r"HEAD:dvc\.lock is malformed"):
        reproduced(params())
