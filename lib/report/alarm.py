"""Tier 1 below 1.0: who, where, and which items cannot be told apart."""

from collections.abc import Sequence

import pandas as pd

from lib.report.summary import Summary, T1Failure


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
    low = results[(results["tier"] == 1) & (results["map"] < 1)]
    found = {
        (row["encoder"], row["gallery"]): T1Failure(
            encoder=row["encoder"],
            gallery=row["gallery"],
            map=row["map"],
            n_queries=None,
            collisions=(),
        )
        for row in low.to_dict("records")
    }
    found |= {(failure.encoder, failure.gallery): failure for failure in summary.t1_failures}
    return [found[key] for key in sorted(found)]


def sentence(failure: T1Failure, most: int = 3) -> str:
    """Say in plain words what failed, naming at most `most` collisions."""
    words = (
        f"{failure.encoder} does not find every identical object in gallery {failure.gallery}: "
        f"Tier 1 mAP is {failure.map:.6f}, it must be 1."
    )
    named = [
        f"{one.query_id} (source {one.source_id}) collides with {listed(one.rivals)}"
        for one in failure.collisions[:most]
    ]
    if not named:
        return f"{words} No colliding items were recorded."
    more = (failure.n_queries or len(failure.collisions)) - len(named)
    return f"{words} {'; '.join(named)}{f'; and {more:,} more' if more > 0 else ''}."


def listed(ids: Sequence[str], most: int = 4) -> str:
    """Join ids with commas, at most `most` of them by name."""
    more = len(ids) - most
    return ", ".join(ids[:most]) + (f" and {more:,} more" if more > 0 else "")
