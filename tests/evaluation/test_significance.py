from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import permutation_test

from lib.evaluation.significance import (
    draw_signs,
    flips_for,
    holm,
    holm_matrix,
    paired_p_values,
    shared_ranks,
)


def signs_for(n_sources, flips=10_000, seed=5):
    return draw_signs([f"s{i}" for i in range(n_sources)], flips, seed)


def draw_totals(rng, chance):
    """Sum of four AP by source, from the chance of each rank to be the last one."""
    return (1 / rng.geometric(chance[..., None], size=(*chance.shape, 4))).sum(axis=-1)


def told_apart(one, other, level):
    """Share of data sets (across) in which a pair is told apart; sources down."""
    signs = signs_for(len(one), 2000)
    pairs = np.stack([one, other], axis=-1)
    found = [paired_p_values(pair, signs)[0, 1] for pair in pairs.transpose(1, 0, 2)]
    return float(np.mean(np.array(found) <= level))


@pytest.mark.parametrize("seed", range(4))
def test_p_values_agree_with_scipy_on_every_flip(seed):
    rng = np.random.default_rng(seed)
    totals = draw_totals(rng, rng.choice([0.9, 0.3], size=(11, 3), p=[0.6, 0.4]))
    found = paired_p_values(totals, signs_for(11, 40_000))
    for one, other in ((0, 1), (0, 2), (1, 2)):
        exact = permutation_test(
            (totals[:, one], totals[:, other]),
            lambda a, b: (a - b).mean(),
            permutation_type="samples",
            n_resamples=np.inf,
        )
        assert found[one, other] == pytest.approx(exact.pvalue, abs=0.01)


def test_equal_columns_give_one_and_opposite_columns_the_least():
    zero, one = np.zeros(40), np.ones(40)
    p_values = paired_p_values(np.stack([zero, zero, one], axis=1), signs_for(40, 999))
    assert_array_equal(p_values, [[1, 1, 0.001], [1, 1, 0.001], [0.001, 0.001, 1]])


def test_one_source_and_one_encoder_tell_nothing():
    assert_array_equal(paired_p_values(np.array([[4.0, 0.0]]), signs_for(1)), np.ones((2, 2)))
    assert_array_equal(paired_p_values(np.array([[4.0], [1.0]]), signs_for(2)), [[1.0]])
    assert_array_equal(holm_matrix(np.ones((1, 1))), [[1.0]])
    assert shared_ranks(np.array([0.3]), np.ones((1, 1)), 0.05).tolist() == [1]


def test_five_sources_that_differ_are_too_few():
    totals = np.zeros((80, 2))
    totals[:5, 0] = 4.0
    assert paired_p_values(totals, signs_for(80))[0, 1] == pytest.approx(2 / 2**5, abs=0.01)


def test_sums_that_are_equal_as_fractions_count_as_equal():
    # 1 + 1/2 + 1/2 - 1/3 - 1/3 - 1/3 is 1 as well with five signs turned, whatever the last bits.
    exact = [Fraction(1), *[Fraction(1, 2)] * 2, *[Fraction(-1, 3)] * 3]
    flips = list(product((1, -1), repeat=len(exact)))
    sums = [abs(sum(s * d for s, d in zip(flip, exact, strict=True))) for flip in flips]
    expected = sum(value >= abs(sum(exact)) for value in sums) / len(flips)
    differences = np.array([float(value) for value in exact])
    totals = np.stack([differences.clip(min=0), -differences.clip(max=0)], axis=1)
    found = paired_p_values(totals, signs_for(len(exact), 40_000))[0, 1]
    assert found == pytest.approx(expected, abs=0.008)


def test_encoders_that_are_alike_are_rarely_told_apart():
    rng = np.random.default_rng(21)
    chance = rng.choice([1, 0.5, 0.2, 0.05, 0.01], size=(80, 2000))
    rates = [told_apart(draw_totals(rng, chance), draw_totals(rng, chance), 0.05)]
    apart = rng.permuted(chance, axis=0)
    rates.append(told_apart(draw_totals(rng, chance), draw_totals(rng, apart), 0.05))
    # 0.05 and three standard errors of a share of 2,000.
    assert max(rates) < 0.065


def test_equal_means_of_opposite_habits_are_told_apart_more_often():
    rng = np.random.default_rng(22)

    def losing(loss, share):
        return 4 - 4 * loss * (rng.random((80, 2000)) < share)

    rates = [
        told_apart(losing(0.9, rare), losing(small, often), 0.05)
        for rare, small, often in ((0.1, 0.3, 0.3), (0.05, 0.1, 0.45), (0.02, 0.09, 0.2))
    ]
    assert 0.04 < rates[0] < 0.09
    assert rates[0] < rates[1] < rates[2] < 0.22


def test_a_real_difference_is_found():
    rng = np.random.default_rng(23)
    hard = rng.random((80, 200)) < 0.4
    good = draw_totals(rng, np.where(hard, 0.5, 1.0))
    worse = draw_totals(rng, np.where(hard, 0.1, 1.0))
    assert told_apart(good, worse, 0.001) > 0.99


def test_holm_of_a_worked_example():
    assert_allclose(holm(np.array([0.01, 0.04, 0.03, 0.005])), [0.03, 0.06, 0.06, 0.02])
    assert holm(np.array([])).shape == (0,)


@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=30))
def test_holm_lies_between_no_correction_and_bonferroni(values):
    p_values = np.array(values)
    corrected = holm(p_values)
    assert np.all(corrected >= p_values)
    assert np.all(corrected <= np.minimum(p_values * len(values), 1))
    order = np.argsort(p_values, kind="stable")
    assert np.all(np.diff(corrected[order]) >= 0)


def test_holm_counts_each_pair_once():
    p_values = np.array([[1, 0.01, 0.03], [0.01, 1, 0.02], [0.03, 0.02, 1]])
    expected = [[1, 0.03, 0.04], [0.03, 1, 0.04], [0.04, 0.04, 1]]
    assert_allclose(holm_matrix(p_values), expected)


def test_sharing_a_rank_is_not_transitive():
    means = np.array([0.9, 0.8, 0.7, 0.2])
    corrected = np.array(
        [[1, 0.5, 0.01, 0.01], [0.5, 1, 0.5, 0.01], [0.01, 0.5, 1, 0.01], [0.01, 0.01, 0.01, 1]]
    )
    assert shared_ranks(means, corrected, 0.05).tolist() == [1, 1, 2, 4]
    assert shared_ranks(means, corrected, 0.001).tolist() == [1, 1, 1, 1]


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_order_of_encoders_and_sources_changes_no_bit(seed):
    rng = np.random.default_rng(seed)
    totals = draw_totals(rng, rng.choice([1, 0.5, 0.1], size=(30, 5)))
    signs = signs_for(30, 400)
    p_values = paired_p_values(totals, signs)
    rows, columns = rng.permutation(30), rng.permutation(5)
    again = paired_p_values(totals[rows][:, columns], signs[:, rows])
    assert_array_equal(again, p_values[np.ix_(columns, columns)])
    ranks = shared_ranks(totals.mean(axis=0), holm_matrix(p_values), 0.05)
    assert ranks.min() == 1
    assert ranks[totals.mean(axis=0).argmax()] == 1


def test_flips_are_enough_for_the_first_step_of_holm():
    assert flips_for(5, 0.05, 10_000) == 10_000
    assert flips_for(1, 0.05, 10) == 10
    n_pairs = 60 * 59 // 2
    best = paired_p_values(
        np.stack([np.zeros(40), np.ones(40)], axis=1), signs_for(40, flips_for(60, 0.05, 10))
    )[0, 1]
    assert best * n_pairs <= 0.05 / 9


def test_a_source_keeps_its_signs_when_others_come_and_go():
    both = draw_signs(["a", "b"], 100, 3)
    assert_array_equal(draw_signs(["b"], 100, 3), both[:, 1:])
    assert set(np.unique(both)) == {-1, 1}
