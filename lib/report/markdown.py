"""Pipe tables of GitHub-flavoured Markdown, aligned in the source as well."""

from collections.abc import Sequence


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


def percent(rate: float) -> str:
    """Write a share in per cent, with no more than three digits."""
    return f"{100 * rate:.3g} %"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
