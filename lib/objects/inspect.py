"""Load every item of a corpus once: does it load, what is it, what equals it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from lib.core.errors import BenchError
from lib.core.files import write_table
from lib.corpus.base import LACKING, Item
from lib.geometry.identity import shape_sha256
from lib.geometry.mesh import normalize
from lib.geometry.voxels import occupancy

SHOWN = 20
"""Unreadable files that a message lists by name."""

_WITHOUT = (
    "; or set folder.missing to grey in params.yaml, which takes meshes without their textures"
)


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


def require_readable(table: pd.DataFrame) -> None:
    """Raise a `BenchError` that lists every item with an error."""
    bad = table.loc[table["error"] != "", "error"].tolist()
    if not bad:
        return
    more = f"\n  ... and {len(bad) - SHOWN} more" if len(bad) > SHOWN else ""
    listing = "".join(f"\n  {message}" for message in bad[:SHOWN])
    raise BenchError(
        f"{len(bad)} of {len(table)} meshes cannot be used:{listing}{more}",
        "mend or move these files away, then run again; the others are fine"
        + (_WITHOUT if any(LACKING in message for message in bad) else ""),
    )
