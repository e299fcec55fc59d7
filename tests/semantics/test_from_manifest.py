import numpy as np
import pandas as pd
import pytest

from lib.core.params.sections import PerturbParams
from lib.objects.recipe import Decimate, Hue, Jitter, Permute, Rotate, to_json
from lib.objects.tiers import tier_recipe
from lib.semantics.from_manifest import TARGETS, from_manifest, measured_objects

_ROWS = (
    ("a/1", "source", "a", "a/1", "train", 0, ()),
    ("a/1.t1.0", "clone", "a", "a/1", "train", 1, (Permute(),)),
    ("a/1.t2.0", "clone", "a", "a/1", "train", 2, (Rotate(axis=(0, 0, 1), angle_deg=12.5),)),
    ("a/2", "source", "a", "a/2", "test", 0, ()),
    ("a/2.t3.0", "clone", "a", "a/2", "test", 3, (Jitter(sigma=0.01), Hue(shift=0.2))),
    (
        "a/2.t4.0", "clone", "a", "a/2", "test", 4,
        (Decimate(keep=0.3), Rotate(axis=(1, 0, 0), angle_deg=-40), Jitter(sigma=0.02)),
    ),
    ("a/2.t5.0", "peer", "a", "a/9", "test", 5, ()),
    ("b/1", "source", "b", "b/1", "train", 0, ()),
    ("b/2", "pool", "b", "b/2", "pool", 0, ()),
    ("c/1", "source", "c", "c/1", "val", 0, ()),
    ("c/1.twin", "twin", "c", "c/1", "", 0, ()),
)  # fmt: skip


def objects() -> pd.DataFrame:
    columns = ["object_id", "role", "class", "item_id", "split", "tier", "recipe"]
    return pd.DataFrame([(*row[:6], to_json(row[6])) for row in _ROWS], columns=columns)


NONE = pd.DataFrame({"item_a": [], "item_b": []}, dtype=str)


def _data(pairs: pd.DataFrame = NONE, left_out: tuple[str, ...] = ("b",), **rest):
    part = measured_objects(objects())
    vectors = np.random.default_rng(0).normal(size=(len(part), 3))
    return from_manifest(part, pairs, vectors, left_out, **rest), part


def test_sources_and_altered_clones_are_measured_with_their_place() -> None:
    part = measured_objects(objects())
    assert part["object_id"].tolist() == [
        "a/1", "a/1.t2.0", "a/2", "a/2.t3.0", "a/2.t4.0", "b/1", "c/1",
    ]  # fmt: skip
    assert part.index.tolist() == [0, 2, 3, 4, 5, 7, 9]


def test_what_was_done_to_a_clone_is_read_from_its_recipe() -> None:
    data, _ = _data()
    found = np.stack([data.targets[name] for name in TARGETS], axis=1)
    none = [np.nan] * 3
    np.testing.assert_array_equal(
        found,
        [none, [12.5, 0, 1], none, [0, 0.01, 1], [-40, 0.02, 0.3], none, none],
    )
    assert data.originals().ids.tolist() == ["a/1", "a/2", "b/1", "c/1"]


@pytest.mark.parametrize("tier", [2, 3, 4])
def test_the_recipes_of_the_tiers_have_what_is_asked_for(tier: int) -> None:
    table = objects().head(1).assign(role="clone", tier=tier)
    recipes = [tier_recipe(tier, 1, f"x.{n}", PerturbParams()) for n in range(20)]
    table = pd.concat([table.assign(recipe=to_json(one)) for one in recipes], ignore_index=True)
    table["object_id"] = [f"x.{n}" for n in range(20)]
    targets = from_manifest(table, NONE, np.ones((20, 2)), ()).targets
    as_it_was = {"angle": 0.0, "noise": 0.0, "faces kept": 1.0}
    kinds = {"angle": Rotate, "noise": Jitter, "faces kept": Decimate}
    for name, values in targets.items():
        counts = [sum(isinstance(step, kinds[name]) for step in one) for one in recipes]
        # Of two steps of a kind only the last would be told.
        assert max(counts) <= 1
        np.testing.assert_array_equal(values != as_it_was[name], np.array(counts) > 0)


def test_known_are_train_sources_of_the_other_classes() -> None:
    data, _ = _data()
    assert data.reference is not None
    assert data.ids[data.reference].tolist() == ["a/1"]
    data, _ = _data(left_out=())
    assert data.reference is not None
    assert data.ids[data.reference].tolist() == ["a/1", "b/1"]


def test_clones_and_near_duplicates_are_one_group() -> None:
    data, _ = _data()
    assert len(set(data.groups)) == 4
    assert len(set(data.groups[:2])) == len(set(data.groups[2:5])) == 1
    # a/1 and c/1 are near-duplicates of an item that is not among them.
    pairs = pd.DataFrame({"item_a": ["a/1", "c/1"], "item_b": ["z/9", "z/9"]})
    data, _ = _data(pairs)
    assert data.groups[0] == data.groups[1] == data.groups[6]
    assert len(set(data.groups)) == 3


def test_rivals_are_kept() -> None:
    data, part = _data(rivals={"HOG/class": np.arange(7.0)})
    assert data.rivals["HOG/class"].tolist() == list(range(7))
    assert data.classes.tolist() == part["class"].tolist()
