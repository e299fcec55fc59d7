"""The report on what vectors know: Markdown that can only say what the tables say."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from lib.core.params.hashing import HashingParams
from lib.core.params.sections import SemanticsParams
from lib.core.templates import template
from lib.report.explained_text import explained_text
from lib.report.hashing_text import hashing_text
from lib.report.markdown import encoder_table, pipe_table
from lib.report.rows import where
from lib.report.semantics_rows import (
    failing,
    novel_cells,
    precision_rows,
    transfer_cells,
    verdict,
)
from lib.report.wording import MISSING, interval, number, percent
from lib.semantics.measured import SKIPPED

_TEMPLATES = Path(__file__).parent / "templates"

CAPTIONS = {
    "precision-at-k.png": "Precision among the nearest, with the pass mark, and purity.",
    "class-confusions.png": "The ten worst classes of each encoder and what they are taken for.",
    "pca-layouts.png": "The vectors on their first two principal components.",
    "transfer.png": "What a linear model tells from frozen vectors, beside pixels.",
    "novelty.png": "How well objects of unknown classes stand out.",
}
"""File name and caption of each picture; a module in `lib.report.figures` has the same name."""

_CLUSTERS = {
    ("neighbourhood purity", "objects"): "purity",
    ("silhouette", "objects"): "silhouette",
    ("adjusted mutual information", "k-means"): "AMI of k-means",
    ("trustworthiness", "PCA"): "trustworthiness of PCA",
    ("continuity", "PCA"): "continuity of PCA",
}


def semantics_report(
    table: pd.DataFrame,
    recipes: pd.DataFrame,
    trained_on: Mapping[str, str],
    params: SemanticsParams,
    left_out: Sequence[str],
    more: Mapping[str, str],
) -> str:
    """Render the report.

    Parameters
    ----------
    table : DataFrame
        ``semantics.csv``.
    recipes : DataFrame
        ``threshold-recipes.csv``.
    trained_on : mapping of str to str
        By encoder.
    params : SemanticsParams
    left_out : sequence of str
        Classes that count as new.
    more : mapping of str to str
        Markdown of further sections by their title.

    Returns
    -------
    str
    """
    skipped = where(table, quantity=SKIPPED)
    return template(_TEMPLATES, "semantics.md.j2").render(
        p=params,
        left_out=", ".join(left_out),
        verdict=verdict(table, params),
        precision=_precision(table, trained_on, params.pass_at),
        failing=_failing(table, params),
        clusters=cluster_table(table),
        transfer=transfer_tables(table),
        novelty=novelty_table(table, params),
        clustered=_clustered(recipes),
        captions=CAPTIONS,
        skipped=[f"`{row.encoder}`, {row.measure}: {row.note}" for row in skipped.itertuples()],
        more=more,
    )


def hashing_section(robustness: pd.DataFrame, remedies: pd.DataFrame, params: HashingParams) -> str:
    """Write the section on hashes of one view of some sources."""
    text = hashing_text(robustness, remedies, params.bare, params.false_match_rate)
    if not text:
        return "Nothing was hashed."
    return (
        f"{text}\n\n![What seven hashes and the remedies find again]"
        "(semantics/hash-robustness.png)\n\nWhat a remedy costs a pair, "
        "`python -m benchmarks.hashing` measures."
    )


def flagged_section(explanations: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Write the section on flagged items."""
    return explained_text(explanations, counts)


def _precision(table: pd.DataFrame, trained_on: Mapping[str, str], pass_at: int) -> str:
    rows = precision_rows(table, pass_at)
    titles = {name: name for name in dict.fromkeys(rows["title"])}
    notes = {name: f" ({words})" for name, words in trained_on.items() if words != "nothing"}
    return encoder_table(rows, "title", titles, lambda row: row.cell, notes)


def _failing(table: pd.DataFrame, params: SemanticsParams) -> str:
    rows = [
        [f"`{encoder}`", f"{count} of {of}", worst]
        for encoder, count, of, worst in failing(table, params)
    ]
    return pipe_table(["encoder", f"below {params.pass_mark:g}", "the three worst"], rows, 3)


def cluster_table(table: pd.DataFrame) -> str:
    """Lay out the clusters, a row an encoder."""
    rows = where(table, measure="clusters")
    keys = list(zip(rows["quantity"], rows["of"], strict=True))
    rows = rows.assign(title=[_CLUSTERS.get(key, "") for key in keys])
    titles = {title: title for title in _CLUSTERS.values()}
    return encoder_table(rows, "title", titles, _with_interval)


def transfer_tables(table: pd.DataFrame) -> tuple[str, str]:
    """Lay out what is told from frozen vectors, and the gain over pixels; empty without pixels."""
    tasks, levels, gains = transfer_cells(table)
    titles = [f"{task}, {'accuracy' if task == 'class' else 'R²'}" for task in tasks]
    gained = pipe_table(["gain of", *tasks], gains) if gains else ""
    return pipe_table(["on top of", *titles], levels), gained


def novelty_table(table: pd.DataFrame, params: SemanticsParams) -> str:
    """Lay out novelty, a row an encoder and method."""
    titles, lines = novel_cells(table, params)
    return pipe_table(["scored by", *titles], lines, 1)


def _clustered(recipes: pd.DataFrame) -> str:
    rows = where(recipes, recipe="density")
    hardest = rows["negatives"].iloc[-1] if len(rows) else ""
    rows = where(rows, negatives=hardest)
    titles = {rate: percent(rate) for rate in sorted(set(rows["base_rate"]), reverse=True)}
    return encoder_table(
        rows,
        "base_rate",
        titles,
        lambda row: f"{number(row.precision)} / {number(row.recall)}",
    )


def _with_interval(row: object) -> str:
    value, low, high = (float(getattr(row, name)) for name in ("value", "low", "high"))
    if pd.isna(value):
        return MISSING
    # A silhouette may be negative; one that rounds to zero has no sign.
    text = f"{round(value, 3) + 0.0:.3f}" if value < 0 else number(value)
    return text if pd.isna(low) else f"{text} ({interval(low, high)})"
