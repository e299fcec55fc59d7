import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import binomtest, norm

from lib.core.errors import BenchError
from lib.evaluation.intervals import draw_weights, exact_products, map_intervals

N_SOURCES, N_QUERIES, DATA_SETS = 80, 4, 2000

POPULATIONS: dict[str, tuple[list[float], list[float]]] = {
    # Shares of the sources, and the chance of each rank to be the last one looked at.
    "perfect": ([1], [1]),
    "rare, total": ([0.997, 0.003], [1, 0.005]),
    "few, mild": ([0.98, 0.02], [1, 0.3]),
    "few, total": ([0.99, 0.01], [1, 0.01]),
    "few, mixed": ([0.95, 0.03, 0.02], [1, 0.8, 0.5]),
    "0.97": ([0.94, 0.04, 0.02], [1, 0.4, 0.1]),
    "0.92": ([0.86, 0.08, 0.06], [1, 0.4, 0.1]),
    "0.8": ([0.6, 0.15, 0.15, 0.1], [1, 0.6, 0.2, 0.02]),
    "0.5": ([0.2, 0.2, 0.2, 0.2, 0.2], [1, 0.5, 0.2, 0.05, 0.01]),
    "0.2": ([0.03, 0.17, 0.3, 0.5], [1, 0.3, 0.08, 0.02]),
    "0.05, even": ([0.1, 0.4, 0.5], [0.2, 0.01, 0.003]),
    "0.05, lucky": ([0.03, 0.97], [0.95, 0.004]),
    "0.03, lucky": ([0.01, 0.99], [1, 0.004]),
}
"""Sources differ, the four ranks of a source are geometric: AP of 1, 1/2, 1/3, ..."""


def true_map(shares, chances) -> float:
    """Mean of 1/rank over geometric ranks: -p ln p / (1 - p)."""
    p = np.array(chances, dtype=float)
    rest = np.where(p < 1, 1 - p, 1.0)
    return float(np.dot(shares, np.where(p < 1, -p * np.log(p) / rest, 1.0)))


def draw_totals(rng, shares, chances, n_queries, data_sets=DATA_SETS):
    """Sum of AP by source; sources down, data sets across."""
    chance = rng.choice(chances, size=(len(n_queries), data_sets), p=shares)
    ranks = rng.geometric(chance[..., None], size=(*chance.shape, int(n_queries.max())))
    asked = np.arange(ranks.shape[-1]) < n_queries[:, None, None]
    return np.where(asked, 1 / ranks, 0.0).sum(axis=-1)


def weights_for(n_sources, resamples=2000, seed=7):
    return draw_weights([f"s{i}" for i in range(n_sources)], resamples, seed)


def covered(ends, truth):
    low, high = np.asarray(ends).T
    return float(((low <= truth + 1e-9) & (high >= truth - 1e-9)).mean())


def textbook(means, counts):
    """Percentile, BCa and studentized intervals; sources down, data sets across."""
    draws = counts @ means / len(means)
    observed, spread = means.mean(axis=0), means.std(axis=0)
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    found = {"percentile": np.stack([low, high], axis=1)}

    below = ((draws < observed).mean(axis=0) + (draws <= observed).mean(axis=0)) / 2
    bias = norm.ppf(below.clip(1e-4, 1 - 1e-4))
    cubes = ((means - observed) ** 3).sum(axis=0)
    skew = np.where(spread > 0, cubes / (6 * len(means) ** 1.5 * np.maximum(spread, 1e-9) ** 3), 0)
    shifted = bias + norm.ppf([[0.025], [0.975]])
    level = norm.cdf(bias + shifted / (1 - skew * shifted))
    places = (level * len(draws)).astype(int).clip(0, len(draws) - 1)
    found["BCa"] = np.take_along_axis(np.sort(draws, axis=0), places, axis=0).T

    inner = np.sqrt(np.maximum(counts @ means**2 / len(means) - draws**2, 1e-12))
    low, high = np.quantile((draws - observed) / inner, [0.025, 0.975], axis=0)
    found["studentized"] = np.stack([observed - high * spread, observed - low * spread], axis=1)
    return found


@pytest.mark.slow
def test_coverage_of_ours_and_of_what_textbooks_offer():
    rng = np.random.default_rng(11)
    weights = weights_for(N_SOURCES)
    counts = rng.multinomial(N_SOURCES, [1 / N_SOURCES] * N_SOURCES, size=2000).astype(float)
    n_queries = np.full(N_SOURCES, N_QUERIES)
    rates: dict[str, dict[str, float]] = {}
    for name, population in POPULATIONS.items():
        totals = draw_totals(rng, *population, n_queries)
        found = textbook(totals / N_QUERIES, counts)
        found["ours"] = map_intervals(totals, n_queries, weights, 0.95)
        rates[name] = {kind: covered(ends, true_map(*population)) for kind, ends in found.items()}
        if name in ("0.8", "0.5", "0.2"):
            width = {kind: np.ptp(ends, axis=1).mean() for kind, ends in found.items()}
            assert 1.05 < width["ours"] / width["percentile"] < 1.16
    assert all(row["ours"] >= 0.95 for row in rates.values()), rates
    for kind in ("percentile", "BCa", "studentized"):
        assert all(0.93 < rates[name][kind] < 0.97 for name in ("0.8", "0.5", "0.2"))
        assert rates["rare, total"][kind] < 0.3
        assert rates["few, total"][kind] < 0.6


@pytest.mark.parametrize("population", ["few, mixed", "0.92", "0.5", "0.05, lucky"])
def test_coverage_with_few_sources_and_unequal_numbers_of_queries(population):
    rng = np.random.default_rng(12)
    n_queries = np.arange(12) % 4 + 1
    totals = draw_totals(rng, *POPULATIONS[population], n_queries)
    ends = map_intervals(totals, n_queries, weights_for(12), 0.95)
    assert covered(ends, true_map(*POPULATIONS[population])) >= 0.95


def test_queries_of_a_source_do_not_count_as_independent():
    rng = np.random.default_rng(13)
    by_source = (rng.random((N_SOURCES, 1)) < 0.6).astype(float)
    once = map_intervals(by_source, np.ones(N_SOURCES, int), weights_for(N_SOURCES), 0.95)
    asked = np.full(N_SOURCES, N_QUERIES)
    often = map_intervals(by_source * N_QUERIES, asked, weights_for(N_SOURCES), 0.95)
    assert_array_equal(once, often)


@pytest.mark.parametrize("hits", [0, 1, 7, 40, 79, 80])
def test_hits_and_misses_get_the_interval_of_clopper_and_pearson(hits):
    totals = (np.arange(80) < hits).astype(float)[:, None]
    exact = binomtest(hits, 80).proportion_ci(0.95, method="exact")
    found = map_intervals(totals, np.ones(80, int), weights_for(80, 40_000), 0.95)
    assert_allclose(found, [exact], atol=2e-3)


def test_no_miss_at_all_is_one_sided():
    (low, high), (bottom, top) = map_intervals(
        np.array([[4.0, 0.0]] * 80), np.full(80, 4), weights_for(80, 40_000), 0.95
    )
    assert high == 1.0
    assert low == pytest.approx(0.025 ** (1 / 80), abs=1e-3)
    assert bottom == 0.0
    assert top == pytest.approx(1 - 0.025 ** (1 / 80), abs=1e-3)


def test_one_source_says_next_to_nothing():
    ends = map_intervals(np.array([[4.0, 2.0]]), np.array([4]), weights_for(1, 40_000), 0.95)
    assert_allclose(ends, [[0.025, 1.0], [0.0125, 0.9875]], atol=2e-3)


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(1, 12), st.sampled_from([0.5, 0.9, 0.95]))
def test_interval_holds_the_mean_and_widens_with_confidence(seed, n_sources, confidence):
    rng = np.random.default_rng(seed)
    n_queries = rng.integers(1, 5, n_sources)
    totals = draw_totals(rng, [0.5, 0.5], [0.9, 0.2], n_queries, 3)
    weights = weights_for(n_sources, 500)
    low, high = map_intervals(totals, n_queries, weights, confidence).T
    mean = totals.sum(axis=0) / n_queries.sum()
    assert np.all((low >= 0) & (low <= mean + 1e-7) & (mean <= high + 1e-7) & (high <= 1))
    wide_low, wide_high = map_intervals(totals, n_queries, weights, 0.99).T
    assert np.all((wide_low <= low) & (wide_high >= high))


def test_a_source_keeps_its_draws_when_others_come_and_go():
    both = draw_weights(["a", "b"], 100, 3)
    assert_array_equal(draw_weights(["b"], 100, 3), both[:, 1:])
    assert not np.array_equal(draw_weights(["b"], 100, 4), both[:, 1:])
    assert both.mean() == pytest.approx(4096, rel=0.2)


def test_order_of_sources_and_encoders_changes_no_bit():
    rng = np.random.default_rng(14)
    n_queries = rng.integers(1, 5, 200)
    totals = draw_totals(rng, *POPULATIONS["0.5"], n_queries, 6)
    weights = weights_for(200)
    ends = map_intervals(totals, n_queries, weights, 0.95)
    order, turn = rng.permutation(200), rng.permutation(6)
    again = map_intervals(
        totals[order][:, turn], n_queries[order], weights[:, np.append(order, -1)], 0.95
    )
    assert_array_equal(again, ends[turn])


def test_products_are_exact():
    rng = np.random.default_rng(15)
    draws = rng.integers(0, 2**16, (5000, 90)).astype(np.int32)
    values = rng.integers(0, 2**26, (90, 3)).astype(float)
    found = np.concatenate(list(exact_products(draws, values)))
    assert_array_equal(found, draws.astype(int) @ values.astype(int))


def test_too_few_resamples_are_refused():
    with pytest.raises(BenchError, match="38 resamples are too few") as caught:
        map_intervals(np.ones((3, 1)), np.ones(3, int), weights_for(3, 38), 0.95)
    assert "take 39 or more" in caught.value.hint
    assert map_intervals(np.ones((3, 1)), np.ones(3, int), weights_for(3, 39), 0.95).shape == (1, 2)
