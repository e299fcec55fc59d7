"""A commit of this repository in a folder of its own, to run it there."""

import subprocess
from pathlib import Path

from lib.core.errors import BenchError


def check_out(revision: str, clone: Path) -> None:
    """Clone the repository of the working folder, at one commit.

    Parameters
    ----------
    revision : str
        A commit, branch or tag; what HEAD means here, not in the clone.
    clone : Path
        Where to; must not be there.

    Raises
    ------
    BenchError
        If there is no such commit.
    """
    named = subprocess.run(
        ["git", "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if named.returncode:
        raise BenchError(f"there is no commit {revision!r}", "name a commit, branch or tag")
    subprocess.run(["git", "clone", "--quiet", ".", str(clone)], check=True)
    subprocess.run(["git", "checkout", "--quiet", named.stdout.strip()], cwd=clone, check=True)
