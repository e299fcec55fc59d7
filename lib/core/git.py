"""What is asked of Git."""

import subprocess
from pathlib import Path

from lib.core.errors import BenchError


def git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run Git in the working directory; returns whatever its exit code."""
    return subprocess.run(["git", *arguments], capture_output=True, check=False)


def resolve(revision: str) -> str:
    """Return the short hash of a revision.

    Raises
    ------
    BenchError
        If Git does not know it, or this is no Git checkout.
    """
    run = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if run.returncode:
        if git("rev-parse", "--git-dir").returncode:
            raise BenchError("this is no Git checkout", "run from the root of a clone")
        raise BenchError(
            f"Git knows no revision {revision!r}",
            "name a branch, a tag or a commit; a shallow clone has to fetch it first: "
            f"git fetch origin {revision}",
        )
    return run.stdout.decode().strip()[:10]


def file_at(revision: str, path: Path) -> bytes | None:
    """Return a file as it is in the revision; None where it has none."""
    run = git("show", "--end-of-options", f"{revision}:{path.as_posix()}")
    return None if run.returncode else run.stdout


def changed_since(revision: str) -> dict[str, str]:
    """List the files that this branch has changed since it left `revision`.

    Returns
    -------
    dict of str to str
        Git's letter for the change (A, M, D, T) by path, sorted by path. What is not
        committed does not count.

    Raises
    ------
    BenchError
        If the two have no common ancestor.
    """
    run = git("diff", "-z", "--name-status", "--no-renames", f"{resolve(revision)}...HEAD", "--")
    if run.returncode:
        raise BenchError(
            f"Git finds no common ancestor of {revision} and HEAD",
            "a shallow clone has to fetch the rest first: git fetch --unshallow",
        )
    parts = run.stdout.decode().split("\0")
    return dict(sorted(zip(parts[1::2], parts[::2], strict=False)))
