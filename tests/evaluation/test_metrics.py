import json

import numpy as np
import pandas as pd
import pytest

from lib.evaluation.metrics import mean_ap, misses, rank_histograms, score
from lib.evaluation.mining import mine
from lib.evaluation.reference import reference_lines
from lib.objects.duplicates import duplicate_groups, find_duplicates

NO_PAIRS = pd.DataFrame(columns=["item_a", "item_b", "class_a", "class_b", "kind", "iou"])


def pairs(*edges: tuple[str, str]) -> pd.DataFrame:
    rows = [(a, b, "c", "c", "shape", 0.97) for a, b in edges]
    return pd.DataFrame(rows, columns=NO_PAIRS.columns)


def manifest() -> pd.DataFrame:
    """Two classes of four sources (two of them test), a T1 and a T5 query each, a pool."""
    rows = []
    for c in "ab":
        for n in range(4):
            split = "test" if n < 2 else "train"
            rows.append((f"{c}{n}", "source", c, f"{c}{n}", f"{c}{n}", split, 0))
    for c in "ab":
        for n in range(2):
            rows.append((f"{c}{n}.t1.0", "clone", c, f"{c}{n}", f"{c}{n}", "test", 1))
            rows.append((f"{c}{n}.t5.0", "peer", c, f"{c}{n}", f"{c}9", "test", 5))
    rows += [(f"{c}{n}", "pool", c, f"{c}{n}", f"{c}{n}", "pool", 0) for c in "ab" for n in (8, 9)]
    columns = ["object_id", "role", "class", "source_id", "item_id", "split", "tier"]
    return pd.DataFrame(rows, columns=columns)


def perfect(objects: pd.DataFrame) -> np.ndarray:
    """One-hot by source, so that every query finds exactly its source."""
    names = sorted(set(objects["source_id"]))
    return np.eye(len(names))[[names.index(s) for s in objects["source_id"]]] + 1e-3


def test_a_perfect_encoder_scores_one_everywhere() -> None:
    objects = manifest()
    table = score(objects, NO_PAIRS, perfect(objects), "p")
    assert set(table["ap"]) == {1.0}
    results = mean_ap(table)
    assert results[["tier", "gallery", "n_queries"]].values.tolist() == [
        [1, "test", 4],
        [1, "all", 4],
        [5, "test", 4],
        [5, "all", 4],
    ]
    assert misses(table) == []


def test_a_constant_encoder_is_below_chance_and_loud() -> None:
    objects = manifest()
    table = score(objects, NO_PAIRS, np.ones((len(objects), 3)), "c")
    results = mean_ap(table).set_index(["tier", "gallery"])["map"]
    for line in reference_lines(objects, NO_PAIRS):
        if line["tier"] in (1, 5):
            assert results[line["tier"], line["gallery"]] <= line["chance"]
    assert results[1, "test"] == pytest.approx(1 / 2.5)
    alarm = misses(table)
    assert [(a["encoder"], a["gallery"], a["n_queries"]) for a in alarm] == [
        ("c", "test", 4),
        ("c", "all", 4),
    ]
    assert alarm[0]["collisions"][0] == {
        "query_id": "a0.t1.0",
        "source_id": "a0",
        "rivals": ["a1", "b0", "b1"],
    }


def test_a_known_ranking() -> None:
    objects = manifest()
    angles = {"a0": 0, "a1": 10, "a2": 20, "a3": 30, "b0": 90, "b1": 100, "b2": 110, "b3": 120}
    degrees = objects["source_id"].map(angles).fillna(200).to_numpy(dtype=float, copy=True)
    degrees[objects["object_id"] == "a1.t1.0"] = 1.0
    vectors = np.column_stack([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    table = score(objects, NO_PAIRS, vectors, "k").set_index(["query_id", "gallery"])
    assert table.loc[("a1.t1.0", "all"), "rank"] == 2
    assert table.loc[("a1.t1.0", "all"), "ap"] == 0.5
    assert json.loads(table.loc[("a1.t1.0", "all"), "rivals"]) == ["a0"]
    assert table.loc[("a0.t1.0", "all"), "rank"] == 1


def test_near_duplicates_count_neither_for_nor_against() -> None:
    objects = manifest()
    vectors = perfect(objects)
    vectors[objects["object_id"] == "a1"] = vectors[objects["object_id"] == "a0"]
    plain = score(objects, NO_PAIRS, vectors, "d").set_index(["query_id", "gallery"])
    clean = score(objects, pairs(("a0", "a1")), vectors, "d").set_index(["query_id", "gallery"])
    assert plain.loc[("a0.t1.0", "test"), "ap"] == pytest.approx(1 / 1.5)
    assert clean.loc[("a0.t1.0", "test"), "ap"] == 1
    assert clean.loc[("a0.t1.0", "test"), "n_junk"] == 1
    assert clean.loc[("a0.t1.0", "test"), "ap_with_duplicates"] == pytest.approx(1 / 1.5)


def test_reference_lines_follow_from_the_gallery() -> None:
    lines = {(x["tier"], x["gallery"]): x for x in reference_lines(manifest(), NO_PAIRS)}
    assert lines[5, "all"]["chance"] == pytest.approx(sum(1 / n for n in range(1, 9)) / 8, abs=1e-6)
    assert lines[5, "all"]["class_recognizer"] == pytest.approx(
        (1 + 1 / 2 + 1 / 3 + 1 / 4) / 4, abs=1e-6
    )
    assert lines[5, "test"]["class_recognizer"] == pytest.approx(0.75)


def test_negatives_come_from_outside_the_sources() -> None:
    objects = manifest()
    found = mine(objects, NO_PAIRS, perfect(objects), "m", 50)
    assert set(found["negative_id"]) == {"a8", "a9", "b8", "b9"}
    assert set(found["pool_size"]) == {2}
    assert found.groupby("query_id")["rank"].apply(list).tolist() == [[1, 2]] * 4
    assert (found["negative_id"].str[0] == found["class"]).all()


def test_a_duplicate_of_the_query_is_no_negative() -> None:
    objects = manifest()
    found = mine(objects, pairs(("a0", "a8")), perfect(objects), "m", 50)
    assert found[found["query_id"] == "a0"]["negative_id"].tolist() == ["a9"]
    assert found[found["query_id"] == "a1"]["pool_size"].tolist() == [2, 2]


def test_other_sources_stand_in_where_there_is_no_pool() -> None:
    objects = manifest()
    objects = objects[objects["role"] != "pool"].reset_index(drop=True)
    found = mine(objects, NO_PAIRS, perfect(objects), "m", 2)
    assert found[found["query_id"] == "a0"]["negative_id"].tolist() == ["a1", "a2"]
    assert set(found["pool_size"]) == {3}


def test_groups_chain_and_cover_items_without_pairs() -> None:
    labels = duplicate_groups(["a", "b", "c", "d"], pairs(("a", "x"), ("x", "c")))
    assert labels[0] == labels[2]
    assert len(set(labels.tolist())) == 3


def test_duplicates_are_named_in_order() -> None:
    rng = np.random.default_rng(0)
    grid = rng.random((3, 32, 32, 32)) < 0.1
    grid[2] = grid[0]
    items = pd.DataFrame(
        {
            "item_id": ["z", "m", "a"],
            "class": ["k", "k", "l"],
            "shape_sha256": ["1", "2", "3"],
            "occupancy": [np.packbits(g).tobytes() for g in grid],
        }
    )
    found = find_duplicates(items, 0.95)
    assert found.values.tolist() == [["a", "z", "l", "k", "shape", 1.0]]


def test_a_quarter_turn_does_not_hide_a_duplicate() -> None:
    rng = np.random.default_rng(0)
    first, second = rng.random((2, 32, 32, 32)) < 0.1
    grids = [first, np.rot90(first, 3, axes=(0, 1)), second, np.rot90(first, 1, axes=(0, 2))]
    items = pd.DataFrame(
        {
            "item_id": ["a", "b", "c", "d"],
            "class": ["k"] * 4,
            "shape_sha256": ["1", "2", "3", "1"],
            "occupancy": [np.packbits(g).tobytes() for g in grids],
        }
    )
    found = find_duplicates(items, 0.95)
    assert found[["item_a", "item_b", "kind", "iou"]].values.tolist() == [
        ["a", "b", "turned", 1.0],
        ["a", "d", "content", 1.0],
    ]


def test_rank_histograms_count_every_query_once() -> None:
    ranks = [1, 1, 2, 1.5, 3, 5, 6, 10, 10.5, 400]
    table = pd.DataFrame({"encoder": "e", "tier": 2, "gallery": "all", "rank": ranks})
    found = rank_histograms(pd.concat([table, table.assign(gallery="test")]))
    assert found["gallery"].tolist() == ["test"] * 5 + ["all"] * 5
    assert found["rank_from"].tolist() == [1, 2, 3, 6, 11] * 2
    assert found["rank_to"].tolist() == [1, 2, 5, 10, 0] * 2
    # A tie of the first two ranks is no hit.
    assert found["count"].tolist() == [2, 2, 2, 2, 2] * 2
