"""What one row's vectors know: all measures, and those of what it has never seen."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from lib.core.params.sections import SemanticsParams
from lib.semantics.finding import Finding, NotApplicableError
from lib.semantics.labelled import Labelled
from lib.semantics.measured import SKIPPED, measure_names, measured
from lib.semantics.measures import retrieval

UNSEEN = "left-out classes"
"""Part of the precision that is measured on classes that no training has seen."""

_BLIND = "novelty"


def probe(
    usual: Labelled, blind: Labelled, left_out: Collection[str], params: SemanticsParams
) -> pd.DataFrame:
    """Take every measure of a row.

    Parameters
    ----------
    usual : Labelled
        Under the row's vectors.
    blind : Labelled
        Under those of a training that has not seen the classes left out, where there is
        one: novelty is measured on these, and the precision of those classes besides.
    left_out : collection of str
    params : SemanticsParams

    Returns
    -------
    pandas.DataFrame
        As :func:`~lib.semantics.measured.measured` gives it.
    """
    names = [name for name in measure_names() if name != _BLIND]
    tables = [measured(usual, params, names), measured(blind, params, [_BLIND])]
    part = blind.originals()
    part = part.take(np.isin(part.classes, list(left_out)))
    if len(part):
        rows = [{"measure": "retrieval", **vars(one)} for one in _unseen(part, params)]
        tables.append(pd.DataFrame(rows))
    return pd.concat(tables, ignore_index=True)


def _unseen(part: Labelled, params: SemanticsParams) -> list[Finding]:
    quantity = f"precision@{params.pass_at}"
    try:
        found = retrieval.measure(part, params)
    except NotApplicableError as error:
        return [Finding(SKIPPED, UNSEEN, float("nan"), note=str(error))]
    return [
        replace(one, of=UNSEEN) for one in found if one.quantity == quantity and one.of == "objects"
    ]


def semantics_metrics(encoder: str, table: pd.DataFrame) -> dict[str, Any]:
    """Lay out a row's numbers as `dvc metrics diff` compares them; classes are left out.

    Parameters
    ----------
    encoder : str
    table : pandas.DataFrame
        From :func:`probe`.

    Returns
    -------
    dict
        ``{encoder: {measure: {"quantity, of": value}}}``, six digits.
    """
    found: dict[str, dict[str, float]] = {}
    for row in table.itertuples(index=False):
        apart = row.of.startswith("class ") and row.measure == "retrieval"
        if apart or row.quantity in (SKIPPED, retrieval.MISTAKEN) or np.isnan(row.value):
            continue
        found.setdefault(row.measure, {})[f"{row.quantity}, {row.of}"] = round(float(row.value), 6)
    return {encoder: found}


def rivals_of(scores: pd.DataFrame, ids: Collection[str]) -> Mapping[str, Any]:
    """Lay out ``pixel-scores.parquet`` for `Labelled.rivals`.

    Parameters
    ----------
    scores : pandas.DataFrame
    ids : collection of str
        Objects, in order; NaN where there is no score.
    """
    return {
        f"{method}/{task}": group.set_index("object_id")["score"].reindex(list(ids)).to_numpy()
        for (method, task), group in scores.groupby(["method", "task"], sort=True)
    }
