import numpy as np
import pandas as pd
import pytest

from lib.core.tables import declared
from lib.evaluation.mining import mine, mine_lookalikes
from tests.evaluation import samples as tier6


def cosine(one: np.ndarray, other: np.ndarray) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.mark.parametrize(
    ("find", "column", "name"),
    [
        (mine, "negative_id", "hard-negatives.csv"),
        (mine_lookalikes, "lookalike_id", "lookalikes.csv"),
    ],
)
def test_the_most_similar_of_those_allowed_in_order(find, column, name) -> None:
    objects, vectors = tier6.objects(), tier6.vectors("one")
    table = find(objects, tier6.duplicates(), vectors, "one", tier6.TOP)
    assert set(table.columns) == set(declared(name).names)
    place = {one: row for row, one in enumerate(objects["object_id"])}
    class_of = dict(zip(objects["object_id"], objects["class"], strict=True))
    tested = objects[(objects["role"] == "source") & (objects["split"] == "test")]
    assert set(table["query_id"]) == set(tested["object_id"])
    for query, own in table.groupby("query_id"):
        if column == "negative_id":
            wanted = objects[(objects["role"] == "pool") & (objects["class"] == class_of[query])]
        else:
            wanted = objects[
                objects["role"].isin(["pool", "source"]) & (objects["class"] != class_of[query])
            ]
        # Of the one near-duplicate across classes, either is out of the other's list.
        twin = {"bench_1": "chair_p0"}.get(query)
        names = [one for one in wanted["object_id"] if one != twin]
        scores = {one: cosine(vectors[place[query]], vectors[place[one]]) for one in names}
        best = sorted(scores, key=scores.get, reverse=True)[: tier6.TOP]
        assert own[column].tolist() == best
        assert own["rank"].tolist() == list(range(1, len(best) + 1))
        assert set(own["pool_size"]) == {len(names)}
        np.testing.assert_allclose(own["similarity"], [scores[one] for one in best])


def test_lookalikes_are_named_with_their_class() -> None:
    table = tier6.tables()["lookalikes.csv"]
    assert (table["class"] != table["lookalike_class"]).all()
    assert (table["lookalike_id"].str.partition("_")[0] == table["lookalike_class"]).all()


def test_sources_of_any_split_can_be_lookalikes() -> None:
    table = tier6.objects()
    found = mine_lookalikes(table, tier6.duplicates(), tier6.vectors("one"), "one", 100)
    assert set(found["lookalike_id"]) >= {"bench_0", "bench_1", "bench_p0"}
    assert not found["lookalike_id"].str.contains(".", regex=False).any()


def test_one_class_has_no_lookalikes() -> None:
    table = tier6.objects().assign(**{"class": "chair"})
    found = mine_lookalikes(table, tier6.duplicates(), tier6.vectors("one"), "one", 3)
    assert found.empty
    assert set(found.columns) == set(declared("lookalikes.csv").names)


def test_other_sources_stand_in_for_a_pool() -> None:
    table = tier6.objects()
    keep = (table["role"] != "pool").to_numpy()
    found = mine(
        table[keep].reset_index(drop=True),
        pd.DataFrame({"item_a": ["stool_0"], "item_b": ["stool_1"]}),
        tier6.vectors("two")[keep],
        "two",
        5,
    )
    assert set(found.loc[found["query_id"] == "stool_1", "negative_id"]) == {"stool_2"}
    assert set(found.loc[found["query_id"] == "bench_1", "negative_id"]) == {"bench_0", "bench_2"}
