"""How programs of this project start and how they fail."""

import sys
from collections.abc import Callable
from typing import Any, NoReturn

import typer

from lib.core.errors import BenchError


def run(main: Callable[..., Any]) -> NoReturn:
    """Call `main` with the command line's arguments and exit.

    Exits with 0 if it returns, 2 for a `BenchError` or a wrong argument, 130
    for Ctrl-C. A `BenchError` is printed without a traceback; anything else is
    a bug and keeps its own.

    Parameters
    ----------
    main : callable
        Its annotated parameters are the command line, as in `typer.run`; or a
        `typer.Typer` with commands.
    """
    if isinstance(main, typer.Typer):
        app = main
    else:
        app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        app.command()(main)
    try:
        app()
    except BenchError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    sys.exit(0)
