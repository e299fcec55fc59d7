"""`python -m lib compare`: the committed rows beside those of another revision."""

from typing import Annotated

import typer


def compare_command(
    revision: Annotated[str, typer.Argument(help="A branch, tag or commit, e.g. main.")],
) -> None:
    """Print, as Markdown, how the rows here differ from those of a Git revision."""
    from lib.compare.page import page
    from lib.compare.revision import corpora
    from lib.git import resolve

    commit = resolve(revision)
    print(page(corpora(revision), revision, commit))
