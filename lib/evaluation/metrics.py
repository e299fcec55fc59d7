"""Score one encoder on the manifest: every query, both galleries."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.evaluation.junk import junk_pairs
from lib.evaluation.ranking import average_precision, relevant_ranks, rivals
from lib.evaluation.reference import chance, ranked_items
from lib.objects.duplicates import duplicate_groups

GALLERIES = ("test", "all")
"""The test split's sources, and all sources."""

RANK_BUCKETS = ((1, 1), (2, 2), (3, 5), (6, 10), (11, 0))
"""First and last rank of each bucket of :func:`rank_histograms`."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Trial:
    """The queries of a tier against a gallery.

    Attributes
    ----------
    tier : int
    gallery : str
        One of `GALLERIES`.
    query_rows, gallery_rows : ndarray of int64
        Rows of the manifest.
    relevant : ndarray of int64, shape (Q,)
        Gallery index of each query's source.
    junk : ndarray of int64, shape (P, 2)
        Pairs (query, gallery index) that count neither for nor against.
    """

    tier: int
    gallery: str
    query_rows: Ints
    gallery_rows: Ints
    relevant: Ints
    junk: Ints


def trials(objects: pd.DataFrame, duplicates: pd.DataFrame) -> Iterator[Trial]:
    """Lay out every tier that has queries, against both galleries.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    duplicates : pandas.DataFrame
        Pairs of near-duplicate items.
    """
    source_rows = np.flatnonzero(objects["role"] == "source")
    item_ids = sorted(set(objects["item_id"]))
    item_index = {item: index for index, item in enumerate(item_ids)}
    items = objects["item_id"].map(item_index).to_numpy(dtype=np.int64)
    group = duplicate_groups(item_ids, duplicates)
    for gallery in GALLERIES:
        in_test = (objects["split"] == "test").to_numpy()
        rows = source_rows[in_test[source_rows]] if gallery == "test" else source_rows
        place = {name: index for index, name in enumerate(objects["object_id"].iloc[rows])}
        for tier in sorted(set(objects["tier"]) - {0}):
            queries = np.flatnonzero(objects["tier"] == tier)
            relevant = objects["source_id"].iloc[queries].map(place).to_numpy(dtype=np.int64)
            junk = junk_pairs(relevant, items[queries], items[rows], group)
            yield Trial(tier, gallery, queries, rows, relevant, junk)


def score(
    objects: pd.DataFrame,
    duplicates: pd.DataFrame,
    vectors: npt.NDArray[np.float64],
    encoder: str,
) -> pd.DataFrame:
    """Rank every query under one encoder.

    Parameters
    ----------
    objects, duplicates
        As for :func:`trials`.
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
    tables = []
    for trial in trials(objects, duplicates):
        queries, gallery = vectors[trial.query_rows], vectors[trial.gallery_rows]
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


def reference_lines(objects: pd.DataFrame, duplicates: pd.DataFrame) -> list[dict[str, object]]:
    """Score chance and a perfect class recogniser on every tier and gallery."""
    lines: list[dict[str, object]] = []
    for trial in trials(objects, duplicates):
        classes = objects["class"].iloc[trial.gallery_rows].tolist()
        all_items, class_items = ranked_items(trial.relevant, classes, trial.junk)
        lines.append(
            {
                "tier": trial.tier,
                "gallery": trial.gallery,
                "chance": round(float(chance(all_items).mean()), 6),
                "class_recognizer": round(float(chance(class_items).mean()), 6),
            }
        )
    return sorted(lines, key=lambda line: (line["tier"], GALLERIES.index(str(line["gallery"]))))


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
