from lib.duplicates.known_pairs import known_pairs
from tests.duplicates.made_up import PARAMS, manifest, vectors


def test_copies_come_first_then_what_looks_most_alike() -> None:
    objects, duplicates = manifest()
    found = {"one": vectors(objects, 0.1), "two": vectors(objects, 0.1, seed=1)}
    pairs = known_pairs(objects, duplicates, found, PARAMS)
    copies = [pair for pair in pairs if pair[1].count(".") == 1]
    assert pairs[: len(copies)] == copies
    assert len(copies) == 28
    assert all(copy.startswith(f"{item}.") for item, copy in copies)
    alike = pairs[len(copies) :]
    assert 0 < len(alike) <= PARAMS.copies.lookalikes
    assert all(a < b for a, b in alike)
    assert len(set(pairs)) == len(pairs)
    items = dict(zip(objects["object_id"], objects["item_id"], strict=True))
    assert all(items[a] != items[b] for a, b in alike)


def test_near_duplicates_are_no_lookalikes() -> None:
    objects, duplicates = manifest()
    found = vectors(objects, 0.1)
    rows = objects.set_index("object_id")
    asked = objects.loc[objects["split"].eq("calibration") & objects["role"].eq("copy"), "item_id"]
    first = asked.iloc[0]
    other = next(item for item in rows.index if rows["class"][item] == "d")
    found[(objects["item_id"] == other).to_numpy()] = found[(objects["item_id"] == first)][0]
    near = {"item_a": first, "item_b": other, "class_a": "a", "class_b": "d"}
    duplicates.loc[len(duplicates)] = {**near, "kind": "shape", "iou": 1.0}
    pairs = known_pairs(objects, duplicates, {"one": found}, PARAMS)
    assert tuple(sorted((first, other))) not in pairs
    without = known_pairs(objects, duplicates.iloc[:1], {"one": found}, PARAMS)
    assert tuple(sorted((first, other))) in without
