import subprocess
from pathlib import Path

import pytest

from lib.core.errors import BenchError
from lib.leaderboard.branch import Branch, read_branch
from lib.leaderboard.commands import check_branch_command

PARAMS = "# knobs\nencoders:\n  - zernike3d\nselect:\n  seed: 42\n"


def _git(*arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


def commit() -> None:
    """Commit everything below the working directory."""
    _git("add", "--all")
    _git("commit", "--quiet", "-m", "a commit")


@pytest.fixture(autouse=True)
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("lib.leaderboard.branch.encoder_names", lambda: ("gyro", "zernike3d"))
    _git("init", "--quiet", "-b", "main")
    Path("dvc.lock").write_text("stages: {}\n")
    Path("params.yaml").write_text(PARAMS)
    Path("README.md").write_text("table\n")
    old = Path("data/submissions/parametric40/old/submission.yaml")
    old.parent.mkdir(parents=True)
    old.write_text("name: old\n")
    encoder = Path("lib/encoders/zernike3d.py")
    encoder.parent.mkdir(parents=True)
    encoder.write_text("1\n")
    commit()
    _git("switch", "--quiet", "-c", "branch")


def test_a_row_by_code_brings_its_metrics() -> None:
    for name in ("gyro", "calibration-gyro", "semantics-gyro", "tier6-gyro"):
        path = Path(f"reports/parametric40/metrics/{name}.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}\n")
    Path("lib/encoders/gyro.py").write_text("2\n")
    Path("tests/encoders").mkdir(parents=True)
    Path("tests/encoders/test_gyro.py").write_text("3\n")
    commit()
    assert read_branch("main") == Branch(("gyro",), (), (), False)


def test_what_all_rows_share_is_named() -> None:
    for name in (
        "dvc.lock",
        "README.md",
        "data/parametric40/scores.csv",
        "data/eval-bucket/parametric40.csv",
        "reports/parametric40/dataset_card.md",
        "reports/parametric40/metrics/zernike3d.json",
        "lib/encoders/gyro.py",
    ):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("other\n")
    Path("params.yaml").write_text(PARAMS.replace("- zern", "- gyro\n  - zern"))
    commit()
    assert read_branch("main") == Branch(
        ("gyro",),
        (),
        (
            "README.md",
            "data/parametric40/scores.csv",
            "dvc.lock",
            "reports/parametric40/dataset_card.md",
            "reports/parametric40/metrics/zernike3d.json",
        ),
        True,
    )


def test_a_knob_of_its_own_is_not_the_list() -> None:
    Path("lib/encoders/gyro.py").write_text("2\n")
    Path("params.yaml").write_text(PARAMS + "embed:\n  gyro: 3\n")
    commit()
    assert read_branch("main") == Branch(("gyro",), (), (), False)


def test_a_branch_without_a_new_row_may_hold_what_it_likes() -> None:
    Path("lib/encoders/zernike3d.py").write_text("2\n")
    Path("lib/encoders/helper.py").write_text("no encoder\n")
    Path("dvc.lock").write_text("stages: {a: 1}\n")
    commit()
    assert read_branch("main") == Branch((), (), (), False)


def test_submissions_are_found_whatever_changed_in_them() -> None:
    folder = Path("data/submissions/parametric40")
    (folder / "old" / "submission.yaml").write_text("name: other\n")
    for name in ("new one", "x$(touch pwned)"):
        (folder / name).mkdir()
        (folder / name / "submission.yaml").write_text("name: x\n")
    (folder / "link").symlink_to("nowhere")
    (folder.parent / "README.md").write_text("how to\n")
    commit()
    found = read_branch("main")
    assert found.added == ("link", "new one", "x$(touch pwned)")
    assert found.submissions == tuple(
        folder / name for name in ("link", "new one", "old", "x$(touch pwned)")
    )
    assert not Path("pwned").exists()


def test_a_removed_submission_is_not_checked() -> None:
    Path("data/submissions/parametric40/old/submission.yaml").unlink()
    commit()
    assert read_branch("main") == Branch((), (), (), False)


def test_the_command_of_the_refusal_takes_back_changed_and_added_files() -> None:
    for name in ("dvc.lock", "data/folder/scores.csv", "lib/encoders/gyro.py"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("other\n")
    commit()
    with pytest.raises(BenchError) as caught:
        check_branch_command("main")
    (command,) = (line for line in str(caught.value).splitlines() if "git restore" in line)
    subprocess.run(["bash", "-e", "-c", command], check=True)
    commit()
    assert read_branch("main") == Branch(("gyro",), (), (), False)
    assert not Path("data/folder/scores.csv").exists()
