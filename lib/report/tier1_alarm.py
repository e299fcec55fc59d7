"""Tier 1 below 1.0: who, where, and which items cannot be told apart."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from lib.report.summary import Summary, T1Failure

HEADING = "ALARM: Tier 1 is below 1.0"
"""Title of the card's section on it."""

ANCHOR = "alarm-tier-1-is-below-10"
"""What GitHub makes of the title, for links."""


def t1_failures(results: pd.DataFrame, summary: Summary) -> list[T1Failure]:
    """Return every (encoder, gallery) whose Tier 1 mAP is below 1.0.

    Parameters
    ----------
    results : DataFrame
        Columns encoder, tier, gallery and map.
    summary : Summary
        Its ``t1_failures`` bring the colliding items.

    Returns
    -------
    list of T1Failure
        Sorted by encoder and gallery. A failure that only one of the two inputs
        knows of is listed all the same; from `results` alone it names no items.
    """
    low = results.loc[(results["tier"] == 1) & (results["map"] < 1), ["encoder", "gallery", "map"]]
    silent = (T1Failure(**row, n_queries=None, collisions=()) for row in low.to_dict("records"))
    found = {(one.encoder, one.gallery): one for one in (*silent, *summary.t1_failures)}
    return [found[key] for key in sorted(found)]


def alarm_lines(failures: Sequence[T1Failure | Mapping[str, Any]], card: Path) -> list[str]:
    """Write a line for each encoder that misses identical objects; the card has the rest.

    Parameters
    ----------
    failures : sequence of T1Failure or mapping
        Entries of ``summary["t1_failures"]``.
    card : Path
        The dataset card, which lists what collides under `HEADING`.
    """
    found = [T1Failure.model_validate(one) for one in failures]
    where: dict[str, list[str]] = {}
    for one in found:
        where.setdefault(one.encoder, []).append(f"gallery {one.gallery}")
    return [
        f"ALARM: {encoder} misses identical objects ({', '.join(galleries)}): {card}#{ANCHOR}"
        for encoder, galleries in sorted(where.items())
    ]
