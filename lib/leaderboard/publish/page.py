"""The front page of the published folder: a Hugging Face header over the dataset card."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from huggingface_hub import DatasetCard, DatasetCardData

from lib.core.errors import BenchError
from lib.leaderboard.publish.tables import Described
from lib.report.markdown import pipe_table

SPLIT = "full"
"""Name of the one split that every table is loaded as."""

_HUB_LICENCES = {"Apache-2.0": "apache-2.0", "CC0-1.0": "cc0-1.0", "MIT": "mit"}
_TAGS = (
    "3d",
    "benchmark",
    "calibration",
    "embeddings",
    "near-duplicate-detection",
    "retrieval",
)
_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")


def page(card: str, summary: dict[str, Any], tables: Sequence[Described]) -> str:
    """Put the header over the card and a list of the tables under it.

    Parameters
    ----------
    card : str
        The dataset card, Markdown; a header of its own gives way to this one.
    summary : dict
        What ``benchmark-summary.json`` holds.
    tables : sequence of Described

    Returns
    -------
    str
        The README. Its header has been read back with the classes of
        `huggingface_hub` and is what was meant.
    """
    data = header(summary, tables)
    card = DatasetCard(card).text if card.startswith("---\n") else card
    text = f"---\n{data.to_yaml()}\n---\n\n{card.strip()}\n\n{_contents(summary, tables)}\n"
    read = DatasetCard(text)
    if str(read.data) != str(data) or not read.text.strip().startswith(card.strip()):
        raise BenchError(
            "the dataset card does not read back under its Hugging Face header",
            "this is a fault of lib/leaderboard/publish: please report it",
        )
    return text


def header(summary: dict[str, Any], tables: Sequence[Described]) -> DatasetCardData:
    """Fill in the metadata that the Hugging Face Hub and its loader read.

    Parameters
    ----------
    summary : dict
        What ``benchmark-summary.json`` holds.
    tables : sequence of Described
        One configuration each; the first is the default.
    """
    corpus = summary["corpus"]
    named = _HUB_LICENCES.get(corpus["licence"])
    terms: dict[str, Any] = {"license_name": _slug(corpus["licence"]), "license_link": "LICENSE"}
    return DatasetCardData(
        license=named or "other",
        **(terms if named is None else {}),
        pretty_name=f"{summary['benchmark']} {summary['version']}: {corpus['title']}",
        size_categories=[_size(sum(table.n_rows for table in tables))],
        tags=list(_TAGS),
        configs=[
            {
                "config_name": described.table.name,
                "data_files": [{"split": SPLIT, "path": f"data/{described.table.published_file}"}],
                **({"default": True} if place == 0 else {}),
            }
            for place, described in enumerate(tables)
        ],
        dataset_info=[
            {
                "config_name": described.table.name,
                "features": [
                    {"name": column.name, "dtype": column.kind}
                    for column in described.table.columns
                ],
            }
            for described in tables
        ],
    )


def pictures(card: str) -> list[str]:
    """List the pictures that a card shows, sorted.

    Raises
    ------
    BenchError
        If one of them lies outside the card's folder.
    """
    found = sorted(set(_PICTURE.findall(card)))
    for link in found:
        path = PurePosixPath(link)
        if path.is_absolute() or ".." in path.parts or ":" in link:
            raise BenchError(
                f"the card shows {link}, which is not in its folder",
                "keep the card's pictures under figures/ beside it",
            )
    return found


def meshes_sentence(summary: dict[str, Any]) -> str:
    """Say why no mesh is published and where meshes come from."""
    corpus = summary["corpus"]
    if corpus["name"] == "parametric40":
        where = "the benchmark's repository makes them again, hash by hash"
    else:
        where = f"they come from their owners and are not passed on ({corpus['licence']})"
    return f"The folder holds rows about meshes and no meshes: {where}."


def _contents(summary: dict[str, Any], tables: Sequence[Described]) -> str:
    rows = [[f"`{found.table.name}`", found.table.row, f"{found.n_rows:,}"] for found in tables]
    listing = pipe_table(["configuration", "what a row is", "rows"], rows, left=2)
    return f"""## In this folder

{meshes_sentence(summary)}

{listing}

```python
from datasets import load_dataset

rows = load_dataset("path/to/this/folder", "{tables[0].table.name}", split="{SPLIT}")
```

`croissant.json` describes every column and lists every file with its SHA-256."""


def _size(n_rows: int) -> str:
    return next((name for limit, name in _SIZES if n_rows < limit), "n>10M")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-")
