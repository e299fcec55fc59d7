"""What several commands share: the check of a rate, and plain tables."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from lib.core.errors import BenchError


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
