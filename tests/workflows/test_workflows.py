"""The workflows: what they may do, and what the unprivileged one checks."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.workflows.workflows import FOLDER, ROOT, load, steps

WORKFLOWS = sorted(FOLDER.glob("*.yml"))
NAMES = ["ci.yml", "comment.yml", "exact.yml", "pull-request.yml", "refresh.yml"]
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def _on(workflow: dict[Any, Any]) -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as a truth value.
    return workflow[True]


def test_all_workflows_are_known_here() -> None:
    assert [path.name for path in WORKFLOWS] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_no_workflow_takes_more_than_it_needs(name: str) -> None:
    workflow = load(name)
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert "pull_request_target" not in text
    assert "secrets" not in text
    assert "permissions" in workflow
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"]
    for step in steps(workflow):
        assert "${{" not in step.get("run", ""), step
        if "uses" in step:
            assert PINNED.fullmatch(step["uses"]), step
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_the_pull_request_job_has_nothing_to_steal() -> None:
    workflow = load("pull-request.yml")
    assert list(_on(workflow)) == ["pull_request"]
    assert workflow["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in workflow["jobs"].values())
    assert "github.token" not in json.dumps(workflow["jobs"])
    commands = " ".join(step.get("run", "") for step in steps(workflow))
    for needed in (
        "make lint",
        "make test-fast",
        "lib check-branch origin/main",
        "make refresh",
        "lib compare origin/main",
    ):
        assert needed in commands


def test_the_comment_job_runs_nothing_of_the_pull_request() -> None:
    workflow = load("comment.yml")
    assert list(_on(workflow)) == ["workflow_run"]
    assert _on(workflow)["workflow_run"]["workflows"] == [load("pull-request.yml")["name"]]
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"actions": "read", "pull-requests": "write"}
    (step,) = job["steps"]
    assert "uses" not in step
    assert "eval" not in step["run"]
    assert "git " not in step["run"]
    assert "python" not in step["run"]


def test_ci_runs_what_decides() -> None:
    workflow = load("ci.yml")
    assert _on(workflow) == {"push": {"branches": ["main"]}, "workflow_dispatch": None}
    assert steps(workflow)[-1] == {"run": ".ci/run"}
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_exactness_is_proven_on_other_processors_and_under_other_settings() -> None:
    workflow = load("exact.yml")
    assert _on(workflow) == {"push": {"branches": ["main"]}, "workflow_dispatch": None}
    commands = [step["run"] for step in steps(workflow) if "run" in step]
    assert "sudo apt-get install --yes qemu-user" in " ".join(commands)
    made = [command for command in commands if command.startswith("make")]
    assert made == ["make exact EXACT=--skip-native", "make exact EXACT=--skip-emulated"]


def test_the_job_that_commits_runs_nothing_of_the_repository() -> None:
    jobs = load("refresh.yml")["jobs"]
    assert jobs["refresh"]["permissions"] == {"contents": "read"}
    assert jobs["commit"]["permissions"] == {"actions": "write", "contents": "write"}
    (step,) = jobs["commit"]["steps"]
    assert "uses" not in step
    assert "make" not in step["run"].split()
    assert "python" not in step["run"]


@pytest.mark.parametrize("persona", ["regular", "pedantic"])
def test_zizmor_finds_nothing(persona: str) -> None:
    zizmor = shutil.which("zizmor")
    if zizmor is None:
        pytest.skip("zizmor is not installed: it is listed in requirements.in under Development")
    ran = subprocess.run(
        [zizmor, "--offline", "--no-config", "--persona", persona, *map(str, WORKFLOWS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_metrics_that_are_not_those_made_here_fail(tmp_path: Path) -> None:
    found = steps(load("pull-request.yml"))
    (script,) = [step["run"] for step in found if "reports" in step.get("run", "")]
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main"]
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    metrics = tmp_path / "reports" / "parametric40" / "metrics" / "row.json"
    metrics.parent.mkdir(parents=True)
    metrics.write_text("{}\n")
    subprocess.run([*git, "add", "-A"], cwd=tmp_path, check=True)
    subprocess.run([*git, "commit", "-qm", "a row"], cwd=tmp_path, check=True)

    def run() -> int:
        command = ["bash", "-e", "-c", script]
        return subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode

    assert run() == 0
    metrics.with_name("not-sent.json").write_text("{}\n")
    assert run() == 0
    metrics.write_text('{"T1": 1}\n')
    assert run() == 1
