"""Small tables of a scan of a planted catalogue."""

import numpy as np
import pandas as pd

from lib.core.tables import declared


def promises() -> pd.DataFrame:
    zeros = dict.fromkeys(declared("promises.csv").names, 0.0)
    same = {
        "n_items": 1100,
        "share": 2 / 11,
        "pair_rate": 2 / 11 / 1099,
        "similarity": "cosine",
        "promised": 0.95,
    }
    good = {
        "encoder": "good",
        "threshold": 0.9123456,
        "status": "certified",
        "n_flagged": 98,
        "precision": 0.98,
        "precision_low": 0.93,
        "precision_high": 0.995,
        "recall": 0.96,
        "recall_low": 0.9,
        "recall_high": 0.99,
        "expected_false_alarms": 3.25,
        "false_alarms": 2,
        "confirmed_precision": 1.0,
        "confirmed_recall": 0.95,
        "n_groups": 70,
        "b_cubed_f1": 0.97,
        "micro_ap": 0.9,
        "micro_ap_normalised": 0.92,
    }
    none = {"encoder": "none", "threshold": np.nan, "status": "none", "precision": np.nan}
    rows = [{**zeros, **same, **good}, {**zeros, **same, **none, "confirmed_precision": np.nan}]
    kinds = {column.name: column.dtype for column in declared("promises.csv").columns}
    return pd.DataFrame(rows).astype(kinds)


def planted() -> pd.DataFrame:
    rows = [
        ("good", "re-exported", 60, 60, 60),
        ("good", "mirrored", 40, 36, 30),
        ("none", "re-exported", 60, 0, 0),
        ("none", "mirrored", 40, 0, 0),
    ]
    table = pd.DataFrame(rows, columns=["encoder", "relation", "n_true", "n_flagged", "n_named"])
    recall = table["n_flagged"] / table["n_true"]
    return table.assign(recall=recall, recall_low=recall, recall_high=recall)


def relations() -> pd.DataFrame:
    rows = [
        ("re-exported", 60, 66, 0.9, 0.8, 0.95, 1.0, 0.94, 1.0),
        ("mirrored", 40, 34, 1.0, 0.9, 1.0, 0.85, 0.7, 0.94),
        ("rescaled", 0, 0, np.nan, 0.0, 1.0, np.nan, 0.0, 1.0),
    ]
    return pd.DataFrame(rows, columns=declared("relations.csv").names)
