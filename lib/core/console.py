"""How programs of this project start, print tables, and fail."""

import errno
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn, TextIO

import typer
from rich.console import Console
from rich.table import Table

from lib.core.errors import BenchError


def run(main: Callable[..., Any]) -> NoReturn:
    """Call `main` with the command line's arguments and exit.

    Exits with 0 if it returns, 2 for a `BenchError`, a wrong argument or a file that the
    system refuses, 130 for Ctrl-C. None of these is printed with a traceback; anything else
    is a bug and keeps its own.

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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name or a sign that the terminal's encoding lacks is shown escaped.
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BenchError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        _silence(sys.stdout)
        if error.errno == errno.EPIPE:
            sys.exit(1)
        about = f"{os.fsdecode(error.filename)}: " if error.filename else ""
        print(f"error: {about}{error.strerror or error}", file=sys.stderr)
        sys.exit(BenchError.exit_code)
    sys.exit(0)


def _silence(stream: TextIO) -> None:
    """Let what is left in a stream go nowhere: Python would try once more to write it."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())


def require_rate(value: float, option: str, example: str = "95 % is 0.95") -> None:
    """Raise a `BenchError` for a rate outside (0, 1); percentages are recognised."""
    if 0 < value < 1:
        return
    guess = f"did you mean {value / 100:g}? " if 1 <= value < 100 else ""
    raise BenchError(
        f"{option} is {value:g}, it lies between 0 and 1, both excluded", f"{guess}{example}"
    )


def print_table(
    titles: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None
) -> None:
    """Print a table without lines, all but its first column to the right.

    Parameters
    ----------
    titles : sequence of str
    rows : sequence of sequence of str
        A row may be shorter than the titles.
    width : int, optional
        Columns of the terminal; what it says when not given.
    """
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for i, title in enumerate(titles):
        table.add_column(title, justify="right" if i else "left", no_wrap=i > 0, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(width=width).print(table)
