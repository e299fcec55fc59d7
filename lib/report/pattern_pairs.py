"""What is to be said of masks that look for what is printed of them, as Markdown."""

import pandas as pd

from lib.encoders.pairs.spaces import SPACES
from lib.report.markdown import pipe_table
from lib.report.rows import where
from lib.report.wording import interval, number
from lib.semantics.pair_retrieval import EVERY

PIXELS = "pixels"
"""The grey pixels themselves, as a vector."""


def pattern_pairs_page(table: pd.DataFrame, n_groups: int, confidence: float) -> str:
    """Write the page.

    Parameters
    ----------
    table : pandas.DataFrame
        ``pattern-pairs.csv``.
    n_groups : int
        Clean layouts of the test split.
    confidence : float
        Of the intervals.

    Returns
    -------
    str
    """
    whole = where(table, defect=EVERY).sort_values(
        ["recall_at_1", "map", "method"], ascending=[False, False, True]
    )
    count = int(whole["n_queries"].iloc[0])
    parts = [
        "# Masks that look for what is printed of them",
        f"Each of the {count:,} masks of the test split, drawn from {n_groups} clean layouts, "
        f"searches the {count:,} simulated images of the split; one is right. Its hardest rivals "
        "are images of the same clean layout with another defect, or the same defect less or more "
        "severe. By chance, recall@1 would be "
        f"{number(1 / count)}. Intervals are at {confidence:.0%}, resampled over clean layouts.",
        _overall(whole),
        "`own layout` is the share of masks whose first answer comes from the right clean layout, "
        "whatever its defect. `contrastive` learned from pairs, in one network for both kinds. "
        "`two_branch` compares two that never met: a classifier of masks, and an autoencoder of "
        "simulated images, each standardised; `two_branch_aligned` adds a linear map, fitted to "
        "the same pairs. `autoencoder_of_both` was shown both kinds, but not which belong "
        "together. All four have the same network, pictures and number of steps, and were trained "
        "once: what another start would give is not in the intervals. Their vectors keep where "
        "in the image something lies, so that even spaces which never met have that in common. "
        "The others have learned nothing from these pictures.",
        "## Recall@1 by defect",
        _by_defect(table, list(whole["method"])),
    ]
    return "\n\n".join(parts) + "\n"


def _overall(whole: pd.DataFrame) -> str:
    lines = [
        [
            f"`{row.method}`",
            "yes" if row.method in SPACES else "no",
            number(row.recall_at_1),
            interval(row.recall_at_1_low, row.recall_at_1_high),
            number(row.recall_at_5),
            number(row.map),
            interval(row.map_low, row.map_high),
            number(row.own_group),
        ]
        for row in whole.itertuples()
    ]
    titles = ["method", "trained here", "recall@1", "interval", "recall@5", "mAP", "interval"]
    return pipe_table([*titles, "own layout"], lines, left=2)


def _by_defect(table: pd.DataFrame, methods: list[str]) -> str:
    defects = sorted(set(table["defect"]) - {EVERY})
    sizes = table.drop_duplicates("defect").set_index("defect")["n_queries"]
    wide = table.pivot(index="method", columns="defect", values="recall_at_1")
    titles = [f"{name.replace('_', ' ')} ({sizes[name]})" for name in defects]
    lines = [
        [f"`{method}`", *(number(wide.loc[method, name]) for name in defects)] for method in methods
    ]
    return pipe_table(["method", *titles], lines)
