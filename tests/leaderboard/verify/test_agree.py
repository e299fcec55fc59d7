import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.leaderboard.verify.agree import Level, agreement, differences, unlike

TABLE = pd.DataFrame(
    {
        "miner_a": ["a", "b"],
        "miner_b": ["b", "c"],
        "share": [0.123456, 0.5],
        "by_chance": [0.25, np.nan],
    }
)
NAME = "miner-overlap.csv"


def _moved(by: float) -> pd.DataFrame:
    return TABLE.assign(share=TABLE["share"] + [by, 0.0])


def test_rounding_is_no_difference() -> None:
    assert differences(NAME, TABLE, _moved(4.9e-7)) == []
    assert differences(NAME, TABLE, TABLE) == []
    assert differences(NAME, TABLE, _moved(1e-6), units=1) == []
    assert len(differences(NAME, TABLE, _moved(2e-6), units=1)) == 1


def test_the_last_digit_is_a_difference_and_its_line_is_named() -> None:
    (problem,) = differences(NAME, TABLE, _moved(1e-6))
    assert problem.startswith(f"{NAME}, line 2: share is 0.123456")
    (problem,) = differences(NAME, TABLE[1:], TABLE[1:].assign(miner_b=["d"]))
    assert problem == f"{NAME}, line 3: miner_b is c, not d"


def test_missing_numbers_and_rows_are_differences() -> None:
    assert len(differences(NAME, TABLE, TABLE.assign(by_chance=0.25))) == 1
    assert differences(NAME, TABLE, TABLE[:1]) == [f"{NAME}: 2 rows, 1 are made"]


def test_scores_have_nine_digits() -> None:
    written = pd.DataFrame({"cosine": [0.123456789]})
    assert differences("data/c/scores.csv", written, written + 4e-10) == []
    assert len(differences("data/c/scores.csv", written, written + 1e-9)) == 1


@pytest.mark.parametrize(
    ("by", "level"),
    [
        (0.0, Level.BYTES),
        (4e-7, Level.BYTES),
        (1e-6, Level.NUMBERS),
        (2e-6, Level.PRINTED),
        (4e-4, Level.PRINTED),
        (6e-4, Level.NONE),
    ],
)
def test_levels_of_agreement(by: float, level: Level) -> None:
    found, problems = agreement(NAME, TABLE, _moved(by))
    assert found is level
    assert bool(problems) == (level is Level.NONE)


def test_a_number_that_is_gone_and_another_word_are_another_table() -> None:
    assert agreement(NAME, TABLE, TABLE.assign(by_chance=0.25))[0] is Level.NONE
    assert agreement(NAME, TABLE, TABLE.assign(miner_a="z"))[0] is Level.NONE
    assert agreement(NAME, TABLE, TABLE[:1])[0] is Level.NONE


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(_JSON)
def test_equal_values_are_alike(value: object) -> None:
    assert list(unlike(value, value)) == []


def test_places_of_differences_are_named() -> None:
    here = {"a": [1, {"b": 2.0}], "c": 3}
    assert list(unlike(here, {"a": [1, {"b": 2.1}], "c": 3})) == ["a[1].b is 2.0, not 2.1"]
    assert list(unlike(here, {"a": [1]})) == ["a is [1, {'b': 2.0}], not [1]", "c is 3, not None"]
