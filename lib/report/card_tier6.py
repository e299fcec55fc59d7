"""What the card says about Tier 6: Markdown from the tables, and nothing else."""

from typing import Any

import pandas as pd

from lib.evaluation.reference import chance
from lib.evaluation.tier6 import EVERYDAY, TIER
from lib.report.markdown import encoder_table, pipe_table
from lib.report.rows import where
from lib.report.wording import interval, number, percent

_MOST_PAIRS = 4


def card_tier6(
    hard: pd.DataFrame, lookalikes: pd.DataFrame, collisions: pd.DataFrame
) -> dict[str, object]:
    """Collect what the template shows of the tier.

    Parameters
    ----------
    hard : pandas.DataFrame
        ``hard-gallery.csv``; rows of other tiers are left out.
    lookalikes : pandas.DataFrame
        ``lookalikes.csv``.
    collisions : pandas.DataFrame
        ``collisions.csv``.

    Returns
    -------
    dict
        Empty where the tier is off or found nothing.
    """
    rows = where(hard, tier=TIER)
    if rows.empty:
        return {}
    sizes = lookalikes.groupby(["miner", "query_id"]).size()
    return {
        "tier": TIER,
        "everyday": EVERYDAY,
        "n_queries": int(rows["n_queries"].max()),
        "n_lookalikes": int(sizes.max()),
        "chance": float(chance(sizes + 1).mean()),
        "scores": _scores(rows),
        "collisions": _collisions(rows, collisions),
    }


def _scores(rows: pd.DataFrame) -> str:
    """Table of rank, mAP and interval, a column a miner."""

    def cell(row: Any) -> str:
        own = " (the miner)" if row.encoder == row.miner else ""
        return f"{row.rank:.0f}: {number(row.map)} ({interval(row.map_low, row.map_high)}){own}"

    titles = {miner: f"lookalikes of `{miner}`" for miner in sorted(set(rows["miner"]))}
    return encoder_table(rows, "miner", titles, cell)


def _collisions(rows: pd.DataFrame, collisions: pd.DataFrame) -> str:
    """Table of how often each encoder's sources came second, and after which class."""
    rankings = rows.groupby("encoder")["n_queries"].sum()
    n_miners = rows["miner"].nunique()
    lines = []
    for encoder in rankings.index:
        own = where(collisions, encoder=encoder)
        pairs = own.groupby(["class", "lookalike_class"], as_index=False).agg(
            n_beaten=("n_beaten", "sum"), n_queries=("n_queries", "max")
        )
        order = ["n_beaten", "class", "lookalike_class"]
        most = pairs.sort_values(order, ascending=[False, True, True]).head(_MOST_PAIRS)
        found = [
            f"{row['class']} → {row['lookalike_class']} {row['n_beaten']} "
            f"of {n_miners * row['n_queries']}"
            for row in most.to_dict("records")
        ]
        lost = percent(own["n_beaten"].sum() / rankings[encoder])
        lines.append([f"`{encoder}`", lost, ", ".join(found) or "none"])
    return pipe_table(["encoder", "lost", "most often"], lines, left=3)
