import numpy as np
import pandas as pd
import pytest

from lib.evaluation.left_out import (
    SEEN,
    UNSEEN,
    left_out_objects,
    summarize_left_out,
    unseen_objects,
)
from lib.evaluation.metrics import mean_ap, score
from tests.evaluation.test_metrics import NO_PAIRS, manifest, perfect

DRAWS = 3, 200, 0.95


def test_sources_and_queries_of_the_classes_alone_take_part() -> None:
    objects = manifest()
    part = left_out_objects(objects, ["b", "not there"])
    assert set(part["class"]) == {"b"}
    assert set(part["role"]) == {"source", "peer"}
    assert set(part["tier"]) == {0, 5}
    assert (objects.loc[part.index, "object_id"] == part["object_id"]).all()
    assert left_out_objects(objects, []).empty


def test_every_source_and_the_queries_of_the_classes_are_embedded_anew() -> None:
    objects = manifest()
    found, part = unseen_objects(objects, ["b"]), left_out_objects(objects, ["b"])
    assert set(found.loc[found["role"] == "source", "class"]) == set(objects["class"])
    assert (found["role"] == "source").sum() == (objects["role"] == "source").sum()
    assert set(part.index) <= set(found.index)
    assert set(found.index) == set(part.index) | set(found.index[found["role"] == "source"])
    assert found.index.is_monotonic_increasing
    assert unseen_objects(objects, ["not there"]).empty


def test_scores_are_those_among_these_sources() -> None:
    objects = manifest()
    part = left_out_objects(objects, ["b"])
    vectors = np.random.default_rng(1).normal(size=(len(objects), 4))
    per_query = score(part.reset_index(drop=True), NO_PAIRS, vectors[part.index], "x")
    found = summarize_left_out(per_query.assign(classes=UNSEEN), *DRAWS)
    # Searched among four sources: chance alone is above what eight would allow.
    assert per_query["rank"].max() <= 4
    expected = mean_ap(per_query)
    assert found["map"].tolist() == pytest.approx(expected["map"].tolist())
    assert (found["map_low"] <= found["map"]).all()
    assert (found["map"] <= found["map_high"]).all()


def test_both_trainings_of_a_row_stand_side_by_side() -> None:
    objects = manifest()
    part = left_out_objects(objects, ["a"])
    rows = part.reset_index(drop=True)
    right, wrong = perfect(objects)[part.index], np.ones((len(part), 2))
    tables = [
        score(rows, NO_PAIRS, right, "x").assign(classes=SEEN),
        score(rows, NO_PAIRS, wrong, "x").assign(classes=UNSEEN),
        score(rows, NO_PAIRS, right, "y").assign(classes=UNSEEN),
    ]
    found = summarize_left_out(pd.concat(tables), *DRAWS)
    where = found.set_index(["encoder", "classes", "tier", "gallery"])["map"]
    assert where["x", SEEN, 5, "all"] == 1.0
    assert where["x", UNSEEN, 5, "all"] == pytest.approx(1 / 2.5)
    assert where["y", UNSEEN, 5, "all"] == 1.0
    assert not found.duplicated(["encoder", "classes", "tier", "gallery"]).any()


def test_without_such_classes_the_table_is_empty() -> None:
    found = summarize_left_out(pd.DataFrame(), *DRAWS)
    assert found.empty
    assert list(found.columns)[:4] == ["encoder", "classes", "tier", "gallery"]
