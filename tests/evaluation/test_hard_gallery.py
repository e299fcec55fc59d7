import numpy as np
import pandas as pd
import pytest

from lib.core.tables import declared
from lib.evaluation.hard_gallery import overlap, score_hard

NONE = declared("lookalikes.csv").empty()


def world() -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Two sources with two clones each and four pool objects on a line of angles."""
    rows = [("a", "source", "a", 0), ("b", "source", "b", 0)]
    rows += [(f"{s}.t{t}.0", "clone", s, t) for s in "ab" for t in (1, 2)]
    rows += [("a.t5.0", "peer", "a", 5)]
    rows += [(f"p{n}", "pool", f"p{n}", 0) for n in range(4)]
    objects = pd.DataFrame(rows, columns=["object_id", "role", "source_id", "tier"])
    angle = {"a": 0, "b": 90, "a.t1.0": 0, "a.t2.0": 20, "b.t1.0": 90, "b.t2.0": 90, "a.t5.0": 3}
    angle |= {"p0": 25, "p1": 15, "p2": 60, "p3": 90}
    degrees = np.radians([angle[name] for name in objects["object_id"]])
    vectors = np.stack([np.cos(degrees), np.sin(degrees)], axis=1)
    chosen = [("m", "a", "p0"), ("m", "a", "p1"), ("m", "b", "p2"), ("m", "b", "p3")]
    chosen += [("n", "a", "p2"), ("n", "a", "p1"), ("n", "b", "p2"), ("n", "b", "p0")]
    negatives = pd.DataFrame(chosen, columns=["miner", "query_id", "negative_id"])
    negatives["rank"] = negatives.groupby(["miner", "query_id"]).cumcount() + 1
    return objects, negatives.assign(pool_size=4), vectors


def test_ranks_among_the_sources_own_negatives() -> None:
    objects, negatives, vectors = world()
    table = score_hard(objects, negatives, NONE, vectors, "e").set_index(["miner", "query_id"])
    assert table.loc[("m", "a.t1.0"), "rank"] == 1
    # 20 degrees from its source, 5 from both negatives of miner m, 5 from one of n. Of the
    # two that tie for the first place, the one that the miner ranks first is named.
    assert table.loc[("m", "a.t2.0"), "rank"] == 3
    assert table.loc[("n", "a.t2.0"), "rank"] == 2
    assert table.loc[("n", "a.t2.0"), "ap"] == 0.5
    # p3 is the same vector as b: a tie takes the mean rank.
    assert table.loc[("m", "b.t1.0"), "rank"] == 1.5
    assert set(table["n_items"]) == {3}
    assert table["beaten_by"].tolist() == ["", "p0", "p3", "p3", "", "p1", "", ""]


def test_tier_5_is_left_out() -> None:
    objects, negatives, vectors = world()
    assert set(score_hard(objects, negatives, NONE, vectors, "e")["tier"]) == {1, 2}


def test_overlap_and_what_chance_would_share() -> None:
    table = overlap(world()[1]).set_index(["miner_a", "miner_b"])
    assert table.loc[("m", "m"), "share"] == 1
    assert table.loc[("m", "n"), "share"] == pytest.approx(0.5)
    assert table.loc[("m", "n"), "by_chance"] == pytest.approx(0.5)
    assert len(table) == 3


def test_order_of_rows_does_not_matter() -> None:
    objects, negatives, vectors = world()
    shuffled = negatives.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        score_hard(objects, negatives, NONE, vectors, "e"),
        score_hard(objects, shuffled, NONE, vectors, "e"),
    )
