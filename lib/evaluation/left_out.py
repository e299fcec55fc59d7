"""Rows on classes that no training has seen.

An encoder that learned from the corpus knows its classes. What it is worth on
others, only classes tell that were kept out of a second training: their sources are
the gallery, their clones and peers the queries, for every row alike.
"""

from collections.abc import Collection

import pandas as pd

from lib.core.tables import declared
from lib.evaluation.standings import standings

FILE = "left-out-classes.csv"

UNSEEN, SEEN = "unseen", "seen"
"""Whether shapes of these classes took part in the training; where nothing was learned from
the corpus, they are unseen."""


def left_out_objects(objects: pd.DataFrame, classes: Collection[str]) -> pd.DataFrame:
    """Take the sources and queries of some classes, Tier 1 left out.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    classes : collection of str

    Returns
    -------
    pandas.DataFrame
        Rows of the manifest, with their index.
    """
    wanted = (objects["role"] == "source") | (objects["tier"] > 1)
    return objects[wanted & objects["class"].isin(classes)]


def unseen_objects(objects: pd.DataFrame, classes: Collection[str]) -> pd.DataFrame:
    """Take all that is embedded by trainings without some classes.

    Returns
    -------
    pandas.DataFrame
        Every source, and the queries of these classes: rows of the manifest, with their
        index. Empty where there is no query of these classes.
    """
    part = left_out_objects(objects, classes)
    if not (part["tier"] > 0).any():
        return objects.iloc[:0]
    return objects[(objects["role"] == "source") | objects.index.isin(part.index)]


def summarize_left_out(
    per_query: pd.DataFrame, seed: int, resamples: int, confidence: float
) -> pd.DataFrame:
    """Average over the queries, with intervals.

    Parameters
    ----------
    per_query : pandas.DataFrame
        From :func:`lib.evaluation.metrics.score`, and a column `classes`: ``unseen``,
        or ``seen`` for an encoder that learned from them.
    seed, resamples, confidence
        As for :func:`lib.evaluation.standings.standings`.

    Returns
    -------
    pandas.DataFrame
        Columns of ``left-out-classes.csv``, sorted by encoder, classes, tier and
        gallery. Empty where `per_query` is.
    """
    if per_query.empty:
        return declared(FILE).empty()
    tables = [
        standings(group, seed, resamples, confidence).assign(classes=classes)
        for classes, group in per_query.groupby("classes")
    ]
    order = ["encoder", "classes", "tier"]
    return pd.concat(tables).sort_values(order, kind="stable", ignore_index=True)
