"""What the report says of flagged items: a paragraph from the tables."""

import json

import numpy as np
import pandas as pd

from lib.report.explanations_page import KINDS
from lib.report.rows import where
from lib.report.wording import listed, percent
from lib.semantics.explain.lens import BY_VIEW

PAGE = "explanations.html"


def explained_text(table: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Say how many items are flagged, how many are shown, and what their maps tell.

    Parameters
    ----------
    table : pandas.DataFrame
        ``explanations.csv``.
    counts : pandas.DataFrame
        ``explanation-counts.csv``.

    Returns
    -------
    str
        Markdown. Shown items are the worst: they tell how an encoder fails, not how often.
    """
    shown, flagged = int(counts["n_shown"].sum()), int(counts["n_flagged"].sum())
    sentences = [
        f"[A page to leaf through]({PAGE}) shows {shown:,} items that the "
        f"{counts['encoder'].nunique()} encoders flag, the worst of {flagged:,}, beside their "
        "nearest neighbours: how each fails, not how often.",
        *(_spread(kind, where(counts, kind=kind)) for kind in KINDS),
        _views(table, counts),
    ]
    return " ".join(one for one in sentences if one)


def _spread(kind: str, counts: pd.DataFrame) -> str:
    """Say which encoder flags least of a kind, and which most."""
    asked = counts[counts["n_looked_at"] > 0].sort_values(["n_flagged", "encoder"])
    if asked.empty:
        notes = ", ".join(dict.fromkeys(counts["note"]))
        return f"Of the kind *{kind}* there is nothing to flag: {notes}." if len(counts) else ""
    low, high = asked.iloc[0], asked.iloc[-1]
    few = f"{low['n_flagged']:,} of {low['n_looked_at']:,} ({low['encoder']})"
    if len(asked) == 1:
        return f"As *{kind}* {few} are flagged."
    return (
        f"As *{kind}* {few} to {high['n_flagged']:,} of {high['n_looked_at']:,} "
        f"({high['encoder']}) are flagged."
    )


def _views(table: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Say how much of a match one view, and a few squares of it, carry; and who has no views."""
    first = table.drop_duplicates(["encoder", "kind", "place"])
    mapped = first[first["occlusion"] != ""]
    said = []
    if len(mapped):
        parts = [np.array(json.loads(one)) for one in mapped["view_similarities"]]
        maps = [np.array(json.loads(one)) for one in mapped["occlusion"]]
        strongest = np.median([one.max() / one.sum() for one in parts])
        falls = np.median([one.max() for one in maps])
        names = listed(sorted(set(mapped["encoder"])))
        said.append(
            f"Where a vector is the mean of its views' ({names}), the strongest of "
            f"{len(parts[0])} views carries {percent(strongest)} of the match to the first "
            f"neighbour in the median, and covering the square of it that counts most lowers "
            f"the cosine by {falls:.3f}, the other views being as they are; in "
            f"{sum(one.max() <= 0 for one in maps)} of {len(maps)} maps no square does."
        )
    asked = counts[counts["n_shown"] > 0]
    rest = asked[asked["views"] != BY_VIEW].drop_duplicates(["encoder", "views"])
    for reason, group in rest.groupby("views", sort=True):
        names = listed(sorted(group["encoder"]), len(group))
        said.append(f"No parts of views and no maps, as each {reason}: {names}.")
    return " ".join(said)
