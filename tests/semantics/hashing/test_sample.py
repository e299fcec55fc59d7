import numpy as np
import pandas as pd

from lib.semantics.hashing.sample import hashing_metrics, one_view, sources_to_hash

NONE = pd.DataFrame({"item_a": [], "item_b": []})


def objects(per_class):
    rows = [
        ("source", name, f"{name}/{name}_{number}")
        for name, count in per_class.items()
        for number in range(count)
    ]
    rows.append(("query", "bowl", "bowl/bowl_0-t1"))
    table = pd.DataFrame(rows, columns=["role", "class", "object_id"])
    return table.assign(item_id=table["object_id"])[::-1]


def chosen(table, duplicates, count):
    return sources_to_hash(table, duplicates, count)["object_id"].tolist()


def test_classes_take_turns_by_name():
    table = objects({"bowl": 3, "car": 1, "door": 4})
    assert chosen(table, NONE, 4) == ["bowl/bowl_0", "bowl/bowl_1", "car/car_0", "door/door_0"]
    assert len(chosen(table, NONE, 2)) == 2
    counts = sources_to_hash(table, NONE, 7)["class"].value_counts()
    assert counts.to_dict() == {"bowl": 3, "car": 1, "door": 3}


def test_fewer_sources_than_asked_for_are_all_of_them():
    assert len(chosen(objects({"bowl": 3, "car": 1}), NONE, 80)) == 4


def test_of_near_duplicates_the_first_takes_part():
    pairs = pd.DataFrame({"item_a": ["bowl/bowl_0"], "item_b": ["bowl/bowl_1"]})
    found = chosen(objects({"bowl": 3, "car": 2}), pairs, 3)
    assert found == ["bowl/bowl_0", "bowl/bowl_2", "car/car_0"]


def test_the_view_is_one_of_the_ring():
    ring = np.arange(8)[:, None, None, None] * np.ones((1, 2, 2, 3), dtype=np.uint8)
    assert (one_view(ring) == 1).all()
    assert (one_view(ring[:1]) == 0).all()


def test_metrics_are_the_middle_strengths_and_no_average():
    rows = [("a", "crop", k, value) for k, value in enumerate((1.0, 0.75, 0.3333333, 0.125))]
    rows += [("a", "blur", 1, 0.5), ("b", "blur", 1, 0.25)]
    names = ["hash", "disturbance", "strength", "recall"]
    table = pd.DataFrame(rows, columns=names)
    assert hashing_metrics(table, table.rename(columns={"hash": "remedy"})) == {
        part: {"a": {"crop": 0.333333, "blur": 0.5}, "b": {"blur": 0.25}}
        for part in ("hashes", "remedies")
    }
