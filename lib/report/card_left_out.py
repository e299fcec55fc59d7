"""The card's section on classes that no training has seen."""

from typing import Any

import pandas as pd

from lib.report.markdown import encoder_table
from lib.report.rows import where
from lib.report.summary import Summary
from lib.report.wording import interval, number

_NOTES = {"unseen": "", "seen": " (seen)"}


def card_left_out(scores: pd.DataFrame, facts: Summary) -> dict[str, str]:
    """Lay out a table a gallery; a row that was trained on the classes stands there twice.

    Parameters
    ----------
    scores : DataFrame
        ``left-out-classes.csv``.
    facts : Summary

    Returns
    -------
    dict of str to str
        Markdown by gallery; empty where nothing was scored.
    """
    titles = {tier: f"T{tier}" for tier in sorted(set(scores["tier"]))}
    names = scores["encoder"] + scores["classes"].map(_NOTES)
    return {
        name: encoder_table(
            where(scores.assign(encoder=names), gallery=name), "tier", titles, _with_interval
        )
        for name in facts.galleries
        if len(scores)
    }


def _with_interval(row: Any) -> str:
    return f"{number(row.map)} ({interval(row.map_low, row.map_high)})"
