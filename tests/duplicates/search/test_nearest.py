import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.duplicates.search.nearest import Neighbours, nearest
from lib.thresholds.similarities import oriented, similarities
from tests.duplicates.search.vectors import THRESHOLDS, with_copies


def one_by_one(vectors: Floats, k: int, similarity: str) -> tuple[list, list]:
    rows, values = [], []
    for own in range(len(vectors)):
        others = [other for other in range(len(vectors)) if other != own]
        pairs = np.array([[own, other] for other in others]).reshape(-1, 2)
        value = similarities(vectors, vectors, pairs)[similarity]
        order = sorted(zip(-oriented(value, similarity), others, value, strict=True))[:k]
        rows.append([other for _, other, _ in order])
        values.append([value for _, _, value in order])
    return rows, values


@given(st.integers(1, 40), st.integers(1, 6), st.sampled_from(list(THRESHOLDS)), st.booleans())
def test_as_one_by_one(n: int, k: int, similarity: str, ties: bool) -> None:
    vectors = with_copies(n, 3)
    if ties:
        vectors = np.abs(np.round(vectors)) + 1.0
    found, values = nearest(vectors, k, similarity)
    rows, expected = one_by_one(vectors, k, similarity)
    assert found.shape == (n, min(k, n - 1))
    assert found.tolist() == rows
    assert values.tolist() == expected


@pytest.mark.parametrize("similarity", list(THRESHOLDS))
def test_queries_by_number_and_from_elsewhere(similarity: str) -> None:
    vectors = with_copies(200)
    found, values = nearest(vectors, 3, similarity)
    some = np.array([7, 150])
    again, same = nearest(vectors, 3, similarity, some)
    np.testing.assert_array_equal(again, found[some])
    np.testing.assert_array_equal(same, values[some])
    index = Neighbours(vectors, similarity)
    np.testing.assert_array_equal(index.of(some, 3)[0], again)
    np.testing.assert_array_equal(index.of(some[:1], 1)[0], again[:1, :1])
    # The same vectors from elsewhere are nearest to themselves.
    own, _ = nearest(vectors[:100], 1, similarity, vectors[[7, 50]])
    assert own.tolist() == [[7], [50]]


def test_many_equal_rows_tie_by_number() -> None:
    vectors = np.concatenate([np.ones((3000, 4)), with_copies(100, 4)])
    found, values = nearest(vectors, 2, "cosine", np.array([0, 1, 2, 2999]))
    assert found.tolist() == [[1, 2], [0, 2], [0, 1], [0, 1]]
    np.testing.assert_allclose(values, 1, rtol=1e-15)


def test_all_rows_equal() -> None:
    found, _ = nearest(np.ones((5000, 8)), 1, "l2")
    assert found[:, 0].tolist() == [1] + [0] * 4999


def test_what_cannot_be_asked() -> None:
    with pytest.raises(ValueError, match="k is 0"):
        nearest(np.ones((3, 2)), 0, "cosine")
    with pytest.raises(BenchError, match="row 1 of the vectors is zero"):
        nearest(np.array([[1.0], [0.0]]), 1, "cosine")
    with pytest.raises(BenchError, match="not finite"):
        nearest(np.ones((3, 1)), 1, "cosine", np.array([[np.nan]]))
    assert nearest(np.ones((1, 2)), 3, "cosine")[0].shape == (1, 0)
