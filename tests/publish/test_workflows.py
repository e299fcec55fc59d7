"""The workflows: what they may do, and what the privileged one makes of hostile input."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
NAMES = ["ci.yml", "comment.yml", "pull-request.yml", "refresh.yml"]
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def _load(name: str) -> dict[Any, Any]:
    return yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))


def _on(workflow: dict[Any, Any]) -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as a truth value.
    return workflow[True]


def _steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_all_workflows_are_known_here() -> None:
    assert [path.name for path in WORKFLOWS] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_no_workflow_takes_more_than_it_needs(name: str) -> None:
    workflow = _load(name)
    text = (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")
    assert "pull_request_target" not in text
    assert "secrets" not in text
    assert "permissions" in workflow
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"]
    for step in _steps(workflow):
        assert "${{" not in step.get("run", ""), step
        if "uses" in step:
            assert PINNED.fullmatch(step["uses"]), step
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_the_pull_request_job_has_nothing_to_steal() -> None:
    workflow = _load("pull-request.yml")
    assert list(_on(workflow)) == ["pull_request"]
    assert workflow["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in workflow["jobs"].values())
    assert "github.token" not in json.dumps(workflow["jobs"])
    commands = " ".join(step.get("run", "") for step in _steps(workflow))
    for needed in (
        "make lint",
        "make test-fast",
        "lib check-branch origin/main",
        "make refresh",
        "lib compare origin/main",
    ):
        assert needed in commands


def test_the_comment_job_runs_nothing_of_the_pull_request() -> None:
    workflow = _load("comment.yml")
    assert list(_on(workflow)) == ["workflow_run"]
    assert _on(workflow)["workflow_run"]["workflows"] == [_load("pull-request.yml")["name"]]
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"actions": "read", "pull-requests": "write"}
    (step,) = job["steps"]
    assert "uses" not in step
    assert "eval" not in step["run"]
    assert "git " not in step["run"]
    assert "python" not in step["run"]


def test_ci_runs_what_decides() -> None:
    workflow = _load("ci.yml")
    assert _on(workflow) == {"push": {"branches": ["main"]}, "workflow_dispatch": None}
    assert _steps(workflow)[-1] == {"run": ".ci/run"}
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_job_that_commits_runs_nothing_of_the_repository() -> None:
    jobs = _load("refresh.yml")["jobs"]
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


GH = r"""#!/usr/bin/env bash
printf '%s\n' "$*" >> "$STUB/calls"
case "$*" in
  *"/pulls -f"*) cat "$STUB/pulls.json" ;;
  *"/artifacts -f"*) cat "$STUB/artifacts.json" ;;
  *"/zip"*) cat "$STUB/comparison.zip" ;;
  *"--paginate"*"/comments"*) cat "$STUB/comments.json" ;;
  *"--input"*) cp "${@: -1}" "$STUB/posted.json" ;;
  *) echo "unexpected: $*" >&2; exit 1 ;;
esac
"""


class Stub:
    """GitHub, as the comment job meets it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        (folder / "bin" / "gh").write_text(GH)
        (folder / "bin" / "gh").chmod(0o755)
        self.answer("pulls", [{"number": 7, "head": {"sha": "aaa"}}])
        self.answer("artifacts", {"artifacts": [{"id": 5, "size_in_bytes": 9, "expired": False}]})
        self.answer("comments", [])
        self.artifact("| a |\n| --- |\n")

    def answer(self, name: str, value: Any) -> None:
        (self.folder / f"{name}.json").write_text(json.dumps(value))

    def artifact(self, text: str | bytes, member: str = "comparison.md") -> None:
        with zipfile.ZipFile(self.folder / "comparison.zip", "w") as archive:
            archive.writestr(member, text)

    def run(self, **environment: str) -> str:
        (step,) = _load("comment.yml")["jobs"]["comment"]["steps"]
        ran = subprocess.run(
            ["bash", "-c", step["run"]],
            env={
                "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
                "TMPDIR": str(self.folder),
                "STUB": str(self.folder),
                "GITHUB_REPOSITORY": "owner/benchmark",
                "RUN_ID": "3",
                "HEAD_SHA": "aaa",
                "HEAD_OWNER": "someone",
                "HEAD_BRANCH": "branch",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    @property
    def posted(self) -> str | None:
        path = self.folder / "posted.json"
        return json.loads(path.read_text())["body"] if path.exists() else None

    @property
    def calls(self) -> str:
        return (self.folder / "calls").read_text()


@pytest.fixture
def stub(tmp_path: Path) -> Stub:
    for tool in ("bash", "jq", "unzip"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed; GitHub's runners have it")
    return Stub(tmp_path)


def test_posts_the_comparison_to_the_pull_request_of_the_commit(stub: Stub) -> None:
    assert "Posted to pull request 7." in stub.run()
    assert "--method POST repos/owner/benchmark/issues/7/comments" in stub.calls
    assert stub.posted is not None
    assert stub.posted.startswith("<!-- comparison -->\n")
    assert "\n~~~text\n| a |\n| --- |\n\n~~~\n" in stub.posted


def test_renews_its_own_comment_and_nobody_elses(stub: Stub) -> None:
    marked = "<!-- comparison -->\nold"
    stub.answer(
        "comments",
        [
            {"id": 1, "user": {"login": "mallory"}, "body": marked},
            {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "something else"},
            {"id": 3, "user": {"login": "github-actions[bot]"}, "body": marked},
        ],
    )
    stub.run()
    assert "--method PATCH repos/owner/benchmark/issues/comments/3" in stub.calls


def test_hostile_text_stays_inside_its_fence(stub: Stub) -> None:
    stub.artifact(
        "~~~\n@everyone <img src=x> \u202egnp.exe\u202c \x1b[31m \x00\n~~~~~~\n[x](http://y)"
    )
    stub.run()
    assert stub.posted is not None
    inside = stub.posted.split("~~~text\n")[1]
    assert inside.count("~") == 3
    assert inside.endswith("\n~~~\n")
    assert not set(inside) & set("\u202e\u202c\x1b\x00")
    assert "gnp.exe" in inside


def test_a_long_text_is_cut(stub: Stub) -> None:
    for letter in "ä~":
        stub.artifact(letter * 4_000_000)
        stub.run()
        assert stub.posted is not None
        assert 20_000 < len(stub.posted) < 65_536


@pytest.mark.parametrize("member", ["../comparison.md", "/comparison.md", "other.md"])
def test_nothing_is_unpacked(stub: Stub, member: str) -> None:
    stub.artifact("x", member)
    before = {path.name for path in stub.folder.parent.iterdir()}
    assert "empty: nothing to post" in stub.run()
    assert stub.posted is None
    assert {path.name for path in stub.folder.parent.iterdir()} == before


def test_bytes_that_are_no_zip_and_no_text_do_not_stop_it(stub: Stub) -> None:
    (stub.folder / "comparison.zip").write_bytes(b"no zip")
    assert "empty: nothing to post" in stub.run()
    stub.artifact(b"\xff\xfe\x80 text")
    stub.run()
    assert stub.posted is not None
    assert "text" in stub.posted


@pytest.mark.parametrize(
    "pulls",
    [
        [],
        [{"number": 7, "head": {"sha": "bbb"}}],
        [{"number": "7; curl evil", "head": {"sha": "aaa"}}],
    ],
)
def test_without_a_pull_request_at_that_commit_nothing_is_posted(
    stub: Stub, pulls: list[dict[str, Any]]
) -> None:
    stub.answer("pulls", pulls)
    assert "nothing to post" in stub.run()
    assert stub.posted is None


@pytest.mark.parametrize(
    "artifacts",
    [
        [],
        [{"id": 5, "size_in_bytes": 1_000_001, "expired": False}],
        [{"id": 5, "size_in_bytes": 9, "expired": True}],
    ],
)
def test_missing_large_and_expired_artifacts_are_not_fetched(
    stub: Stub, artifacts: list[dict[str, Any]]
) -> None:
    stub.answer("artifacts", {"artifacts": artifacts})
    assert "nothing to post" in stub.run()
    assert "/zip" not in stub.calls


def test_a_branch_name_is_an_argument_and_no_command(stub: Stub) -> None:
    stub.run(HEAD_BRANCH="x$(touch pwned)`touch pwned`;touch pwned")
    assert not (stub.folder / "pwned").exists()
    assert "head=someone:x$(touch pwned)`touch pwned`;touch pwned" in stub.calls


def test_what_was_made_again_is_committed_as_it_is(tmp_path: Path) -> None:
    """The privileged step, against a repository on disk; a main that moved on is left alone."""
    (step,) = _load("refresh.yml")["jobs"]["commit"]["steps"]
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main"]

    def call(*arguments: str, at: Path) -> str:
        return subprocess.run(
            [*git, *arguments], cwd=at, check=True, capture_output=True, text=True
        ).stdout

    origin, made = tmp_path / "origin", tmp_path / "made"
    origin.mkdir()
    call("init", "-q", at=origin)
    (origin / "table.csv").write_text("a,1\n")
    call("add", "--all", at=origin)
    call("commit", "-qm", "first", at=origin)
    sha = call("rev-parse", "HEAD", at=origin).strip()
    call("clone", "-q", str(origin), str(made), at=tmp_path)
    (made / "table.csv").write_text("a,1\nb,2\n")
    (made / "picture.png").write_bytes(bytes(range(256)))
    call("add", "--all", at=made)
    patch = call("diff", "--cached", "--binary", at=made)
    (tmp_path / "refresh.patch").write_text(patch)
    call("config", "receive.denyCurrentBranch", "updateInstead", at=origin)

    (tmp_path / "bin").mkdir()
    gh = tmp_path / "bin" / "gh"
    gh.write_text(
        '#!/bin/sh\nprintf "%s\\n" "$*" >> "$STUB/calls"\n'
        'case "$*" in "run download"*) mkdir patch; cp "$STUB/refresh.patch" patch/;; esac\n'
    )
    gh.chmod(0o755)

    def run() -> str:
        environment = {
            **os.environ,
            "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
            "STUB": str(tmp_path),
            "TMPDIR": str(tmp_path),
            "GITHUB_REPOSITORY": "owner/benchmark",
            "RUN_ID": "3",
            "SHA": sha,
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{origin}.insteadOf",
            "GIT_CONFIG_VALUE_0": "https://github.com/owner/benchmark",
        }
        subprocess.run(["bash", "-c", step["run"]], env=environment, check=True)
        calls = (tmp_path / "calls").read_text()
        (tmp_path / "calls").unlink()
        return calls

    assert "workflow run ci.yml" in run()
    assert (origin / "table.csv").read_text() == "a,1\nb,2\n"
    assert (origin / "picture.png").read_bytes() == bytes(range(256))
    head = call("rev-parse", "HEAD", at=origin)
    assert head.strip() != sha
    assert "workflow run refresh.yml" in run()
    assert call("rev-parse", "HEAD", at=origin) == head


def test_metrics_that_are_not_those_made_here_fail(tmp_path: Path) -> None:
    steps = _steps(_load("pull-request.yml"))
    (script,) = [step["run"] for step in steps if "reports" in step.get("run", "")]
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
