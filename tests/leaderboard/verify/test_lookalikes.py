"""Tables of Tier 6 that contradict each other, the manifest or the parameters."""

from collections.abc import Callable

import pandas as pd
import pytest

from lib.core.params import Params
from lib.core.params.sections import MineParams
from lib.core.paths import Paths
from lib.leaderboard.verify.lookalikes import tier6 as check
from tests.evaluation import samples as tier6


class Corpus:
    """What the check asks of a committed corpus."""

    paths = Paths("parametric40")
    params = Params.model_construct(
        mine=MineParams.model_construct(miners=tier6.ENCODERS, lookalikes=tier6.TOP)
    )

    def __init__(self) -> None:
        self.tables = tier6.tables()
        self.tables["baseline-results.csv"] = pd.DataFrame({"encoder": tier6.ENCODERS})

    def table(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def swap(table: pd.DataFrame, column: str, row: int, value: object) -> pd.DataFrame:
    changed = table.copy()
    changed[column] = changed[column].astype(object)
    changed.loc[row, column] = value
    return changed.infer_objects()


def test_what_the_stages_make_is_in_order() -> None:
    said, problems = check(Corpus())
    assert said == "48 lookalikes are in order and of other classes"
    assert list(problems) == []


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("lookalikes.csv", lambda t: swap(t, "rank", 0, 3), "bench_1 under one are not in order"),
        ("lookalikes.csv", lambda t: swap(t, "similarity", 1, 0.9999), "are not in order"),
        ("lookalikes.csv", lambda t: swap(t, "lookalike_class", 2, "bench"), "line 4: a class is"),
        ("lookalikes.csv", lambda t: swap(t, "query_id", 0, "nobody"), "line 2: a class is"),
        ("lookalikes.csv", lambda t: swap(t, "pool_size", 0, 99), "11 objects to choose from"),
        ("lookalikes.csv", lambda t: t[t["query_id"] != "stool_1"], "not every miner has every"),
        ("lookalikes.csv", lambda t: t.iloc[:0], "not every miner has every"),
        ("hard-gallery.csv", lambda t: t.query("tier != 6 or miner != 'two'"), "T6 does not have"),
        ("hard-gallery.csv", lambda t: t.assign(n_queries=17), "n_queries of T6"),
        ("hard-gallery.csv", lambda t: t.assign(map=0.01), "allows a mAP of"),
        ("collisions.csv", lambda t: swap(t, "n_queries", 0, 7), "is not a count"),
        ("collisions.csv", lambda t: swap(t, "n_beaten", 0, 0), "is not a count"),
        ("collisions.csv", lambda t: swap(t, "n_beaten", 0, 7), "queries lost of class bench"),
        ("collisions.csv", lambda t: swap(t, "lookalike_class", 0, "sofa"), "no sofa is a"),
        ("collisions.csv", lambda t: t.iloc[::-1], "out of order"),
        ("collisions.csv", lambda t: t.iloc[[0, 0]].reset_index(drop=True), "there twice"),
        ("collisions.csv", lambda t: t.iloc[:0], "allows a mAP of 1.000000 to 1.000000"),
    ],
)
def test_an_edited_row_is_named(
    name: str, change: Callable[[pd.DataFrame], pd.DataFrame], words: str
) -> None:
    corpus = Corpus()
    corpus.tables[name] = change(corpus.tables[name])
    assert words in "\n".join(check(corpus)[1])


@pytest.mark.parametrize(
    ("chosen", "class_name", "words"),
    [
        ("chair_p0", "chair", "a near-duplicate of the query"),
        ("bench_p0", "bench", "of the query's class, or cannot be chosen"),
        ("chair_1.t3.0", "chair", "of the query's class, or cannot be chosen"),
    ],
)
def test_what_may_not_be_a_lookalike_is_named(chosen: str, class_name: str, words: str) -> None:
    corpus = Corpus()
    table = swap(corpus.tables["lookalikes.csv"], "lookalike_id", 0, chosen)
    corpus.tables["lookalikes.csv"] = swap(table, "lookalike_class", 0, class_name)
    assert f"line 2: {chosen} is " in "\n".join(check(corpus)[1])
    assert words in "\n".join(check(corpus)[1])


def test_the_tier_may_be_off_but_not_by_half() -> None:
    corpus = Corpus()
    mine = MineParams.model_construct(miners=tier6.ENCODERS, lookalikes=None)
    corpus.params = Params.model_construct(mine=mine)
    assert "not every miner" in "\n".join(check(corpus)[1])
    for name in ("lookalikes.csv", "collisions.csv"):
        corpus.tables[name] = corpus.tables[name].iloc[:0]
    corpus.tables["hard-gallery.csv"] = corpus.tables["hard-gallery.csv"].query("tier != 6")
    assert check(corpus) == ("off", [])
