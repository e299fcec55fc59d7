"""Which tables are published, and what types their columns have."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from lib.core.files import read_table

Kind = Literal["string", "int64", "float64", "bool"]
"""Types of columns, by the names that the Hugging Face loader has for them."""


@dataclass(frozen=True)
class Table:
    """One published table.

    Parameters
    ----------
    source : str
        Its name under ``data/<corpus>/``.
    summary : str
        What a row is, as a sentence.
    key : tuple of str
        Columns that together name a row.
    """

    source: str
    summary: str
    key: tuple[str, ...]

    @property
    def name(self) -> str:
        """What loaders call it."""
        return Path(self.source).stem

    @property
    def file(self) -> str:
        """Its published name: the Hugging Face loader takes one format a folder."""
        return f"{self.name}.csv"


TABLES = (
    Table(
        "baseline-results.csv",
        "mAP of an encoder in a tier and gallery, with its interval and shared rank.",
        ("encoder", "tier", "gallery"),
    ),
    Table(
        "rank-histograms.csv",
        "How many queries of an encoder, tier and gallery rank in a bucket.",
        ("encoder", "tier", "gallery", "rank_from"),
    ),
    Table(
        "per-query-ap.parquet",
        "Rank and average precision of a query under an encoder.",
        ("encoder", "gallery", "query_id"),
    ),
    Table(
        "hard-gallery.csv",
        "mAP of an encoder among the hard negatives or lookalikes of a miner, with interval and "
        "rank.",
        ("miner", "encoder", "tier"),
    ),
    Table(
        "collisions.csv",
        "How many Tier 6 queries of a class found another class before their source.",
        ("encoder", "miner", "class", "lookalike_class"),
    ),
    Table("splits.csv", "A source and the part of the split that it is in.", ("source_id",)),
    Table(
        "objects.csv",
        "The manifest: an object, the recipe that makes it and the hash of the result.",
        ("object_id",),
    ),
    Table(
        "duplicates.csv",
        "Two meshes of the corpus that are near-duplicates of each other.",
        ("item_a", "item_b"),
    ),
    Table(
        "hard-negatives.csv",
        "An object of the same class that a miner takes for a test source.",
        ("miner", "query_id", "rank"),
    ),
    Table(
        "lookalikes.csv",
        "An object of another class that a miner takes for a test source.",
        ("miner", "query_id", "rank"),
    ),
    Table(
        "miner-overlap.csv",
        "How many hard negatives two miners have in common.",
        ("miner_a", "miner_b"),
    ),
    Table(
        "threshold-by-base-rate.csv",
        "The threshold of an encoder at a share of true pairs, and whether it is certified.",
        ("encoder", "negatives", "base_rate"),
    ),
    Table(
        "threshold-recipes.csv",
        "What another recipe for a threshold delivers.",
        ("encoder", "recipe", "negatives", "base_rate"),
    ),
    Table(
        "auc-summary.csv",
        "Area under the curves of an encoder and similarity.",
        ("encoder", "similarity", "negatives"),
    ),
    Table(
        "perturbation-ladder.csv",
        "Recall of an encoder as the copies get less like the original.",
        ("encoder", "negatives", "base_rate", "rung"),
    ),
    Table("pair-manifest.csv", "A true or a false pair of objects, balanced.", ("pair_id",)),
    Table("scores.csv", "Similarity of such a pair under an encoder.", ("encoder", "pair_id")),
    Table(
        "hard-negatives-cross-class.csv",
        "A false pair that fooled an encoder, scored under an encoder of today.",
        ("found_by", "found_sha256", "rank", "encoder"),
    ),
    Table("audit-weeks.csv", "A week of the simulated audit.", ("week",)),
    Table(
        "audit-estimators.csv",
        "An estimate of the base rate in a week of the simulated audit.",
        ("week", "estimator"),
    ),
)
"""Everything that is published; the first is what a loader takes when none is named."""

DOCUMENTS = ("corpus.json", "benchmark-summary.json", "calibration-summary.json")
"""What the card is rendered from besides."""


@dataclass(frozen=True)
class Column:
    """A column and its type."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Described:
    """A table as it lies on disk: its columns in order, and how many rows there are."""

    table: Table
    columns: tuple[Column, ...]
    n_rows: int


def describe(folder: Path, tables: Sequence[Table] = TABLES) -> list[Described]:
    """Read published tables and note their columns, types and lengths.

    Tables without a row are left out: the Hugging Face loader refuses them.

    Raises
    ------
    BenchError
        If a table is missing or lacks a column.
    """
    found = []
    for table in tables:
        rows = read_table(folder / table.file, table.source)
        columns = tuple(Column(str(name), _kind(rows[name])) for name in rows.columns)
        if len(rows):
            found.append(Described(table, columns, len(rows)))
    return found


def _kind(values: pd.Series) -> Kind:
    if pd.api.types.is_bool_dtype(values.dtype):
        return "bool"
    if pd.api.types.is_integer_dtype(values.dtype):
        return "int64"
    if pd.api.types.is_float_dtype(values.dtype):
        return "float64"
    return "string"
