import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.core.params.hashing import Strengths
from lib.core.tables import declared
from lib.semantics.hashing.hashes import HASHES
from lib.semantics.hashing.robustness import hash_robustness
from tests.semantics.hashing.run import parts
from tests.semantics.hashing.samples import picture, pictures, settings, white

ROOT = Path(__file__).resolve().parents[3]
COUNT = 8
SETTINGS = 4


@pytest.fixture(scope="module")
def tables():
    return hash_robustness(*pictures(COUNT), settings())


def test_both_tables_have_their_columns_and_a_row_each(tables):
    for table, name in zip(tables, ("hash-robustness.csv", "hash-remedies.csv"), strict=True):
        declaration = declared(name)
        assert set(declaration.names) <= set(table.columns)
        assert not table.duplicated(list(declaration.key)).any()
        for column in declaration.columns:
            if column.kind != "string":
                assert table[column.name].dtype == column.kind, column.name
        assert not table[declaration.names].isna().any(axis=None)
    robustness, remedies = tables
    assert len(robustness) == len(HASHES) * SETTINGS
    assert list(dict.fromkeys(robustness["hash"])) == list(HASHES)
    assert len(remedies) == 6 * SETTINGS
    assert (robustness["n"] == COUNT).all()


def test_the_remedies_table_repeats_what_the_hashes_found(tables):
    robustness, remedies = tables
    key = ["disturbance", "strength"]
    recall = robustness.set_index(["hash", *key])["recall"]
    for row in remedies.itertuples():
        where = row.disturbance, row.strength
        assert row.bare_recall == recall["phash", *where]
        if row.remedy in HASHES:
            assert row.recall == recall[row.remedy, *where]


def test_the_best_and_the_better_follow_from_the_intervals(tables):
    robustness, remedies = tables
    high = robustness[robustness["hash"] == "phash"].set_index(["disturbance", "strength"])
    for where, rows in remedies.groupby(["disturbance", "strength"]):
        kept = rows[rows["rate_kept"]]
        assert set(rows["remedy"][rows["best"]]) == set(
            kept["remedy"][kept["recall"] == kept["recall"].max()]
        )
        expected = rows["rate_kept"] & (rows["recall_low"] > high.loc[where, "recall_high"])
        assert (rows["beats_bare"] == expected).all()
    far = remedies[(remedies["disturbance"] == "translation") & (remedies["strength"] == 24)]
    assert far.set_index("remedy").loc["orb_alignment", "beats_bare"]
    saved = remedies.set_index("remedy")["saved"].drop_duplicates()
    assert saved["embedding_first"] == 1 - 3 / COUNT


def test_a_pictures_change_goes_by_its_name_not_by_its_place(tables):
    images, names = pictures(COUNT)
    turned = hash_robustness(images[::-1], names[::-1], settings())
    pd.testing.assert_frame_equal(turned[0], tables[0])
    cheap = ["orb_alignment", "block_mean", "radial_variance", "embedding_first"]
    for one, other in zip(turned, tables, strict=True):
        if "remedy" in one:
            # False pairs of the dear remedies are drawn by place.
            one, other = (part[part["remedy"].isin(cheap)] for part in (one, other))
            one, other = (part.drop(columns=["false_match_rate", "best"]) for part in (one, other))
        pd.testing.assert_frame_equal(one, other)


@pytest.mark.slow
def test_one_array_and_pictures_of_many_sizes_will_do(tables):
    images, names = pictures(COUNT)
    stacked = hash_robustness(np.stack(images), names, settings())
    for one, other in zip(stacked, tables, strict=True):
        pd.testing.assert_frame_equal(one, other)
    sizes = [96, 128, 200, 64]
    mixed = [picture(str(size), size)[: size - 10] for size in sizes]
    robustness, _ = hash_robustness(mixed, [str(size) for size in sizes], settings())
    assert (robustness["recall"] > 0).any()


def test_copies_and_blank_pictures_leave_no_limit_to_match_below():
    robustness, remedies = hash_robustness([white()] * 3, list("abc"), settings())
    assert (robustness["recall"] == 0).all()
    assert (robustness["recall_high"] < 1).all()
    assert (robustness["false_match_rate"] == 0).all()
    found = remedies.set_index("remedy")
    assert (found.loc["orb_alignment", "fallbacks"] == 3).all()
    assert (found.loc["akaze_matching", "fallbacks"] == 3).all()


def test_tiny_pictures_fall_back_and_are_counted():
    images, names = pictures(3, 8)
    _, remedies = hash_robustness(images, names, settings())
    assert (remedies.set_index("remedy").loc["orb_alignment", "fallbacks"] == 3).all()


@pytest.mark.parametrize(
    ("images", "names", "words"),
    [
        ([white()], ["a"], "1 pictures and 1 names"),
        ([white(), white()], ["a"], "2 pictures and 1 names"),
        ([white(), white()], ["a", "a"], "'a' names two"),
        ([white(), white()[..., 0]], ["a", "b"], r"'b' is uint8 of shape \(160, 160\)"),
        ([white(), white() / 255], ["a", "b"], "'b' is float64"),
        ([white(), white()[:0]], ["a", "b"], "'b' is uint8"),
    ],
)
def test_what_is_no_set_of_pictures_is_refused(images, names, words):
    with pytest.raises(BenchError, match=words):
        hash_robustness(images, names, settings())


def test_a_change_may_be_left_out_but_not_all():
    with pytest.raises(ValueError, match="nothing would be changed"):
        Strengths(**dict.fromkeys(dict(Strengths()), ()))
    with pytest.raises(ValueError, match="blur lists a strength twice"):
        Strengths(blur=(1, 1))


@pytest.mark.slow
def test_other_kernels_and_threads_give_the_same_bytes():
    """As a processor without AVX would compute it, as far as switches reach."""
    switches = {
        "OPENCV_CPU_DISABLE": "AVX512-SKX,AVX2,FP16,AVX,SSE4.2,SSE4.1",
        "OPENCV_IPP": "disabled",
        "OPENBLAS_CORETYPE": "Haswell",
        "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
        "JSIMD_FORCENONE": "1",
        "OMP_NUM_THREADS": "2",
    }
    runs = [
        subprocess.run(
            [sys.executable, "-m", "tests.semantics.hashing.run"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **more},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for more in ({}, switches)
    ]
    here, there = (dict(line.split("\t") for line in run.splitlines()) for run in runs)
    assert len(here) > 70
    assert {name for name in here if here[name] != there[name]} == set()
    assert here == parts()
