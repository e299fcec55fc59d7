import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cosine, euclidean

from lib.thresholds.curves import curve
from lib.thresholds.rules import lowest
from lib.thresholds.similarities import RISING, comparison, oriented, similarities

VECTORS = arrays(np.float64, (5, 3), elements=st.floats(-10, 10)).filter(
    lambda m: (np.abs(m).max(axis=1) > 1e-3).all()
)


@pytest.mark.slow
@settings(deadline=None)
@given(VECTORS, VECTORS)
def test_agrees_with_scipy(a: np.ndarray, b: np.ndarray) -> None:
    found = similarities(a, b)
    for k in range(len(a)):
        assert found["cosine"][k] == pytest.approx(1 - cosine(a[k], b[k]), abs=1e-9)
        assert found["l2"][k] == pytest.approx(euclidean(a[k], b[k]), abs=1e-9)
    np.testing.assert_allclose(
        found["l2_unit"], np.sqrt(np.maximum(2 - 2 * found["cosine"], 0)), atol=1e-7
    )


@settings(deadline=None)
@given(VECTORS, VECTORS, st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1))
def test_pairs_by_number_are_pairs_of_rows(
    a: np.ndarray, b: np.ndarray, pairs: list[tuple[int, int]]
) -> None:
    i, j = np.transpose(pairs)
    expected = similarities(a[i], b[j])
    for name, values in similarities(a, b, pairs).items():
        np.testing.assert_array_equal(values, expected[name])
    itself, copied = similarities(a, a, pairs), similarities(a, a.copy(), pairs)
    for name, values in itself.items():
        np.testing.assert_array_equal(values, copied[name])


def test_raw_l2_changes_its_verdict_when_vectors_are_rescaled() -> None:
    """Five times as long vectors, the same directions: only raw L2 flags other pairs."""
    rng = np.random.default_rng(0)
    a = rng.normal(size=(200, 8))
    near, far = a + 0.2 * rng.normal(size=a.shape), rng.normal(size=a.shape)
    flagged, rescaled = {}, {}
    for verdict, scale in ((flagged, 1.0), (rescaled, 5.0)):
        true, false = similarities(scale * a, scale * near), similarities(scale * a, scale * far)
        for name in true:
            if scale == 1.0:
                c = curve(oriented(true[name], name), oriented(false[name], name))
                choice = lowest(c, 0.5, 0.95)
                assert choice is not None
                flagged[f"{name} threshold"] = choice.threshold
            threshold = flagged[f"{name} threshold"]
            verdict[name] = oriented(true[name], name) >= threshold - 1e-12
    assert (flagged["cosine"] == rescaled["cosine"]).all()
    assert (flagged["l2_unit"] == rescaled["l2_unit"]).all()
    assert flagged["l2"].mean() > 0.9
    assert rescaled["l2"].mean() < 0.5


def test_length_alone_moves_raw_l2_only() -> None:
    found = similarities([[1.0, 0.0]], [[3.0, 0.0]])
    assert {name: float(value[0]) for name, value in found.items()} == {
        "cosine": 1.0,
        "l2": 2.0,
        "l2_unit": 0.0,
    }


def test_oriented_undoes_itself() -> None:
    values = np.array([0.0, 1.5, -2.0])
    for name in RISING:
        np.testing.assert_array_equal(oriented(oriented(values, name), name), values)
    assert oriented([1.0, 2.0], "l2").tolist() == [-1.0, -2.0]


def test_shapes_must_match_and_rows_have_a_direction() -> None:
    with pytest.raises(ValueError, match="cannot be paired"):
        similarities(np.ones((2, 3)), np.ones((3, 3)))
    with pytest.raises(ValueError, match="row 1 is zero"):
        similarities(np.ones((2, 3)), [[1, 1, 1], [0, 0, 0]])


def test_a_distance_is_flagged_downwards() -> None:
    assert [name for name in RISING if comparison(name) == "<="] == ["l2", "l2_unit", "distance"]
