"""The calibration objects in the manifest."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.params.sections import Parametric40Params, PerturbParams, SelectParams, TwinsParams
from lib.core.tables import declared
from lib.corpus.modelnet40 import official_listing
from lib.corpus.parametric.corpus import Parametric40
from lib.evaluation.metrics import score
from lib.evaluation.mining import mine
from lib.geometry.mesh import Mesh, check, normalize
from lib.objects.plan import choose_sources, plan_objects
from lib.objects.recipe import CutAway, Hue, Permute, Retessellate, Rotate, from_json, make
from lib.objects.rungs import RUNGS
from lib.objects.twins import SPLIT, choose_originals, plan_twins, twin_recipe

PARAMS = TwinsParams(classes=("chair", "sofa"), per_class=3)
PERTURB = PerturbParams()
NO_PAIRS = pd.DataFrame(columns=["item_a", "item_b"])


def corpus(*classes: str, per_class: int = 5, split: str = "train") -> pd.DataFrame:
    rows = [(f"{c}/{c}_{n:04d}", c, split) for c in classes for n in range(per_class)]
    return pd.DataFrame(rows, columns=["item_id", "class", "split"])


def listing() -> pd.DataFrame:
    items = Parametric40(Parametric40Params()).items()
    rows = [(item.id, item.class_name, item.split) for item in items]
    return pd.DataFrame(rows, columns=["item_id", "class", "split"])


def test_the_corpora_give_the_640_originals_of_the_article() -> None:
    official = pd.DataFrame(official_listing(), columns=["item_id", "class", "split"])
    for items in (listing(), official):
        originals = choose_originals(items, TwinsParams())
        assert len(originals) == 640
        assert set(originals.groupby("class").size()) == {80}
    for name, group in originals.groupby("class"):
        assert group["item_id"].tolist() == [f"{name}/{name}_{n:04d}" for n in range(1, 81)]


def test_originals_are_the_first_by_name_whatever_the_order() -> None:
    items = corpus("table", "sofa", "chair").sample(frac=1, random_state=3)
    assert choose_originals(items, PARAMS)["item_id"].tolist() == [
        f"{c}/{c}_{n:04d}" for c in ("chair", "sofa") for n in range(3)
    ]


def test_test_items_are_taken_only_where_no_item_is_for_training() -> None:
    train, test = corpus("sofa", "chair"), corpus("bed", "chair", per_class=2, split="test")
    mixed = choose_originals(pd.concat([test, train]), PARAMS)
    assert mixed["item_id"].isin(train["item_id"]).all()
    assert len(choose_originals(test, PARAMS)) == 4


@pytest.mark.parametrize("classes", [("brick", "ring"), ("brick", "chair")])
def test_other_classes_serve_where_fewer_than_two_are_on_the_list(classes: tuple[str, ...]) -> None:
    assert set(choose_originals(corpus(*classes), PARAMS)["class"]) == set(classes)


def test_one_class_is_enough() -> None:
    """Meshes in a folder without classes can still be held against each other."""
    items = corpus("chair")
    assert len(choose_originals(items, PARAMS)) == 3
    assert len(plan_twins(items, set(), 42, PARAMS)) == 3 + 3 * len(RUNGS)


@given(st.text(min_size=1, max_size=20), st.integers(0, 99))
def test_each_rung_adds_to_the_rung_below(item_id: str, seed: int) -> None:
    ladder = [twin_recipe(rung, seed, item_id, PARAMS) for rung in RUNGS]
    assert all(recipe[-1] == Permute() for recipe in ladder)
    for lower, upper in itertools.pairwise(ladder):
        assert upper[: len(lower) - 1] == lower[:-1]
        assert len(upper) > len(lower)


def test_recipes_are_what_the_rungs_say() -> None:
    kinds = ["rotate", "decimate", "hue", "cut_away", "rescale", "retessellate", "permute"]
    assert [step.op for step in twin_recipe(5, 42, "x", PARAMS)] == kinds
    assert twin_recipe(1, 42, "x", PARAMS) == (Rotate(axis=(0, 0, 1), angle_deg=25), Permute())
    with pytest.raises(ValueError, match="rung 6"):
        twin_recipe(6, 42, "x", PARAMS)


def test_draws_belong_to_the_item_and_the_seed() -> None:
    def drawn(seed: int, item_id: str) -> tuple[object, ...]:
        steps = twin_recipe(4, seed, item_id, PARAMS)
        return tuple(step for step in steps if isinstance(step, Hue | CutAway))

    assert len({drawn(42, "a"), drawn(42, "b"), drawn(43, "a")}) == 3
    assert drawn(42, "a") == drawn(42, "a")


def test_twins_name_their_original() -> None:
    items = corpus("chair", "sofa")
    rows = plan_twins(items, {"chair/chair_0000", "sofa/sofa_0004"}, 42, PARAMS)
    assert list(rows.columns) == declared("plan.parquet").names
    originals = rows[rows["role"] == "original"]
    assert (
        originals["object_id"].tolist()
        == [f"{c}_{n:04d}" for c in ("chair/chair", "sofa/sofa") for n in range(3)][1:]
    )
    assert (originals["object_id"] == originals["item_id"]).all()
    assert (originals["recipe"] == "[]").all()
    twins = rows[len(originals) :]
    assert set(twins["role"]) == {"twin"}
    assert twins["object_id"].tolist()[:5] == [f"chair/chair_0000.r{rung}" for rung in RUNGS]
    assert (twins["object_id"] == twins["item_id"] + ".r" + twins["rung"].astype(str)).all()
    assert (rows["source_id"] == rows["item_id"]).all()
    assert set(rows["split"]) == {SPLIT}
    assert set(rows["tier"]) == {0}
    for item, rung, recipe in twins[["item_id", "rung", "recipe"]].itertuples(index=False):
        assert from_json(recipe) == twin_recipe(rung, 42, item, PARAMS)


@pytest.mark.parametrize("harder", [None, 1, 2, 9])
def test_the_first_of_each_class_climb_beyond_rung_1(harder: int | None) -> None:
    params = PARAMS.model_copy(update={"harder_per_class": harder})
    rows = plan_twins(corpus("chair", "sofa"), set(), 42, params)
    climbed = {rung: set(rows.loc[rows["rung"] == rung, "item_id"]) for rung in RUNGS}
    names = [f"{c}/{c}_{n:04d}" for c in ("chair", "sofa") for n in range(3)]
    assert climbed[1] == set(names)
    for rung in range(2, 6):
        assert climbed[rung] == {name for name in names if int(name[-4:]) < (harder or 3)}


def whole_plan(items: pd.DataFrame, twins: TwinsParams) -> pd.DataFrame:
    select = SelectParams()
    group = {item: index for index, item in enumerate(items["item_id"])}
    return plan_objects(items, choose_sources(items, select), group, select, PERTURB, twins)


def test_the_plan_of_parametric40_gains_640_twins_and_nothing_else_changes() -> None:
    items = listing()
    plan = whole_plan(items, TwinsParams())
    assert plan["object_id"].is_unique
    twins = plan[plan["role"] == "twin"]
    assert twins.groupby("rung").size().to_dict() == {1: 640, **dict.fromkeys(range(2, 6), 80)}
    originals = plan.set_index("object_id").loc[twins["item_id"].unique()]
    assert len(originals) == 640
    assert set(originals["role"]) == {"source", "pool", "original"}
    assert (originals.index == originals["item_id"]).all()
    assert (originals["recipe"] == "[]").all()
    other = whole_plan(items, TwinsParams(per_class=1, angle_deg=90, cut_away=0.5))
    before, after = (
        p[~p["role"].isin(["original", "twin"])].reset_index(drop=True) for p in (plan, other)
    )
    pd.testing.assert_frame_equal(before, after)
    pd.testing.assert_frame_equal(plan.iloc[: len(before)], before)


def test_retrieval_and_mining_do_not_see_calibration_objects() -> None:
    select = SelectParams(per_class=5, train=0.6, val=0.2, queries_per_source=2)
    items = corpus("chair", "sofa", per_class=12)
    group = {item: index for index, item in enumerate(items["item_id"])}
    plan = plan_objects(items, choose_sources(items, select), group, select, PERTURB, PARAMS)
    vectors = np.random.default_rng(0).standard_normal((len(plan), 8))
    rest = ~plan["role"].isin(["original", "twin"]).to_numpy()
    assert not rest.all()
    pairs = pd.DataFrame(
        [("chair/chair_0001", "chair/chair_0002"), ("sofa/sofa_0000", "sofa/sofa_0007")],
        columns=["item_a", "item_b"],
    )
    for duplicates in (NO_PAIRS, pairs):
        pd.testing.assert_frame_equal(
            score(plan, duplicates, vectors, "e"),
            score(plan[rest].reset_index(drop=True), duplicates, vectors[rest], "e"),
        )
        pd.testing.assert_frame_equal(
            mine(plan, duplicates, vectors, "e", 4),
            mine(plan[rest].reset_index(drop=True), duplicates, vectors[rest], "e", 4),
        )


def test_twins_can_be_made(cone: Mesh) -> None:
    source = normalize(cone)
    counts = []
    for rung in RUNGS:
        recipe = twin_recipe(rung, 42, "cone", PARAMS)
        twin = check(normalize(make(recipe, source, 42, f"cone.r{rung}")), "twin")
        counts.append(len(twin.faces))
        assert twin.sha256() != source.sha256()
        assert {tuple(c) for c in twin.colors.tolist()} == {(40, 80, 220), (220, 60, 40)}
    assert counts[0] == len(source.faces) == 2 * counts[1]
    assert counts[1] == counts[2]
    edges = twin.triangles - np.roll(twin.triangles, 1, axis=1)
    limit = next(step.max_edge for step in recipe if isinstance(step, Retessellate))
    diagonal = np.linalg.norm(np.ptp(twin.vertices, axis=0))
    assert np.linalg.norm(edges, axis=2).max() <= limit * diagonal * (1 + 1e-5)
