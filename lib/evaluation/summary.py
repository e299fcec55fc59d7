"""benchmark-summary.json: all that the card says beside the table of results."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from lib.core.params import Params
from lib.evaluation.reference import reference_lines
from lib.evaluation.trials import GALLERIES, trials
from lib.objects.tiers import describe_tiers


def summarize(
    params: Params,
    corpus: dict[str, Any],
    encoders: Sequence[dict[str, Any]],
    objects: pd.DataFrame,
    splits: pd.DataFrame,
    duplicates: pd.DataFrame,
    negatives: pd.DataFrame,
    missed: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Collect the facts of a run.

    Parameters
    ----------
    params : Params
    corpus : dict
        ``corpus.json``.
    encoders : sequence of dict
        What each encoder says about itself.
    objects, splits, duplicates, negatives : pandas.DataFrame
        The tables of the same names.
    missed : sequence of dict
        From :func:`lib.evaluation.metrics.misses`.

    Returns
    -------
    dict
        JSON-able, in the order in which it is written.
    """
    counts = splits["split"].value_counts()
    queries = objects[objects["tier"] > 0].groupby("tier").size()
    touched = {
        row
        for trial in trials(objects, duplicates)
        for row in trial.query_rows[trial.junk[:, 0]].tolist()
    }
    named = set(duplicates["item_a"]) | set(duplicates["item_b"])
    return {
        "benchmark": "3D-Similarity-Bench",
        "version": params.report.version,
        "corpus": corpus,
        "split": {
            "seed": params.select.seed,
            "n_sources": len(splits),
            "n_classes": int(splits["class"].nunique()),
            **{name: int(counts.get(name, 0)) for name in ("train", "val", "test")},
            "sha256": splits["split_sha256"].iloc[0],
        },
        "confidence": params.tabulate.confidence,
        "galleries": dict(zip(GALLERIES, (int(counts["test"]), len(splits)), strict=True)),
        "n_objects": len(objects),
        "n_contents": int(objects["content_sha256"].nunique()),
        "tiers": [
            {**tier, "n_queries": int(queries.get(tier["tier"], 0))}
            for tier in describe_tiers(params.perturb)
        ],
        "encoders": list(encoders),
        "reference": reference_lines(objects, duplicates),
        "duplicates": {
            "threshold_iou": params.select.duplicate_iou,
            "n_pairs": len(duplicates),
            "n_items": len(named),
            "n_sources": len(named & set(splits["source_id"])),
            "queries_touched": len(touched),
        },
        "left_out": list(params.train.left_out),
        "mining": [_mining(negatives, miner, params.mine.top_k) for miner in params.mine.miners],
        "t1_failures": list(missed),
    }


def _mining(negatives: pd.DataFrame, miner: str, top_k: int) -> dict[str, Any]:
    pools = negatives[negatives["miner"] == miner].groupby("query_id")["pool_size"].first()
    return {
        "miner": miner,
        "top_k": top_k,
        "n_queries": len(pools),
        "pool_min": int(pools.min()) if len(pools) else 0,
        "pool_median": float(pools.median()) if len(pools) else 0.0,
        "pool_max": int(pools.max()) if len(pools) else 0,
    }
