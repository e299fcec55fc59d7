from collections.abc import Mapping

import pandas as pd
import pytest

from lib.core.params.copies import CopiesParams
from lib.core.params.sections import PerturbParams, SelectParams, TwinsParams
from lib.objects.copies import KINDS, copy_recipe
from lib.objects.plan import choose_sources, plan_objects
from lib.objects.planted import kind_of, plan_copies
from lib.objects.recipe import from_json
from lib.objects.twins import choose_originals

SELECT = SelectParams(per_class=5, train=0.6, val=0.2, queries_per_source=2)
TWINS = TwinsParams(classes=("a", "b"), per_class=6)
COPIES = CopiesParams(share=0.25, per_kind=1)


def listing(per_class: int = 20) -> pd.DataFrame:
    rows = [(f"{c}/{c}_{n:02d}", c, "train") for c in "abcd" for n in range(per_class)]
    return pd.DataFrame(rows, columns=["item_id", "class", "split"])


def alone(items: pd.DataFrame) -> dict[str, int]:
    return {item: number for number, item in enumerate(items["item_id"])}


def planted(
    items: pd.DataFrame, group: Mapping[str, int], copies: CopiesParams = COPIES
) -> tuple[pd.DataFrame, pd.DataFrame]:
    sources = choose_sources(items, SELECT)
    plan = plan_objects(items, sources, group, SELECT, PerturbParams(), TWINS)
    return plan, plan_copies(items, plan, group, 42, copies, TWINS)


def test_a_tenth_of_the_catalogue_is_copied_and_kinds_come_in_turn() -> None:
    items = listing()
    plan, copies = planted(items, alone(items), CopiesParams(share=0.1, per_kind=1))
    in_catalogue = copies[copies["split"] == "catalogue"]
    n_items = plan["role"].isin(["source", "pool"]).sum()
    assert len(in_catalogue) == round(0.1 * n_items) > 0
    in_turn = [*KINDS, *KINDS][: len(in_catalogue)]
    assert [kind_of(one) for one in in_catalogue["object_id"]] == in_turn
    assert set(plan.columns) == set(copies.columns)
    assert copies["object_id"].is_unique
    for row in copies.itertuples():
        kind = kind_of(row.object_id)
        assert from_json(row.recipe) == copy_recipe(kind, 42, row.item_id, CopiesParams())
        assert row.object_id == f"{row.item_id}.{kind}"


def test_no_copy_to_find_is_of_an_item_that_anything_is_calibrated_on() -> None:
    items = listing()
    plan, copies = planted(items, alone(items))
    originals = set(choose_originals(items, TWINS)["item_id"])
    by_split = copies.groupby("split")["item_id"].agg(set)
    assert by_split["calibration"] <= originals
    assert len(by_split["calibration"]) == len(KINDS)
    assert not by_split["catalogue"] & originals
    assert by_split["catalogue"] <= set(plan.loc[plan["role"] == "pool", "item_id"])


def test_an_item_with_a_near_duplicate_is_not_copied() -> None:
    items = listing()
    _, before = planted(items, alone(items))
    first = before["item_id"].tolist()
    group = alone(items)
    group[first[0]] = group[first[-1]] = 10**6
    _, after = planted(items, group)
    assert not {first[0], first[-1]} & set(after["item_id"])


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_none_and_more_than_there_are(share: float) -> None:
    items = listing()
    plan, copies = planted(items, alone(items), CopiesParams(share=share, per_kind=100))
    spare = set(plan.loc[plan["role"] == "pool", "item_id"])
    spare -= set(choose_originals(items, TWINS)["item_id"])
    found = set(copies.loc[copies["split"] == "catalogue", "item_id"])
    assert found == (spare if share else set())
    assert (copies["split"] == "calibration").sum() == 12
