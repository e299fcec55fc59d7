"""Searches whose outcome is known, and the same counted another way."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import label_ranking_average_precision_score

from lib.semantics.pair_retrieval import (
    EVERY,
    Searched,
    grey_vectors,
    pair_metrics,
    search,
    summarize_search,
)

RNG = np.random.default_rng(5)


def _pairs(count, per_group=4):
    return Searched(
        [f"layout-{number // per_group}" for number in range(count)],
        ["none" if number % per_group == 0 else "bridge" for number in range(count)],
        [str(number) for number in range(count)],
    )


def _summary(searches, resamples=400):
    return summarize_search(searches, 3, resamples, 0.95)


def test_equal_vectors_find_each_other():
    vectors = RNG.normal(size=(20, 6))
    found = search((vectors, 7 * vectors), _pairs(20))
    assert (found["rank"] == 1).all()
    assert (found["own_group"] == 1).all()


def test_one_vector_for_all_is_chance():
    found = search((np.ones((20, 6)), np.ones((20, 6))), _pairs(20))
    assert (found["rank"] == 10.5).all()
    assert (found["own_group"] == 0).all()
    (row, *_) = _summary({"same": found}).to_dict("records")
    assert row["recall_at_1"] == row["recall_at_5"] == 0
    assert row["map"] == pytest.approx(1 / 10.5)


@pytest.mark.slow
@given(st.integers(0, 2**32 - 1))
def test_ranks_are_what_sorting_and_scikit_learn_say(seed):
    rng = np.random.default_rng(seed)
    masks, printed = rng.normal(size=(2, 16, 5))
    found = search((masks, printed), _pairs(16))
    cosine = (masks @ printed.T) / np.outer(*(np.linalg.norm(v, axis=1) for v in (masks, printed)))
    order = np.argsort(-cosine, axis=1)
    places = [list(row).index(number) + 1 for number, row in enumerate(order)]
    assert found["rank"].tolist() == places
    assert found["own_group"].tolist() == [int(order[n, 0] // 4 == n // 4) for n in range(16)]
    row = _summary({"m": found}).iloc[0]
    assert row["recall_at_1"] == np.mean(np.array(places) <= 1)
    assert row["recall_at_5"] == np.mean(np.array(places) <= 5)
    assert row["map"] == pytest.approx(label_ranking_average_precision_score(np.eye(16), cosine))


def test_what_prints_alike_counts_neither_for_nor_against():
    vectors = RNG.normal(size=(8, 4))
    printed = vectors.copy()
    printed[1] = printed[0]
    pairs = _pairs(8)
    plain = search((vectors, printed), pairs)
    assert plain["rank"].iloc[0] == 1.5
    alike = Searched(pairs.groups, pairs.defects, ["0", "0", *pairs.pixels[2:]])
    assert alike.junk.tolist() == [[0, 1], [1, 0]]
    assert search((vectors, printed), alike)["rank"].iloc[0] == 1


def test_rows_are_all_and_each_defect_with_intervals_that_hold_the_scores():
    vectors = RNG.normal(size=(40, 6))
    noisy = vectors + 0.9 * RNG.normal(size=vectors.shape)
    table = _summary(
        {"b": search((vectors, noisy), _pairs(40)), "a": search((noisy, noisy), _pairs(40))}
    )
    assert table["method"].tolist() == ["a"] * 3 + ["b"] * 3
    assert table["defect"].tolist() == [EVERY, "bridge", "none"] * 2
    assert table["n_queries"].tolist() == [40, 30, 10] * 2
    for name in ("recall_at_1", "recall_at_5", "map"):
        assert (table[f"{name}_low"] <= table[name]).all()
        assert (table[name] <= table[f"{name}_high"]).all()
        whole, parts = table.iloc[3], table.iloc[4:]
        weighted = (parts[name] * parts["n_queries"]).sum() / parts["n_queries"].sum()
        assert whole[name] == pytest.approx(weighted)
    metrics = pair_metrics(table)
    assert set(metrics) == {"a", "b"}
    assert metrics["a"] == {"recall_at_1": 1.0, "recall_at_5": 1.0, "map": 1.0}


def test_the_interval_of_a_share_of_layouts_is_that_of_clopper_and_pearson():
    found = pd.DataFrame(
        {
            "group": [f"layout-{number:02d}" for number in range(25)],
            "defect": "none",
            "rank": [1.0] * 20 + [2.0] * 5,
            "own_group": 1,
        }
    )
    row = _summary({"m": found}, 20000).iloc[0]
    exact = binomtest(20, 25).proportion_ci(0.95, "exact")
    assert row["recall_at_1_low"] == pytest.approx(exact.low, abs=0.01)
    assert row["recall_at_1_high"] == pytest.approx(exact.high, abs=0.01)


def test_grey_vectors_are_the_pixels():
    pictures = RNG.integers(0, 256, (3, 4, 4)).astype(np.uint8)
    rows = grey_vectors(pictures)
    assert rows.shape == (3, 16)
    assert rows.max() <= 1
    np.testing.assert_allclose(rows[1].reshape(4, 4) * 255, pictures[1])
