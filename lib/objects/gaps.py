"""What a corpus's files name or hold and its meshes do not have."""

import pandas as pd

SHOWN = 20
"""Meshes that :func:`told` names."""


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
