from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neighbors import NearestNeighbors

from lib.semantics.labelled import labelled
from lib.semantics.neighbours import cosines, share_among_nearest


def _expected(cosine: np.ndarray, right: np.ndarray, k: int) -> float:
    """Mean over every order that the cosines allow."""
    there = np.flatnonzero(np.isfinite(cosine)).tolist()
    if not there:
        return np.nan
    orders = [
        one for one in permutations(there) if sorted(cosine[there])[::-1] == [*cosine[[*one]]]
    ]
    return float(np.mean([right[[*one[:k]]].mean() for one in orders]))


@given(
    st.lists(
        st.tuples(st.sampled_from([-np.inf, -0.5, 0.0, 0.25, 1.0]), st.booleans()),
        min_size=1,
        max_size=5,
    ),
    st.integers(1, 7),
)
def test_it_is_the_expectation_over_all_orders_of_ties(items, k) -> None:
    cosine, right = np.array([one[0] for one in items]), np.array([one[1] for one in items])
    found = share_among_nearest(cosine[None], right[None], k)
    np.testing.assert_allclose(found, [_expected(cosine, right, k)])


def test_last_bits_do_not_break_a_tie() -> None:
    cosine = np.array([[0.5, 0.5 + 4e-16, 0.5 - 4e-16, 0.1]])
    right = np.array([[True, False, False, True]])
    np.testing.assert_allclose(share_among_nearest(cosine, right, 1), [1 / 3])
    np.testing.assert_allclose(share_among_nearest(cosine, right, 2), [1 / 3])
    # Of the three, all; the fourth only then.
    np.testing.assert_allclose(share_among_nearest(cosine, right, 4), [1 / 2])


@pytest.mark.parametrize("k", [1, 5, 40])
def test_without_ties_it_is_what_others_find(k) -> None:
    rng = np.random.default_rng(k)
    data = labelled(rng.normal(size=(41, 3)), [f"c{one}" for one in rng.integers(0, 3, 41)])
    number = data.labels[1]
    found = share_among_nearest(cosines(data), number[:, None] == number, k)
    # Asked for what it was fitted to, it leaves each item out of its own neighbours.
    near = NearestNeighbors(n_neighbors=k, metric="cosine", algorithm="brute").fit(data.vectors)
    rows = near.kneighbors(return_distance=False)
    np.testing.assert_allclose(found, (number[rows] == number[:, None]).mean(axis=1))


def test_more_rows_than_fit_at_once_are_the_same(monkeypatch) -> None:
    rng = np.random.default_rng(9)
    cosine, right = rng.normal(size=(23, 11)).round(1), rng.random((23, 11)) < 0.5
    whole = share_among_nearest(cosine, right, 4)
    monkeypatch.setattr("lib.semantics.neighbours._ROWS", 5)
    np.testing.assert_array_equal(share_among_nearest(cosine, right, 4), whole)


def test_neither_oneself_nor_ones_group_is_a_candidate() -> None:
    vectors = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [3.0, 4.0]])
    data = labelled(vectors, ["a"] * 4, groups=["g", "g", "h", "i"])
    found = cosines(data)
    away = [[True, True, False, False], [True, True, False, False]]
    away += [[False, False, True, False], [False, False, False, True]]
    np.testing.assert_array_equal(np.isneginf(found), away)
    np.testing.assert_allclose(found[0, 2:], [0.0, 0.6], atol=1e-15)
