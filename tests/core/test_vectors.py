import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from sklearn.preprocessing import normalize

from lib.core.vectors import require_unit, unit


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8])
def test_agrees_with_scikit_learn(dtype):
    vectors = np.random.default_rng(0).integers(1, 200, (50, 7)).astype(dtype)
    rows = unit(vectors)
    assert rows.dtype == np.float64
    assert_allclose(rows, normalize(vectors.astype(float)), rtol=1e-14)


@given(
    arrays(np.float64, (3, 4), elements=st.floats(0.1, 10)),
    st.sampled_from([1e-320, 1e-200, 1e300]),
)
def test_no_scale_overflows_or_vanishes(vectors, scale):
    assert_allclose(np.linalg.norm(unit(vectors * scale), axis=1), 1.0, rtol=1e-12)


def test_leaves_its_argument_alone():
    vectors = np.array([[3.0, 4.0]])
    assert unit(vectors).tolist() == [[0.6, 0.8]]
    assert vectors.tolist() == [[3.0, 4.0]]


@pytest.mark.parametrize(("value", "word"), [(0, "zero"), (np.nan, "finite"), (np.inf, "finite")])
def test_names_the_row_without_direction(value, word):
    vectors = np.ones((5, 3))
    vectors[3] = value
    with pytest.raises(ValueError, match=rf"row 3 is .*{word}"):
        unit(vectors)


def test_refuses_what_is_not_a_matrix():
    with pytest.raises(ValueError, match="shape"):
        unit(np.ones(3))


def test_takes_no_rows():
    assert unit(np.zeros((0, 5))).shape == (0, 5)


@given(arrays(np.float64, (3, 4), elements=st.floats(0.1, 10)))
def test_what_was_scaled_has_length_1(vectors):
    require_unit(unit(vectors), "rows")


@pytest.mark.parametrize("length", [0, 1 - 1e-6, 1 + 1e-6, np.nan, np.inf])
def test_another_length_is_named(length):
    rows = np.eye(3)
    rows[2, 2] = length
    with pytest.raises(ValueError, match="row 2 of gallery has length"):
        require_unit(rows, "gallery")
