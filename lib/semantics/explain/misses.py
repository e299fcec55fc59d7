"""Queries that find something else before their source."""

import numpy as np
import pandas as pd

from lib.core.arrays import Floats, Ints
from lib.evaluation.ranking import relevant_ranks
from lib.evaluation.trials import trials
from lib.objects.tiers import PEER_TIER
from lib.semantics.explain.flags import Flag, Flags, rows_of, worst_first

HARD_NEGATIVE, MISS = "hard negative", "tier-5 miss"

HARD_TIER = 3
"""Tier whose queries are searched for among hard negatives."""

SOURCE = "source"


def flag_hard_negatives(
    objects: pd.DataFrame, negatives: pd.DataFrame, units: Floats, most: int
) -> Flags:
    """Flag the Tier 3 queries that find a hard negative no later than their source.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    negatives : pandas.DataFrame
        ``hard-negatives.csv``; the gallery is the source and what any miner chose for it.
    units : ndarray of float64, shape (len(objects), D)
        Rows of length 1.
    most : int
        Shown.

    Raises
    ------
    BenchError
        If a query or a negative is not in the manifest.
    """
    sources = rows_of(negatives["query_id"], objects, "hard-negatives.csv")
    others = rows_of(negatives["negative_id"], objects, "hard-negatives.csv")
    chosen = {
        source: np.unique([source, *others[sources == source]]) for source in set(sources.tolist())
    }
    asked = (objects["role"] == "clone") & (objects["tier"] == HARD_TIER)
    clones = np.flatnonzero(asked)
    drawn_from = rows_of(objects["source_id"].iloc[clones], objects, "objects.csv")
    flags, ranks = [], []
    for row, source in zip(clones.tolist(), drawn_from.tolist(), strict=True):
        if source not in chosen:
            continue
        gallery = chosen[source]
        rank = _rank(units, row, gallery, source)
        negatives_of = f"{len(gallery) - 1:,} hard negatives of its class"
        why = f"place {rank:g} for its source, among {negatives_of}"
        flags.append(Flag(row, gallery, why, source, SOURCE))
        ranks.append(rank)
    if not flags:
        return Flags(HARD_NEGATIVE, note=f"no Tier {HARD_TIER} query whose source has any")
    return _worst(HARD_NEGATIVE, objects, flags, ranks, most)


def flag_misses(objects: pd.DataFrame, duplicates: pd.DataFrame, units: Floats, most: int) -> Flags:
    """Flag the Tier 5 queries whose source is not alone in first place among all sources.

    Parameters
    ----------
    objects, duplicates : pandas.DataFrame
        The manifest, and ``duplicates.csv``; near-duplicates are left out as in the score.
    units : ndarray of float64, shape (len(objects), D)
        Rows of length 1.
    most : int
        Shown.
    """
    found = [one for one in trials(objects, duplicates) if one.tier == PEER_TIER]
    trial = next((one for one in found if one.gallery == "all"), None)
    if trial is None or not len(trial.query_rows):
        return Flags(MISS, note=f"there are no queries of Tier {PEER_TIER}")
    ranks = relevant_ranks(
        units[trial.query_rows], units[trial.gallery_rows], trial.relevant, trial.junk
    )
    flags = []
    for query, row in enumerate(trial.query_rows.tolist()):
        junk = trial.junk[trial.junk[:, 0] == query, 1]
        gallery = np.delete(trial.gallery_rows, junk)
        source = int(trial.gallery_rows[trial.relevant[query]])
        why = f"place {ranks[query]:g} of {len(gallery):,} sources for the one it was drawn for"
        flags.append(Flag(row, gallery, why, source, SOURCE))
    return _worst(MISS, objects, flags, ranks.tolist(), most)


def _rank(units: Floats, row: int, gallery: Ints, source: int) -> float:
    place = np.flatnonzero(gallery == source)
    return float(relevant_ranks(units[[row]], units[gallery], place)[0])


def _worst(
    kind: str, objects: pd.DataFrame, flags: list[Flag], ranks: list[float], most: int
) -> Flags:
    """Show the flags whose source ranks last, of those where it is not alone in first place."""
    missed = [place for place, rank in enumerate(ranks) if rank > 1]
    classes = [objects["class"].iloc[flags[place].row] for place in missed]
    chosen = worst_first([ranks[place] for place in missed], classes, most)
    shown = [flags[missed[place]] for place in chosen.tolist()]
    note = "those whose source ranks last are shown, one a class first"
    return Flags(kind, len(flags), len(missed), shown, note)
