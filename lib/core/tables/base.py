"""What there is to say about a table and its columns."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

DECIMALS = 6
"""Digits after the point of a number."""

SWEPT = "sweeps/{encoder}/{file}"
"""Where the part of an encoder lies that is made by its sweep."""

Kind = Literal["string", "int64", "float64", "bool", "binary"]
"""Types of columns, by the names that the Hugging Face loader has for them."""


@dataclass(frozen=True)
class Column:
    """A column.

    Parameters
    ----------
    name : str
    kind : Kind
    meaning : str
        A sentence.
    digits : int
        After the point, of a float.
    """

    name: str
    kind: Kind
    meaning: str
    digits: int = DECIMALS

    @property
    def dtype(self) -> str:
        """Name of the type in pandas; its `string` is another than the usual one."""
        return "str" if self.kind == "string" else self.kind


@dataclass(frozen=True)
class Table:
    """A table.

    Parameters
    ----------
    file : str
        Its file name.
    row : str
        What a row is, as a sentence.
    columns : tuple of Column
        In the order of the file.
    key : tuple of str
        Columns that together name a row; empty where the row number does.
    published : bool
    place : str
        Where it lies under ``data/``.
    part : str
        Where the part of one encoder lies under ``data/<corpus>/``; empty where
        there are no parts.
    """

    file: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    published: bool = False
    place: str = "{corpus}/{file}"
    part: str = ""

    @property
    def name(self) -> str:
        """What loaders call it."""
        return Path(self.file).stem

    @property
    def published_file(self) -> str:
        """Its published name: the Hugging Face loader takes one format a folder."""
        return f"{self.name}.csv"

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [column.name for column in self.columns]

    @property
    def digits(self) -> dict[str, int]:
        """Digits after the point, by column."""
        return {column.name: column.digits for column in self.columns if column.kind == "float64"}

    def empty(self) -> pd.DataFrame:
        """Make the table without a row."""
        return pd.DataFrame(columns=self.names)


def word(name: str, meaning: str) -> Column:
    """Declare a column that stays a string, whatever it looks like."""
    return Column(name, "string", meaning)


def whole(name: str, meaning: str) -> Column:
    """Declare a column of whole numbers."""
    return Column(name, "int64", meaning)


def number(name: str, meaning: str) -> Column:
    """Declare a column of floats; an empty cell is NaN."""
    return Column(name, "float64", meaning)


def score(name: str, meaning: str) -> Column:
    """Declare a column of scores; a threshold has to be the score that it was read from."""
    return Column(name, "float64", meaning, digits=9)


def truth(name: str, meaning: str) -> Column:
    """Declare a column of truth values."""
    return Column(name, "bool", meaning)
