import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from lib.core.errors import BenchError
from lib.evaluation.metrics import mean_ap
from lib.evaluation.standings import standings

ROOT = Path(__file__).parents[2]
COLUMNS = [
    "encoder",
    "tier",
    "gallery",
    "map",
    "map_low",
    "map_high",
    "rank",
    "n_sources",
    "n_queries",
]


def per_query(encoders, n_sources=40, tiers=(1, 3), seed=0) -> pd.DataFrame:
    """AP of four queries a source; an encoder's number is its chance of rank 1."""
    rng = np.random.default_rng(seed)
    rows = []
    for tier in tiers:
        ease = rng.choice([1.0, 0.5, 0.2], size=n_sources)
        for gallery in ("test", "all"):
            for name, chance in encoders.items():
                for source in range(n_sources):
                    ranks = rng.geometric(min(1.0, ease[source] * chance), 4)
                    ranks = np.ones(4) if tier == 1 else ranks
                    rows += [
                        (f"q{source}.t{tier}.{n}", f"s{source}", name, tier, gallery, 1 / rank)
                        for n, rank in enumerate(ranks)
                    ]
    table = pd.DataFrame(
        rows, columns=["query_id", "source_id", "encoder", "tier", "gallery", "ap"]
    )
    return table.assign(ap_with_duplicates=table["ap"])


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    made = per_query({"fine": 0.9, "weak": 0.05})
    twin = made[made["encoder"] == "fine"].assign(encoder="twin")
    return pd.concat([made, twin], ignore_index=True)


def test_rows_columns_and_means(table):
    found = standings(table, 1, 500)
    assert found.columns.tolist() == COLUMNS
    published = mean_ap(table)
    keys = ["encoder", "tier", "gallery", "map", "n_queries"]
    assert_frame_equal(found[keys], published[keys], check_exact=True)
    assert set(found["n_sources"]) == {40}
    assert (found["map_low"] <= found["map"]).all()
    assert (found["map"] <= found["map_high"]).all()


def test_ranks_are_shared_by_those_who_cannot_be_told_apart(table):
    found = standings(table, 1, 500).set_index(["encoder", "tier", "gallery"])["rank"]
    for gallery in ("test", "all"):
        assert [found[name, 1, gallery] for name in ("fine", "twin", "weak")] == [1, 1, 1]
        assert [found[name, 3, gallery] for name in ("fine", "twin", "weak")] == [1, 1, 3]


def test_twins_have_the_same_interval_and_no_difference(table):
    found = standings(table, 1, 500).set_index("encoder")
    ends = ["map_low", "map_high"]
    assert (found.loc["fine", ends].to_numpy() == found.loc["twin", ends].to_numpy()).all()
    assert (found.loc["fine", "rank"].to_numpy() == found.loc["twin", "rank"].to_numpy()).all()
    lower = found[found["rank"] > 1]
    assert set(lower["tier"]) == {3}
    assert set(lower.index) == {"weak"}


def test_a_perfect_score_is_not_certain(table):
    found = standings(table, 1, 2000).query("tier == 1")
    assert (found["map_high"] == 1.0).all()
    assert found["map_low"].to_numpy() == pytest.approx(0.025 ** (1 / 40), abs=0.01)


def test_order_of_rows_changes_nothing_and_the_seed_does(table):
    found = standings(table, 1, 500)
    mixed = standings(table.sample(frac=1, random_state=0), 1, 500)
    assert_frame_equal(mixed.round(9), found.round(9))
    assert not standings(table, 2, 500)["map_low"].equals(found["map_low"])


def test_intervals_do_not_move_when_an_encoder_or_a_tier_joins(table):
    found = standings(table, 1, 500)
    columns = COLUMNS[:6]
    alone = standings(table[(table["encoder"] == "weak") & (table["tier"] == 3)], 1, 500)
    before = found[(found["encoder"] == "weak") & (found["tier"] == 3)].reset_index(drop=True)
    assert_frame_equal(alone[columns], before[columns], check_exact=True)
    assert set(alone["rank"]) == {1}


def test_one_encoder_has_nobody_to_be_compared_with(table):
    alone = table[table["encoder"] == "fine"]
    assert set(standings(alone, 1, 100)["rank"]) == {1}


def test_one_source_tells_nobody_apart(table):
    found = standings(table[table["source_id"] == "s0"], 1, 2000)
    assert set(found["rank"]) == {1}
    assert set(found["n_sources"]) == {1}
    assert (found["map_high"] - found["map_low"] > 0.9).all()


def test_galleries_beyond_the_two_come_last(table):
    hard = table[table["gallery"] == "all"].assign(gallery="hard")
    found = standings(pd.concat([hard, table]), 1, 100)
    assert found["gallery"].head(3).tolist() == ["test", "all", "hard"]


@pytest.mark.slow
def test_other_threads_and_kernels_give_the_same_bytes(table, tmp_path):
    table.to_parquet(tmp_path / "per-query-ap.parquet")
    program = (
        "import sys, pandas as pd; from lib.evaluation.standings import standings;"
        "t = pd.read_parquet(sys.argv[1]);"
        "print(standings(t, 1, 300).to_csv())"
    )
    other = {
        "OMP_NUM_THREADS": "4",
        "OPENBLAS_NUM_THREADS": "4",
        "OPENBLAS_CORETYPE": "Haswell",
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    }
    printed = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "per-query-ap.parquet")],
        cwd=ROOT,
        env={**os.environ, **other},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert printed == f"{standings(table, 1, 300).to_csv()}\n"
    assert "fine,3,test" in printed


def broken(table, kind):
    first = table.index[(table["encoder"] == "weak") & (table["tier"] == 3)][0]
    return {
        "query": table.drop(index=first),
        "tier": table[(table["encoder"] != "weak") | (table["tier"] == 1)],
        "source": table.assign(source_id=table["source_id"].where(table.index != first, "s9")),
        "twice": pd.concat([table, table.loc[[first]]]),
        "nan": table.assign(ap=table["ap"].where(table.index != first)),
        "above": table.assign(ap=table["ap"].where(table.index != first, 1.5)),
        "blank": table.assign(source_id=table["source_id"].where(table.index != first)),
        "column": table.drop(columns="source_id"),
        "empty": table.iloc[:0],
    }[kind]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("query", r"'weak' lacks 1 of 160 queries \(tier 3, .*'q0.t3.0' of source 's0'"),
        ("tier", r"'weak' lacks 160 of 160 queries \(tier 3"),
        ("source", r"lacks 1 of 161 queries"),
        ("twice", r"'weak' has query 'q0.t3.0' twice \(tier 3, gallery 'test'\)"),
        ("nan", r"'q0.t3.0' under encoder 'weak' is nan.*1 rows"),
        ("above", r"'q0.t3.0' under encoder 'weak' is 1.5"),
        ("blank", r"empty cells in source_id"),
        ("column", r"lacks source_id"),
        ("empty", r"is empty"),
    ],
)
def test_bad_tables_are_refused(table, kind, message):
    with pytest.raises(BenchError, match=message):
        standings(broken(table, kind), 1, 100)
