import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.duplicates.search.space import exact_similarity, reaches, require_threshold, space_of
from lib.thresholds.similarities import similarities
from tests.duplicates.search.vectors import every_pair

NUMBERS = st.floats(-1e3, 1e3, allow_subnormal=False).map(lambda x: x + 1e-3)
SMALL = arrays(np.float64, st.tuples(st.integers(2, 6), st.integers(1, 5)), elements=NUMBERS)


@given(SMALL, st.sampled_from(["cosine", "l2", "l2_unit"]), st.integers(-30, 30))
def test_no_pair_at_its_own_similarity_falls_below_the_limit(
    vectors: Floats, similarity: str, exponent: int
) -> None:
    vectors = vectors[np.abs(vectors).max(axis=1) > 0] * 2.0**exponent
    space = space_of(vectors, similarity)
    rows = space.rows(vectors)
    products = rows @ space.others(rows).T
    for a, b, value in zip(*every_pair(vectors, similarity), strict=True):
        assert products[a, b] > space.limit(value)


@pytest.mark.parametrize("length", [1e-12, 1.0, 1e12])
def test_the_limit_is_close_below(length: float) -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(50, 64)) * length
    # One long row among them does not blur the others.
    vectors[0] *= 1e3
    space = space_of(vectors, "l2")
    rows = space.rows(vectors)
    products = (rows @ space.others(rows).T)[1:, 1:]
    a, b, values = every_pair(vectors[1:], "l2")
    limits = np.array([space.limit(0.99 * value) for value in values])
    assert (products[a, b] < limits).all()


@pytest.mark.parametrize("similarity", ["cosine", "l2", "l2_unit"])
@pytest.mark.parametrize(("bad", "what"), [(0.0, "zero"), (np.nan, "not finite"), (np.inf, "not")])
def test_rows_without_a_direction_are_named(similarity: str, bad: float, what: str) -> None:
    vectors = np.ones((40_000, 2))
    vectors[35_000:, :] = bad
    with pytest.raises(BenchError, match=f"row 35000 of the vectors is {what}"):
        space_of(vectors, similarity)


def test_what_is_no_matrix_or_no_similarity() -> None:
    with pytest.raises(ValueError, match="shape"):
        space_of(np.ones(3), "cosine")
    with pytest.raises(ValueError, match="'score'"):
        space_of(np.ones((2, 3)), "score")


def test_exact_similarities_do_not_depend_on_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = np.random.default_rng(0).normal(size=(30, 8)).astype(np.float32)
    a, b, _ = every_pair(vectors, "l2")
    expected = similarities(vectors, vectors, np.stack([a, b], axis=1))["l2"]
    monkeypatch.setattr("lib.duplicates.search.space._CHUNK", 7)
    np.testing.assert_array_equal(exact_similarity(vectors, a, b, "l2"), expected)
    np.testing.assert_array_equal(exact_similarity(vectors, a, b, "l2", vectors[::]), expected)


@pytest.mark.parametrize(
    ("threshold", "similarity"),
    [(1.01, "cosine"), (np.nan, "cosine"), (-0.1, "l2"), (np.inf, "l2_unit")],
)
def test_thresholds_out_of_range(threshold: float, similarity: str) -> None:
    with pytest.raises(BenchError, match=similarity):
        require_threshold(threshold, similarity)
    require_threshold(0.5, similarity)


def test_a_vector_reaches_the_similarity_that_it_has_with_itself() -> None:
    rows = np.random.default_rng(0).normal(size=(200, 28))
    ids = np.arange(200)
    same = exact_similarity(rows, ids, ids, "cosine")
    assert (same < 1).any()
    assert reaches(same, 1.0, "cosine").all()
    assert not reaches(np.array([1 - 1e-9]), 1.0, "cosine").any()
