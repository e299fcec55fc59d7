import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from lib.duplicates.told import duplicates_metrics, with_intervals


def test_recall_of_a_relation_has_the_exact_interval() -> None:
    rows = [("x", "rescaled", 20, 17, 3), ("x", "mirrored", 20, 0, 0)]
    table = pd.DataFrame(rows, columns=["encoder", "relation", "n_true", "n_flagged", "n_named"])
    told = with_intervals(table, 0.95)
    for row in told.itertuples():
        known = binomtest(row.n_flagged, row.n_true).proportion_ci(0.95, "exact")
        assert row.recall == row.n_flagged / row.n_true
        assert (row.recall_low, row.recall_high) == pytest.approx((known.low, known.high))


def test_metrics_leave_out_what_is_not_a_number() -> None:
    names = ("precision", "recall", "confirmed_precision", "confirmed_recall", "b_cubed_f1")
    row = dict.fromkeys([*names, "micro_ap", "micro_ap_normalised"], 0.12345678)
    table = pd.DataFrame([{"encoder": "a", **row}, {"encoder": "b", **row, "precision": np.nan}])
    found = duplicates_metrics(table)
    assert found["a"]["precision"] == 0.123457
    assert "precision" not in found["b"]
    assert len(found["b"]) == len(row) - 1
