from functools import cache

import pytest

from lib.thresholds.sweep.recipes import recipe_table
from tests.thresholds.sweep.samples import PARAMS, manifest, sweep, vectors


@cache
def table(noise: float = 0.15):
    objects = manifest()
    originals = (objects["role"] == "pool").to_numpy()
    return recipe_table(sweep(objects, noise), vectors(objects, noise)[originals])


@pytest.mark.slow
def test_every_recipe_is_priced_on_every_set_and_base_rate() -> None:
    found = table()
    assert found.groupby("recipe").size().to_dict() == dict.fromkeys(
        ("density", "dip", "f1", "precision", "youden"), 12
    )


def test_recipes_that_know_no_base_rate_keep_their_threshold() -> None:
    found = table()
    for recipe in ("f1", "youden", "dip", "density"):
        assert found.loc[found["recipe"] == recipe, "threshold"].nunique(dropna=False) == 1


def test_what_is_delivered_is_counted() -> None:
    found, own = table(), sweep()
    rows = found[found["recipe"].isin(["f1", "youden", "precision"])].dropna(subset="threshold")
    for row in rows.itertuples():
        assert row.recall == pytest.approx((own.scores("r1") >= row.threshold).mean())
        fpr = (own.scores(row.negatives) >= row.threshold).mean()
        true = row.base_rate * row.recall
        expected = true / (true + (1 - row.base_rate) * fpr)
        assert row.precision == pytest.approx(expected)


def test_precision_falls_with_the_base_rate_unless_the_recipe_knows_it() -> None:
    found = table(0.3)
    for (recipe, _), group in found.groupby(["recipe", "negatives"]):
        falling = group.sort_values("base_rate", ascending=False)["precision"].dropna()
        if recipe != "precision":
            assert falling.is_monotonic_decreasing


def test_no_dip_is_said() -> None:
    found = table(3.0)
    dips = found[found["recipe"] == "dip"]
    assert dips["threshold"].isna().all()
    assert set(dips["note"]) == {"no dip"}


def test_density_names_its_clusters() -> None:
    notes = table().query("recipe == 'density'")["note"].unique()
    assert len(notes) == 1
    assert notes[0].startswith(f"{PARAMS.clusters} clusters, ")
