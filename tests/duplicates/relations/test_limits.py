import numpy as np
import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.duplicates.relations.limits import Limits, _cut, factor, fit, gain

EXACT = {"distance": 0.0, "mirrored": 0.02, "scale": 1.0, "colour": 0.0, "inside": 0.0}
KINDS = {
    "re-exported": {},
    "recoloured": {"colour": 0.2},
    "re-meshed": {"distance": 0.001},
    "rescaled": {"scale": 0.5},
    "mirrored": {"distance": 0.02, "mirrored": 0.0},
    "part-of": {"distance": 0.03, "mirrored": 0.03, "covered": 0.6},
    "lookalike": {"distance": 0.004, "mirrored": 0.005, "inside": 0.004, "covered": 0.9},
}


def pairs(**more: dict[str, float]) -> pd.DataFrame:
    known = [*KINDS.items(), *more.items()]
    rows = [
        {"relation": name.partition("_")[0], **EXACT, "covered": 1.0, **numbers}
        for name, numbers in known
    ]
    return pd.DataFrame(rows)


def test_limits_lie_in_the_middle_of_the_gaps() -> None:
    limits = fit(pairs())
    assert limits.same == pytest.approx((0.001 * 0.004) ** 0.5, abs=1e-6)
    assert limits.exact == pytest.approx((1e-6 * 0.001) ** 0.5, abs=1e-6)
    assert limits.gain == pytest.approx((0.0011 / 0.0201 * 0.0201 / 0.0001) ** 0.5, rel=0.01)
    assert limits.scale == pytest.approx(1.001, abs=1e-5)
    assert limits.colour == pytest.approx((1e-6 * 0.2) ** 0.5, abs=1e-6)
    assert limits.inside == pytest.approx((1e-6 * 0.004) ** 0.5, abs=1e-6)
    assert limits.covered == pytest.approx(0.3)


def test_order_of_the_pairs_does_not_matter() -> None:
    table = pairs(**{"lookalike_2": {"distance": 0.002}, "re-meshed_2": {"distance": 0.003}})
    assert fit(table) == fit(table.sample(frac=1, random_state=0))


def test_a_rival_that_covers_as_much_moves_the_limit() -> None:
    small = {"distance": 0.02, "mirrored": 0.02, "inside": 0.0005, "covered": 0.1}
    assert fit(pairs(lookalike_2=small)).inside == fit(pairs()).inside
    assert fit(pairs(lookalike_2=small | {"covered": 0.7})).inside < fit(pairs()).inside
    inside = small | {"inside": 0.0}
    assert fit(pairs(lookalike_2=inside)).covered == pytest.approx((0.1 * 0.6) ** 0.5, abs=1e-6)


@pytest.mark.parametrize("missing", [name for name in KINDS if name != "part-of"])
def test_a_kind_without_pairs_leaves_its_limit_to_the_other_side(missing: str) -> None:
    table = pairs()
    limits = fit(table[table["relation"] != missing])
    assert isinstance(limits, Limits)
    if missing == "mirrored":
        # A corpus of shapes that are all their own mirror images: twice the most of them.
        unmirrored = gain(table["distance"], table["mirrored"])[table["relation"] != "mirrored"]
        assert limits.gain == pytest.approx(2 * unmirrored[:4].max(), abs=1e-6)


def test_a_limit_with_no_pair_on_either_side_is_an_error() -> None:
    table = pairs()
    with pytest.raises(BenchError, match="either side") as raised:
        fit(table[table["relation"] != "part-of"])
    assert "more kinds" in str(raised.value)


def test_the_best_cut_counts_both_sides_alike() -> None:
    low, high = np.array([0.1, 0.2, 0.3, 5.0]), np.array([1.0, 2.0, 3.0, 4.0])
    assert _cut(low, high) == pytest.approx((0.3 * 1.0) ** 0.5, abs=1e-6)
    # Two places are as good as each other; what lies between them is worse.
    tied = _cut(np.array([1.0, 4.0]), np.array([2.0, 8.0]))
    assert tied == pytest.approx(32**0.5, abs=1e-6)
    assert _cut(np.array([]), high) == 0.5
    assert _cut(low, np.array([])) == 10
    assert _cut(np.array([2.0]), np.array([2.0])) == 2


def test_gain_and_factor() -> None:
    assert gain(0.0, 0.0) == 1
    assert gain([0.0099], [0.0])[0] == pytest.approx(100)
    np.testing.assert_allclose(factor([0.5, 2.0, 1.0]), [2, 2, 1])


def test_json_round_trip() -> None:
    limits = fit(pairs())
    assert Limits.from_json(limits.to_json(), "relation-limits.json") == limits
    assert limits.to_json().endswith("}\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "limits.json"),
        ("[]", "limits.json"),
        ('{"same": 1}', "the key 'exact' is missing"),
        (fit(pairs()).to_json().replace("same", "some"), "some"),
        (fit(pairs()).to_json().replace('"scale": 1', '"scale": 0'), "scale"),
    ],
)
def test_a_damaged_file_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(BenchError, match=said):
        Limits.from_json(text, "limits.json")
