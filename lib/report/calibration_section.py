"""What the card says about thresholds: Markdown from the tables, and nothing else."""

from collections.abc import Callable, Iterator

import pandas as pd

from lib.report.audit_advice import compare, sentences
from lib.report.calibration_gallery import CalibrationTables
from lib.report.markdown import percent, pipe_table
from lib.report.table import MISSING, number

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
    """Lay out the lowest threshold that reaches the target, and its recall.

    Parameters
    ----------
    thresholds : pandas.DataFrame
        ``threshold-by-base-rate.csv``.
    negatives : str
        The set of false pairs.
    """

    def cell(row: pd.Series) -> str:
        if pd.isna(row.threshold):
            return "out of reach"
        return f"{row.threshold:.6f} / {row.recall:.3f}"

    return _by_rate(thresholds, negatives, cell)


def certified(thresholds: pd.DataFrame, negatives: str) -> str:
    """Lay out the certified thresholds, or how many negatives one would take."""

    def cell(row: pd.Series) -> str:
        if row.certificate == "certified":
            return f"{row.certified_threshold:.6f} / {row.certified_recall:.3f}"
        if pd.notna(row.negatives_needed):
            return f"needs {row.negatives_needed:,.0f}"
        return "none"

    return _by_rate(thresholds, negatives, cell)


def section(tables: CalibrationTables) -> dict[str, object]:
    """Make the blocks of the card's section.

    Returns
    -------
    dict
        Values for ``calibration.md.j2``.
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
            name: tables.thresholds.loc[tables.thresholds["negatives"] == name, "assumption"].iloc[
                0
            ]
            for name in sets
        },
        "balanced": _balanced(tables.thresholds, sets[0]),
        "recipes": _recipes(tables.recipes, sets[-1], knobs["base_rate"]),
        "ladder": _ladder(tables.ladder, sets[-1], knobs["base_rate"]),
        "bucket": _bucket(tables),
        "weeks": _weeks(tables.weeks),
        "comparison": _comparison(comparison),
        "by_chance": tables.weeks.loc[tables.weeks["event"] == "", "alarm_by_chance"].mean(),
        "advice": sentences(comparison),
    }


def _by_rate(thresholds: pd.DataFrame, negatives: str, cell: Callable[[pd.Series], str]) -> str:
    rows = thresholds[thresholds["negatives"] == negatives]
    rates = sorted(rows["base_rate"].unique(), reverse=True)
    lines = []
    for encoder, group in rows.groupby("encoder", sort=True):
        by_rate = {row.base_rate: row for row in group.itertuples()}
        lines.append([f"`{encoder}`", *(cell(by_rate[rate]) for rate in rates)])
    return pipe_table(["encoder", *map(percent, rates)], lines)


def _auc(auc: pd.DataFrame, similarity: str, sets: list[str]) -> str:
    rows = auc[auc["similarity"] == similarity].set_index(["encoder", "negatives"])
    return pipe_table(
        ["encoder", *(NAMES[name] for name in sets)],
        [
            [f"`{encoder}`", *(_interval(rows.loc[encoder, name], "roc_auc") for name in sets)]
            for encoder in sorted(auc["encoder"].unique())
        ],
    )


def _similarities(auc: pd.DataFrame, negatives: str) -> str:
    rows = auc[auc["negatives"] == negatives].pivot(
        index="encoder", columns="similarity", values="roc_auc"
    )
    return pipe_table(
        ["encoder", *(f"`{name}`" for name in rows.columns)],
        [[f"`{encoder}`", *map(number, rows.loc[encoder])] for encoder in sorted(rows.index)],
    )


def _interval(row: pd.Series, name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{number(row[name])} ({number(low)} to {number(high)})"


def _balanced(thresholds: pd.DataFrame, negatives: str) -> str:
    def cell(row: pd.Series) -> str:
        if pd.isna(row.balanced_precision):
            return MISSING
        return f"{number(row.balanced_precision)} / {row.balanced_false_alarms_per_1000:.0f}"

    return _by_rate(thresholds, negatives, cell)


def _recipes(recipes: pd.DataFrame, negatives: str, rate: float) -> str:
    rows = recipes[(recipes["negatives"] == negatives) & (recipes["base_rate"] == rate)]
    known = [name for name in _RECIPES if name in set(rows["recipe"])]
    cells = rows.set_index(["encoder", "recipe"])
    lines = [
        [
            f"`{encoder}`",
            *(
                f"{number(row.precision)} / {number(row.recall)}"
                if pd.notna((row := cells.loc[(encoder, name)]).threshold)
                else row.note
                for name in known
            ),
        ]
        for encoder in sorted(rows["encoder"].unique())
    ]
    return pipe_table(["encoder", *(_RECIPES[name] for name in known)], lines)


def _ladder(ladder: pd.DataFrame, negatives: str, rate: float) -> str:
    rows = ladder[(ladder["negatives"] == negatives) & (ladder["base_rate"] == rate)]
    rungs = rows.drop_duplicates("rung").sort_values("rung")
    names = [f"{name} ({n:,})" for name, n in zip(rungs["name"], rungs["n_pairs"], strict=True)]
    lines = []
    for encoder, group in rows.groupby("encoder", sort=True):
        cells = [
            f"{number(row.recall_fixed)} [{number(row.recall_low)}, {number(row.recall_high)}] / "
            f"{number(row.recall_recomputed)}"
            for row in group.sort_values("rung").itertuples()
        ]
        lines.append([f"`{encoder}`", *cells])
    return pipe_table(["encoder", *names], lines)


def _bucket(tables: CalibrationTables) -> str:
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
    def lines() -> Iterator[list[str]]:
        for row in weeks.itertuples():
            yield [
                str(row.week),
                row.event or MISSING,
                percent(row.base_rate),
                f"{percent(row.estimate)} ({percent(row.low)} to {percent(row.high)})",
                "ALARM" if row.alarm else MISSING,
                number(row.true_precision),
                number(row.fixed_precision),
            ]

    titles = ["week", "event", "base rate", "estimate", "alarm", "precision", "threshold kept"]
    return pipe_table(titles, list(lines()), left=2)


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
