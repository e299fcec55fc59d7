"""What the card says about thresholds: Markdown from the tables, and nothing else."""

from collections.abc import Callable, Collection
from typing import Any

import pandas as pd

from lib.report.audit_advice import compare, sentences
from lib.report.catalogue_sizes_text import catalogue_sizes
from lib.report.markdown import encoder_table, pipe_table
from lib.report.rows import where
from lib.report.threshold_tables import ThresholdTables
from lib.report.wording import MISSING, interval, number, percent

NAMES = {
    "sampled": "sampled pairs of different classes",
    "cross": "all pairs of different classes",
    "same": "pairs of one class",
}
"""Sets of false pairs, in words."""

_RECIPES = {
    "precision": "target precision at the base rate",
    "f1": "best F1",
    "youden": "best TPR - FPR",
    "dip": "dip of the histogram",
    "density": "by cluster, from local density",
}


def headline(thresholds: pd.DataFrame, negatives: str) -> str:
    """Lay out the recommended threshold, and its recall.

    Parameters
    ----------
    thresholds : pandas.DataFrame
        ``threshold-by-base-rate.csv``.
    negatives : str
        The set of false pairs.
    """

    def cell(row: Any) -> str:
        if pd.isna(row.threshold):
            return "out of reach"
        return f"{row.threshold:.6f} / {row.recall:.3f}"

    return _by_rate(thresholds, negatives, cell)


def certified(thresholds: pd.DataFrame, negatives: str) -> str:
    """Lay out the certified thresholds, or how many negatives one would take."""

    def cell(row: Any) -> str:
        if row.certificate == "certified":
            return f"{row.certified_threshold:.6f} / {row.certified_recall:.3f}"
        if pd.notna(row.negatives_needed):
            return f"needs {row.negatives_needed:,.0f}"
        return "none"

    return _by_rate(thresholds, negatives, cell)


def card_thresholds(tables: ThresholdTables, reproduced: Collection[str] = ()) -> dict[str, object]:
    """Make the blocks of the card's section.

    Parameters
    ----------
    tables : ThresholdTables
    reproduced : collection of str, optional
        Encoders whose vectors are made here; the part about catalogues is about one of them.

    Returns
    -------
    dict
        Values for ``card_thresholds.md.j2``.
    """
    knobs = tables.facts["calibrate"]
    sets = [one["name"] for one in tables.facts["negatives"] if one["n_pairs"]]
    comparison = compare(tables.weeks, tables.estimators)
    return {
        "facts": tables.facts,
        "knobs": knobs,
        "sets": sets,
        "set_names": NAMES,
        "auc": _auc(tables.auc, knobs["similarity"], sets),
        "similarities": _similarities(tables.auc, sets[0]),
        "headlines": {name: headline(tables.thresholds, name) for name in sets},
        "certified": {name: certified(tables.thresholds, name) for name in sets},
        "assumptions": {
            name: where(tables.thresholds, negatives=name)["assumption"].iloc[0] for name in sets
        },
        "balanced": _balanced(tables.thresholds, sets[0]),
        "catalogues": catalogue_sizes(tables.catalogues, reproduced),
        "recipes": _recipes(tables.recipes, sets[-1], knobs["base_rate"]),
        "ladder": _ladder(tables.ladder, sets[-1], knobs["base_rate"]),
        "bucket": _bucket(tables),
        "weeks": _weeks(tables.weeks),
        "comparison": _comparison(comparison),
        "by_chance": tables.weeks.loc[tables.weeks["event"] == "", "alarm_by_chance"].mean(),
        "advice": sentences(comparison),
    }


def _by_rate(thresholds: pd.DataFrame, negatives: str, cell: Callable[[Any], str]) -> str:
    rows = where(thresholds, negatives=negatives)
    rates = sorted(rows["base_rate"].unique(), reverse=True)
    return encoder_table(rows, "base_rate", {rate: percent(rate) for rate in rates}, cell)


def _auc(auc: pd.DataFrame, similarity: str, sets: list[str]) -> str:
    def cell(row: Any) -> str:
        return f"{number(row.roc_auc)} ({interval(row.roc_auc_low, row.roc_auc_high)})"

    titles = {name: NAMES[name] for name in sets}
    return encoder_table(where(auc, similarity=similarity), "negatives", titles, cell)


def _similarities(auc: pd.DataFrame, negatives: str) -> str:
    rows = where(auc, negatives=negatives)
    titles = {name: f"`{name}`" for name in sorted(set(rows["similarity"]))}
    return encoder_table(rows, "similarity", titles, lambda row: number(row.roc_auc))


def _balanced(thresholds: pd.DataFrame, negatives: str) -> str:
    def cell(row: Any) -> str:
        if pd.isna(row.balanced_precision):
            return MISSING
        return f"{number(row.balanced_precision)} / {row.balanced_false_alarms_per_1000:.0f}"

    return _by_rate(thresholds, negatives, cell)


def _recipes(recipes: pd.DataFrame, negatives: str, rate: float) -> str:
    def cell(row: Any) -> str:
        known = pd.notna(row.threshold)
        return f"{number(row.precision)} / {number(row.recall)}" if known else str(row.note)

    rows = where(recipes, negatives=negatives, base_rate=rate)
    titles = {name: words for name, words in _RECIPES.items() if name in set(rows["recipe"])}
    return encoder_table(rows, "recipe", titles, cell)


def _ladder(ladder: pd.DataFrame, negatives: str, rate: float) -> str:
    def cell(row: Any) -> str:
        ends = f"[{number(row.recall_low)}, {number(row.recall_high)}]"
        return f"{number(row.recall_fixed)} {ends} / {number(row.recall_recomputed)}"

    rows = where(ladder, negatives=negatives, base_rate=rate).sort_values("rung")
    titles = {row.rung: f"{row.name} ({row.n_pairs:,})" for row in rows.itertuples()}
    return encoder_table(rows, "rung", titles, cell)


def _bucket(tables: ThresholdTables) -> str:
    counts = pd.DataFrame(tables.facts["bucket"])
    if counts.empty:
        return ""
    scorers = sorted(counts["encoder"].unique())
    lines = []
    for (finder, sha256), group in counts.groupby(["found_by", "found_sha256"], sort=True):
        cells = {row.encoder: f"{row.n_flagged} / {row.n_risen}" for row in group.itertuples()}
        lines.append([f"`{finder}` ({sha256[:8]})", *(cells[scorer] for scorer in scorers)])
    return pipe_table(["found by", *(f"`{scorer}`" for scorer in scorers)], lines)


def _weeks(weeks: pd.DataFrame) -> str:
    titles = ["week", "event", "base rate", "estimate", "alarm", "precision", "threshold kept"]
    lines = [
        [
            str(row.week),
            row.event or MISSING,
            percent(row.base_rate),
            f"{percent(row.estimate)} ({percent(row.low)} to {percent(row.high)})",
            "ALARM" if row.alarm else MISSING,
            number(row.true_precision),
            number(row.fixed_precision),
        ]
        for row in weeks.itertuples()
    ]
    return pipe_table(titles, lines, left=2)


def _comparison(comparison: pd.DataFrame) -> str:
    errors = comparison.pivot(index="estimator", columns="phase", values="mae")
    phases = list(comparison["phase"].drop_duplicates())
    labels = comparison.groupby("estimator")["n_labelled"].mean()
    return pipe_table(
        ["estimator", "labels a week", *phases],
        [
            [name, f"{labels[name]:.0f}", *(f"{100 * errors.loc[name, p]:.2f}" for p in phases)]
            for name in comparison["estimator"].drop_duplicates()
        ],
    )
