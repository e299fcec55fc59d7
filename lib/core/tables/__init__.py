"""Every table of the benchmark, each said once: file, columns, key and meaning.

Whoever reads, writes, checks or publishes a table looks it up here.
"""

from lib.core.errors import BenchError
from lib.core.tables import (
    audit,
    duplicates,
    evaluation,
    explanations,
    hashing,
    mining,
    objects,
    pairs,
    patterns,
    semantics,
    thresholds,
)
from lib.core.tables.base import DECIMALS, SWEPT, Column, Kind, Table

__all__ = ["DECIMALS", "PUBLISHED", "SWEEP", "TABLES", "Column", "Kind", "Table", "declared"]

TABLES = (
    *evaluation.TABLES,
    *objects.TABLES,
    *mining.TABLES,
    *thresholds.TABLES,
    *pairs.TABLES,
    *audit.TABLES,
    *semantics.TABLES,
    *hashing.TABLES,
    *patterns.TABLES,
    *explanations.TABLES,
    *duplicates.TABLES,
)
"""All of them, in the order in which they are published."""

PUBLISHED = tuple(table for table in TABLES if table.published)
"""Those that are published; the first is what a loader takes when none is named."""

SWEEP = tuple(sorted(table.file for table in TABLES if table.part == SWEPT))
"""Files of one encoder's sweep."""

_BY_FILE = {table.file: table for table in TABLES}


def declared(file: str) -> Table:
    """Look a table up by its file name.

    Raises
    ------
    BenchError
        If nobody has declared it.
    """
    if file not in _BY_FILE:
        raise BenchError(f"no table is called {file!r}", "declare it in lib/core/tables")
    return _BY_FILE[file]
