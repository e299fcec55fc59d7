import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from lib.core.vectors import unit
from lib.duplicates.normalised import background_level, micro_ap, normalised, recall_at


def test_level_is_the_mean_of_the_nearest_others_of_the_background() -> None:
    rng = np.random.default_rng(0)
    items, background = unit(rng.normal(size=(5, 4))), unit(rng.normal(size=(7, 4)))
    same = np.zeros((5, 7), dtype=bool)
    same[2, 3] = same[4, 0] = True
    level = background_level(items, background, same, 3)
    for row in range(5):
        others = [items[row] @ background[k] for k in range(7) if not same[row, k]]
        assert level[row] == pytest.approx(np.mean(sorted(others)[-3:]))


def test_fewer_in_the_background_than_asked_for() -> None:
    items = unit(np.eye(3)[:2])
    same = np.array([[True, False], [False, False]])
    background = unit(np.array([[1.0, 0, 0], [1.0, 1.0, 0]]))
    level = background_level(items, background, same, 10)
    assert level == pytest.approx([np.sqrt(0.5), np.sqrt(0.5) / 2])
    assert background_level(items, background, np.ones((2, 2), dtype=bool), 10).tolist() == [0, 0]


def test_normalised_takes_the_mean_level_off() -> None:
    level = np.array([0.1, 0.3, 0.7])
    found = normalised(np.array([0.9, 0.5]), level, np.array([0, 1]), np.array([1, 2]))
    assert found == pytest.approx([0.7, 0.0])


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=40))
def test_micro_ap_of_all_pairs_is_that_of_scikit_learn(rows: list[tuple[int, bool]]) -> None:
    scores = np.array([score / 7 for score, _ in rows])
    truth = np.array([true for _, true in rows])
    n_true = int(truth.sum())
    if n_true == 0:
        assert micro_ap(scores, truth, 3) == 0
        return
    assert micro_ap(scores, truth, n_true) == pytest.approx(average_precision_score(truth, scores))
    assert micro_ap(scores, truth, 2 * n_true) == pytest.approx(
        average_precision_score(truth, scores) / 2
    )


def test_recall_at_a_precision_by_hand() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    truth = np.array([True, True, False, True, False])
    assert recall_at(scores, truth, 3, 0.95) == pytest.approx(2 / 3)
    assert recall_at(scores, truth, 3, 0.75) == 1
    assert recall_at(scores, truth, 6, 0.75) == 0.5
    assert recall_at(scores, ~truth, 2, 0.95) == 0
    assert recall_at(scores, np.zeros(5, dtype=bool), 2, 0.5) == 0
