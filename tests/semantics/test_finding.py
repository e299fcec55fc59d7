import math

from lib.core.tables import declared
from lib.semantics.finding import Finding


def test_a_finding_has_the_columns_of_the_table() -> None:
    one = Finding("precision@5", "objects", 0.5)
    assert {"encoder", "measure", *vars(one)} == set(declared("semantics.csv").names)


def test_a_number_without_an_interval_says_so() -> None:
    one = Finding("silhouette", "objects", 0.5, n=3)
    assert math.isnan(one.low)
    assert math.isnan(one.high)
    assert (one.n, one.note) == (3, "")
