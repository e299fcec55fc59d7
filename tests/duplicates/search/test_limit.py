import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.duplicates.search.limit import _stricter, too_many


@given(st.floats(-1, 1 - 1e-8))
def test_a_stricter_cosine_leaves_the_value_out(value: float) -> None:
    better = _stricter(value, "cosine")
    assert better is not None
    assert value < better <= 1
    assert better - value <= 0.02 * (1 - value)


@given(st.floats(1e-8, 1e9))
def test_a_stricter_distance_leaves_the_value_out(value: float) -> None:
    better = _stricter(value, "l2")
    assert better is not None
    assert 0 < better < value
    assert value - better <= 0.02 * value


def test_the_message_says_how_many_and_what_to_take() -> None:
    values = np.linspace(0.9, 0.99, 1000)
    error = too_many(values, 100, 23_456_789.0, 0.9, "cosine", 1_000_000)
    assert "cosine >= 0.9, flags about 23,000,000 pairs, at most 1,000,000" in error.message
    proposed = float(error.hint.split(">= ")[1].split(")")[0])
    assert 90 <= (values >= proposed).sum() <= 100


@pytest.mark.parametrize(("similarity", "value"), [("cosine", 1.0), ("l2", 0.0), ("l2_unit", 0.0)])
def test_equal_vectors_cannot_be_parted(similarity: str, value: float) -> None:
    error = too_many(np.full(50, value), 3, 50, 0.5, similarity, 3)
    assert "no threshold parts them" in error.hint
