"""All rows of a run in tables, from what each query of each encoder scored."""

import pandas as pd

from lib.core.params.sections import TabulateParams
from lib.evaluation.hard_gallery import overlap, summarize_hard
from lib.evaluation.metrics import mean_ap, rank_histograms
from lib.evaluation.standings import standings
from lib.evaluation.tier6 import collisions

_KEYS = ["encoder", "tier", "gallery"]


def tabulate(
    per_query: pd.DataFrame,
    confronted: pd.DataFrame,
    objects: pd.DataFrame,
    negatives: pd.DataFrame,
    params: TabulateParams,
) -> dict[str, pd.DataFrame]:
    """Make the tables of a run that speak of all encoders.

    Parameters
    ----------
    per_query : pandas.DataFrame
        From :func:`lib.evaluation.metrics.score`, of all encoders.
    confronted : pandas.DataFrame
        From :func:`lib.evaluation.hard_gallery.score_hard`, of all encoders.
    objects : pandas.DataFrame
        The manifest.
    negatives : pandas.DataFrame
        ``hard-negatives.csv``.
    params : TabulateParams

    Returns
    -------
    dict of str to DataFrame
        By file name. ``baseline-results.csv`` lacks split, corpus and what was
        trained on, which no query tells.
    """
    draws = params.seed, params.resamples, params.confidence
    return {
        "baseline-results.csv": results(per_query, standings(per_query, *draws)),
        "rank-histograms.csv": rank_histograms(per_query),
        "hard-gallery.csv": summarize_hard(confronted, *draws),
        "miner-overlap.csv": overlap(negatives),
        "collisions.csv": collisions(confronted, objects),
    }


def results(per_query: pd.DataFrame, ranked: pd.DataFrame) -> pd.DataFrame:
    """Put intervals and ranks beside every mAP.

    Parameters
    ----------
    per_query : pandas.DataFrame
        From :func:`lib.evaluation.metrics.score`.
    ranked : pandas.DataFrame
        Columns encoder, tier, gallery, map_low, map_high and rank, a row for each
        encoder, tier and gallery of `per_query` at least; from
        :func:`lib.evaluation.standings.standings`, which needs all encoders.
    """
    ends = ranked[[*_KEYS, "map_low", "map_high", "rank"]]
    return mean_ap(per_query).merge(ends, on=_KEYS, sort=False, validate="1:1")
