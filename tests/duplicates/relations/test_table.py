import math

import numpy as np
import pytest
from scipy.stats import binomtest

from lib.duplicates.relations.evidence import Evidence
from lib.duplicates.relations.names import RELATIONS
from lib.duplicates.relations.table import confusion, evidence_row


def test_a_row_holds_all_but_the_pose() -> None:
    row = evidence_row(Evidence(False, 0.1, 0.2, 1.5, 0.3, 0.4, True, 0.5, np.eye(4)))
    assert list(row.values()) == [False, 0.1, 0.2, 1.5, 0.3, 0.4, True, 0.5]
    assert set(row) == set(Evidence.__dataclass_fields__) - {"pose"}


def test_precision_and_recall_by_relation() -> None:
    true = ["mirrored"] * 10 + ["lookalike"] * 30
    found = ["mirrored"] * 8 + ["lookalike"] * 2 + ["mirrored"] * 4 + ["lookalike"] * 26
    table = confusion(true, found).set_index("relation")
    assert list(table.index) == list(RELATIONS)
    row = table.loc["mirrored"]
    assert (row.n_true, row.n_found, row.n_right) == (10, 12, 8)
    assert (row.precision, row.recall) == (8 / 12, 0.8)
    expected = binomtest(8, 12).proportion_ci(0.95)
    assert (row.precision_low, row.precision_high) == pytest.approx(expected)
    assert (row.recall_low, row.recall_high) == pytest.approx(binomtest(8, 10).proportion_ci(0.95))
    assert row["found_lookalike"] == 2
    assert table.loc["lookalike", "found_mirrored"] == 4
    assert math.isnan(table.loc["part-of", "precision"])
    assert math.isnan(table.loc["part-of", "recall_low"])


def test_an_unknown_relation_is_no_silent_zero() -> None:
    with pytest.raises(ValueError, match="melted"):
        confusion(["melted"], ["mirrored"])
