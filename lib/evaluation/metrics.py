"""What is measured of an encoder: rank and AP of every query, and their means."""

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd

from lib.core.arrays import Floats
from lib.core.vectors import unit
from lib.evaluation.ranking import average_precision, relevant_ranks, rivals
from lib.evaluation.trials import GALLERIES, trials

RANK_BUCKETS = ((1, 1), (2, 2), (3, 5), (6, 10), (11, 0))
"""First and last rank of each bucket of :func:`rank_histograms`."""


def score(
    objects: pd.DataFrame,
    duplicates: pd.DataFrame,
    vectors: Floats,
    encoder: str,
) -> pd.DataFrame:
    """Rank every query under one encoder.

    Parameters
    ----------
    objects, duplicates
        As for :func:`~lib.evaluation.trials.trials`.
    vectors : ndarray of float64, shape (len(objects), D)
    encoder : str
        Name for the table.

    Returns
    -------
    pandas.DataFrame
        Columns of ``per-query-ap.parquet``. `rivals` is a JSON list of the
        sources that score as high as the right one or higher, for Tier-1
        queries that miss; empty otherwise.
    """
    names = objects["object_id"].to_numpy()
    units, tables = unit(vectors), []
    for trial in trials(objects, duplicates):
        queries, gallery = units[trial.query_rows], units[trial.gallery_rows]
        ranks = relevant_ranks(queries, gallery, trial.relevant, trial.junk)
        plain = relevant_ranks(queries, gallery, trial.relevant)
        table = objects.iloc[trial.query_rows][["object_id", "source_id", "class"]]
        table = table.rename(columns={"object_id": "query_id"}).reset_index(drop=True)
        table["encoder"], table["tier"], table["gallery"] = encoder, trial.tier, trial.gallery
        table["rank"], table["ap"] = ranks, average_precision(ranks)
        table["ap_with_duplicates"] = average_precision(plain)
        table["n_junk"] = np.bincount(trial.junk[:, 0], minlength=len(ranks))
        table["rivals"] = ""
        if trial.tier == 1 and (ranks > 1).any():
            found = rivals(queries, gallery, trial.relevant, trial.junk)
            ids = [json.dumps(names[trial.gallery_rows[row]].tolist()) for row in found]
            table["rivals"] = np.where(ranks > 1, ids, "")
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def mean_ap(per_query: pd.DataFrame) -> pd.DataFrame:
    """Average AP per encoder, tier and gallery; never over tiers.

    Returns
    -------
    pandas.DataFrame
        Columns encoder, tier, gallery, map, map_with_duplicates, n_queries;
        sorted by encoder, tier, and gallery `test` before `all`.
    """
    order = pd.Categorical(per_query["gallery"], categories=list(GALLERIES), ordered=True)
    grouped = per_query.assign(gallery=order).groupby(
        ["encoder", "tier", "gallery"], sort=True, observed=True
    )
    table = grouped.agg(
        map=("ap", "mean"),
        map_with_duplicates=("ap_with_duplicates", "mean"),
        n_queries=("ap", "size"),
    ).reset_index()
    return table.astype({"gallery": str})


def rank_histograms(per_query: pd.DataFrame) -> pd.DataFrame:
    """Count queries by the rank of their source.

    Returns
    -------
    pandas.DataFrame
        Columns of ``rank-histograms.csv``: a row for each of `RANK_BUCKETS`,
        which hold ranks from `rank_from` up to and including `rank_to` (0: no
        end). Ranks shared by ties are rounded up.
    """
    starts = [low for low, _ in RANK_BUCKETS]
    bucket = np.searchsorted(starts, np.ceil(per_query["rank"]), side="right") - 1
    keys = ["encoder", "tier", "gallery"]
    counts = (
        per_query[keys]
        .assign(bucket=pd.Categorical(bucket, categories=range(len(starts))))
        .groupby([*keys, "bucket"], sort=True, observed=False)
        .size()
        .rename("count")
        .reset_index()
    )
    place = counts["gallery"].map(GALLERIES.index)
    counts = counts.assign(place=place).sort_values(["encoder", "tier", "place", "bucket"])
    ends = np.array(RANK_BUCKETS)[counts["bucket"].astype(int)]
    return counts.assign(rank_from=ends[:, 0], rank_to=ends[:, 1]).reset_index(drop=True)


def misses(per_query: pd.DataFrame) -> list[dict[str, object]]:
    """Collect Tier-1 queries that did not find themselves; there should be none.

    Returns
    -------
    list of dict
        One an encoder and gallery with a miss: encoder, gallery, map, n_queries
        that missed, and up to five collisions (query_id, source_id, rivals).
    """
    first = per_query[per_query["tier"] == 1]
    found: list[dict[str, object]] = []
    for encoder in sorted(set(first["encoder"])):
        for gallery in GALLERIES:
            group = first[(first["encoder"] == encoder) & (first["gallery"] == gallery)]
            missed = group[group["rank"] > 1]
            if missed.empty:
                continue
            found.append(
                {
                    "encoder": encoder,
                    "gallery": gallery,
                    "map": round(float(group["ap"].mean()), 6),
                    "n_queries": len(missed),
                    "collisions": _collisions(missed.head(5)),
                }
            )
    return found


def _collisions(missed: pd.DataFrame) -> Sequence[dict[str, object]]:
    return [
        {"query_id": query, "source_id": source, "rivals": json.loads(found)[:5]}
        for query, source, found in missed[["query_id", "source_id", "rivals"]].itertuples(
            index=False
        )
    ]
