from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lib.evaluation.ranking import average_precision, ranks_from_scores
from lib.evaluation.reference import chance, ranked_items


@pytest.mark.parametrize("n", range(1, 7))
def test_chance_is_the_mean_over_all_orders(n):
    aps = [Fraction(1, order.index(0) + 1) for order in permutations(range(n))]
    assert chance(n) == pytest.approx(float(sum(aps) / len(aps)), rel=1e-15)


def test_chance_by_simulation():
    scores = np.random.default_rng(0).random((40_000, 20))
    ap = average_precision(ranks_from_scores(scores, np.full(len(scores), 7)))
    assert abs(ap.mean() - chance(20)) < 4 * ap.std() / np.sqrt(len(ap))


def test_chance_at_the_sizes_of_the_benchmark():
    assert chance(1) == 1
    assert chance(2) == 0.75
    assert_allclose(chance([20, 80, 800]), [0.17989, 0.06207, 0.00908], atol=5e-6)
    assert chance(np.zeros((0,))).shape == (0,)


def test_chance_refuses_an_empty_ranking():
    with pytest.raises(ValueError, match="at least 1, got 0"):
        chance([3, 0])


def test_class_recogniser_by_simulation():
    classes = ["chair"] * 5 + ["table"] * 3 + ["lamp"]
    rng = np.random.default_rng(1)
    relevant = np.repeat([1, 6, 8], 20_000)
    junk = np.stack([np.arange(20_000), np.full(20_000, 4)], axis=1)
    same = np.array(classes)[relevant][:, None] == np.array(classes)
    ap = average_precision(ranks_from_scores(same + rng.random(same.shape), relevant, junk))
    all_items, class_items = ranked_items(relevant, classes, junk)
    assert all_items[[0, -1]].tolist() == [8, 9]
    expected = chance(class_items).reshape(3, -1)
    assert_allclose(expected[:, 0], [25 / 48, 11 / 18, 1])
    assert_allclose(ap.reshape(3, -1).mean(axis=1), expected[:, 0], atol=0.01)


def test_ranked_items_without_junk():
    all_items, class_items = ranked_items([0, 2], ["a", "b", "a", "c"])
    assert all_items.tolist() == [4, 4]
    assert class_items.tolist() == [2, 2]


def test_junk_of_another_class_leaves_the_class_alone():
    all_items, class_items = ranked_items([0], ["a", "b", "a"], [[0, 1]])
    assert (all_items.tolist(), class_items.tolist()) == ([2], [2])
