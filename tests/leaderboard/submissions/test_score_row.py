import numpy as np
import pandas as pd

from lib.leaderboard.submissions.score_row import beside

OWN = pd.DataFrame(
    [("mine", tier, gallery, 0.1 * tier) for tier in (1, 2) for gallery in ("test", "all")],
    columns=["encoder", "tier", "gallery", "map"],
)


def committed(*names: str, split: str = "a") -> pd.DataFrame:
    parts = [OWN.assign(encoder=name, map=0.5 + i / 10) for i, name in enumerate(names)]
    return pd.concat(parts, ignore_index=True).assign(split_sha256=split)


def test_a_row_stands_among_the_others_by_name() -> None:
    table = beside(OWN, committed("beta", "zeta", "alpha"), "a")
    assert table.index.tolist() == ["alpha", "beta", "mine", "zeta"]
    assert table.columns.tolist() == [("test", 1), ("all", 1), ("test", 2), ("all", 2)]
    assert table.loc["mine"].tolist() == [0.1, 0.1, 0.2, 0.2]
    assert (table.loc["zeta"] == 0.6).all()


def test_its_older_self_and_other_splits_are_left_out() -> None:
    results = pd.concat([committed("mine", "kept"), committed("other", split="b")])
    table = beside(OWN, results, "a")
    assert table.index.tolist() == ["kept", "mine"]
    assert table.loc["mine", ("test", 2)] == 0.2


def test_scores_that_a_row_lacks_are_empty() -> None:
    results = committed("part").query("tier == 1")
    table = beside(OWN, results, "a")
    assert np.isnan(table.loc["part", ("all", 2)])
    assert table.loc["part", ("all", 1)] == 0.5
