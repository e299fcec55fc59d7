from pathlib import Path

import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.core.files import write_table
from lib.core.params import Params
from lib.core.params.sections import PerturbParams, SelectParams, TwinsParams
from lib.core.tables import declared
from lib.corpus.modelnet40 import official_listing
from lib.objects.plan import choose_sources, plan_corpus, plan_objects
from lib.objects.recipe import Permute, from_json
from lib.objects.split import split_sha256

SELECT = SelectParams(per_class=5, train=0.6, val=0.2, queries_per_source=2)
PERTURB = PerturbParams()
TWINS = TwinsParams(per_class=6)


def corpus(per_class: int = 12, classes: str = "abcd") -> pd.DataFrame:
    rows = [(f"{c}_{n:04d}", c, "train") for c in classes for n in range(per_class)]
    return pd.DataFrame(rows, columns=["item_id", "class", "split"])


def plan_of(
    items: pd.DataFrame, select: SelectParams = SELECT, twins: tuple[str, ...] = ()
) -> pd.DataFrame:
    group = {item: index for index, item in enumerate(items["item_id"])}
    group.update(dict.fromkeys(twins, 10**6))
    sources = choose_sources(items, select)
    return plan_objects(items, sources, group, select, PERTURB, TWINS)


def test_sources_are_balanced_and_split_by_position() -> None:
    sources = choose_sources(corpus(), SELECT)
    assert sources.groupby("class").size().tolist() == [5, 5, 5, 5]
    assert sources["split"].value_counts().to_dict() == {"train": 12, "val": 4, "test": 4}
    assert set(sources["split_sha256"]) == {
        split_sha256(list(sources["source_id"]), list(sources["split"]))
    }


def test_modelnet40_gives_the_split_of_the_article() -> None:
    items = pd.DataFrame(official_listing(), columns=["item_id", "class", "split"])
    sources = choose_sources(items, SelectParams())
    assert sources["split"].value_counts().to_dict() == {"train": 640, "val": 80, "test": 80}
    assert set(sources["split_sha256"]) == {
        "aaa297c58972785e021c94083f7c15de88518737ef893d61d8cef45d61c668b7"
    }


def test_the_committed_split_of_modelnet40_is_the_official_one(tmp_path: Path) -> None:
    items = pd.DataFrame(official_listing(), columns=["item_id", "class", "split"])
    write_table(tmp_path / "splits.csv", choose_sources(items, SelectParams()))
    committed = Path(__file__).resolve().parents[2] / "data" / "modelnet40" / "splits.csv"
    assert committed.read_bytes() == (tmp_path / "splits.csv").read_bytes()


def test_order_of_the_listing_does_not_matter() -> None:
    items = corpus()
    pd.testing.assert_frame_equal(
        choose_sources(items, SELECT), choose_sources(items.sample(frac=1, random_state=0), SELECT)
    )


def test_another_seed_is_another_choice() -> None:
    other = SELECT.model_copy(update={"seed": 7})
    assert set(choose_sources(corpus(), SELECT)["source_id"]) != set(
        choose_sources(corpus(), other)["source_id"]
    )


def test_every_small_class_is_named_with_its_size() -> None:
    items = pd.concat([corpus(4, "z"), corpus(), corpus(3, "e")])
    with pytest.raises(BenchError) as caught:
        choose_sources(items, SELECT)
    assert caught.value.message == (
        "select.per_class asks for 5 meshes a class: 'e' has 3, 'z' has 4"
    )
    assert caught.value.hint


def test_of_many_small_classes_twenty_are_named() -> None:
    with pytest.raises(BenchError, match=r": 'a' has 1, .* 't' has 1 … and 3 more\n") as caught:
        choose_sources(corpus(1, "abcdefghijklmnopqrstuvw"), SELECT)
    assert caught.value.message.count(" has 1") == 20


def test_every_class_with_too_few_peers_is_named() -> None:
    sources = choose_sources(corpus(6), SELECT)
    tested = sorted(set(sources.loc[sources["split"] == "test", "class"]))
    assert len(tested) > 1
    with pytest.raises(BenchError) as caught:
        plan_of(corpus(6))
    assert caught.value.message == (
        "Tier 5 needs 2 meshes a class beside its sources: "
        + ", ".join(f"{name!r} has 1" for name in tested)
    )


def test_no_test_split_is_named() -> None:
    with pytest.raises(BenchError, match="leave none for the test split"):
        choose_sources(corpus(12, "a"), SelectParams(per_class=2, train=0.8, val=0.1))


def test_the_plan_counts_and_never_crosses_the_split() -> None:
    plan = plan_of(corpus())
    assert plan["object_id"].is_unique
    assert plan.groupby("role").size().to_dict()["source"] == 20
    queries = plan[plan["tier"] > 0]
    assert queries.groupby("tier").size().tolist() == [4 * 2] * 5
    sources = plan[plan["role"] == "source"].set_index("source_id")
    assert set(sources.loc[queries["source_id"], "split"]) == {"test"}
    clones = plan[plan["role"] == "clone"]
    assert (clones["item_id"] == clones["source_id"]).all()
    assert set(plan.loc[plan["role"] == "clone", "split"]) == {"test"}
    assert plan.loc[plan["rung"] > 0, "role"].eq("twin").all()
    assert (plan["seed"] == SELECT.seed).all()


def test_columns_and_order_of_the_plan() -> None:
    plan = plan_of(corpus(), SELECT.model_copy(update={"pool_per_class": 3}))
    assert list(plan.columns) == declared("plan.parquet").names
    roles = ["source", "clone", "peer", "pool", "original", "twin"]
    assert list(dict.fromkeys(plan["role"])) == roles
    assert (plan["role"].map(roles.index).diff().dropna() >= 0).all()
    assert not plan.isna().any(axis=None)


def test_peers_and_pool_come_from_outside_the_gallery() -> None:
    plan = plan_of(corpus())
    sources = set(plan.loc[plan["role"] == "source", "object_id"])
    class_of = plan.set_index("object_id")["class"]
    for role in ("peer", "pool"):
        part = plan[plan["role"] == role]
        assert not set(part["item_id"]) & sources
        assert (part["item_id"].str[0] == part["class"]).all()
    peers = plan[plan["role"] == "peer"]
    assert (class_of[peers["source_id"]].to_numpy() == peers["class"]).all()
    assert not peers.duplicated(["source_id", "item_id"]).any()


def test_a_near_duplicate_of_the_source_is_no_peer() -> None:
    plan = plan_of(corpus(8))
    peer = plan[plan["role"] == "peer"].iloc[0]
    again = plan_of(corpus(8), twins=(peer["source_id"], peer["item_id"]))
    mine = again[(again["role"] == "peer") & (again["source_id"] == peer["source_id"])]
    assert len(mine) == 2
    assert peer["item_id"] not in set(mine["item_id"])


def test_an_item_more_changes_no_object() -> None:
    few, more = corpus(), corpus(13)
    sources = choose_sources(few, SELECT)
    before, after = (
        plan_objects(
            items, sources, {i: n for n, i in enumerate(items["item_id"])}, SELECT, PERTURB, TWINS
        )
        for items in (few, more)
    )
    made = [p[p["role"].isin(["source", "clone"])].reset_index(drop=True) for p in (before, after)]
    pd.testing.assert_frame_equal(*made)
    peers = [
        set(p.loc[p["role"] == "peer", ["source_id", "item_id"]].itertuples(index=False))
        for p in (before, after)
    ]
    assert all(new.item_id.endswith("_0012") for new in peers[1] - peers[0])


def test_the_pool_can_be_capped() -> None:
    plan = plan_of(corpus(), SELECT.model_copy(update={"pool_per_class": 3}))
    assert set(plan[plan["role"] == "pool"].groupby("class").size()) == {3}


def test_every_clone_is_permuted() -> None:
    plan = plan_of(corpus())
    for recipe in plan.loc[plan["role"] == "clone", "recipe"]:
        assert Permute() in from_json(recipe)


def test_a_corpus_is_planned_with_its_duplicates() -> None:
    items = corpus()
    params = Params(corpora=("folder",), encoders=("zernike3d",), mine={"miners": ("zernike3d",)})
    params = params.model_copy(update={"select": SELECT, "perturb": PERTURB, "twins": TWINS})
    none = pd.DataFrame(columns=["item_a", "item_b"])
    sources, plan = plan_corpus(items, none, params)
    pd.testing.assert_frame_equal(sources, choose_sources(items, SELECT))
    before = plan_of(items)
    pd.testing.assert_frame_equal(plan.iloc[: len(before)], before)
    assert set(plan["role"].iloc[len(before) :]) == {"copy"}
    first = sources.loc[sources["split"] == "test", "source_id"].iloc[0]
    peer = plan.loc[(plan["role"] == "peer") & (plan["source_id"] == first), "item_id"].iloc[0]
    _, other = plan_corpus(items, pd.DataFrame({"item_a": [first], "item_b": [peer]}), params)
    peers = other.loc[(other["role"] == "peer") & (other["source_id"] == first), "item_id"]
    assert peer not in set(peers)
