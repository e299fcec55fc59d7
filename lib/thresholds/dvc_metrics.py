"""What `dvc metrics diff` compares of the thresholds, encoder by encoder."""

from typing import Any

import pandas as pd


def threshold_metrics(
    table: pd.DataFrame, auc: pd.DataFrame, ladder: pd.DataFrame
) -> dict[str, Any]:
    """Choose the numbers of one encoder that `dvc metrics diff` compares.

    They stand under its name: `dvc exp show` puts the path of the file before keys that
    two files share.

    A recall of 0 stands for "no threshold reaches the target" and for "not
    certifiable": at that promise nothing can be flagged.
    """
    found: dict[str, Any] = {}
    for row in auc[auc["similarity"] == table["similarity"].iloc[0]].itertuples():
        found.setdefault("auc", {})[row.negatives] = round(float(row.roc_auc), 6)
    for key, column in (("recall", "recall"), ("certified", "certified_recall")):
        for row in table.fillna({column: 0.0}).itertuples():
            rates = found.setdefault(key, {}).setdefault(row.negatives, {})
            rates[f"{row.base_rate:.3g}"] = round(float(getattr(row, column)), 6)
    for row in ladder.fillna({"recall_fixed": 0.0}).itertuples():
        rates = found.setdefault("ladder", {}).setdefault(row.negatives, {})
        rungs = rates.setdefault(f"{row.base_rate:.3g}", {})
        rungs[f"r{row.rung}"] = round(float(row.recall_fixed), 6)
    return {str(table["encoder"].iloc[0]): found}
