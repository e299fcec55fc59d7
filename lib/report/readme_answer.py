"""The README's first question, answered in words, with the run's own numbers."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib.report.rows import where
from lib.report.summary import Summary, read_summary
from lib.report.wording import interval, number, percent

_TIER, _GALLERY = 3, "all"
"""The everyday case decides between rows that lead equally often."""

_FINGERPRINT = "shape_fingerprint"


def answer(
    results: pd.DataFrame,
    summary: Mapping[str, Any],
    left_out: pd.DataFrame,
    thresholds: pd.DataFrame,
    base_rate: float,
) -> str:
    """Say which encoder to trust, how far, and from which similarity on.

    Parameters
    ----------
    results : DataFrame
        ``baseline-results.csv``.
    summary : mapping
        The parsed ``benchmark-summary.json``.
    left_out : DataFrame
        ``left-out-classes.csv``.
    thresholds : DataFrame
        ``threshold-by-base-rate.csv``.
    base_rate : float
        The one to name a threshold for.

    Returns
    -------
    str
        Markdown, two paragraphs at most.
    """
    facts = read_summary(summary)
    learned = set(facts.learned_here)
    best = _leader(results)
    said = [_first(results, best, thresholds, base_rate)]
    if best in learned:
        said.append(_unseen(left_out, best))
        rest = _leader(results[~results["encoder"].isin(learned)])
        said.append(
            f"Of the rows that learned nothing from these objects, `{rest}` leads most often: "
            f"{_scores(results, rest)}."
        )
    return "\n\n".join([" ".join(said), *_fingerprint(results, facts)])


def _fingerprint(results: pd.DataFrame, facts: Summary) -> list[str]:
    """Say what a baseline's figure elsewhere is worth, where this run has that baseline."""
    dims = [one.dim for one in facts.encoders if one.name == _FINGERPRINT]
    if not dims:
        return []
    row = _row(results, encoder=_FINGERPRINT, tier=_TIER, gallery=_GALLERY)
    return [
        f"Mind how others count: `{_FINGERPRINT}`, {dims[0]} numbers such as area and volume, is "
        "the kind of baseline that a benchmark elsewhere reports at mAP 0.988, because it ranks "
        f"right answers only among themselves; ranked among all {facts.galleries[_GALLERY]:,} "
        f"sources, as every row here, it has {number(row['map'])} on T{_TIER}."
    ]


def _leader(results: pd.DataFrame) -> str:
    """Name the row that shares the first rank most often."""
    lowest = results.groupby(["tier", "gallery"])["rank"].transform("min")
    first = (results["rank"] == lowest).groupby(results["encoder"]).sum()
    everyday = where(results, tier=_TIER, gallery=_GALLERY).set_index("encoder")["map"]
    order = pd.DataFrame({"first": first, "map": everyday}).sort_values(["first", "map"])
    return str(order.index[-1])


def _first(results: pd.DataFrame, best: str, thresholds: pd.DataFrame, base_rate: float) -> str:
    columns = results.groupby(["tier", "gallery"]).ngroups
    leads = int((where(results, encoder=best)["rank"] == 1).sum())
    picked = where(thresholds, encoder=best, negatives="cross", base_rate=base_rate)
    flag = ""
    if len(picked) and pd.notna(picked["threshold"].iloc[0]):
        row = picked.iloc[0]
        flag = (
            f" Against other classes, at a base rate of {percent(base_rate)}, call a pair a "
            f"duplicate from cosine {row['threshold']:.3f} on: recall {number(row['recall'])} at "
            f"precision {number(row['precision'])}."
        )
    return (
        f"**On this corpus, `{best}`**: it shares the first rank in {leads} of {columns} columns "
        f"of the table below. Searching all sources it has mAP {_scores(results, best)}.{flag}"
    )


def _scores(results: pd.DataFrame, encoder: str) -> str:
    words = {2: "turned", 3: "re-meshed with noise", 4: "re-meshed and recoloured"}
    rows = {tier: _row(results, encoder=encoder, tier=tier, gallery=_GALLERY) for tier in words}
    return ", ".join(
        f"{number(row['map'])} ({interval(row['map_low'], row['map_high'])}) on copies that are "
        f"{words[tier]}"
        for tier, row in rows.items()
    )


def _unseen(left_out: pd.DataFrame, encoder: str) -> str:
    place = {"tier": _TIER, "gallery": _GALLERY}
    blind = _row(left_out, encoder=encoder, classes="unseen", **place)
    seen = _row(left_out, encoder=encoder, classes="seen", **place)
    return (
        "But it has learned from these very classes. On ten that were kept out of a second "
        f"training its T{_TIER} is {number(blind['map'])} "
        f"({interval(blind['map_low'], blind['map_high'])}), beside {number(seen['map'])} for the "
        "one that knows them; and on another catalogue it has to be measured anew."
    )


def _row(table: pd.DataFrame, **values: object) -> pd.Series:
    return where(table, **values).iloc[0]
