"""benchmark-summary.json: all that the card says beside the table of results."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from lib.core.params import Params, PerturbParams
from lib.evaluation.metrics import GALLERIES, misses, reference_lines


def summarize(
    params: Params,
    corpus: dict[str, Any],
    encoders: Sequence[dict[str, Any]],
    objects: pd.DataFrame,
    splits: pd.DataFrame,
    duplicates: pd.DataFrame,
    negatives: pd.DataFrame,
    per_query: pd.DataFrame,
) -> dict[str, Any]:
    """Collect the facts of a run.

    Parameters
    ----------
    params : Params
    corpus : dict
        ``corpus.json``.
    encoders : sequence of dict
        What each encoder says about itself.
    objects, splits, duplicates, negatives, per_query : pandas.DataFrame
        The tables of the same names.

    Returns
    -------
    dict
        JSON-able, in the order in which it is written.
    """
    counts = splits["split"].value_counts()
    queries = objects[objects["tier"] > 0].groupby("tier").size()
    touched = per_query[per_query["n_junk"] > 0]["query_id"].nunique()
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
            "queries_touched": int(touched),
        },
        "mining": [_mining(negatives, miner, params.mine.top_k) for miner in params.mine.miners],
        "t1_failures": misses(per_query),
    }


def describe_tiers(params: PerturbParams) -> list[dict[str, Any]]:
    """Name and define the tiers in words, with the numbers in force."""
    low, high = params.rotation_deg
    turned = f"rotated by {low:g} to {high:g} degrees about an axis uniform on the sphere"
    return [
        {
            "tier": 1,
            "name": "identity",
            "description": "the same mesh, vertices and faces shuffled; below 1.0 something "
            "other than difficulty is at work",
        },
        {"tier": 2, "name": "rotation", "description": f"{turned}; the geometry is untouched"},
        {
            "tier": 3,
            "name": "remesh and noise",
            "description": f"{turned}, decimated to {params.t3_keep_faces:.0%} of the faces, "
            f"vertices moved by Gaussian noise of {params.t3_noise:g} of the bounding-box diagonal",
        },
        {
            "tier": 4,
            "name": "remesh and hue",
            "description": f"{turned}, decimated to {params.t4_keep_faces:.0%} of the faces, hue "
            f"of the views shifted by {params.t4_hue_shift[0]:g} to {params.t4_hue_shift[1]:g} of "
            "the colour circle",
        },
        {
            "tier": 5,
            "name": "another instance",
            "description": "a different mesh of the same class, from outside the gallery; the "
            "source it was drawn for is the one relevant item",
        },
    ]


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
