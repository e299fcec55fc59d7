"""What the card says about Tier 6: Markdown from the tables, and nothing else."""

import pandas as pd

from lib.evaluation.reference import chance
from lib.evaluation.tier6 import EVERYDAY, TIER
from lib.report.markdown import percent, pipe_table
from lib.report.table import number

_MOST_PAIRS = 4


def lookalike_section(
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
    rows = hard[hard["tier"] == TIER]
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
    miners = sorted(set(rows["miner"]))
    cells = rows.set_index(["encoder", "miner"])

    def cell(encoder: str, miner: str) -> str:
        row = cells.loc[(encoder, miner)]
        ends = f"{number(row['map_low'])} to {number(row['map_high'])}"
        own = " (the miner)" if encoder == miner else ""
        return f"{row['rank']:.0f}: {number(row['map'])} ({ends}){own}"

    return pipe_table(
        ["encoder", *(f"lookalikes of `{miner}`" for miner in miners)],
        [
            [f"`{name}`", *(cell(name, miner) for miner in miners)]
            for name in sorted(set(rows["encoder"]))
        ],
    )


def _collisions(rows: pd.DataFrame, collisions: pd.DataFrame) -> str:
    """Table of how often each encoder's sources came second, and after which class."""
    rankings = rows.groupby("encoder")["n_queries"].sum()
    n_miners = rows["miner"].nunique()
    lines = []
    for encoder in rankings.index:
        own = collisions[collisions["encoder"] == encoder]
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
