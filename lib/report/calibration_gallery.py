"""The pictures about thresholds, drawn from the tables of a run."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from lib.report.figures.audit_weeks import audit_weeks
from lib.report.figures.balanced_threshold import balanced_threshold
from lib.report.figures.cross_class_negatives import cross_class_negatives
from lib.report.figures.embedding_norms import embedding_norms
from lib.report.figures.perturbation_ladder import perturbation_ladder
from lib.report.figures.precision_by_threshold import precision_by_threshold
from lib.report.figures.roc_pr import roc_pr
from lib.report.figures.score_distributions import score_distributions
from lib.report.figures.threshold_by_base_rate import threshold_by_base_rate
from lib.report.figures.threshold_recipes import threshold_recipes
from lib.report.figures.two_prevalences import two_prevalences

CAPTIONS = {
    "threshold-by-base-rate.png": "The rarer duplicates are, the higher the threshold and the "
    "lower the recall. Filled points are certified, hollow ones are point estimates.",
    "balanced-threshold.png": "What a threshold picked on as many duplicates as others delivers "
    "where duplicates are rarer.",
    "two-prevalences.png": "The same scores and the same threshold at two base rates.",
    "score-distributions.png": "Scores of twins and of each set of false pairs.",
    "roc-pr.png": "ROC and PR curves. ROC does not move with the base rate, precision does.",
    "precision-by-threshold.png": "Precision against the threshold, a line a base rate.",
    "embedding-norms.png": "Lengths of the vectors: raw L2 distances measure them as well.",
    "cross-class-negatives.png": "Objects of different classes that an encoder takes for each "
    "other.",
    "threshold-recipes.png": "What other recipes for a threshold deliver at each base rate.",
    "perturbation-ladder.png": "Recall as the copies get less like the original.",
    "audit-weeks.png": "Twelve weeks of a simulated stream and its weekly audit.",
}
"""File name and caption of each picture, in the card's order."""


class CalibrationTables(NamedTuple):
    """What the pictures and the card's section are made from."""

    facts: Mapping[str, Any]
    auc: pd.DataFrame
    thresholds: pd.DataFrame
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


def draw(
    tables: CalibrationTables, view: Callable[[str], npt.NDArray[np.uint8]], shown: str
) -> Iterator[tuple[str, Figure]]:
    """Draw every picture.

    Parameters
    ----------
    tables : CalibrationTables
    view : callable
        One view of an object id, uint8 of shape (H, W, 3).
    shown : str
        The encoder that pictures of a single one are about.

    Yields
    ------
    (str, Figure)
        File name and picture.
    """
    knobs = tables.facts["calibrate"]
    similarity, target, rate = knobs["similarity"], knobs["min_precision"], knobs["base_rate"]
    yield "threshold-by-base-rate.png", threshold_by_base_rate(tables.thresholds)
    yield "balanced-threshold.png", balanced_threshold(tables.thresholds)
    usual = tables.thresholds["negatives"].iloc[0]
    scores = tables.scores[tables.scores["encoder"] == shown]
    own = tables.thresholds[
        (tables.thresholds["encoder"] == shown) & (tables.thresholds["negatives"] == usual)
    ]
    yield (
        "two-prevalences.png",
        two_prevalences(
            scores.loc[scores["label"] == 1, similarity].to_numpy(),
            scores.loc[scores["label"] == 0, similarity].to_numpy(),
            float(own["balanced_threshold"].iloc[0]),
            shown,
            (0.5, rate),
            sorted(tables.thresholds["encoder"].unique()),
            similarity,
        ),
    )
    yield (
        "score-distributions.png",
        score_distributions(tables.histograms, tables.thresholds, similarity),
    )
    yield "roc-pr.png", roc_pr(tables.roc, tables.pr, tables.auc, similarity)
    hardest = tables.thresholds["negatives"].iloc[-1]
    yield (
        "precision-by-threshold.png",
        precision_by_threshold(tables.by_threshold, tables.thresholds, hardest, similarity),
    )
    yield "embedding-norms.png", embedding_norms(tables.norms)
    yield "cross-class-negatives.png", cross_class_negatives(tables.hard, view, shown)
    yield "threshold-recipes.png", threshold_recipes(tables.recipes, hardest, target)
    yield "perturbation-ladder.png", perturbation_ladder(tables.ladder, rate, hardest)
    yield "audit-weeks.png", audit_weeks(tables.weeks, tables.estimators, target)
