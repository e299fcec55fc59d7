"""Rows of a table by what its columns hold."""

import pandas as pd


def where(table: pd.DataFrame, **values: object) -> pd.DataFrame:
    """Return the rows whose columns hold these values."""
    for column, value in values.items():
        table = table[table[column] == value]
    return table
