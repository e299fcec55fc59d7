"""The report on pictures of layouts: what encoders know of defects, and what hashes bear."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from lib.core.arrays import Floats
from lib.core.params import Params
from lib.core.templates import template
from lib.report.figures.class_confusions import class_confusions
from lib.report.figures.hash_robustness import hash_robustness
from lib.report.figures.novelty import novelty
from lib.report.figures.pca_layouts import pca_layouts
from lib.report.figures.precision_at_k import precision_at_k
from lib.report.figures.transfer import transfer
from lib.report.hashing_text import hashing_text
from lib.report.markdown import encoder_table, pipe_table
from lib.report.semantics_pictures import layout_notes
from lib.report.semantics_report import cluster_table, novelty_table, transfer_tables
from lib.report.semantics_rows import failing, precision_rows, rival_levels

BESIDE = "beside clean"
"""Ends the name of rows that are of the difference from the clean layout."""

_TEMPLATES = Path(__file__).parent / "templates"


def patterns_report(
    table: pd.DataFrame,
    encoders: pd.DataFrame,
    blind: Mapping[str, int],
    pictures: pd.DataFrame,
    robustness: pd.DataFrame,
    remedies: pd.DataFrame,
    params: Params,
) -> str:
    """Render the report.

    Parameters
    ----------
    table : DataFrame
        ``semantics.csv``.
    encoders, pictures : DataFrame
        ``picture-encoders.csv`` and ``patterns.csv``.
    blind : mapping of str to int
        Pictures that vectors cannot tell from the clean layout, by row.
    robustness, remedies : DataFrame
        ``hash-robustness.csv`` and ``hash-remedies.csv``.
    params : Params
    """
    knobs = params.semantics
    rows = precision_rows(table, knobs.pass_at)
    titles = {name: name for name in dict.fromkeys(rows["title"])}
    worst = [
        [f"`{encoder}`", f"{count} of {of}", words]
        for encoder, count, of, words in failing(table, knobs)
    ]
    without = encoders[~encoders["applies"]]
    sizes = pictures.groupby(["family", "defect"]).size().unstack(fill_value=0)
    return template(_TEMPLATES, "patterns.md.j2").render(
        p=knobs,
        n=len(pictures),
        n_layouts=pictures["layout_id"].nunique(),
        n_clean=pictures["group_id"].nunique(),
        sizes=pipe_table(
            ["family", *sizes.columns],
            [[str(row[0]), *map(str, row[1:])] for row in sizes.itertuples()],
        ),
        blind=", ".join(f"{count:,} under `{name}`" for name, count in blind.items() if count),
        without=[f"`{row.encoder}`: {row.reason}" for row in without.itertuples()],
        precision=encoder_table(rows, "title", titles, lambda row: row.cell),
        failing=pipe_table(["encoder", f"below {knobs.pass_mark:g}", "the three worst"], worst, 3),
        clusters=cluster_table(table),
        transfer=transfer_tables(table),
        novelty=novelty_table(table, knobs),
        hashing=hashing_text(
            robustness, remedies, params.hashing.bare, params.hashing.false_match_rate
        ),
    )


def pattern_pictures(
    table: pd.DataFrame,
    places: Mapping[str, Floats],
    rows: pd.DataFrame,
    robustness: pd.DataFrame,
    remedies: pd.DataFrame,
    params: Params,
) -> Iterator[tuple[str, Figure]]:
    """Draw all pictures of the report.

    Parameters
    ----------
    table, robustness, remedies, params
        As for :func:`patterns_report`.
    places : dict of str to ndarray of float64, shape (len(rows), 2)
        Principal components, by encoder.
    rows : DataFrame
        The rows of ``patterns.csv`` that were measured.

    Yields
    ------
    (str, Figure)
        File name and picture.
    """
    knobs = params.semantics
    yield "precision-at-k.png", precision_at_k(table, knobs.pass_at, knobs.pass_mark)
    yield "class-confusions.png", class_confusions(table, knobs.pass_at)
    defects, held = rows["defect"].to_numpy(dtype=str), (rows["split"] == "test").to_numpy()
    yield "pca-layouts.png", pca_layouts(places, defects, held, layout_notes(table))
    yield "transfer.png", transfer(table, rival_levels(table))
    yield "novelty.png", novelty(table)
    hashing = params.hashing
    yield (
        "hash-robustness.png",
        hash_robustness(robustness, remedies, hashing.bare, hashing.false_match_rate),
    )
