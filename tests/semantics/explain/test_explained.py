import json

import numpy as np
import pandas as pd
import pytest

from lib.core.files import read_table, write_table
from lib.core.params.sections import ExplainParams
from lib.core.tables import declared
from lib.core.vectors import unit
from lib.semantics.explain.explained import (
    COUNTS,
    EXPLANATIONS,
    explain,
    json_numbers,
    nearest,
)
from lib.semantics.explain.flags import Flag, Flags
from lib.semantics.explain.lens import BY_VIEW, Lens
from tests.semantics.explain import samples

ANGLES = np.radians([0, 5, 10, 40, 40, 90])
UNITS = unit(np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1))
DARKNESS = [(0.1, 0.9), (0.2, 0.8), (1.0, 0.0), (0.5, 0.4), (0.9, 0.9), (0.0, 0.1)]
SHAPES = [samples.shape(*one, key=f"o{row}") for row, one in enumerate(DARKNESS)]
OBJECTS = pd.DataFrame(
    {
        "object_id": [f"o{row}" for row in range(6)],
        "class": list("aabbcc"),
        "role": ["clone", *["source"] * 5],
        "tier": [3, *[0] * 5],
    }
)


def flag(other=None, gallery=(1, 2, 3, 4, 5)):
    return Flag(0, np.array(gallery), "it is so", other, "source" if other else "")


def test_neighbours_by_angle_and_the_source_wherever_it_lies() -> None:
    near = nearest(flag(other=5), UNITS, 2)
    assert [(one.row, one.shown_as, one.rank) for one in near] == [
        (1, "neighbour", 1),
        (2, "neighbour", 2),
        (5, "source", 5),
    ]
    np.testing.assert_allclose(
        [one.similarity for one in near], np.cos(np.radians([5, 10, 90])), atol=1e-12
    )


def test_ties_share_their_rank() -> None:
    assert [one.rank for one in nearest(flag(), UNITS, 4)] == [1, 2, 3.5, 3.5]


def test_the_source_among_the_neighbours_is_not_shown_twice() -> None:
    near = nearest(flag(other=2), UNITS, 2)
    assert [(one.row, one.shown_as) for one in near] == [(1, "neighbour"), (2, "source")]


def test_fewer_objects_than_neighbours_gives_what_there_is() -> None:
    assert [one.row for one in nearest(flag(gallery=(3,)), UNITS, 9)] == [3]


def explained(kind=samples.Quadrant, flags=None, **params):
    encoder = samples.made(kind)
    vectors = np.ones((6, 2)) + np.arange(6)[:, None] * [0, 1]
    if kind is not samples.OfMeshes:
        vectors = encoder.encode(SHAPES)
    lens = Lens("e", vectors, encoder, SHAPES.__getitem__)
    given = [Flags("novel", 9, 1, [flag(other=5)], "so"), Flags("tier-5 miss", note="none")]
    params = ExplainParams(neighbours=2, grid=4, **params)
    return explain(lens, given if flags is None else flags, OBJECTS, 1, params)


def test_the_table_says_who_lies_beside_whom_and_why() -> None:
    table, counts = explained()
    assert table["item"].tolist() == ["o0"] * 3
    assert set(table["why"]) == {"it is so"}
    assert table["item_tier"].tolist() == [3, 3, 3]
    assert table["shown_as"].tolist() == ["neighbour", "neighbour", "source"]
    # Mean darkness 0.5: two are as dark, of which the earlier row comes first.
    assert table["neighbour"].tolist() == ["o1", "o2", "o5"]
    assert table["rank"].tolist() == [1.5, 1.5, 5]
    assert set(table["n_items"]) == {5}
    assert counts["n_shown"].tolist() == [1, 0]
    assert counts["n_looked_at"].tolist() == [9, 0]
    assert counts["note"].tolist() == ["so", "none"]
    assert set(counts["views"]) == {BY_VIEW}


def test_the_view_that_carries_most_is_shown_beside_the_one_most_like_it() -> None:
    table, _ = explained()
    assert table["item_view"].tolist() == [1, 1, 1]
    assert table["neighbour_view"].tolist() == [1, 0, 1]
    for row in table.itertuples():
        parts = json.loads(row.view_similarities)
        assert len(parts) == 2
        assert np.mean(parts) == pytest.approx(row.similarity, abs=2e-6)
        falls = np.array(json.loads(row.occlusion))
        assert falls.shape == (4, 4)
        assert (falls[2:] == 0).all()
        assert falls[:2, :2].any()


@pytest.mark.parametrize("kind", [samples.Greatest, samples.OfMeshes])
def test_where_views_cannot_be_told_apart_nothing_is_made_up(kind) -> None:
    table, counts = explained(kind)
    assert set(table["view_similarities"]) == set(table["occlusion"]) == {""}
    assert set(table["item_view"]) == set(table["neighbour_view"]) == {1}
    assert BY_VIEW not in set(counts["views"])


def test_tables_are_written_and_read_as_declared(tmp_path) -> None:
    for name, table in zip((EXPLANATIONS, COUNTS), explained(), strict=True):
        assert table.columns.tolist() == declared(name).names
        write_table(tmp_path / name, table)
        again = read_table(tmp_path / name)
        write_table(tmp_path / f"again-{name}", again, name)
        assert (tmp_path / f"again-{name}").read_bytes() == (tmp_path / name).read_bytes()
        assert not again.duplicated(list(declared(name).key)).any()


def test_nothing_flagged_is_an_empty_table_and_a_count() -> None:
    table, counts = explained(flags=[Flags("novel", 4, note="nothing is new")])
    assert len(table) == 0
    assert counts["note"].tolist() == ["nothing is new"]


def test_numbers_keep_their_digits_beside_an_encoder_that_flags_nothing(tmp_path) -> None:
    none = explained(flags=[Flags("novel", 4)])[0]
    write_table(tmp_path / EXPLANATIONS, pd.concat([none, explained()[0]], ignore_index=True))
    cells = pd.read_csv(tmp_path / EXPLANATIONS, dtype=str, keep_default_na=False)
    for column in ("rank", "similarity"):
        assert cells[column].str.fullmatch(r"-?\d+\.\d{6}").all()


def test_numbers_have_six_digits_and_no_negative_zero() -> None:
    assert json_numbers(np.array([[1, -1e-9], [0.25, 2 / 3]])) == (
        "[[1.000000, 0.000000], [0.250000, 0.666667]]"
    )
