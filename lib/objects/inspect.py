"""Load every item of a corpus once: does it load, what is it, what equals it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from lib.core.errors import BenchError
from lib.core.files import write_table
from lib.corpus.base import Item
from lib.geometry.identity import shape_sha256
from lib.geometry.mesh import normalize
from lib.geometry.voxels import occupancy

SHOWN = 20
"""Unreadable files that a message lists by name."""


def inspect_items(items: Sequence[Item], path: Path) -> None:
    """Measure items and write them as a shard of ``items.parquet``.

    An item that cannot be loaded becomes a row with its message in the column
    `error`, so that one bad file does not hide the next.

    Parameters
    ----------
    items : sequence of Item
    path : Path
        Where the shard goes.
    """
    rows = []
    for item in items:
        row: dict[str, object] = {
            "item_id": item.id,
            "class": item.class_name,
            "split": item.split,
            "n_vertices": 0,
            "n_faces": 0,
            "geometry_sha256": "",
            "shape_sha256": "",
            "occupancy": b"",
            "missing": "",
            "passed_over": "",
            "error": "",
        }
        try:
            reading = item.read()
            mesh = normalize(reading.mesh)
            row["missing"] = "; ".join(reading.missing)
            row["passed_over"] = "; ".join(reading.passed_over)
            row["n_vertices"], row["n_faces"] = len(mesh.vertices), len(mesh.faces)
            row["geometry_sha256"] = mesh.sha256()
            row["shape_sha256"] = shape_sha256(mesh)
            row["occupancy"] = np.packbits(occupancy(mesh)).tobytes()
        except BenchError as error:
            row["error"] = error.message
        rows.append(row)
    write_table(path, pd.DataFrame(rows), "inspection.parquet")


def gaps(table: pd.DataFrame) -> dict[str, object]:
    """Count what the corpus's files name or hold and the meshes do not have.

    Parameters
    ----------
    table : DataFrame
        ``items.parquet``.

    Returns
    -------
    dict
        `lacking`, meshes that lack a ``texture`` or a ``material`` they name, and
        `n_passed_over`, meshes whose files hold parts that are not triangles.
    """
    kinds = {
        kind: int(table["missing"].str.contains(rf"(?:^|; ){kind} ", regex=True).sum())
        for kind in ("texture", "material")
    }
    return {
        "lacking": {kind: count for kind, count in kinds.items() if count},
        "n_passed_over": int((table["passed_over"] != "").sum()),
    }


def told(table: pd.DataFrame) -> list[str]:
    """Say which meshes lack something or were read in part, once a mesh, with a total."""
    lines = []
    for column, what in (
        ("missing", "lack a file they name"),
        ("passed_over", "hold more than triangles, which is left out"),
    ):
        rows = table[table[column] != ""]
        if len(rows):
            lines.append(f"{len(rows):,} of {len(table):,} meshes {what}:")
            named = rows["item_id"] + ": " + rows[column]
            lines += [f"  {line}" for line in named[:SHOWN]]
            if len(rows) > SHOWN:
                lines.append(f"  ... and {len(rows) - SHOWN} more")
    return lines


def require_readable(table: pd.DataFrame) -> None:
    """Raise a `BenchError` that lists every item with an error."""
    bad = table.loc[table["error"] != "", "error"].tolist()
    if not bad:
        return
    more = f"\n  ... and {len(bad) - SHOWN} more" if len(bad) > SHOWN else ""
    listing = "".join(f"\n  {message}" for message in bad[:SHOWN])
    raise BenchError(
        f"{len(bad)} of {len(table)} meshes cannot be used:{listing}{more}",
        "mend or move these files away, then run again; the others are fine",
    )
