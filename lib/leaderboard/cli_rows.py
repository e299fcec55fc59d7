"""`python -m lib rows` and `check-branch`: rows are files, the rest is made from them."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from lib.core.errors import BenchError
from lib.core.files import write_text
from lib.core.params import load_params
from lib.leaderboard.branch import read_branch
from lib.leaderboard.cli_submissions import check_submission_command
from lib.leaderboard.listing import unlisted, with_rows

PARAMS = Path("params.yaml")


def rows_command() -> None:
    """Put every row that lies here, and needs no download, on the list in params.yaml."""
    names = unlisted(load_params(PARAMS))
    if names:
        write_text(PARAMS, with_rows(PARAMS.read_text(encoding="utf-8"), names))
        print(f"{PARAMS}: added {', '.join(names)} to `encoders`")
    else:
        print(f"{PARAMS} lists every row that is here")


def check_branch_command(
    revision: Annotated[
        str, typer.Argument(help="What the branch is to be merged into, e.g. origin/main.")
    ],
) -> None:
    """Check what a branch adds: submissions, and that rows come alone; exit code 2: refused."""
    branch = read_branch(revision)
    print(f"new rows: {', '.join(branch.added) or 'none'}")
    refused = []
    for folder in branch.submissions:
        print(f"\n== {folder}")
        try:
            check_submission_command(folder)
        except BenchError as error:
            refused.append(str(error))
    if branch.shared:
        refused.append(
            f"files that all rows share came along: {', '.join(branch.shared)}\n"
            "  hint: other rows' branches would conflict with them, and they are made again "
            "after the merge. Take them back:\n"
            f"  git restore --source=$(git merge-base {revision} HEAD) --staged --worktree -- "
            f"{shlex.join(branch.shared)}"
        )
    if branch.listed:
        refused.append(
            f"`encoders` in {PARAMS} has changed\n"
            "  hint: the row is put on the list after the merge (make refresh); take the name "
            "off again in what you commit"
        )
    if refused:
        raise BenchError("the branch is refused:\n" + "\n".join(refused))
