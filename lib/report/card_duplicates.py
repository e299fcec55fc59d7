"""The card's section on duplicates: what a scan finds, and what the geometry tells."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from lib.core.paths import Paths
from lib.report.markdown import pipe_table
from lib.report.rows import where
from lib.report.wording import MISSING, interval, number, percent


def card_duplicates(paths: Paths, read: Callable[[Path], Any]) -> dict[str, object]:
    """Lay out the tables of the section.

    Parameters
    ----------
    paths : Paths
    read : callable
        Reads a file of the corpus.

    Returns
    -------
    dict
        What the template shows; empty where nothing was planted.
    """
    promises, planted, relations = (
        read(paths.table(name)) for name in ("promises.csv", "planted.csv", "relations.csv")
    )
    if promises.empty:
        return {}
    first = promises.iloc[0]
    kept = promises[promises["precision"] >= promises["promised"]]
    return {
        "n_items": int(first["n_items"]),
        "n_copies": int(planted.loc[planted["encoder"] == first["encoder"], "n_true"].sum()),
        "share": float(first["share"]),
        "pair_rate": float(first["pair_rate"]),
        "promised": float(first["promised"]),
        "kept": [f"`{name}`" for name in kept["encoder"]],
        "n_encoders": len(promises),
        "promises": _promises(promises),
        "normalised": _normalised(promises),
        "planted": _planted(promises, planted),
        "relations": _relations(relations),
    }


def _promises(promises: pd.DataFrame) -> str:
    return pipe_table(
        [
            "encoder",
            "threshold",
            "status",
            "flagged",
            "precision",
            "recall",
            "false alarms: expected",
            "found",
            "confirmed: precision",
            "recall",
            "groups",
            "B³ F1",
        ],
        [
            [
                f"`{r.encoder}`",
                MISSING if pd.isna(r.threshold) else f"{r.threshold:.6f}",
                r.status,
                f"{r.n_flagged:,}",
                _with(r.precision, r.precision_low, r.precision_high),
                _with(r.recall, r.recall_low, r.recall_high),
                f"{r.expected_false_alarms:,.1f}",
                f"{r.false_alarms:,}",
                number(r.confirmed_precision),
                number(r.confirmed_recall),
                f"{r.n_groups:,}",
                number(r.b_cubed_f1),
            ]
            for r in promises.itertuples()
        ],
        left=1,
    )


def _normalised(promises: pd.DataFrame) -> str:
    target = percent(float(promises["promised"].iloc[0]))
    return pipe_table(
        ["encoder", "micro-AP", "normalised", f"recall at precision {target}", "normalised"],
        [
            [
                f"`{r.encoder}`",
                number(r.micro_ap),
                number(r.micro_ap_normalised),
                number(r.recall_at_target),
                number(r.recall_at_target_normalised),
            ]
            for r in promises.itertuples()
        ],
    )


def _planted(promises: pd.DataFrame, planted: pd.DataFrame) -> str:
    kinds = planted["relation"].drop_duplicates().tolist()
    rows = []
    for encoder in promises["encoder"]:
        own = where(planted, encoder=encoder).set_index("relation")
        rows.append([f"`{encoder}`", *(f"{own.recall[kind]:.3f}" for kind in kinds)])
    counts = where(planted, encoder=promises["encoder"].iloc[0]).set_index("relation")["n_true"]
    return pipe_table(["encoder", *(f"{kind} ({counts[kind]})" for kind in kinds)], rows)


def _relations(relations: pd.DataFrame) -> str:
    return pipe_table(
        ["relation", "pairs", "found", "precision", "recall"],
        [
            [
                r.relation,
                f"{r.n_true:,}",
                f"{r.n_found:,}",
                _with(r.precision, r.precision_low, r.precision_high),
                _with(r.recall, r.recall_low, r.recall_high),
            ]
            for r in relations.itertuples()
        ],
    )


def _with(value: float, low: float, high: float) -> str:
    return MISSING if pd.isna(value) else f"{number(value)} ({interval(low, high)})"
