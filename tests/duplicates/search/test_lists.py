import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from threadpoolctl import threadpool_limits

from lib.duplicates.search import lists
from lib.duplicates.search.lists import _nearest, _sides, _with_one, train, whole_numbers
from lib.duplicates.search.space import space_of
from tests.duplicates.search.vectors import with_copies


@given(st.integers(1, 40), st.sampled_from(["cosine", "l2"]), st.integers(0, 99))
def test_whole_numbers_leave_sums_exact(dim: int, similarity: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(20, dim)) * rng.choice([1e-6, 1.0, 1e9], size=(20, 1))
    whole = whole_numbers(space_of(vectors, similarity), vectors).astype(np.int64)
    points, sides = _with_one(whole.astype(np.int16)), _sides(whole.astype(np.float64))
    largest = np.abs(points.astype(np.int64)) @ np.abs(sides.astype(np.int64)).T
    assert largest.max() < 2**24
    exact = 2 * whole @ whole.T - (whole**2).sum(axis=1)
    np.testing.assert_array_equal(points @ sides.T, exact)


def test_directions_keep_their_angles() -> None:
    vectors = with_copies(50)
    whole = whole_numbers(space_of(vectors, "cosine"), vectors).astype(np.float64)
    lengths = np.linalg.norm(whole, axis=1)
    assert (lengths > 0.99 * lists._LENGTH).all()
    cosines = (whole * vectors).sum(axis=1) / lengths / np.linalg.norm(vectors, axis=1)
    assert (cosines > 0.99999).all()


def test_one_long_vector_does_not_flatten_the_others() -> None:
    vectors = with_copies(400)
    vectors[0] *= 1e6
    whole = whole_numbers(space_of(vectors, "l2"), vectors)
    assert len(np.unique(whole, axis=0)) > 200


@pytest.mark.parametrize("similarity", ["cosine", "l2"])
def test_centres_lie_where_clusters_are(similarity: str) -> None:
    rng = np.random.default_rng(0)
    middles = rng.normal(size=(8, 16)) * 3
    vectors = np.repeat(middles, 50, axis=0) + 0.1 * rng.normal(size=(400, 16))
    whole = whole_numbers(space_of(vectors, similarity), vectors)
    sides = train(whole, 3)
    own = _nearest(_with_one(whole), sides, 1)[:, 0]
    # More centres than clusters: none spans two of them.
    clusters = np.arange(400) // 50
    assert all(len(set(clusters[own == number])) == 1 for number in set(own.tolist()))
    distances = ((whole[:, None] - sides[None, :, :-1] / 2) ** 2).sum(axis=2)
    np.testing.assert_array_equal(own, distances.argmin(axis=1))


@given(arrays(np.float32, (7, 6), elements=st.integers(-3, 3).map(float)), st.integers(1, 6))
def test_the_nearest_are_those_of_a_stable_sort(points: np.ndarray, count: int) -> None:
    centres = np.eye(6, dtype=np.float32)
    order = np.argsort(-points, axis=1, kind="stable")[:, :count]
    np.testing.assert_array_equal(_nearest(points, centres, count), order)


def test_centres_do_not_depend_on_threads() -> None:
    vectors = with_copies(3000, 96)
    whole = whole_numbers(space_of(vectors, "cosine"), vectors)
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            sides = train(whole, 1)
            found.append((sides, _nearest(_with_one(whole), sides, 4)))
    np.testing.assert_array_equal(found[0][0], found[1][0])
    np.testing.assert_array_equal(found[0][1], found[1][1])
