"""Commands about what is made for reading."""

from pathlib import Path
from typing import Annotated

import typer

from lib.core.files import write_text
from lib.core.paths import Paths

README = Path("README.md")

app = typer.Typer()


@app.command()
def readme(
    path: Annotated[Path, typer.Option(help="The file whose tables are renewed.")] = README,
) -> None:
    """Renew the tables and the example in the README from the committed rows."""
    from lib.report.readme import example, parts, renew

    text = path.read_text(encoding="utf-8")
    made = parts(Paths("parametric40")) | {"example": example(text, Path.cwd())}
    write_text(path, renew(text, made))
