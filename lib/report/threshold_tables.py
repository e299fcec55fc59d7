"""The tables of a run about thresholds: pictures, card and README are made from them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from lib.core.files import read_json, read_table
from lib.core.paths import Paths
from lib.core.tables import declared


class ThresholdTables(NamedTuple):
    """What the pictures and the card's section are made from."""

    facts: Mapping[str, Any]
    auc: pd.DataFrame
    thresholds: pd.DataFrame
    catalogues: pd.DataFrame
    recipes: pd.DataFrame
    ladder: pd.DataFrame
    hard: pd.DataFrame
    weeks: pd.DataFrame
    estimators: pd.DataFrame
    norms: pd.DataFrame
    histograms: pd.DataFrame
    roc: pd.DataFrame
    pr: pd.DataFrame
    by_threshold: pd.DataFrame
    scores: pd.DataFrame


def read_file(path: Path) -> Any:
    """Read a table or a JSON file of a run."""
    return read_json(path) if path.suffix == ".json" else read_table(path)


def read_committed(path: Path) -> Any:
    """Read a file of a run that Git has; a table that is for pictures alone comes without rows."""
    if path.suffix != ".json" and not declared(path.name).published:
        return declared(path.name).empty()
    return read_file(path)


def read_threshold_tables(paths: Paths, read: Callable[[Path], Any] = read_file) -> ThresholdTables:
    """Read what pictures and card say about thresholds.

    Parameters
    ----------
    paths : Paths
    read : callable, optional
        Reads a file of the corpus.
    """
    return ThresholdTables(
        facts=read(paths.calibration),
        auc=read(paths.table("auc-summary.csv")),
        thresholds=read(paths.table("threshold-by-base-rate.csv")),
        catalogues=read(paths.table("catalogue-sizes.csv")),
        recipes=read(paths.table("threshold-recipes.csv")),
        ladder=read(paths.table("perturbation-ladder.csv")),
        hard=read(paths.table("hard-negatives-cross-class.csv")),
        weeks=read(paths.table("audit-weeks.csv")),
        estimators=read(paths.table("audit-estimators.csv")),
        norms=read(paths.table("embedding-norms.csv")),
        histograms=read(paths.table("score-histograms.csv")),
        roc=read(paths.table("roc.csv")),
        pr=read(paths.table("pr.csv")),
        by_threshold=read(paths.table("threshold-vs-precision-baserate.csv")),
        scores=read(paths.table("scores.csv")),
    )
