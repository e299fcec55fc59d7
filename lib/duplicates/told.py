"""What scans of the planted catalogue say, laid out for tables and for `dvc metrics`."""

import pandas as pd

from lib.thresholds.intervals import exact_limits

_COMPARED = (
    "precision",
    "recall",
    "confirmed_precision",
    "confirmed_recall",
    "b_cubed_f1",
    "micro_ap",
    "micro_ap_normalised",
)


def with_intervals(planted: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Add the recall of each relation and its exact interval to ``planted.csv``."""
    low, high = exact_limits(planted["n_flagged"], planted["n_true"], confidence)
    recall = planted["n_flagged"] / planted["n_true"]
    return planted.assign(recall=recall, recall_low=low, recall_high=high)


def duplicates_metrics(promises: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Lay ``promises.csv`` out as `dvc metrics diff` compares it, six digits.

    What an encoder has no number for, such as the precision of nothing, is left out.
    """
    return {
        row["encoder"]: {
            name: round(float(row[name]), 6) for name in _COMPARED if pd.notna(row[name])
        }
        for row in promises.to_dict("records")
    }
