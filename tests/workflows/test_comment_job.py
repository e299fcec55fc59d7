"""What the privileged comment job makes of hostile input."""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.workflows.workflows import load

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
        (step,) = load("comment.yml")["jobs"]["comment"]["steps"]
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
