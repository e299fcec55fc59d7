"""`python -m lib compare`: the committed rows beside those of another revision."""

from typing import Annotated

import typer


def compare_command(
    revision: Annotated[str, typer.Argument(help="A branch, tag or commit, e.g. main.")],
) -> None:
    """Print, as Markdown, how the rows here differ from those of a Git revision."""
    from lib.core.git import resolve
    from lib.leaderboard.compare.page import page
    from lib.leaderboard.compare.revision import corpora

    commit = resolve(revision)
    print(page(corpora(revision), revision, commit))
