"""Pipe tables of GitHub-flavoured Markdown, aligned in the source as well."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from lib.report.wording import MISSING


def pipe_table(header: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """Lay out a table.

    Parameters
    ----------
    header : sequence of str
        Column titles.
    rows : sequence of sequence of str
        Cells, one for each title. Pipes are escaped, line breaks become blanks.
    left : int, optional
        How many columns from the left are left-aligned; the others, numbers,
        are right-aligned.

    Returns
    -------
    str
        Lines joined by newlines, without one at the end.
    """
    table = [[_cell(cell) for cell in line] for line in (header, *rows)]
    widths = [max(3, *map(len, column)) for column in zip(*table, strict=True)]
    lines = [
        [
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        for line in table
    ]
    rule = [
        "-" * width if column < left else "-" * (width - 1) + ":"
        for column, width in enumerate(widths)
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], rule, *lines[1:]))


def encoder_table(
    rows: pd.DataFrame,
    column: str,
    titles: Mapping[Any, str],
    cell: Callable[[Any], str],
    notes: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Lay out a table with a row an encoder.

    Parameters
    ----------
    rows : DataFrame
        Column encoder and `column`; each pair of values once.
    column : str
        What the columns of the table stand for.
    titles : mapping
        Values of `column` in the order of the table, and their titles.
    cell : callable
        Writes the cell of a row, which it gets as a named tuple.
    notes : mapping, optional
        What stands behind the names of some encoders.
    """
    cells = {(row.encoder, getattr(row, column)): cell(row) for row in rows.itertuples()}
    lines = [
        [
            f"`{name}`{(notes or {}).get(name, '')}",
            *(cells.get((name, value), MISSING) for value in titles),
        ]
        for name in sorted(set(rows["encoder"]))
    ]
    return pipe_table(["encoder", *titles.values()], lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
