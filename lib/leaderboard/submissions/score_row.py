"""A submission's row, from the ranks of its queries: computed, never believed."""

import pandas as pd

from lib.encoders.submitted.release import Release
from lib.evaluation.reference import reference_lines
from lib.evaluation.standings import standings


def standing(per_query: pd.DataFrame, release: Release, seed: int) -> pd.DataFrame:
    """Give the row that the benchmark would print.

    Returns
    -------
    pandas.DataFrame
        One row a tier and gallery: encoder, tier, gallery, map, map_low,
        map_high, n_sources, n_queries, chance, class_recognizer. Intervals hold
        the mAP with 95 % confidence; see :mod:`lib.evaluation.standings`.
    """
    own = standings(per_query, seed).drop(columns="rank")
    lines = pd.DataFrame(reference_lines(release.objects, release.duplicates))
    return own.merge(lines, on=["tier", "gallery"], how="left")


def beside(standing: pd.DataFrame, results: pd.DataFrame, split_sha256: str) -> pd.DataFrame:
    """Put a row among committed ones.

    Parameters
    ----------
    standing : pandas.DataFrame
        From :func:`standing`, of one row.
    results : pandas.DataFrame
        ``baseline-results.csv``. A row of the same name, and rows of another split,
        are left out.
    split_sha256 : str
        The split that `standing` is about.

    Returns
    -------
    pandas.DataFrame
        mAP; one line a row, by name as in ``baseline-results.csv``, columns (gallery,
        tier) in the order of `standing`. NaN where a row has no such score.
    """
    own = set(standing["encoder"])
    others = results[(results["split_sha256"] == split_sha256) & ~results["encoder"].isin(own)]
    columns = ["encoder", "gallery", "tier", "map"]
    joined = pd.concat([others[columns], standing[columns]], ignore_index=True)
    wide = joined.pivot(index="encoder", columns=["gallery", "tier"], values="map")
    wanted = pd.MultiIndex.from_frame(standing[["gallery", "tier"]])
    return wide.reindex(columns=wanted).sort_index()
