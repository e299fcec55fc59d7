"""The per-tier table, for the terminal and for Markdown."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console, Group
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from lib.core.params.names import NOTHING
from lib.report.markdown import pipe_table
from lib.report.summary import Summary, read_summary
from lib.report.tier1_alarm import alarm_lines, t1_failures
from lib.report.wording import MISSING, number

_REFERENCES = (("chance", "chance"), ("class recogniser", "class_recognizer"))


def print_results(
    results: pd.DataFrame, summary: Mapping[str, Any], card: Path, console: Console | None = None
) -> None:
    """Print the mAP of every encoder and tier, the reference lines and any Tier 1 alarm.

    Parameters
    ----------
    results : DataFrame
        Columns encoder, tier, gallery, map and rank.
    summary : mapping
        The parsed benchmark-summary.json.
    card : Path
        The dataset card, which an alarm points into.
    console : rich.console.Console, optional
        Where to; standard output by default. Where one table of all galleries
        is too wide for it, each gallery gets a table of its own.

    Raises
    ------
    BenchError
        If `summary` lacks a key.
    """
    facts = read_summary(summary)
    console = console or Console()
    names = list(facts.galleries)
    whole = _table(results, facts, names)
    unbound = console.options.update(width=10 * console.width)
    fits = Measurement.get(console, unbound, whole).maximum <= console.width
    tables = [whole] if fits else [_table(results, facts, [name]) for name in names]
    spaced = [part for table in tables for part in (table, "")]
    console.print(Group(*spaced, _learned(facts), _sizes(facts)))
    for line in alarm_lines(t1_failures(results, facts), card):
        # A path that is broken in two cannot be copied.
        console.print(Text(line, style="bold red"), soft_wrap=True)


def markdown_table(
    results: pd.DataFrame, summary: Mapping[str, Any], galleries: Sequence[str] = ("test", "all")
) -> str:
    """Return the same table as Markdown, in bold what shares the first rank of a column.

    Parameters
    ----------
    results, summary
        As for :func:`print_results`.
    galleries : sequence of str, optional
        The columns of each tier; with one gallery its name is left out of the
        column titles.

    Returns
    -------
    str
        Without a newline at the end.
    """
    facts = read_summary(summary)
    columns = [(tier.tier, gallery) for tier in facts.tiers for gallery in galleries]
    titles = [f"T{tier}" if len(galleries) == 1 else f"T{tier} {name}" for tier, name in columns]
    learned = _trained_on(facts)
    rows = [
        [f"`{name}`", learned[name], *(f"**{text}**" if best else text for text, best in cells)]
        for name, cells in _rows(results, columns)
    ]
    references = [[name, "", *cells] for name, *cells in _reference_rows(facts, columns)]
    return pipe_table(["encoder", "trained on", *titles], rows + references, left=2)


def _rows(
    results: pd.DataFrame, columns: Sequence[tuple[int, str]]
) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Each encoder with its scores as text, and whether it shares the first rank."""
    wide = pd.MultiIndex.from_tuples(columns)
    cells = results.pivot(index="encoder", columns=["tier", "gallery"], values=["map", "rank"])
    shown = cells["map"].reindex(columns=wide).sort_index()
    first = cells["rank"].reindex(columns=wide).sort_index() == 1
    # Where none can be told apart from the best, the column has no best.
    best = first & ~first.where(shown.notna(), True).all()
    return [
        (
            str(name),
            [(number(v), bool(b)) for v, b in zip(shown.loc[name], best.loc[name], strict=True)],
        )
        for name in shown.index
    ]


def _reference_rows(facts: Summary, columns: Sequence[tuple[int, str]]) -> list[list[str]]:
    lines = [facts.line(*column) for column in columns]
    return [
        [title, *(number(getattr(line, key)) if line else MISSING for line in lines)]
        for title, key in _REFERENCES
    ]


def _table(results: pd.DataFrame, facts: Summary, galleries: Sequence[str]) -> Table:
    columns = [(tier.tier, gallery) for tier in facts.tiers for gallery in galleries]
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("mAP\nencoder", overflow="fold")
    # One blank more before each tier keeps its galleries together and fits 80 columns.
    gaps = [" " if i and gallery == galleries[0] else "" for i, (_, gallery) in enumerate(columns)]
    for (tier, gallery), gap in zip(columns, gaps, strict=True):
        title = f"T{tier}" if gallery == galleries[0] else ""
        table.add_column(f"{gap}{title}\n{gap}{gallery}", justify="right", no_wrap=True)
    failed = {(one.encoder, one.gallery) for one in t1_failures(results, facts)}
    for name, cells in _rows(results, columns):
        row = [Text(name)]
        for (tier, gallery), gap, (text, best) in zip(columns, gaps, cells, strict=True):
            alarm = tier == 1 and (name, gallery) in failed
            row.append(Text(gap + text, style="bold red" if alarm else "bold" if best else ""))
        table.add_row(*row)
    table.add_row()
    for reference in _reference_rows(facts, columns):
        table.add_row(*reference, style="dim")
    return table


def _trained_on(facts: Summary) -> dict[str, str]:
    return {one.name: one.trained_on for one in facts.encoders}


def _learned(facts: Summary) -> Text:
    """Say in a line what was learned from: a column more would not fit a terminal."""
    named = [f"{name} on {what}" for name, what in _trained_on(facts).items() if what != NOTHING]
    return Text(f"Trained: {'; '.join(named) or 'none of them'}.", style="dim")


def _sizes(facts: Summary) -> Text:
    sizes = ", ".join(f"{name} {size:,} items" for name, size in facts.galleries.items())
    queries = ", ".join(f"T{tier.tier} {tier.n_queries:,}" for tier in facts.tiers)
    return Text(f"Galleries: {sizes}. Queries: {queries}.", style="dim")
