"""The dataset card: Markdown that can only say what the data say."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from lib.evaluation.tier6 import TIER
from lib.report.alarm import HEADING, listed, t1_failures
from lib.report.calibration_gallery import CalibrationTables
from lib.report.calibration_section import section
from lib.report.facts import Summary, T1Failure, read_summary
from lib.report.markdown import percent, pipe_table
from lib.report.table import MISSING, markdown_table, number, signed

_TEMPLATES = Path(__file__).parent / "templates"
_MOST_COLLISIONS = 20
_TELLS = {
    1: "nothing about quality; below 1.0 means that items or queries are mixed up",
    2: "whether pose matters to the encoder",
    3: "whether it stands re-export, coarser triangles and jitter",
    4: "whether it leans on colour more than on form",
    5: "how well it knows a class by meshes other than the one at hand",
}


def render_card(
    summary: Mapping[str, Any],
    results: pd.DataFrame,
    figures: Sequence[tuple[str, str]],
    calibration: CalibrationTables | None = None,
    hard: tuple[pd.DataFrame, pd.DataFrame] | None = None,
    tier6: Mapping[str, object] | None = None,
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
    calibration : CalibrationTables, optional
        For the section about thresholds.
    hard : (DataFrame, DataFrame), optional
        hard-gallery.csv and miner-overlap.csv.
    tier6 : mapping, optional
        From :func:`lib.report.lookalike_section.lookalike_section`.

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
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"score": number, "percent": percent, "shortest": "{:g}".format}
    text = environment.get_template("dataset_card.md.j2").render(
        s=facts,
        c=section(calibration) if calibration else None,
        parts=_parts(facts),
        tiers=_tiers(facts),
        encoders=_encoders(facts),
        baselines={name: markdown_table(results, summary, [name]) for name in facts.galleries},
        intervals={name: _intervals(results, facts, name) for name in facts.galleries},
        wall={name: facts.line(5, name) for name in facts.galleries},
        changes={name: _changes(results, facts, name) for name in facts.galleries},
        mining=_mining(facts),
        hard=_hard(*hard) if hard and len(hard[0]) else {},
        overlap=_overlap(hard[1]) if hard else "",
        t6=tier6,
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


def _parts(facts: Summary) -> str:
    parts = ("train", "val", "test")
    return pipe_table(
        ["part", "sources"], [[part, f"{getattr(facts.split, part):,}"] for part in parts]
    )


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
    return pipe_table(
        ["encoder", "status", "reads", "what it is", "licence", "dimensions", "s / object"],
        [
            [
                f"`{e.name}`",
                e.status,
                e.needs,
                e.summary,
                e.licence,
                f"{e.dim:,}",
                MISSING if e.seconds_per_object is None else f"{e.seconds_per_object:g}",
            ]
            for e in facts.encoders
        ],
        left=5,
    )


def _intervals(results: pd.DataFrame, facts: Summary, gallery: str) -> str:
    """Table of ranks, and of the interval of each mAP."""
    rows = results[results["gallery"] == gallery].set_index(["encoder", "tier"]).sort_index()
    tiers = [tier.tier for tier in facts.tiers]

    def cell(encoder: str, tier: int) -> str:
        if (encoder, tier) not in rows.index:
            return MISSING
        row = rows.loc[(encoder, tier)]
        return f"{row['rank']:.0f}: {number(row['map_low'])} to {number(row['map_high'])}"

    return pipe_table(
        ["encoder", *(f"T{tier}" for tier in tiers)],
        [
            [f"`{name}`", *(cell(name, tier) for tier in tiers)]
            for name in sorted(set(rows.index.get_level_values("encoder")))
        ],
    )


def _changes(results: pd.DataFrame, facts: Summary, gallery: str) -> str:
    """Table of mAP without minus mAP with near-duplicates."""
    rows = results[results["gallery"] == gallery].set_index(["encoder", "tier"])
    change = (rows["map"] - rows["map_with_duplicates"]).unstack("tier")
    tiers = [tier.tier for tier in facts.tiers]
    change = change.reindex(columns=tiers).sort_index()
    return pipe_table(
        ["encoder", *(f"T{tier}" for tier in tiers)],
        [[f"`{name}`", *map(signed, change.loc[name])] for name in change.index],
    )


def _mining(facts: Summary) -> str:
    return pipe_table(
        ["miner", "asked for", "queries", "smallest pool", "median pool", "largest pool"],
        [
            [
                f"`{m.miner}`",
                f"{m.top_k:,}",
                f"{m.n_queries:,}",
                f"{m.pool_min:,}",
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
        rows = mined[mined["miner"] == miner].set_index(["encoder", "tier"]).sort_index()
        tiers = sorted(set(rows.index.get_level_values("tier")))
        lines = []
        for encoder in sorted(set(rows.index.get_level_values("encoder"))):
            cells = [rows.loc[(encoder, tier)] for tier in tiers]
            lines.append(
                [
                    f"`{encoder}`{' (the miner)' if encoder == miner else ''}",
                    *(
                        f"{number(c['map'])} ({number(c['map_low'])} to {number(c['map_high'])})"
                        for c in cells
                    ),
                ]
            )
        tables[miner] = pipe_table(["encoder", *(f"T{tier}" for tier in tiers)], lines)
    return tables


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
            [
                f"`{one.query_id}`",
                f"`{one.source_id}`",
                listed([f"`{rival}`" for rival in one.rivals]),
            ]
            for one in failure.collisions[:_MOST_COLLISIONS]
        ],
        left=3,
    )
