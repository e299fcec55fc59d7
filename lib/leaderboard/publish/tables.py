"""The published tables as they lie on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lib.core.files import read_table
from lib.core.tables import PUBLISHED, Table

DOCUMENTS = ("corpus.json", "benchmark-summary.json", "calibration-summary.json")
"""What the card is rendered from besides."""


@dataclass(frozen=True)
class Described:
    """A table and how many rows it has."""

    table: Table
    n_rows: int


def describe(folder: Path, tables: Sequence[Table] = PUBLISHED) -> list[Described]:
    """Read published tables and count their rows.

    Tables without a row are left out: the Hugging Face loader refuses them.

    Raises
    ------
    BenchError
        If a table is missing, lacks a column or holds something else in one.
    """
    rows = {table: len(read_table(folder / table.published_file, table.file)) for table in tables}
    return [Described(table, count) for table, count in rows.items() if count]
