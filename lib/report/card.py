"""The dataset card: Markdown that can only say what the data say."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from lib.core.paths import Paths
from lib.core.templates import template
from lib.evaluation.tier6 import TIER
from lib.report.card_duplicates import card_duplicates
from lib.report.card_left_out import card_left_out
from lib.report.card_thresholds import card_thresholds
from lib.report.card_tier6 import card_tier6
from lib.report.markdown import encoder_table, pipe_table
from lib.report.pictures import CAPTIONS
from lib.report.results_table import markdown_table
from lib.report.rows import where
from lib.report.summary import Summary, T1Failure, read_summary
from lib.report.threshold_tables import ThresholdTables, read_file
from lib.report.tier1_alarm import HEADING, t1_failures
from lib.report.wording import MISSING, interval, listed, number, percent, signed

_TEMPLATES = Path(__file__).parent / "templates"
_MOST_COLLISIONS = 20
_TELLS = {
    1: "nothing about quality; below 1.0 means that items or queries are mixed up",
    2: "whether pose matters to the encoder",
    3: "whether it stands re-export, coarser triangles and jitter",
    4: "whether it leans on colour more than on form",
    5: "how well it knows a class by meshes other than the one at hand",
}


def card(
    paths: Paths, calibration: ThresholdTables, read: Callable[[Path], Any] = read_file
) -> str:
    """Render the card of a run.

    Parameters
    ----------
    paths : Paths
    calibration : ThresholdTables
        From :func:`lib.report.threshold_tables.read_threshold_tables`.
    read : callable, optional
        Reads a file of the corpus.
    """
    figures = [(f"{paths.figures.name}/{name}", caption) for name, caption in CAPTIONS.items()]
    names = "baseline-results hard-gallery miner-overlap lookalikes collisions left-out-classes"
    results, hard, shared, lookalikes, collisions, left_out = (
        read(paths.table(f"{name}.csv")) for name in names.split()
    )
    tier6 = card_tier6(hard, lookalikes, collisions)
    return render_card(
        read(paths.summary),
        results,
        figures,
        calibration,
        (hard, shared),
        tier6,
        left_out,
        card_duplicates(paths, read),
    )


def render_card(
    summary: Mapping[str, Any],
    results: pd.DataFrame,
    figures: Sequence[tuple[str, str]],
    calibration: ThresholdTables | None = None,
    hard: tuple[pd.DataFrame, pd.DataFrame] | None = None,
    tier6: Mapping[str, object] | None = None,
    left_out: pd.DataFrame | None = None,
    duplicates: Mapping[str, object] | None = None,
) -> str:
    """Write the dataset card.

    Parameters
    ----------
    summary : mapping
        The parsed benchmark-summary.json.
    results : DataFrame
        baseline-results.csv: encoder, tier, gallery, map, map_low, map_high, rank and
        map_with_duplicates.
    figures : sequence of (str, str)
        Path relative to the card, and caption.
    calibration : ThresholdTables, optional
        For the section about thresholds.
    hard : (DataFrame, DataFrame), optional
        hard-gallery.csv and miner-overlap.csv.
    tier6 : mapping, optional
        From :func:`lib.report.card_tier6.card_tier6`.
    left_out : DataFrame, optional
        left-out-classes.csv.
    duplicates : mapping, optional
        From :func:`lib.report.card_duplicates.card_duplicates`.

    Returns
    -------
    str
        Markdown that ends with one newline; the same for the same input.

    Raises
    ------
    BenchError
        If `summary` lacks a key, with its name.
    """
    facts = read_summary(summary)
    reproduced = {one.name for one in facts.encoders if one.status == "reproduced"}
    text = template(
        _TEMPLATES, "card.md.j2", score=number, percent=percent, shortest="{:g}".format
    ).render(
        s=facts,
        c=card_thresholds(calibration, reproduced) if calibration else None,
        parts=pipe_table(
            ["part", "sources"],
            [[part, f"{getattr(facts.split, part):,}"] for part in ("train", "val", "test")],
        ),
        tiers=_tiers(facts),
        encoders=_encoders(facts),
        baselines={name: markdown_table(results, summary, [name]) for name in facts.galleries},
        intervals=_by_tier(results, facts, _rank),
        wall={name: facts.line(5, name) for name in facts.galleries},
        changes=_by_tier(results, facts, lambda row: signed(row.map - row.map_with_duplicates)),
        left_out=card_left_out(left_out, facts) if left_out is not None else {},
        mining=_mining(facts),
        hard=_hard(*hard) if hard and len(hard[0]) else {},
        overlap=_overlap(hard[1]) if hard else "",
        t6=tier6,
        d=duplicates,
        alarm=HEADING,
        failures=[
            (one, _collisions(one), min(len(one.collisions), _MOST_COLLISIONS))
            for one in t1_failures(results, facts)
        ],
        figures=figures,
    )
    # One blank line between blocks, whichever conditional parts were left out.
    blocks = [line.rstrip() for line in text.splitlines()]
    kept = [line for line, before in zip(blocks, ["", *blocks], strict=False) if line or before]
    return "\n".join(kept).strip("\n") + "\n"


def _tiers(facts: Summary) -> str:
    return pipe_table(
        ["tier", "name", "recipe", "what it tells", "queries"],
        [
            [f"T{t.tier}", t.name, t.description, _TELLS.get(t.tier, MISSING), f"{t.n_queries:,}"]
            for t in facts.tiers
        ],
        left=4,
    )


def _encoders(facts: Summary) -> str:
    titles = "encoder status reads trained_on what_it_is licence dimensions s_/_object"
    return pipe_table(
        [title.replace("_", " ") for title in titles.split()],
        [
            [
                f"`{e.name}`",
                e.status,
                e.needs,
                e.trained_on,
                e.summary,
                e.licence,
                f"{e.dim:,}",
                MISSING if e.seconds_per_object is None else f"{e.seconds_per_object:g}",
            ]
            for e in facts.encoders
        ],
        left=6,
    )


def _by_tier(results: pd.DataFrame, facts: Summary, cell: Callable[[Any], str]) -> dict[str, str]:
    """Lay out a table a gallery."""
    titles = {tier.tier: f"T{tier.tier}" for tier in facts.tiers}
    return {
        name: encoder_table(where(results, gallery=name), "tier", titles, cell)
        for name in facts.galleries
    }


def _rank(row: Any) -> str:
    return f"{row.rank:.0f}: {interval(row.map_low, row.map_high)}"


def _mining(facts: Summary) -> str:
    return pipe_table(
        ["miner", "asked for", "queries", "smallest pool", "median pool", "largest pool"],
        [
            [
                f"`{m.miner}`",
                *(f"{n:,}" for n in (m.top_k, m.n_queries, m.pool_min)),
                f"{m.pool_median:,g}",
                f"{m.pool_max:,}",
            ]
            for m in facts.mining
        ],
    )


def _hard(hard: pd.DataFrame, overlaps: pd.DataFrame) -> dict[str, str]:
    """Table of mAP among the hard negatives of each miner."""
    tables, mined = {}, hard[hard["tier"] != TIER]
    for miner in overlaps["miner_a"].drop_duplicates():
        rows = where(mined, miner=miner)
        titles = {tier: f"T{tier}" for tier in sorted(set(rows["tier"]))}
        tables[miner] = encoder_table(rows, "tier", titles, _score, {miner: " (the miner)"})
    return tables


def _score(row: Any) -> str:
    return f"{number(row.map)} ({interval(row.map_low, row.map_high)})"


def _overlap(overlaps: pd.DataFrame) -> str:
    """Table of what two different miners have in common."""
    pairs = overlaps[overlaps["miner_a"] != overlaps["miner_b"]]
    if pairs.empty:
        return ""
    return pipe_table(
        ["miner", "miner", "in common", "by chance"],
        [
            [f"`{r.miner_a}`", f"`{r.miner_b}`", percent(r.share), percent(r.by_chance)]
            for r in pairs.itertuples()
        ],
        left=2,
    )


def _collisions(failure: T1Failure) -> str:
    return pipe_table(
        ["query", "its source", "collides with"],
        [
            [f"`{one.query_id}`", f"`{one.source_id}`", listed([f"`{r}`" for r in one.rivals])]
            for one in failure.collisions[:_MOST_COLLISIONS]
        ],
        left=3,
    )
