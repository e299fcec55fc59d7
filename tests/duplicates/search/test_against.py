import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.duplicates.search.against import Against
from lib.thresholds.similarities import oriented, similarities

SIMILARITIES = ["cosine", "l2", "l2_unit"]


def brute(vectors, query, threshold, similarity):
    """Rows that reach the threshold, or else the nearest one, in float64 alone."""
    pairs = [(0, row) for row in range(len(vectors))]
    values = similarities(query[None], vectors, pairs)[similarity]
    high = oriented(values, similarity)
    order = sorted(range(len(vectors)), key=lambda row: (-high[row], row))
    kept = [row for row in order if high[row] >= float(oriented(threshold, similarity))]
    return kept or order[:1], values


@pytest.mark.parametrize("similarity", SIMILARITIES)
@given(seed=st.integers(0, 10**6), place=st.floats(0, 1), scale=st.sampled_from([1e-3, 1.0, 1e4]))
def test_what_every_comparison_in_float64_gives(similarity, seed, place, scale) -> None:
    rng = np.random.default_rng(seed)
    vectors = (rng.standard_normal((40, 5)) * scale).astype(np.float32)
    vectors[7] = vectors[3]
    query = vectors[3].astype(np.float64) + rng.standard_normal(5) * scale * 0.1
    _, values = brute(vectors, query, 0.0, similarity)
    # A score itself, so that what reaches the threshold hangs on the last bit.
    threshold = float(np.sort(values)[int(place * (len(values) - 1))])
    wanted, values = brute(vectors, query, threshold, similarity)
    rows, found = Against(vectors, similarity).find(query, threshold)
    assert rows.tolist() == wanted
    np.testing.assert_array_equal(found, values[wanted])


@pytest.mark.parametrize("similarity", SIMILARITIES)
def test_the_nearest_comes_in_any_case(similarity) -> None:
    vectors = np.random.default_rng(0).standard_normal((30, 4))
    unreachable = 2.0 if similarity == "cosine" else -1.0
    rows, _ = Against(vectors, similarity).find(vectors[11], unreachable)
    assert rows.tolist() == [11]
