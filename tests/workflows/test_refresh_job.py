"""What the job that may write to main commits, and when."""

import os
import subprocess
from pathlib import Path

from tests.workflows.workflows import load


def test_what_was_made_again_is_committed_as_it_is(tmp_path: Path) -> None:
    """The privileged step, against a repository on disk; a main that moved on is left alone."""
    (step,) = load("refresh.yml")["jobs"]["commit"]["steps"]
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
