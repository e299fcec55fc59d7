import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.thresholds.audit.sampling import (
    band_names,
    band_of,
    draw,
    equal_allocation,
    neyman_allocation,
)


def test_bands_are_half_open_and_take_everything():
    scores = [-1.0, 0.0, 0.7 - 1e-12, 0.7, 0.9 - 1e-12, 0.9, 1.0, 1.0 + 1e-7]
    assert band_of(scores, (0.7, 0.9)).tolist() == [0, 0, 0, 1, 1, 2, 2, 2]
    assert band_names((0.7, 0.9)) == ["below 0.7", "0.7 to 0.9", "from 0.9 on"]


def test_no_edges_make_one_band():
    assert band_of([0.1, 0.9], ()).tolist() == [0, 0]
    assert len(band_names(())) == 1


@pytest.mark.parametrize("edges", [(0.9, 0.7), (0.7, 0.7), (np.nan,), (0.5, np.inf)])
def test_refuses_edges_that_do_not_rise(edges):
    with pytest.raises(ValueError, match="rise"):
        band_of([0.5], edges)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_refuses_scores_that_are_not_finite(bad):
    with pytest.raises(ValueError, match="score 1 is not finite"):
        band_of([0.5, bad], (0.7,))


def test_a_small_band_gives_all_it_has():
    assert equal_allocation([1000, 7, 0], 50).tolist() == [50, 7, 0]


def test_neyman_is_the_textbook_formula():
    """Cochran (1977), 5.5: n_h in proportion to W_h S_h; here S = 1/2, 1/2, and 0.3."""
    # Many labels, so that the shrinkage is below a rounding.
    found = neyman_allocation([6000, 3000, 5000], [10**7] * 3, [5 * 10**6, 5 * 10**6, 10**6], 600)
    assert found.tolist() == [300, 150, 150]


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 60), st.floats(0, 1)), min_size=1, max_size=6
    ),
    st.integers(12, 900),
)
def test_neyman_spends_the_budget_within_its_limits(bands, budget):
    sizes = np.array([size for size, _, _ in bands])
    labelled = np.array([n for _, n, _ in bands])
    positives = np.array([round(n * share) for _, n, share in bands])
    counts = neyman_allocation(sizes, labelled, positives, budget)
    assert counts.sum() == min(budget, sizes.sum())
    assert (counts <= sizes).all()
    assert (counts >= np.minimum(sizes, 2)).all()


@pytest.mark.parametrize("budget", [6, 9, 14])
def test_neyman_varies_least_of_all_ways_to_spend(budget):
    sizes, labelled, positives = np.array([40, 25, 10]), [20, 20, 20], [1, 9, 19]
    rate = (np.array(positives) + 0.5) / 21

    def variance(counts):
        return (sizes**2 * rate * (1 - rate) / np.array(counts)).sum()

    ways = [
        (a, b, budget - a - b)
        for a, b in itertools.product(range(2, budget), repeat=2)
        if 2 <= budget - a - b <= 10
    ]
    found = neyman_allocation(sizes, labelled, positives, budget)
    # Rounding to whole labels costs a little.
    assert variance(found) <= 1.02 * min(variance(way) for way in ways)


def test_an_unlucky_band_is_not_starved():
    """No positive in 50 labels does not show that a band with nine tenths of the stream is pure."""
    counts = neyman_allocation([18000, 1500, 500], [50, 50, 50], [0, 10, 45], 150)
    assert counts[0] > 50


def test_refuses_a_budget_below_two_a_band():
    with pytest.raises(ValueError, match="budget"):
        neyman_allocation([10, 10, 10], [5, 5, 5], [1, 1, 1], 5)


def test_draws_without_replacement_within_bands():
    bands = np.array([0, 1, 0, 1, 1, 2, 0, 1])
    chosen = draw(bands, [2, 3, 1], np.random.default_rng(0))
    assert len(set(chosen.tolist())) == 6
    assert np.bincount(bands[chosen]).tolist() == [2, 3, 1]
    again = draw(bands, [2, 3, 1], np.random.default_rng(0))
    assert chosen.tolist() == again.tolist()


def test_every_item_of_a_band_is_equally_likely_and_the_order_hides_the_band():
    bands, rng = np.repeat([0, 1], [6, 3]), np.random.default_rng(1)
    draws = [draw(bands, [2, 2], rng) for _ in range(6000)]
    shares = np.bincount(np.concatenate(draws), minlength=9) / len(draws)
    np.testing.assert_allclose(shares, np.repeat([2 / 6, 2 / 3], [6, 3]), atol=0.03)
    first = np.mean([bands[one[0]] for one in draws])
    assert first == pytest.approx(0.5, abs=0.03)


def test_an_empty_plan_draws_nothing():
    assert draw([0, 1], [0, 0], np.random.default_rng(0)).shape == (0,)
