"""What `dvc metrics diff` compares of the retrieval, encoder by encoder."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib.evaluation.tier6 import TIER


def retrieval_metrics(results: pd.DataFrame) -> dict[str, Any]:
    """Lay out the mAP of one encoder as `dvc metrics diff` compares it.

    Parameters
    ----------
    results : pandas.DataFrame
        Columns encoder, tier, gallery and map; rows of one encoder.

    Returns
    -------
    dict
        ``{encoder: {"T1": {"test": ..., "all": ...}, ...}}``, six digits.
    """
    found: dict[str, dict[str, float]] = {}
    for tier, gallery, value in results[["tier", "gallery", "map"]].itertuples(index=False):
        found.setdefault(f"T{tier}", {})[gallery] = round(float(value), 6)
    return {str(results["encoder"].iloc[0]): found}


def tier6_metrics(encoder: str, scores: Mapping[str, float]) -> dict[str, dict[str, object]]:
    """Lay out the mAP of Tier 6 as `dvc metrics diff` compares it.

    Parameters
    ----------
    encoder : str
    scores : mapping of str to float
        The encoder's mAP by miner; empty where the tier is off.
    """
    found = {miner: round(float(scores[miner]), 6) for miner in sorted(scores)}
    return {encoder: {f"T{TIER}": found} if found else {}}
