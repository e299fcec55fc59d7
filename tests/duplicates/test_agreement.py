import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from lib.core.arrays import Ints
from lib.duplicates.agreement import b_cubed, pairwise

LABELS = st.integers(1, 15).flatmap(
    lambda n: st.tuples(*(st.lists(st.integers(-1, 4), min_size=n, max_size=n) for _ in range(2)))
)


def array(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def naive(found: list[int], true: list[int], alone: bool) -> tuple[float, float]:
    def own(labels: list[int], item: int) -> set[int]:
        if labels[item] < 0:
            return {item}
        return {other for other, label in enumerate(labels) if label == labels[item]}

    shares = []
    for item in range(len(found)):
        here, there = own(found, item), own(true, item)
        if alone or found[item] >= 0 or true[item] >= 0:
            both = len(here & there)
            shares.append((both / len(here), both / len(there)))
    return tuple(np.mean(shares, axis=0)) if shares else (np.nan, np.nan)


@given(LABELS, st.booleans())
def test_b_cubed_as_item_by_item(labels: tuple[list[int], list[int]], alone: bool) -> None:
    scores = b_cubed(array(labels[0]), array(labels[1]), alone=alone)
    precision, recall = naive(*labels, alone)
    np.testing.assert_allclose(scores[:2], [precision, recall], rtol=1e-12)
    np.testing.assert_allclose(scores.f1, 2 * precision * recall / (precision + recall))


def test_b_cubed_of_the_papers_example() -> None:
    # Bagga and Baldwin 1998: truth {1..5} {6, 7} {8..12}; the answer joins the first and
    # the last: precision 16/21, recall 1. With the middle joined to the last: 58/84.
    true = array([0] * 5 + [1] * 2 + [2] * 5)
    first = b_cubed(array([0] * 5 + [1] * 7), true)
    assert first.precision == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)
    assert first.precision == pytest.approx(16 / 21)
    second = b_cubed(array([0] * 5 + [1] * 2 + [0] * 5), true)
    assert second.precision == pytest.approx(7 / 12)
    assert first.recall == second.recall == 1


def test_items_that_are_alone_in_both_count_on_demand_only() -> None:
    found, true = array([0, 0, -1, -1]), array([-1, -1, -1, -1])
    assert b_cubed(found, true)[:2] == (0.5, 1.0)
    assert b_cubed(found, true, alone=True)[:2] == (0.75, 1.0)
    assert b_cubed(true, true).n_items == 0


def test_pairs_with_the_interval_of_scipy() -> None:
    found = array([[0, 1], [1, 0], [2, 3], [4, 9]])
    scores = pairwise(found, array([[3, 2], [0, 1], [5, 6], [7, 8]]))
    assert (scores.hits, scores.n_found, scores.n_true) == (2, 3, 4)
    for share, total in ((scores.precision, 3), (scores.recall, 4)):
        limits = binomtest(2, total).proportion_ci(0.95, method="exact")
        np.testing.assert_allclose(share, [2 / total, limits.low, limits.high])


def test_no_pairs_say_nothing() -> None:
    scores = pairwise(array([]).reshape(0, 2), array([[0, 1]]))
    assert np.isnan(scores.precision.value)
    assert scores.precision[1:] == (0, 1)
    assert scores.recall.value == 0
