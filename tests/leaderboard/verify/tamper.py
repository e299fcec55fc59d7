"""Change one digit of a table."""

from pathlib import Path

import pandas as pd


def change_digit(path: Path, column: str) -> int:
    """Change the last digit of the first number in a column; returns the line in the file."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = next(index for index in table.index if any(c.isdigit() for c in table[column][index]))
    text = table[column][row]
    at = max(index for index, char in enumerate(text) if char.isdigit())
    table.loc[row, column] = f"{text[:at]}{(int(text[at]) + 3) % 10}{text[at + 1 :]}"
    table.to_csv(path, index=False, lineterminator="\n")
    return int(row) + 2
