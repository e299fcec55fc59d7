"""`python -m lib publish`: the benchmark's rows as a folder for others to load."""

from pathlib import Path
from typing import Annotated

import typer


def publish_command(
    out: Annotated[Path, typer.Argument(help="Folder to write; new or empty.")],
    corpus: Annotated[str, typer.Option(help="Whose rows.")] = "parametric40",
) -> None:
    """Assemble card, tables and pictures in Hugging Face layout, with a Croissant file."""
    from lib.leaderboard.publish.folder import publish

    made = publish(out, corpus)
    print(f"{out}: {made.n_files} files, {made.n_rows:,} rows; every hash checked, no meshes")
    for library in made.readers.done:
        print(f"  every table read back with {library}, offline")
    for library in made.readers.lacking:
        print(f"  NOT read back with {library}: it is not installed")
