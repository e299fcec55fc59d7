import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.tables import declared
from lib.evaluation.dvc_metrics import tier6_metrics
from lib.evaluation.hard_gallery import score_hard
from lib.evaluation.tier6 import EVERYDAY, TIER, collisions, lookalike_queries
from tests.evaluation import samples as tier6


def test_the_queries_are_tier_3s() -> None:
    queries = lookalike_queries(tier6.objects())
    assert len(queries) == 3 * 2 * 3
    assert set(queries["tier"]) == {TIER}
    assert queries["object_id"].str.contains(f".t{EVERYDAY}.", regex=False).all()


def test_ranks_are_those_of_a_full_sort() -> None:
    made, objects = tier6.tables(), tier6.objects()
    place = {one: row for row, one in enumerate(objects["object_id"])}
    scored = made["hard-gallery.parquet"]
    own = scored[scored["tier"] == TIER]
    assert len(own) == 18 * 2 * 2
    for row in own.itertuples():
        unit = tier6.vectors(row.encoder)
        unit /= np.linalg.norm(unit, axis=1, keepdims=True)
        listed = made["lookalikes.csv"].query("miner == @row.miner and query_id == @row.source_id")
        gallery = [row.source_id, *listed["lookalike_id"]]
        scores = {one: unit[place[row.query_id]] @ unit[place[one]] for one in gallery}
        order = sorted(gallery, key=scores.get, reverse=True)
        assert row.rank == order.index(row.source_id) + 1
        assert row.ap == 1 / row.rank
        assert row.n_items == len(gallery)
        assert row.beaten_by == (order[0] if order[0] != row.source_id else "")


def test_a_perfect_class_recogniser_scores_one() -> None:
    made, objects = tier6.tables(), tier6.objects()
    recogniser = np.eye(3)[[tier6.CLASSES.index(name) for name in objects["class"]]]
    mined = made["hard-negatives.csv"], made["lookalikes.csv"]
    scored = score_hard(objects, *mined, recogniser, "class")
    assert (scored.loc[scored["tier"] == TIER, "ap"] == 1).all()
    # Among its own class it cannot tell one from another.
    assert (scored.loc[scored["tier"] == 2, "ap"] < 1).all()
    assert collisions(scored, objects).empty


def test_the_other_tiers_do_not_notice() -> None:
    made, objects = tier6.tables(), tier6.objects()
    none = made["lookalikes.csv"].iloc[:0]
    without = score_hard(objects, made["hard-negatives.csv"], none, tier6.vectors("one"), "one")
    scored = made["hard-gallery.parquet"].query(f"encoder == 'one' and tier != {TIER}")
    pd.testing.assert_frame_equal(without, scored.reset_index(drop=True))


def test_a_constant_vector_ties_with_all_and_is_lost() -> None:
    made, objects = tier6.tables(), tier6.objects()
    mined = made["hard-negatives.csv"], made["lookalikes.csv"]
    scored = score_hard(objects, *mined, np.ones((len(objects), 2)), "flat")
    own = scored[scored["tier"] == TIER]
    assert set(own["rank"]) == {(1 + 5) / 2}
    first = made["lookalikes.csv"].query("rank == 1").set_index(["miner", "query_id"])
    keys = list(zip(own["miner"], own["source_id"], strict=True))
    assert own["beaten_by"].tolist() == first["lookalike_id"].loc[keys].tolist()
    lost = collisions(scored, objects)
    assert lost.groupby(["miner", "class"])["n_beaten"].sum().eq(6).all()


def test_collisions_are_counted_by_hand() -> None:
    objects = pd.DataFrame(
        [("a", "A"), ("b", "A"), ("x", "X"), ("y", "Y")], columns=["object_id", "class"]
    )
    rows = [("a", "x"), ("a", "x"), ("a", "y"), ("a", ""), ("b", ""), ("b", "x"), ("y", "x")]
    per_query = pd.DataFrame(rows, columns=["source_id", "beaten_by"])
    per_query = per_query.assign(encoder="e", miner="m", tier=TIER)
    ignored = per_query.assign(tier=EVERYDAY, beaten_by="b")
    table = collisions(pd.concat([per_query, ignored]), objects)
    assert list(table[declared("collisions.csv").names].itertuples(index=False, name=None)) == [
        ("e", "m", "A", "X", 6, 3),
        ("e", "m", "A", "Y", 6, 1),
        ("e", "m", "Y", "X", 1, 1),
    ]


@settings(max_examples=25)
@given(st.permutations(range(24)))
def test_the_order_of_rows_does_not_matter(order) -> None:
    objects = tier6.objects()
    sources = objects.loc[(objects["role"] == "source"), "object_id"].tolist()
    scored = pd.DataFrame(
        {
            "source_id": [sources[n % 4] for n in range(24)],
            "encoder": ["one", "two"] * 12,
            "miner": ["two"] * 8 + ["one"] * 16,
            "tier": TIER,
            "beaten_by": ["", "stool_p0", "bench_p1", "stool_1"] * 6,
        }
    )
    pd.testing.assert_frame_equal(
        collisions(scored.iloc[order], objects), collisions(scored, objects)
    )


@pytest.mark.parametrize("tier", [1, TIER])
def test_no_rows_and_none_lost_keep_the_columns(tier: int) -> None:
    scored = pd.DataFrame(
        {"source_id": ["bench_1"], "encoder": "e", "miner": "m", "tier": tier, "beaten_by": ""}
    )
    table = collisions(scored, tier6.objects())
    assert table.empty
    assert set(table.columns) >= set(declared("collisions.csv").names)


def test_metrics_stand_under_the_encoder_and_the_tier() -> None:
    found = tier6_metrics("e", {"zernike3d": 0.12345678, "hog": 1.0})
    assert found == {"e": {"T6": {"hog": 1.0, "zernike3d": 0.123457}}}
    assert list(found["e"]["T6"]) == ["hog", "zernike3d"]
    assert tier6_metrics("e", {}) == {"e": {}}
