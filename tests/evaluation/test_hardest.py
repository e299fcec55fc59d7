import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lib.core.vectors import unit
from lib.evaluation import hardest as module


def hardest(queries, pool, *rest):
    return module.hardest(unit(queries), unit(pool), *rest)


def _vectors(seed, n, dim=8):
    return np.random.default_rng(seed).standard_normal((n, dim))


def test_agrees_with_faiss_on_the_whole_pool():
    queries, pool = _vectors(0, 20, 32), _vectors(1, 300, 32)
    index = faiss.IndexFlatIP(32)
    index.add(unit(pool).astype(np.float32))
    similarity, expected = index.search(unit(queries).astype(np.float32), 10)
    found = hardest(queries, pool, [np.arange(300)] * 20, 10)
    assert_array_equal(np.stack([indices for indices, _ in found]), expected)
    assert_allclose(np.stack([values for _, values in found]), similarity, atol=1e-6)


@given(st.integers(0, 2**32), st.integers(1, 30), st.permutations(range(25)))
def test_only_allowed_items_come_back_best_first(seed, k, order):
    queries, pool = _vectors(seed, 2), _vectors(seed + 1, 25)
    allowed = [np.array(order[:18]), np.array(order[:0], dtype=int)]
    (indices, similarity), (nothing, _) = hardest(queries, pool, allowed, k)
    cosine = unit(pool) @ unit(queries)[0]
    assert len(nothing) == 0
    assert_array_equal(indices, sorted(order[:18], key=lambda item: -cosine[item])[:k])
    assert_allclose(similarity, cosine[indices], atol=1e-15)


def test_ties_come_in_pool_order_whatever_their_last_bits():
    twin = _vectors(3, 1, 200)[0]
    scales = np.random.default_rng(4).uniform(0.1, 9, 60)
    pool = np.concatenate([_vectors(5, 5, 200), scales[:, None] * twin])
    for query in _vectors(6, 20, 200) * 0.1 + twin:
        [(indices, _)] = hardest([query], pool, [np.arange(64, -1, -1)], 50)
        assert_array_equal(indices, np.arange(5, 55))


def test_order_of_allowed_changes_nothing():
    queries, pool = np.ones((1, 3)), np.random.default_rng(0).integers(1, 3, (40, 3))
    forward = hardest(queries, pool, [np.arange(40)], 12)[0][0]
    backward = hardest(queries, pool, [np.arange(40)[::-1]], 12)[0][0]
    assert_array_equal(forward, backward)


def test_bad_arguments_are_refused():
    vectors = np.ones((2, 3))
    with pytest.raises(ValueError, match="k is 0"):
        hardest(vectors, vectors, [[0], [1]], 0)
    with pytest.raises(ValueError, match="outside the pool"):
        hardest(vectors, vectors, [[0], [2]], 1)
    with pytest.raises(ValueError, match="zip"):
        hardest(vectors, vectors, [[0]], 1)
    with pytest.raises(ValueError, match=r"row 0 of queries has length 1\.7"):
        module.hardest(vectors, np.eye(2, 3), [[0], [0]], 1)
    with pytest.raises(ValueError, match="row 1 of pool has length 0"):
        module.hardest(np.eye(2, 3), np.array([[1.0, 0, 0], [0, 0, 0]]), [[0], [0]], 1)
