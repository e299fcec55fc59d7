from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.params.sections import PerturbParams
from lib.encoders.training.examples import copy_of, learnable
from lib.objects.duplicates import duplicate_groups
from lib.objects.tiers import CLONE_TIERS
from tests.encoders.training.conftest import manifest, near_duplicates

OBJECTS = manifest()
ITEMS = sorted(set(OBJECTS["item_id"]))


def _ids(*pairs: tuple[str, str], **options: Any) -> list[str]:
    found: list[str] = learnable(OBJECTS, near_duplicates(*pairs), **options)["object_id"].tolist()
    return found


def test_the_train_split_and_the_pool_if_asked_for() -> None:
    train = [f"{name}/{name}_{n}" for name in ("bench", "bowl", "chair") for n in (0, 1)]
    assert _ids() == train
    pool = [one.replace("_0", "_5").replace("_1", "_6") for one in train]
    assert _ids(pool=True) == sorted([*train, *pool])


def test_classes_are_left_out() -> None:
    assert _ids(left_out=["bowl", "chair"]) == ["bench/bench_0", "bench/bench_1"]


@pytest.mark.parametrize("scored", ["bowl/bowl_2", "bowl/bowl_3", "bowl/bowl_4"])
def test_near_duplicates_of_what_is_scored_are_left_out(scored: str) -> None:
    assert "chair/chair_0" not in _ids(("chair/chair_0", scored))
    # Nor what duplicates them in turn, in whatever order it is listed.
    chain = _ids(("chair/chair_0", "chair/chair_5"), (scored, "chair/chair_5"), pool=True)
    assert not {"chair/chair_0", "chair/chair_5"} & set(chain)
    assert "chair/chair_0" in _ids(("chair/chair_0", "chair/chair_1"))


def test_peers_are_kept_out_by_their_role() -> None:
    objects = OBJECTS.assign(split=OBJECTS["split"].where(OBJECTS["role"] != "peer", "pool"))
    pairs = near_duplicates(("chair/chair_0", "chair/chair_4"))
    kept = learnable(objects, pairs, pool=True)["object_id"]
    assert not {"chair/chair_0", "chair/chair_4"} & set(kept)
    assert "chair/chair_1" in set(kept)


@given(
    st.lists(st.tuples(st.sampled_from(ITEMS), st.sampled_from(ITEMS)), max_size=12),
    st.booleans(),
    st.sets(st.sampled_from(["bench", "bowl", "chair"])),
)
def test_nothing_that_is_scored_is_learned_from(
    pairs: list[tuple[str, str]], pool: bool, left_out: set[str]
) -> None:
    duplicates = near_duplicates(*((a, b) for a, b in pairs if a != b))
    rows = learnable(OBJECTS, duplicates, pool=pool, left_out=left_out)
    assert set(rows["split"]) <= ({"train", "pool"} if pool else {"train"})
    assert not set(rows["class"]) & left_out
    group = dict(zip(ITEMS, duplicate_groups(ITEMS, duplicates).tolist(), strict=True))
    scored = OBJECTS[OBJECTS["split"].isin(["val", "test"])]["item_id"].map(group)
    assert not set(rows["item_id"].map(group)) & set(scored)


@given(st.sampled_from(CLONE_TIERS), st.integers(0, 9), st.sampled_from(ITEMS))
def test_a_copy_is_no_query(tier: int, number: int, source_id: str) -> None:
    copy = copy_of(source_id, tier, number, 42, PerturbParams())
    query = f"{source_id}.t{tier}.{number}"
    assert copy.object_id not in {query, *OBJECTS["object_id"]}
    assert copy.object_id == f"{source_id}.fit.t{tier}.{number}"
    assert (copy.source_id, copy.tier) == (source_id, tier)
    others = {copy_of(source_id, tier, n, 42, PerturbParams()).object_id for n in range(10)}
    assert len(others) == 10


def test_copies_have_draws_of_their_own(ground: Any) -> None:
    mesh = ground.meshes["chair/chair_0"]
    one, two, again = (copy_of("chair/chair_0", 3, n, 42, PerturbParams()) for n in (0, 1, 0))
    assert one.recipe != two.recipe
    assert one.mesh(mesh).sha256() == again.mesh(mesh).sha256() != two.mesh(mesh).sha256()
    assert len(one.mesh(mesh).faces) == pytest.approx(len(mesh.faces) / 2, rel=0.1)
    assert np.linalg.norm(one.mesh(mesh).vertices, axis=1).max() == pytest.approx(1, abs=1e-5)
